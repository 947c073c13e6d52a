//! Drivers of a score: published weights, and what is said when there are none.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::pages::{Rng, near, page, report};

/// The data set `mtcars` of R (H. V. Henderson and P. F. Velleman, Biometrics 37, 1981): mpg, cyl, disp, hp, wt.
const MTCARS: [[f64; 5]; 32] = [
    [21.0, 6.0, 160.0, 110.0, 2.620],
    [21.0, 6.0, 160.0, 110.0, 2.875],
    [22.8, 4.0, 108.0, 93.0, 2.320],
    [21.4, 6.0, 258.0, 110.0, 3.215],
    [18.7, 8.0, 360.0, 175.0, 3.440],
    [18.1, 6.0, 225.0, 105.0, 3.460],
    [14.3, 8.0, 360.0, 245.0, 3.570],
    [24.4, 4.0, 146.7, 62.0, 3.190],
    [22.8, 4.0, 140.8, 95.0, 3.150],
    [19.2, 6.0, 167.6, 123.0, 3.440],
    [17.8, 6.0, 167.6, 123.0, 3.440],
    [16.4, 8.0, 275.8, 180.0, 4.070],
    [17.3, 8.0, 275.8, 180.0, 3.730],
    [15.2, 8.0, 275.8, 180.0, 3.780],
    [10.4, 8.0, 472.0, 205.0, 5.250],
    [10.4, 8.0, 460.0, 215.0, 5.424],
    [14.7, 8.0, 440.0, 230.0, 5.345],
    [32.4, 4.0, 78.7, 66.0, 2.200],
    [30.4, 4.0, 75.7, 52.0, 1.615],
    [33.9, 4.0, 71.1, 65.0, 1.835],
    [21.5, 4.0, 120.1, 97.0, 2.465],
    [15.5, 8.0, 318.0, 150.0, 3.520],
    [15.2, 8.0, 304.0, 150.0, 3.435],
    [13.3, 8.0, 350.0, 245.0, 3.840],
    [19.2, 8.0, 400.0, 175.0, 3.845],
    [27.3, 4.0, 79.0, 66.0, 1.935],
    [26.0, 4.0, 120.3, 91.0, 2.140],
    [30.4, 4.0, 95.1, 113.0, 1.513],
    [15.8, 8.0, 351.0, 264.0, 3.170],
    [19.7, 6.0, 145.0, 175.0, 2.770],
    [15.0, 8.0, 301.0, 335.0, 3.570],
    [21.4, 4.0, 121.0, 109.0, 2.780],
];

const NAMES: [&str; 5] = ["mpg", "cyl", "disp", "hp", "wt"];

fn cars() -> Vec<Value> {
    let car = |values: &[f64; 5]| {
        let data: serde_json::Map<_, _> =
            NAMES.iter().zip(values).map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        json!({ "completed_at": "2026-01-01 00:00:00", "data": data })
    };
    MTCARS.iter().map(car).collect()
}

fn drivers(rows: &[Value], of: Value, from: Value) -> Value {
    report(json!({ "metrics": ["count"], "drivers": { "of": of, "from": from } }), &[&page(rows)])["drivers"].clone()
}

fn weight(drivers: &Value, name: &str) -> f64 {
    let all = drivers["weights"].as_array().unwrap();
    all.iter().find(|driver| driver["name"] == name).unwrap()["weight"].as_f64().unwrap()
}

