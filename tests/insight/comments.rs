//! Comments: samples that cover the breadth, and terms that set camps apart.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::pages::{Rng, near, page, report};

fn comments(rows: &[Value], settings: Value) -> Value {
    report(json!({ "metrics": ["count"], "comments": settings }), &[&page(rows)])["comments"].clone()
}

fn row(index: usize, text: &str, nps: Option<i64>) -> Value {
    let day = 1 + index % 28;
    let month = 1 + index / 28 % 12;
    let time = format!("2026-{month:02}-{day:02} 10:00:00");
    json!({
        "uuid": format!("r-{index}"),
        "completed_at": time,
        "last_data_reception_at": time,
        "data": { "why": text, "nps": nps },
    })
}

fn by_nps(sample: usize) -> Value {
    json!({ "question": "why", "by": { "metric": "nps", "question": "nps" }, "sample": sample })
}

fn texts(comments: &Value) -> Vec<String> {
    let sample = comments["sample"].as_array().unwrap();
    sample.iter().map(|comment| comment["text"].as_str().unwrap().to_owned()).collect()
}

fn camp<'a>(comments: &'a Value, name: &str) -> &'a Value {
    comments["camps"].as_array().unwrap().iter().find(|camp| camp["camp"] == name).unwrap()
}

#[test]
fn a_comment_is_shown_as_it_was_written_and_can_be_found_again() {
    let item = r#"{"data":{"nps":"3","why":" Zu \u0074euer\u2026 \ud83d\ude05\n\"nie\" wieder\u0000 "},"uuid":"\u0072-1","completed_at":"2026-01-31 12:00:00"}"#;
    let bytes = format!("\u{feff} {{ \"pagination\" : {{}} , \"items\" : [\n {item} ] }}");
    let comments = report(
        json!({ "metrics": ["nps"], "question": "nps", "comments": { "question": "why" } }),
        &[&bytes],
    )["comments"]
        .clone();
    assert_eq!(
        comments["sample"],
        json!([{
            "text": "Zu teuer… 😅\n\"nie\" wieder\u{0}",
            "cut": false,
            "camp": "detractors",
            "score": 3.0,
            "completed_at": "2026-01-31 12:00:00",
            "last_data_reception_at": null,
            "uuid": "r-1",
            "count": 1,
        }])
    );
    assert_eq!((&comments["n"], &comments["question"], &comments["missed"]), (&json!(1), &json!("why"), &json!(0)));
}

#[test]
fn what_is_empty_is_no_comment() {
    let rows =
        [json!("  \n"), json!(""), json!(null), json!([]), json!("\u{3000}"), json!("ok"), json!(7), json!(["a", "b"])]
            .map(|why| json!({ "data": { "why": why } }));
    let comments = comments(&rows, json!({ "question": "why" }));
    assert_eq!((&comments["n"], &comments["absent"]), (&json!(3), &json!(5)));
    assert_eq!(
        texts(&comments).into_iter().collect::<BTreeSet<_>>(),
        BTreeSet::from(["7".into(), "a, b".into(), "ok".into()])
    );
}

#[test]
fn a_long_comment_is_cut_at_500_characters() {
    let long = "ä".repeat(500) + "b";
    let comments = comments(&[row(0, &long, None), row(1, &"ö".repeat(500), None)], json!({ "question": "why" }));
    let sample = comments["sample"].as_array().unwrap();
    let long = sample.iter().find(|comment| comment["uuid"] == "r-0").unwrap();
    assert_eq!((&long["text"], &long["cut"]), (&json!("ä".repeat(500)), &json!(true)));
    assert_eq!(sample.iter().filter(|comment| comment["cut"] == false).count(), 1);
}

#[test]
fn the_same_comments_of_a_camp_are_one() {
    let rows: Vec<Value> = (0..90)
        .map(|index| {
            row(index, ["Great tool", "great  TOOL", " Great tool\n"][index % 3], Some(if index < 60 { 10 } else { 2 }))
        })
        .collect();
    let comments = comments(&rows, by_nps(20));
    let counts: BTreeMap<&str, u64> = comments["sample"]
        .as_array()
        .unwrap()
        .iter()
        .map(|comment| (comment["camp"].as_str().unwrap(), comment["count"].as_u64().unwrap()))
        .collect();
    assert_eq!(counts, BTreeMap::from([("promoters", 60), ("detractors", 30)]));
    assert_eq!(comments["sample"].as_array().unwrap().len(), 2);
}

