//! Groups by a multiple choice, and periods in which nothing arrived.

use serde_json::{Value, json};

use super::pages::{page, report};

fn keys(report: &Value) -> Vec<(Value, u64)> {
    let groups = report["groups"].as_array().unwrap().iter();
    groups.map(|group| (group["key"].clone(), group["items"].as_u64().unwrap())).collect()
}

#[test]
fn each_choice_is_a_group() {
    let chosen = [json!(["A", "B"]), json!(["B", "A"]), json!("A, B"), json!(["A", "A"]), json!([]), json!([null, 5])];
    let answer = page(&chosen.clone().map(|q| json!({ "data": { "q": q, "nps": 9 } })));
    let traits = page(&chosen.map(|q| json!({ "data": { "nps": 9 }, "contact": { "attributes": { "q": q } } })));
    for (by, page) in [(json!({ "answer": "q" }), answer), (json!({ "attribute": "q" }), traits)] {
        let asked = json!({ "metrics": ["nps", "distribution"], "question": "nps", "group_by": by });
        let report = report(asked, &[&page]);
        assert_eq!(report["items"], 6);
        assert_eq!(report["metrics"][0]["n"], 6);
        let mut found = keys(&report);
        found.sort_by_key(|(key, _)| key.to_string());
        let expected = [(json!("5"), 1), (json!("A"), 3), (json!("A, B"), 1), (json!("B"), 2), (Value::Null, 1)];
        assert_eq!(found, expected, "{by}");
        for group in report["groups"].as_array().unwrap() {
            assert_eq!(group["metrics"][0]["n"], group["items"], "{group}");
            assert_eq!(group["metrics"][1]["n"], group["items"], "{group}");
        }
    }
}

#[test]
fn a_response_counts_once_among_the_pooled_groups() {
    let items =
        [json!(["A"]), json!(["A", "B", "C"]), json!(["C", "B"])].map(|q| json!({ "data": { "q": q, "nps": 9 } }));
    let asked = json!({ "metrics": ["nps"], "question": "nps", "group_by": { "answer": "q" }, "max_groups": 1 });
    let report = report(asked, &[&page(&items)]);
    assert_eq!(keys(&report), [(json!("A"), 2)]);
    assert_eq!((&report["other"]["items"], &report["other"]["metrics"][0]["n"]), (&json!(2), &json!(2)));
}

fn on(days: &[&str]) -> String {
    let items: Vec<Value> = days
        .iter()
        .map(|day| json!({ "last_data_reception_at": format!("{day} 12:00:00"), "data": { "nps": 9 } }))
        .collect();
    page(&items)
}

fn by(period: &str, more: Value) -> Value {
    let mut asked = json!({ "metrics": ["nps", "count"], "question": "nps", "group_by": period });
    asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    asked
}