#[test]
fn weights_are_those_that_r_gives() {
    // What `rwa_multiregress(mtcars, "mpg", c("cyl", "disp", "hp", "wt"))` of the R package rwa prints, in its article
    // "Regression Methods" (https://martinctc.github.io/rwa/articles/regression-methods.html).
    let expected = [("wt", 0.270_681_2), ("cyl", 0.209_690_4), ("disp", 0.188_304_3), ("hp", 0.179_959_0)];
    let drivers = drivers(&cars(), json!("mpg"), json!(["cyl", "disp", "hp", "wt"]));
    let names: Vec<&str> = expected.iter().map(|(name, _)| *name).collect();
    let all = drivers["weights"].as_array().unwrap();
    assert_eq!(all.iter().map(|driver| driver["name"].as_str().unwrap()).collect::<Vec<_>>(), names, "largest first");
    for (name, weight) in expected {
        near(&json!(self::weight(&drivers, name)), weight, 1e-7);
    }
    // summary(lm(mpg ~ cyl + disp + hp + wt, mtcars)) prints 0.8486.
    near(&drivers["r_squared"], 0.848_635, 1e-6);
    assert_eq!((&drivers["n"], &drivers["small_sample"], &drivers["reason"]), (&json!(32), &json!(true), &json!(null)));
    for driver in all {
        let [low, high] = [0, 1].map(|end| driver["interval"][end].as_f64().unwrap());
        let weight = driver["weight"].as_f64().unwrap();
        assert!(0.0 < low && low < weight && weight < high && high < 1.0, "{driver}");
        assert!(driver["correlation"].as_f64().unwrap() < -0.7);
        near(&driver["share"], weight / 0.848_635, 1e-5);
    }
}

/// The same cars, with their cylinders in words.
fn cars_in_words(of: fn(f64) -> Value) -> Vec<Value> {
    let mut rows = cars();
    for row in &mut rows {
        row["data"]["cyl"] = of(row["data"]["cyl"].as_f64().unwrap());
    }
    rows
}

#[test]
fn choices_become_columns() {
    // Reckoned with NumPy from the singular value decomposition of the data, as Johnson derives the weights: cyl == 4 and
    // cyl == 6 as zeros and ones (the most frequent choice, 8, is left out), their weights added up.
    let rows = cars_in_words(|cylinders| json!(format!("{cylinders} cylinders")));
    let drivers = drivers(&rows, json!("mpg"), json!([{ "answer": "cyl" }, "hp", "wt"]));
    for (name, weight) in [("cyl", 0.264_819_218_7), ("hp", 0.236_441_69), ("wt", 0.355_958_55)] {
        near(&json!(self::weight(&drivers, name)), weight, 1e-8);
    }
    near(&drivers["r_squared"], 0.857_219_452_5, 1e-9);
    let cylinders = &drivers["weights"][1];
    assert_eq!((&cylinders["kind"], &cylinders["columns"]), (&json!("choices"), &json!(2)));
    assert_eq!((&cylinders["correlation"], &cylinders["pooled"]), (&json!(null), &json!(0)));
}

#[test]
fn a_yes_or_no_is_one_column() {
    // Reckoned as above, with cyl == 8 as zeros and ones.
    for of in [
        |eight| json!(eight == 8.0),
        |eight| json!(if eight == 8.0 { "yes" } else { "no" }),
        |eight| json!(if eight == 8.0 { ["eight"] } else { ["fewer"] }),
    ] as [fn(f64) -> Value; 3]
    {
        let drivers = drivers(&cars_in_words(of), json!("mpg"), json!(["cyl", "hp", "wt"]));
        for (name, weight) in [("cyl", 0.188_276_29), ("hp", 0.244_263_15), ("wt", 0.394_310_33)] {
            near(&json!(self::weight(&drivers, name)), weight, 1e-8);
        }
        assert_eq!(drivers["weights"][2]["columns"], 1);
    }
}

#[test]
fn choices_beyond_eight_are_pooled() {
    let mut rng = Rng(4);
    let row = |rng: &mut Rng| {
        // The later a choice is in the alphabet, the less often it comes.
        let choice = (0..4).map(|_| rng.below(20)).min().unwrap();
        json!({ "data": { "score": 20 - choice, "choice": format!("choice {choice}") } })
    };
    let rows: Vec<Value> = (0..1000).map(|_| row(&mut rng)).collect();
    let drivers = drivers(&rows, json!("score"), json!(["choice"]));
    let rare = rows.iter().filter(|row| row["data"]["score"].as_u64().unwrap() <= 12).count();
    let driver = &drivers["weights"][0];
    assert_eq!((&driver["columns"], &driver["pooled"]), (&json!(8), &json!(rare)));
    assert!(driver["weight"].as_f64().unwrap() > 0.8, "{driver}");
}