/// Comments of a large camp, and a few of every other kind.
fn varied() -> Vec<Value> {
    let mut rows: Vec<Value> =
        (0..3000).map(|index| row(index % 28, &format!("Good number {index}"), Some(9))).collect();
    for (index, text) in ["料金が高いと感じます。", "Слишком дорого", "ราคาแพงเกินไป"].into_iter().enumerate()
    {
        rows.insert(index * 900 + 17, row(40 + index, text, Some(9)));
    }
    rows.insert(100, row(30, &"Far too long, but worth a look. ".repeat(10), Some(9)));
    rows.insert(2000, row(300, "The only late one", Some(9)));
    rows.insert(1500, row(3, "The only detractor", Some(1)));
    rows.insert(1501, row(4, "The only passive", Some(7)));
    rows.insert(1502, row(5, "The only one without a score", None));
    rows
}

#[test]
fn a_sample_covers_camps_lengths_scripts_and_times() {
    let sample = texts(&comments(&varied(), by_nps(12)));
    assert_eq!(sample.len(), 12);
    for rare in [
        "料金",
        "Слишком",
        "ราคา",
        "Far too",
        "The only late",
        "The only detractor",
        "The only passive",
        "The only one without",
    ] {
        assert!(sample.iter().any(|text| text.starts_with(rare)), "no {rare} in {sample:#?}");
    }
}

#[test]
fn a_sample_follows_from_the_seed_alone() {
    let rows = varied();
    let of = |rows: &[Value], length: usize, seed: u64| {
        let pages: Vec<String> = rows.chunks(length).map(page).collect();
        let mut settings = by_nps(25);
        settings["seed"] = json!(seed);
        let asked = json!({ "metrics": ["count"], "comments": settings });
        report(asked, &pages.iter().map(String::as_str).collect::<Vec<_>>())["comments"].clone()
    };
    let one = of(&rows, 100, 5);
    assert_eq!(of(&rows, 1, 5), one);
    assert_eq!(of(&rows, 3008, 5), one);
    let mut backwards = rows.clone();
    backwards.reverse();
    assert_eq!(of(&backwards, 100, 5)["sample"], one["sample"], "whatever the order");
    let other = of(&rows, 100, 6);
    assert_ne!(texts(&other), texts(&one));
}

#[test]
fn a_sample_is_uniform_among_comments_of_a_kind() {
    // Each of 100 comments of one kind is in one of 5 samples.
    let rows: Vec<Value> = (0..100).map(|index| row(0, &format!("comment {index:03}"), None)).collect();
    let page = page(&rows);
    let mut counts = BTreeMap::new();
    for seed in 0..1000 {
        let asked = json!({ "metrics": ["count"], "comments": { "question": "why", "sample": 20, "seed": seed } });
        for text in texts(&report(asked, &[&page])["comments"]) {
            *counts.entry(text).or_insert(0_u32) += 1;
        }
    }
    // 200 times each, with a standard deviation of 12.6; of 100, none should be beyond 4.5 of these.
    assert_eq!(counts.len(), 100);
    assert!(counts.values().all(|count| (143..=257).contains(count)), "{counts:?}");
}

#[test]
fn terms_set_camps_apart() {
    let mut rng = Rng(2);
    let common = ["the app", "we use it", "for work", "and more"];
    let rows: Vec<Value> = (0..600)
        .map(|index| {
            let (own, nps) = [("too expensive", 2), ("works fine", 8), ("love it", 10)][index % 3];
            let mut parts = vec![rng.pick(&common), rng.pick(&common)];
            if rng.below(2) == 0 {
                parts.push(own);
            }
            row(index, &parts.join(", "), Some(nps))
        })
        .collect();
    let comments = comments(&rows, by_nps(5));
    for (name, terms) in [
        ("detractors", ["too", "expensive", "too expensive"]),
        ("passives", ["works", "fine", "works fine"]),
        ("promoters", ["love", "it", "love it"]),
    ] {
        let camp = camp(&comments, name);
        assert_eq!(camp["n"], 200);
        let listed = camp["terms"].as_array().unwrap();
        let first: BTreeSet<&str> = listed.iter().take(3).map(|term| term["term"].as_str().unwrap()).collect();
        // "it" is in "we use it" of all camps too.
        assert!(terms.iter().filter(|term| first.contains(**term)).count() >= 2, "{camp}");
        assert!(listed[0]["z"].as_f64().unwrap() > 4.0, "{camp}");
        let beyond = listed.iter().filter(|term| term["z"].as_f64().unwrap() > 3.0).count();
        assert!((2..=3).contains(&beyond), "{camp}");
    }
}

