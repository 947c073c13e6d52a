//! A question that nobody answered: how many responses lack the answer, and what was asked instead.

use serde_json::{Value, json};

use super::pages::{answers, page, report};

const WITH_QUESTION: [&str; 5] = ["nps", "csat", "ces", "rating", "distribution"];

#[test]
fn responses_without_the_answer_are_counted() {
    let page = answers(&[json!(1), Value::Null, json!([]), json!([null, ""]), json!(""), json!("2"), json!("text")]);
    let whole = report(json!({ "metrics": WITH_QUESTION, "question": "q" }), &[&page]);
    for metric in whole["metrics"].as_array().unwrap() {
        assert_eq!(metric["absent"], 4, "{metric}");
    }
    assert_eq!(whole["questions_seen"], Value::Null);
    let misspelt = report(json!({ "metrics": WITH_QUESTION, "question": "Q" }), &[&page]);
    for metric in misspelt["metrics"].as_array().unwrap() {
        assert_eq!((&metric["n"], &metric["absent"]), (&json!(0), &json!(7)), "{metric}");
    }
}

#[test]
fn one_of_several_questions_is_enough() {
    let items = [json!({ "a": 1, "b": 2 }), json!({ "a": 3 }), json!({ "b": 4 }), json!({ "c": 5 }), json!({})];
    let page = page(&items.map(|data| json!({ "form": { "uuid": "f" }, "data": data })));
    let asked = json!({ "metrics": WITH_QUESTION, "question": ["a", "b"], "group_by": "form" });
    let report = report(asked, &[&page]);
    for metrics in [&report["metrics"], &report["groups"][0]["metrics"]] {
        for metric in metrics.as_array().unwrap() {
            assert_eq!(metric["absent"], 2, "{metric}");
        }
    }
}

#[test]
fn the_questions_that_were_seen_are_named_when_one_has_no_answer() {
    let first = page(&[json!({ "data": { "nps": 9, "why": null } }), json!({ "data": { "why": "x", "nps": "8" } })]);
    let second = page(&[json!({ "data": { "role": "maker" } }), json!({ "data": null }), json!({ "data": [] })]);
    let asked = |question: &str| json!({ "metrics": [{ "metric": "nps", "question": question }, "count"] });
    let seen = |question: &str| report(asked(question), &[&first, &second])["questions_seen"].clone();
    assert_eq!(seen("npss"), json!(["nps", "role", "why"]));
    assert_eq!(seen("nps"), Value::Null);
    // A question whose answers are not numbers has been seen: its own name is in the list.
    assert_eq!(seen("role"), json!(["nps", "role", "why"]));
    // A count has no question.
    assert_eq!(report(json!({ "metrics": ["count"] }), &[&first])["questions_seen"], Value::Null);
    // Nothing was read: there is nothing to name.
    assert_eq!(report(asked("nps"), &[])["questions_seen"], json!([]));
}

#[test]
fn the_list_of_questions_is_bounded_and_without_duplicates() {
    let items: Vec<Value> =
        (0..400).map(|index| json!({ "data": { format!("q{index:03}"): 1, "always": 2 } })).collect();
    let report = report(json!({ "metrics": ["nps"], "question": "none" }), &[&page(&items), &page(&items)]);
    let seen = report["questions_seen"].as_array().unwrap();
    assert_eq!(seen.len(), 100);
    assert!(seen.windows(2).all(|pair| pair[0].as_str() < pair[1].as_str()), "{seen:?}");
    // Keys as they are read, not as they are written.
    let escaped = r#"{"items":[{"data":{"\u006eps":9}},{"data":{"nps":9}}]}"#;
    let report = super::pages::report(json!({ "metrics": ["ces"], "question": "none" }), &[escaped]);
    assert_eq!(report["questions_seen"], json!(["nps"]));
}