#[test]
fn each_choice_of_several_is_a_column() {
    let mut rng = Rng(11);
    let row = |rng: &mut Rng| {
        let made: Vec<&str> = ["a", "b", "c"].into_iter().filter(|_| rng.below(2) == 0).collect();
        json!({ "data": { "score": made.len(), "choices": made } })
    };
    let rows: Vec<Value> = (0..400).map(|_| row(&mut rng)).collect();
    let drivers = drivers(&rows, json!("score"), json!(["choices"]));
    let none = rows.iter().filter(|row| row["data"]["score"] == 0).count();
    // The score is the number of choices, so they account for all of it.
    near(&drivers["r_squared"], 1.0, 1e-9);
    assert_eq!((&drivers["weights"][0]["columns"], &drivers["left_out"]["no_driver"]), (&json!(3), &json!(none)));
}

#[test]
fn responses_that_cannot_be_used_are_counted_by_reason() {
    let mut rows = cars();
    for (index, data) in [
        json!({ "cyl": 4, "hp": 90, "wt": 2 }),
        json!({ "mpg": "", "cyl": 4, "hp": 90, "wt": 2 }),
        json!({ "mpg": "many", "cyl": 4, "hp": 90, "wt": 2 }),
        json!({ "mpg": 20, "cyl": null, "hp": 90, "wt": 2 }),
        json!({ "mpg": 20, "cyl": 4, "hp": [], "wt": 2 }),
        json!({ "mpg": 20, "cyl": 4, "hp": 90 }),
        json!({ "mpg": 20, "cyl": 4, "hp": "ninety", "wt": 2 }),
    ]
    .into_iter()
    .enumerate()
    {
        rows.insert(index * 3, json!({ "data": data }));
    }
    let found = drivers(&rows, json!("mpg"), json!(["cyl", "hp", "wt"]));
    assert_eq!(found["left_out"], json!({ "no_score": 2, "odd_score": 1, "no_driver": 3, "odd_driver": 1 }));
    let all = drivers(&cars(), json!("mpg"), json!(["cyl", "hp", "wt"]));
    assert_eq!((&found["n"], &found["weights"]), (&json!(32), &all["weights"]));
}

#[test]
fn a_metric_takes_the_scores_on_its_scale() {
    let mut rng = Rng(9);
    let row = |rng: &mut Rng| {
        let ease = rng.below(8);
        json!({ "data": { "nps": ease + rng.below(6), "ease": ease.to_string() } })
    };
    let rows: Vec<Value> = (0..300).map(|_| row(&mut rng)).collect();
    let off = rows.iter().filter(|row| row["data"]["nps"].as_u64().unwrap() > 10).count();
    assert!(off > 10);
    let as_metric = drivers(&rows, json!({ "metric": "nps", "question": "nps" }), json!(["ease"]));
    assert_eq!((&as_metric["n"], &as_metric["left_out"]["odd_score"]), (&json!(300 - off), &json!(off)));
    assert_eq!(drivers(&rows, json!("nps"), json!(["ease"]))["n"], 300);
}

#[test]
fn traits_are_drivers_too() {
    let mut rows = cars();
    for row in &mut rows {
        let weight = row["data"]["wt"].to_string();
        row["contact"] = json!({ "attributes": { "wt": weight } });
    }
    let found = drivers(&rows, json!("mpg"), json!(["hp", { "attribute": "wt" }, "cyl"]));
    let expected = drivers(&cars(), json!("mpg"), json!(["hp", "wt", "cyl"]));
    assert_eq!(found["weights"][0]["source"], "attribute");
    for name in ["hp", "wt", "cyl"] {
        near(&json!(weight(&found, name)), weight(&expected, name), 1e-12);
    }
}

