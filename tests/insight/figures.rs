//! Figures known from elsewhere: calculated by hand, or published.

use refiner_wasm::insight::stats::{self, Estimate, Interval};
use refiner_wasm::json::double::parse;
use serde_json::{Value, json};

use super::pages::{Rng, answers, near, page, repeated, report};

fn metric(asked: Value, page: &str) -> Value {
    report(json!({ "metrics": [asked], "question": "q" }), &[page])["metrics"][0].clone()
}

#[test]
fn the_vendors_example_of_an_nps() {
    let nps = metric(json!("nps"), &repeated(&[(10, 15), (9, 25), (8, 20), (7, 1), (6, 2), (0, 3)]));
    assert_eq!((&nps["n"], &nps["small_sample"]), (&json!(66), &json!(false)));
    near(&nps["value"], 53.030_303, 1e-6);
    // Tango's interval for 40 and 5 of 66, with Student's quantile 1.997138: see coverage.rs.
    near(&nps["interval"][0], 35.437_8, 1e-3);
    near(&nps["interval"][1], 66.703_0, 1e-3);
    assert_eq!(nps["distribution"].as_array().unwrap().len(), 11);
    assert_eq!(nps["distribution"][10], json!({ "score": 10, "count": 15, "share": 15.0 / 66.0 }));
}

#[test]
fn a_score_without_answers_is_null_and_a_balanced_one_is_zero() {
    for name in ["nps", "csat", "ces", "rating"] {
        let nothing = metric(json!(name), &answers(&[]));
        assert_eq!([&nothing["n"], &nothing["small_sample"]], [&json!(0), &json!(true)]);
        assert_eq!([&nothing["value"], &nothing["interval"]], [&Value::Null; 2], "{name}");
    }
    assert_eq!(metric(json!("distribution"), &answers(&[]))["distribution"], json!([]));
    let zero = metric(json!("nps"), &repeated(&[(10, 3), (0, 3)]));
    assert_eq!(zero["value"], 0.0);
    near(&zero["interval"][1], 72.395_3, 1e-3);
    let passive = metric(json!("nps"), &repeated(&[(7, 4)]));
    assert_eq!(passive["value"], 0.0);
}

#[test]
fn identical_answers_still_have_an_interval() {
    // At least n / (n + t²) of all would answer the same, by Wilson's bound with Student's quantile; the others might be
    // detractors.
    let nps = metric(json!("nps"), &repeated(&[(10, 5)]));
    let same = 5.0 / (5.0 + 2.776_445_f64.powi(2));
    assert_eq!((&nps["value"], &nps["interval"][1]), (&json!(100.0), &json!(100.0)));
    near(&nps["interval"][0], 100.0 * (2.0 * same - 1.0), 0.01);
    let rating = metric(json!("rating"), &repeated(&[(5, 3)]));
    let same = 3.0 / (3.0 + 4.302_653_f64.powi(2));
    near(&rating["interval"][0], 5.0 * same + 1.0 - same, 1e-3);
    assert_eq!(rating["interval"][1], 5.0);
}

#[test]
fn satisfaction_effort_and_ratings() {
    let page = repeated(&[(-2, 1), (-1, 2), (0, 3), (1, 10), (2, 20)]);
    let csat = metric(json!("csat"), &page);
    assert_eq!((&csat["n"], &csat["satisfied"]), (&json!(36), &json!(30)));
    near(&csat["value"], 83.333_333, 1e-5);
    // Wilson, 30 of 36.
    near(&csat["interval"][0], 68.11, 0.01);
    near(&csat["interval"][1], 92.13, 0.01);
    let strict = metric(json!({ "metric": "csat", "top_boxes": 1 }), &page);
    assert_eq!(strict["satisfied"], 20);
    let stars = repeated(&[(1, 1), (2, 2), (3, 3), (4, 10), (5, 20)]);
    let stars = metric(json!({ "metric": "csat", "scale": { "min": 1, "max": 5 } }), &stars);
    assert_eq!((&stars["n"], &stars["satisfied"]), (&json!(36), &json!(30)));
    let rating = metric(json!("rating"), &repeated(&[(1, 2), (3, 4), (4, 9), (5, 12)]));
    assert_eq!((&rating["n"], &rating["sum"]), (&json!(27), &json!(110)));
    near(&rating["value"], 4.074_074, 1e-6);
    // 2, 4, 4, 4, 5, 5, 7, 9 has mean 5. Student's own interval would begin at 3.2125.
    let ces = metric(
        json!({ "metric": "ces", "scale": { "min": 1, "max": 9 } }),
        &repeated(&[(2, 1), (4, 3), (5, 2), (7, 1), (9, 1)]),
    );
    near(&ces["value"], 5.0, 0.0);
    near(&ces["interval"][0], 3.354_4, 1e-3);
    assert_eq!(ces["agreeing"]["count"], 2);
    let easy = metric(json!("ces"), &repeated(&[(4, 1), (5, 1), (7, 2)]));
    assert_eq!((&easy["agreeing"]["count"], &easy["agreeing"]["share"]), (&json!(3), &json!(0.75)));
}