#[test]
fn periods_without_answers_are_groups() {
    for (period, days, expected) in [
        ("day", ["2026-02-27", "2026-03-02"], vec!["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]),
        ("week", ["2026-12-21", "2027-01-11"], vec!["2026-W52", "2026-W53", "2027-W01", "2027-W02"]),
        ("month", ["2026-11-30", "2027-02-01"], vec!["2026-11", "2026-12", "2027-01", "2027-02"]),
    ] {
        let report = report(by(period, json!({})), &[&on(&days)]);
        let last = expected.len() - 1;
        let expected: Vec<_> =
            expected.iter().enumerate().map(|(at, key)| (json!(key), u64::from(at == 0 || at == last))).collect();
        assert_eq!(keys(&report), expected);
        let empty = &report["groups"][1];
        assert_eq!((&empty["metrics"][0]["n"], &empty["metrics"][0]["value"]), (&json!(0), &Value::Null));
        assert!(empty["start"].is_string());
    }
}

#[test]
fn responses_without_a_time_come_first_and_fill_nothing() {
    let timeless = page(&[json!({ "data": { "nps": 9 } })]);
    let report = report(by("day", json!({})), &[&timeless, &on(&["2026-01-01", "2026-01-03"])]);
    let expected = [(Value::Null, 1), (json!("2026-01-01"), 1), (json!("2026-01-02"), 0), (json!("2026-01-03"), 1)];
    assert_eq!(keys(&report), expected);
}

#[test]
fn the_last_two_periods_are_neighbours() {
    let compare = json!({ "compare": "last_two" });
    let far = report(by("month", compare.clone()), &[&on(&["2026-01-05", "2026-04-05"])]);
    let comparison = &far["comparison"];
    assert_eq!((&comparison["first"], &comparison["second"]), (&json!("2026-03"), &json!("2026-04")));
    assert_eq!(comparison["differences"][0]["n"], json!([0, 1]));
    assert_eq!(comparison["differences"][0]["difference"], Value::Null);
    let near = report(by("month", compare.clone()), &[&on(&["2026-03-05", "2026-04-05"])]);
    assert_eq!(near["comparison"]["differences"][0]["n"], json!([1, 1]));
    let one = report(by("month", compare), &[&on(&["2026-04-05"])]);
    assert_eq!(one["comparison"], Value::Null);
}

#[test]
fn an_empty_period_can_be_compared_by_its_key() {
    let asked = by("month", json!({ "compare": ["2026-01", "2026-02"] }));
    let report = report(asked, &[&on(&["2026-01-05", "2026-04-05"])]);
    assert_eq!(report["comparison"]["differences"][0]["n"], json!([1, 0]));
}

#[test]
fn empty_periods_are_bounded_and_the_latest_are_kept() {
    let far = on(&["0001-01-01", "2026-01-05"]);
    let keys = keys(&report(by("day", json!({ "max_groups": 4 })), &[&far]));
    let expected =
        [(json!("0001-01-01"), 1), (json!("2026-01-03"), 0), (json!("2026-01-04"), 0), (json!("2026-01-05"), 1)];
    assert_eq!(keys, expected);
    // The comparison needs no place among the groups.
    let two = report(by("day", json!({ "max_groups": 2, "compare": "last_two" })), &[&far]);
    assert_eq!(two["groups"].as_array().unwrap().len(), 2);
    assert_eq!(two["comparison"]["first"], "2026-01-04");
}

#[test]
fn a_period_that_was_pooled_is_not_taken_for_an_empty_one() {
    let days = on(&["2026-01-01", "2026-01-03", "2026-01-02"]);
    let report = report(by("day", json!({ "max_groups": 2, "compare": "last_two" })), &[&days]);
    assert_eq!(keys(&report), [(json!("2026-01-01"), 1), (json!("2026-01-03"), 1)]);
    assert_eq!(report["other"]["items"], 1);
    assert_eq!(report["comparison"], Value::Null);
}

#[test]
fn contacts_without_an_account_are_one_group() {
    let accounts = [
        json!({ "uuid": "a-1", "remote_id": null, "domain": null, "display_name": "" }),
        json!({ "uuid": "a-2", "remote_id": null, "domain": null, "display_name": "" }),
        json!({ "uuid": "a-3", "remote_id": "", "display_name": "Three" }),
        json!({ "uuid": "a-4" }),
        Value::Null,
        json!({ "uuid": "a-5", "remote_id": "acme", "display_name": "Acme" }),
        json!({ "uuid": "a-5", "remote_id": "acme", "display_name": "Acme" }),
    ];
    let items = accounts.map(|account| json!({ "data": {}, "contact": { "account": account } }));
    let report = report(json!({ "metrics": ["count"], "group_by": "account" }), &[&page(&items)]);
    assert_eq!(keys(&report), [(Value::Null, 5), (json!("acme"), 2)]);
    let labels: Vec<_> = report["groups"].as_array().unwrap().iter().map(|group| &group["label"]).collect();
    assert_eq!(labels, [&Value::Null, &json!("Acme")]);
}

#[test]
fn empty_text_is_no_value_to_group_by() {
    let items = [json!(""), json!([""]), json!(["", "A"]), Value::Null].map(|q| json!({ "data": { "q": q } }));
    let report = report(json!({ "metrics": ["count"], "group_by": { "answer": "q" } }), &[&page(&items)]);
    assert_eq!(keys(&report), [(Value::Null, 3), (json!("A"), 1)]);
}