/// The weights, or the reason why there are none.
fn without_weights(rows: &[Value], from: Value) -> String {
    let drivers = drivers(rows, json!("mpg"), from);
    for driver in drivers["weights"].as_array().unwrap() {
        assert_eq!(
            (&driver["weight"], &driver["interval"], &driver["share"]),
            (&json!(null), &json!(null), &json!(null))
        );
    }
    assert_eq!(drivers["r_squared"], json!(null));
    drivers["reason"].as_str().unwrap().to_owned()
}

#[test]
fn without_weights_there_is_a_reason() {
    let same = |name: &str| {
        let mut rows = cars();
        rows.iter_mut().for_each(|row| row["data"][name] = json!(1_000_000.1));
        rows
    };
    assert_eq!(without_weights(&[], json!(["hp"])), "too_few");
    assert_eq!(without_weights(&cars()[..9], json!(["hp"])), "too_few");
    assert_eq!(without_weights(&same("mpg"), json!(["hp", "wt"])), "constant_score");
    assert_eq!(without_weights(&same("hp"), json!(["hp"])), "constant_drivers");
    assert!(drivers(&cars()[..10], json!("mpg"), json!(["hp"]))["reason"].is_null());
    // A constant driver has no weight, and changes nothing for the others.
    let drivers = drivers(&same("hp"), json!("mpg"), json!(["hp", "wt"]));
    assert_eq!(drivers["weights"][1]["weight"], json!(null));
    near(&drivers["r_squared"], weight(&drivers, "wt"), 1e-15);
}

#[test]
fn drivers_that_are_the_same_share_a_weight_and_are_warned_of() {
    let mut rows = cars();
    for row in &mut rows {
        row["data"]["twice"] = json!(row["data"]["wt"].as_f64().unwrap() * 2.0 + 7.0);
    }
    let found = drivers(&rows, json!("mpg"), json!(["wt", "twice", "hp"]));
    assert!(found["warning"].is_string());
    near(&json!(weight(&found, "wt")), weight(&found, "twice"), 1e-9);
    let plain = drivers(&rows, json!("mpg"), json!(["wt", "hp"]));
    near(&found["r_squared"], plain["r_squared"].as_f64().unwrap(), 1e-9);
    assert_eq!(plain["warning"], json!(null));
}

#[test]
fn wrong_drivers_are_refused() {
    let problem = |drivers: Value| {
        let query = json!({ "metrics": ["count"], "drivers": drivers });
        let problem = refiner_wasm::insight::Query::new(&query.into()).unwrap_err();
        format!("{} {}", problem.path, problem.problem)
    };
    assert_eq!(problem(json!({ "of": "a", "from": ["b", "b"] })), "drivers.from[1] is a duplicate");
    assert_eq!(problem(json!({ "of": "a", "from": ["b", { "answer": "b" }] })), "drivers.from[1] is a duplicate");
    assert_eq!(problem(json!({ "of": "a", "from": ["b", "a"] })), "drivers.from[1] is the score itself");
    assert_eq!(problem(json!({ "of": "a", "from": [] })).split(' ').next(), Some("drivers.from"));
    let of = |of: Value| problem(json!({ "of": of, "from": ["b"] }));
    assert_eq!(of(json!({ "metric": "count" })), "drivers.of.metric must be nps, csat, ces or rating");
    assert_eq!(of(json!({ "metric": "nps" })), "drivers.of.question is required");
    assert_eq!(of(json!({ "metric": "nps", "question": ["a", "c"] })), "drivers.of.question must be one question");
}