#[test]
fn satisfaction_is_stored_from_minus_two_to_two() {
    let csat = metric(json!("csat"), &repeated(&[(-2, 10), (-1, 10), (0, 10), (1, 40), (2, 30)]));
    assert_eq!((&csat["n"], &csat["value"], &csat["satisfied"]), (&json!(100), &json!(70.0), &json!(70)));
    let steps =
        csat["distribution"].as_array().unwrap().iter().map(|step| (step["score"].clone(), step["count"].clone()));
    let expected = [(-2, 10), (-1, 10), (0, 10), (1, 40), (2, 30)].map(|(score, count)| (json!(score), json!(count)));
    assert_eq!(steps.collect::<Vec<_>>(), expected);
    // A question of two points stores the ends, or the two next to the middle.
    for two in [[(-2, 1), (2, 3)], [(-1, 1), (1, 3)]] {
        assert_eq!(metric(json!("csat"), &repeated(&two))["value"], 75.0);
    }
    // Answers as text.
    let text = metric(json!("csat"), &answers(&["-2", "-1", " 1 ", "2"].map(|answer| json!(answer))));
    assert_eq!((&text["n"], &text["value"]), (&json!(4), &json!(50.0)));
}

#[test]
fn a_rating_without_a_scale_counts_zero() {
    let from_zero = metric(json!("rating"), &repeated(&[(0, 3), (10, 1)]));
    assert_eq!((&from_zero["n"], &from_zero["value"]), (&json!(4), &json!(2.5)));
    let first =
        |rating: &Value| (rating["distribution"][0]["score"].clone(), rating["distribution"].as_array().unwrap().len());
    assert_eq!(first(&from_zero), (json!(0), 11));
    // Without a zero, the scale begins at 1.
    let from_one = metric(json!("rating"), &repeated(&[(2, 3), (4, 1)]));
    assert_eq!((&from_one["value"], first(&from_one)), (&json!(2.5), (json!(1), 5)));
    let alike = metric(json!("rating"), &repeated(&[(0, 3)]));
    near(&alike["interval"][0], 0.0, 1e-9);
}

#[test]
fn a_scale_that_the_answers_do_not_fit_is_told() {
    let stars = repeated(&[(1, 20), (2, 20), (3, 20), (4, 20), (5, 20)]);
    let csat = metric(json!("csat"), &stars);
    assert_eq!((&csat["n"], &csat["ignored"]["off_scale"]), (&json!(40), &json!(60)));
    assert_eq!(csat["warning"], "60 of 100 numbers are not on the scale of -2 to 2: set the scale of the question");
    // The answers of a CSAT question on the scale of a rating.
    let scale = json!({ "min": 1, "max": 5 });
    let csat = repeated(&[(-2, 10), (-1, 10), (0, 10), (1, 40), (2, 30)]);
    for name in ["csat", "ces", "rating"] {
        let warned = metric(json!({ "metric": name, "scale": scale }), &csat);
        assert_eq!(
            warned["warning"],
            "30 of 100 numbers are not on the scale of 1 to 5: set the scale of the question"
        );
    }
    // An NPS has one scale only.
    let nps = metric(json!("nps"), &repeated(&[(11, 1), (9, 9)]));
    assert_eq!(nps["warning"], "1 of 10 numbers are not on the scale of 0 to 10: is it another kind of question?");
    let none = metric(json!("nps"), &repeated(&[(50, 2)]));
    assert_eq!((&none["value"], &none["n"]), (&Value::Null, &json!(0)));
    assert_eq!(none["warning"], "2 of 2 numbers are not on the scale of 0 to 10: is it another kind of question?");
    // One is enough: it is missing in the figures.
    let one = metric(json!("nps"), &repeated(&[(11, 1), (9, 999)]));
    assert_eq!(one["warning"], "1 of 1000 numbers are not on the scale of 0 to 10: is it another kind of question?");
    for fits in [repeated(&[(9, 1)]), answers(&[]), answers(&[json!("text")])] {
        assert_eq!(metric(json!("nps"), &fits)["warning"], Value::Null, "{fits}");
    }
}

