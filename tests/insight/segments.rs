//! Groups by segment. The caller says which segment the added pages belong to.

use refiner_wasm::insight::Summary;
use serde_json::{Value, json};

use super::pages::{Rng, answers, invented, json_of, page, query, report};

const ALL_METRICS: [&str; 6] = ["nps", "csat", "ces", "rating", "distribution", "count"];

fn asked() -> Value {
    json!({ "metrics": ALL_METRICS, "question": ["nps", "tools", "role"] })
}

fn by_segment(more: Value) -> Value {
    let mut all = asked();
    all["group_by"] = json!("segment");
    if let (Some(all), Value::Object(more)) = (all.as_object_mut(), more) {
        all.extend(more);
    }
    all
}

/// The report on all responses, followed by those of each segment.
fn segmented(asked: Value, whole: &[&str], segments: &[(&str, Option<&str>, &[&str])]) -> Value {
    let mut summary = Summary::new(query(asked));
    let add = |summary: &mut Summary, pages: &[&str]| {
        for page in pages {
            summary.add(page.as_bytes()).unwrap();
        }
    };
    add(&mut summary, whole);
    for (uuid, name, pages) in segments {
        summary.segment((*uuid).to_owned(), name.map(str::to_owned));
        add(&mut summary, pages);
    }
    json_of(&summary.report())
}

#[test]
fn each_equals_its_pages_alone_and_the_total_is_unchanged() {
    let rows = invented(&mut Rng(21), 300);
    let whole = [page(&rows[..150]), page(&rows[150..])];
    let whole = [whole[0].as_str(), whole[1].as_str()];
    // The segments overlap.
    let (one, two) = ([page(&rows[..90]), page(&rows[90..120])], [page(&rows[100..300])]);
    let (one, two) = ([one[0].as_str(), one[1].as_str()], [two[0].as_str()]);
    let got = segmented(by_segment(json!({})), &whole, &[("s-1", Some("One"), &one), ("s-2", None, &two)]);

    let total = report(asked(), &whole);
    assert_eq!((&got["items"], &got["metrics"]), (&json!(300), &total["metrics"]));
    assert_eq!(got["pages"], 5);
    let groups = got["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 2);
    for (group, (key, label, pages)) in
        groups.iter().zip([("s-2", Value::Null, &two[..]), ("s-1", json!("One"), &one[..])])
    {
        let alone = report(asked(), pages);
        assert_eq!((&group["key"], &group["label"], &group["start"]), (&json!(key), &label, &Value::Null));
        assert_eq!((&group["items"], &group["metrics"]), (&alone["items"], &alone["metrics"]));
    }
    assert_eq!(got["other"], Value::Null);
}

#[test]
fn a_segment_without_pages_or_responses_is_listed() {
    let whole = answers(&[json!(9)]);
    let none = page(&[]);
    let got =
        segmented(by_segment(json!({ "question": "q" })), &[&whole], &[("s-1", None, &[]), ("s-2", None, &[&none])]);
    for (group, key) in got["groups"].as_array().unwrap().iter().zip(["s-1", "s-2"]) {
        assert_eq!((&group["key"], &group["items"]), (&json!(key), &json!(0)));
        for metric in &group["metrics"].as_array().unwrap()[..4] {
            assert_eq!((&metric["n"], &metric["value"], &metric["interval"]), (&json!(0), &Value::Null, &Value::Null));
        }
    }
    assert_eq!(got["groups"].as_array().unwrap().len(), 2);
    assert_eq!(got["items"], 1);
}

#[test]
fn before_the_first_segment_there_are_no_groups() {
    let whole = answers(&[json!(9)]);
    let got = segmented(by_segment(json!({ "question": "q" })), &[&whole], &[]);
    assert_eq!((&got["groups"], &got["items"]), (&json!([]), &json!(1)));
}

#[test]
fn an_unreadable_item_counts_once_in_the_total() {
    let odd = r#"{"items":[7,{"data":{"q":9}},null]}"#;
    let got =
        segmented(by_segment(json!({ "question": "q" })), &[odd], &[("s-1", None, &[odd]), ("s-2", None, &[odd])]);
    assert_eq!((&got["items"], &got["unreadable"]), (&json!(1), &json!(2)));
    for group in got["groups"].as_array().unwrap() {
        assert_eq!(group["items"], 1);
    }
}

#[test]
fn a_broken_page_changes_nothing() {
    let mut summary = Summary::new(query(by_segment(json!({ "question": "q" }))));
    summary.add(answers(&[json!(9)]).as_bytes()).unwrap();
    summary.segment("s-1".to_owned(), None);
    let before = summary.report();
    assert!(summary.add(br#"{"items":[{"data":{"q":9}},{"data":{"q":nine}}]}"#).is_err());
    assert_eq!(summary.report(), before);
}

#[test]
fn a_repeated_segment_continues() {
    let (nine, three) = (answers(&[json!(9)]), answers(&[json!(3)]));
    let got = segmented(
        by_segment(json!({ "question": "q" })),
        &[&nine],
        &[("s-1", Some("One"), &[&nine]), ("s-2", None, &[]), ("s-1", Some("Another"), &[&three])],
    );
    let first = &got["groups"][0];
    assert_eq!((&first["key"], &first["label"], &first["items"]), (&json!("s-1"), &json!("One"), &json!(2)));
    assert_eq!((&first["metrics"][0]["promoters"], &first["metrics"][0]["detractors"]), (&json!(1), &json!(1)));
}

#[test]
fn segments_beyond_max_groups_are_pooled() {
    let nine = answers(&[json!(9)]);
    let pages = [nine.as_str(), nine.as_str()];
    let segments = ["s-3", "s-1", "s-2", "s-4"].map(|uuid| (uuid, None, &pages[..]));
    let got = segmented(by_segment(json!({ "question": "q", "max_groups": 2 })), &[&nine], &segments);
    let keys: Vec<_> = got["groups"].as_array().unwrap().iter().map(|group| group["key"].clone()).collect();
    assert_eq!(keys, ["s-1", "s-3"]);
    assert_eq!((&got["other"]["items"], &got["other"]["metrics"][0]["n"]), (&json!(4), &json!(4)));
    assert_eq!(got["items"], 1);
}

#[test]
fn two_segments_are_compared_by_their_keys() {
    let (nine, three) = (answers(&[json!(9)]), answers(&[json!(3)]));
    let compared = |first: &str, second: &str| {
        let asked = by_segment(json!({ "question": "q", "metrics": ["nps"], "compare": [first, second] }));
        segmented(asked, &[&nine], &[("s-1", None, &[&nine]), ("s-2", None, &[&three])])["comparison"].clone()
    };
    let forth = compared("s-1", "s-2");
    assert_eq!((&forth["first"], &forth["second"]), (&json!("s-1"), &json!("s-2")));
    assert_eq!(forth["differences"][0]["values"], json!([100.0, -100.0]));
    assert_eq!(compared("s-2", "s-1")["differences"][0]["difference"], 200.0);
    assert_eq!(compared("s-1", "s-9"), Value::Null);
}