#[test]
fn z_is_the_log_odds_ratio_with_its_prior() {
    // Two camps of ten comments, each of one word. "bad": 6 of 10 and 1 of 10.
    let rows: Vec<Value> = (0..20)
        .map(|index| {
            let text = if (4..10).contains(&index) || index == 10 { "bad" } else { "good" };
            row(index, text, Some(if index < 10 { 0 } else { 10 }))
        })
        .collect();
    let comments = comments(&rows, by_nps(5));
    let (here, there) = (6.0 + 0.1 * 7.0, 1.0 + 0.1 * 7.0);
    let each: f64 = 10.0 + 0.1 * 20.0;
    let ratio = (here / (each - here)).ln() - (there / (each - there)).ln();
    let bad = &camp(&comments, "detractors")["terms"][0];
    assert_eq!((&bad["term"], &bad["count"]), (&json!("bad"), &json!(6)));
    near(&bad["z"], ratio / (1.0_f64 / here + 1.0 / there).sqrt(), 1e-12);
}

#[test]
fn one_camp_has_its_most_frequent_terms() {
    let rows: Vec<Value> = (0..30)
        .map(|index| row(index, ["the price is high", "the app is slow", "the help is slow"][index % 3], None))
        .collect();
    let comments = comments(&rows, json!({ "question": "why" }));
    let camps = comments["camps"].as_array().unwrap();
    assert_eq!((camps.len(), &camps[0]["camp"], &camps[0]["n"]), (1, &json!(null), &json!(30)));
    let terms: Vec<&str> =
        camps[0]["terms"].as_array().unwrap().iter().map(|term| term["term"].as_str().unwrap()).collect();
    // "the", "is" and "slow" are in more than a third.
    assert_eq!(terms.iter().filter(|term| ["the", "is", "slow", "is slow"].contains(*term)).count(), 0, "{terms:?}");
    assert!(terms.contains(&"price") && terms.contains(&"app is"), "{terms:?}");
    assert!(camps[0]["terms"].as_array().unwrap().iter().all(|term| term["z"].is_null()));
}

#[test]
fn camps_beyond_eight_are_pooled() {
    let rows: Vec<Value> = (0..220)
        .map(|index| json!({ "data": { "why": format!("a comment {index}"), "plan": format!("plan {}", index % 11) } }))
        .collect();
    let comments = comments(&rows, json!({ "question": "why", "by": { "answer": "plan" } }));
    let camps = comments["camps"].as_array().unwrap();
    let pooled: Vec<&Value> = camps.iter().filter(|camp| camp["pooled"] == true).collect();
    assert_eq!((camps.len(), pooled.len(), &pooled[0]["n"], &pooled[0]["camp"]), (9, 1, &json!(60), &json!(null)));
}

#[test]
fn counts_beyond_the_table_say_what_may_be_missing() {
    let rows: Vec<Value> = (0..30_000)
        .map(|index| row(index, &format!("{} w{index}x y{index}z", if index % 3 == 0 { "price" } else { "" }), None))
        .collect();
    let comments = comments(&rows, json!({ "question": "why" }));
    let missed = comments["missed"].as_u64().unwrap();
    assert!(missed > 0 && missed < 100, "{missed}");
    let price = comments["camps"][0]["terms"].as_array().unwrap().iter().find(|term| term["term"] == "price").unwrap();
    let count = price["count"].as_u64().unwrap();
    assert!(count <= 10_000 && count + missed >= 10_000, "{count} and {missed}");
}

#[test]
fn wrong_comments_are_refused() {
    let problem = |comments: Value| {
        let query = json!({ "metrics": ["count"], "comments": comments });
        let problem = refiner_wasm::insight::Query::new(&query.into()).unwrap_err();
        format!("{} {}", problem.path, problem.problem)
    };
    assert_eq!(problem(json!({})), "comments.question is required");
    let by = |by: Value| problem(json!({ "question": "why", "by": by }));
    assert_eq!(
        by(json!({ "metric": "distribution", "question": "q" })),
        "comments.by.metric must be nps, csat, ces or rating"
    );
    assert_eq!(by(json!({ "metric": "nps" })), "comments.by.question is required");
}