#[test]
fn many_different_texts_are_counted_one_by_one() {
    let mut rng = Rng(8);
    let texts: Vec<String> = (0..20_000).map(|_| format!("text {}", rng.below(9_000))).collect();
    let mut expected = std::collections::BTreeMap::<&str, u64>::new();
    texts.iter().for_each(|text| *expected.entry(text).or_default() += 1);
    let mut ranked: Vec<(&str, u64)> = expected.into_iter().collect();
    ranked.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let page = answers(&texts.iter().map(|text| json!(text)).collect::<Vec<_>>());
    let report = metric(json!({ "metric": "distribution", "top": 1000 }), &page);
    let found = report["distribution"].as_array().unwrap().iter();
    let found: Vec<(&str, u64)> =
        found.map(|row| (row["choice"].as_str().unwrap(), row["count"].as_u64().unwrap())).collect();
    assert_eq!(found, ranked[..1000]);
    let rest: u64 = ranked[1000..].iter().map(|(_, count)| count).sum();
    assert_eq!(report["rest"], json!({ "choices": ranked.len() - 1000, "count": rest, "unlisted": 0 }));
}

#[test]
fn multiple_choices_are_shares_of_respondents() {
    let page = answers(&[json!(["a", "b", "a"]), json!(["a"]), json!("b"), json!([]), Value::Null, json!([null, 5])]);
    let all = metric(json!({ "metric": "distribution", "top": 2 }), &page);
    assert_eq!((&all["n"], &all["datapoints"]), (&json!(4), &json!(6)));
    let rows: Vec<_> = all["distribution"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| [&row["choice"], &row["count"], &row["respondents"], &row["share"]])
        .collect();
    assert_eq!(
        rows,
        [[&json!("a"), &json!(3), &json!(2), &json!(0.5)], [&json!("b"), &json!(2), &json!(2), &json!(0.5)]]
    );
    assert_eq!(all["rest"], json!({ "choices": 1, "count": 1, "unlisted": 0 }));
}

#[test]
fn ignored_answers_are_counted_by_reason() {
    let page = r#"{"items":[{"data":{"q":1e400}},{"data":{"q":"nine"}},{"data":{"q":{"a":1}}},{"data":{"q":[1,2]}},{"data":{"q":[[9]]}},
        {"data":{"q":9.5}},{"data":{"q":11}},{"data":{"q":-1}},{"data":{"q":"1e3"}},
        {"data":{"q":"9"}},{"data":{"q":" 9 "}},{"data":{"q":9.0}},{"data":{"q":90e-1}},{"data":{"q":["9"]}},{"data":{"q":"\u0039"}},
        {"data":{"q":null}},{"data":{}},{"data":[]},{"data":null},{},7,null]}"#;
    let report = report(json!({ "metrics": ["nps", "count"], "question": "q" }), &[page]);
    let nps = &report["metrics"][0];
    assert_eq!(nps["ignored"], json!({ "not_a_number": 5, "off_scale": 4 }));
    assert_eq!((&nps["n"], &nps["promoters"]), (&json!(6), &json!(6)));
    assert_eq!((&report["items"], &report["unreadable"]), (&json!(20), &json!(2)));
    // A null answer counts as no answer.
    assert_eq!(report["metrics"][1]["responses"], 15);
}

#[test]
fn rates_exist_only_for_lists_with_the_rows_they_need() {
    let row = |shown: bool, data: bool, completed: bool| {
        let time = |is: bool| is.then_some("2026-01-01 00:00:10");
        let data = if data { json!({ "q": 1 }) } else { json!({}) };
        json!({ "first_shown_at": "2026-01-01 00:00:00", "last_shown_at": time(shown), "data": data, "completed_at": time(completed) })
    };
    let of = |rows: &[Value]| metric(json!("count"), &page(rows));
    let completed = of(&[row(true, true, true), row(true, true, true)]);
    assert_eq!([&completed["response_rate"], &completed["completion_rate"]], [&Value::Null; 2]);
    let partials = of(&[row(true, true, true), row(true, true, false)]);
    assert_eq!((&partials["response_rate"], &partials["completion_rate"]["value"]), (&Value::Null, &json!(0.5)));
    let all = of(&[row(true, true, true), row(true, true, false), row(true, false, false), row(true, false, false)]);
    assert_eq!((&all["response_rate"]["value"], &all["views"]), (&json!(0.5), &json!(4)));
    assert_eq!(all["median_seconds"], 10.0);
    near(&all["response_rate"]["interval"][0], 0.15, 0.01);
    near(&all["response_rate"]["interval"][1], 0.85, 0.01);
}