#[test]
fn a_bootstrap_interval_does_not_depend_on_pages() {
    let mut rng = Rng(21);
    let row = |rng: &mut Rng| {
        let (ease, speed) = (rng.below(7), rng.below(7));
        let plan = rng.pick(&["free", "pro", "team"]);
        json!({ "data": { "score": ease * 2 + speed + rng.below(9), "ease": ease, "speed": speed, "plan": plan } })
    };
    let rows: Vec<Value> = (0..2000).map(|_| row(&mut rng)).collect();
    let asked = json!({ "metrics": ["count"], "drivers": { "of": "score", "from": ["ease", "speed", "plan"] } });
    let of = |length: usize| {
        let pages: Vec<String> = rows.chunks(length).map(page).collect();
        report(asked.clone(), &pages.iter().map(String::as_str).collect::<Vec<_>>())["drivers"].clone()
    };
    let one = of(2000);
    assert_eq!(of(7), one);
    assert_eq!(of(255), one);
    let ease = &one["weights"][0];
    let [low, high] = [0, 1].map(|end| ease["interval"][end].as_f64().unwrap());
    // The standard error of a share of about a half among 2,000 is 0.015.
    assert!(ease["name"] == "ease" && (0.03..0.1).contains(&(high - low)), "{ease}");
}

#[test]
fn intervals_contain_the_true_weights() {
    // Independent drivers take shares as their slopes squared times their variances: 4 × 4, 4 and 0, and 20/3 of the rest.
    let all = 16.0 + 4.0 + 80.0 / 12.0;
    let truth = [("a", 16.0 / all), ("b", 4.0 / all), ("c", 0.0)];
    let mut rng = Rng(77);
    for (n, fewest) in [(50, 182), (300, 184)] {
        let mut contained = [0; 3];
        for _ in 0..200 {
            let row = |rng: &mut Rng| {
                let [a, b, c] = [0, 0, 0].map(|_: i32| rng.below(7));
                json!({ "data": { "score": 2 * a + b + rng.below(9), "a": a, "b": b, "c": c } })
            };
            let rows: Vec<Value> = (0..n).map(|_| row(&mut rng)).collect();
            let drivers = drivers(&rows, json!("score"), json!(["a", "b", "c"]));
            for driver in drivers["weights"].as_array().unwrap() {
                let place = truth.iter().position(|(name, _)| driver["name"] == *name).unwrap();
                let [low, high] = [0, 1].map(|end| driver["interval"][end].as_f64().unwrap());
                contained[place] += i32::from(low <= truth[place].1 && truth[place].1 <= high);
            }
        }
        // Of 200, 190 are expected, with a standard deviation of 3.
        assert!(contained.iter().all(|count| *count >= fewest), "{contained:?} of 200 with {n}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn weights_add_up_and_do_not_depend_on_units(
        seed: u64, n in 12_usize..400, width in 1_usize..7, factor in 0.001_f64..1000.0, shift in -1e6_f64..1e6,
    ) {
        let mut rng = Rng(seed);
        let names: Vec<String> = (0..width).map(|index| format!("d{index}")).collect();
        let mut plain = Vec::new();
        let mut scaled = Vec::new();
        for _ in 0..n {
            let values: Vec<f64> = (0..width).map(|_| rng.below(11) as f64).collect();
            let score = values.iter().sum::<f64>() + rng.below(20) as f64;
            let data = |of: &dyn Fn(f64) -> f64| {
                let mut data = json!({ "score": of(score) });
                names.iter().zip(&values).for_each(|(name, value)| data[name] = json!(of(*value)));
                json!({ "data": data })
            };
            plain.push(data(&|value| value));
            scaled.push(data(&|value| value * factor + shift));
        }
        let drivers = |rows: &[Value]| drivers(rows, json!("score"), json!(names));
        let (plain, scaled) = (drivers(&plain), drivers(&scaled));
        let sum: f64 = names.iter().map(|name| weight(&plain, name)).sum();
        near(&plain["r_squared"], sum, 1e-12);
        prop_assert!(sum <= 1.0 + 1e-9);
        for name in &names {
            prop_assert!(weight(&plain, name) >= 0.0);
            near(&json!(weight(&scaled, name)), weight(&plain, name), 1e-6);
        }
    }
}