#[test]
fn medians_are_accurate_in_bounded_memory() {
    use refiner_wasm::insight::Budget;
    use refiner_wasm::insight::durations::Durations;
    let mut budget = Budget::new(0);
    let mut rng = Rng(5);
    for (count, most) in [(1, 10), (2, 10), (999, 900), (30_000, 5_000), (50_000, 3_000_000_000)] {
        let mut seconds = Durations::default();
        let mut all: Vec<u32> = (0..count).map(|_| rng.below(most + 1) as u32).collect();
        all.iter().for_each(|second| seconds.add(*second, &mut budget));
        all.sort_unstable();
        let median = (f64::from(all[(count - 1) / 2]) + f64::from(all[count / 2])) / 2.0;
        let within = if seconds.is_exact() { 0.0 } else { median * 0.004 };
        assert!((seconds.median().unwrap() - median).abs() <= within, "{count} {:?} {median}", seconds.median());
        assert_eq!(seconds.n(), count as u64);
    }
    let mut seconds = Durations::default();
    (0..5_000).for_each(|second| seconds.add(u32::MAX - second, &mut budget));
    assert!(!seconds.is_exact() && seconds.median().unwrap() > 4.2e9);
}

#[test]
fn wilsons_interval() {
    for (of, n, low, high) in [
        (8, 10, 0.4902, 0.9433),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ] {
        let Estimate { interval: Interval(found_low, found_high), .. } = stats::share(of, n).unwrap();
        assert!(
            (found_low - low).abs() < 6e-5 && (found_high - high).abs() < 6e-5,
            "{of}/{n}: {found_low} {found_high}"
        );
    }
    assert_eq!(stats::share(0, 0), None);
}

#[test]
fn students_quantile() {
    for (df, expected) in [
        (1.0, 12.706_205),
        (1.25, 8.027_951),
        (1.5, 6.016_663),
        (1.75, 4.948_848),
        (2.0, 4.302_653),
        (2.5, 3.574_655),
        (3.0, 3.182_446),
        (3.5, 2.940_089),
        (4.0, 2.776_445),
        (5.0, 2.570_582),
        (7.0, 2.364_624),
        (10.0, 2.228_139),
        (15.0, 2.131_45),
        (30.0, 2.042_272),
        (120.0, 1.979_930),
        (1e9, 1.959_964),
    ] {
        assert!((stats::t(df) / expected - 1.0).abs() < 2e-5, "{df}: {} is not {expected}", stats::t(df));
    }
    assert_eq!(stats::t(0.0), stats::t(1.0));
    assert_eq!(stats::t(f64::NAN), stats::t(1.0));
}

#[test]
fn differences() {
    // Newcombe 1998, example a: 56/70 and 48/80, difference 0.20, 0.0524 to 0.3339.
    let (first, second) = (stats::share(48, 80).unwrap(), stats::share(56, 70).unwrap());
    let Estimate { value, interval } = stats::difference(first, second);
    assert!((value - 0.2).abs() < 1e-12);
    assert!((interval.0 - 0.0524).abs() < 6e-5 && (interval.1 - 0.3339).abs() < 6e-5, "{interval:?}");
}

#[test]
fn numbers_are_those_of_the_standard_library() {
    let same = |text: &str| assert_eq!(parse(text.as_bytes()), Some(text.trim().parse::<f64>().unwrap()), "{text}");
    for text in [
        "0",
        "-0",
        "9",
        " 9 ",
        "+9",
        "007",
        "0.1",
        "4.5",
        "-12.5e3",
        "1e22",
        "1E-22",
        "123456789012345e-22",
        "0.000001",
        "999999999999999",
    ] {
        same(text);
    }
    for text in [
        "", " ", "-", "+", ".", "1.", ".5", "1e", "1e+", "e5", "NaN", "inf", "0x1", "1 2", "--1", "+-1", "1_0",
        "1e400", "-1e309", "9,5",
    ] {
        assert_eq!(parse(text.as_bytes()), None, "{text}");
    }
    let mut rng = Rng(1);
    for _ in 0..200_000 {
        let length = rng.below(15) as u32;
        let digits = rng.below(10_u64.pow(1 + length));
        let text = match rng.below(3) {
            0 => digits.to_string(),
            1 => format!("{digits}e{}", rng.below(45) as i64 - 22),
            _ => format!("{}.{:03}", digits / 1_000, digits % 1_000),
        };
        same(&text);
    }
    for _ in 0..200_000 {
        let text = format!("{}{}e{}", rng.next(), rng.next(), rng.below(620) as i64 - 320);
        let (found, expected) = (parse(text.as_bytes()), text.parse::<f64>().unwrap());
        match found {
            None => assert!(expected > 1e308, "{text}"),
            Some(found) if expected < 1e-290 => assert!((found - expected).abs() < 1e-300, "{text}"),
            Some(found) => assert!((found / expected - 1.0).abs() < 8.0 * f64::EPSILON, "{text} {found} {expected}"),
        }
    }
}
