//! The valid queries, and the errors for all others.

use refiner_wasm::insight::{Query, Summary};
use refiner_wasm::model::summary::MetricName;
use serde_json::{Value, json};

use super::pages::{answers, json_of, page, query, repeated, report};

#[test]
fn every_error_names_its_place() {
    let q = json!({ "metric": "nps", "question": "q" });
    for (asked, path, problem) in [
        (json!([]), "", "must be an object, got a list"),
        (json!({}), "metrics", "is required"),
        (json!({ "metrics": [] }), "metrics", "needs at least 1 and at most 20 items, got 0"),
        (json!({ "metrics": "nps" }), "metrics", "must be a list, got text"),
        (
            json!({ "metrics": [7] }),
            "metrics[0]",
            "must be nps, csat, ces, rating, distribution or count, or { metric }; got a number",
        ),
        (json!({ "metrics": ["nps"] }), "metrics[0].question", "is required"),
        (json!({ "metrics": [q, "mean"], "question": "q" }), "metrics[1]", "must be nps, csat"),
        (json!({ "metrics": [{ "question": "q" }] }), "metrics[0].metric", "is required"),
        (
            json!({ "metrics": [{ "metric": "mean", "question": "q" }] }),
            "metrics[0].metric",
            "must be one of: nps, csat",
        ),
        (json!({ "metrics": [q, q] }), "metrics[1]", "is a duplicate"),
        (json!({ "metrics": [{ "metric": "nps", "question": "" }] }), "metrics[0].question", "must not be empty"),
        (json!({ "metrics": [{ "metric": "nps", "question": [] }] }), "metrics[0].question", "needs at least 1"),
        (
            json!({ "metrics": [{ "metric": "nps", "question": ["a", 1] }] }),
            "metrics[0].question[1]",
            "must be text that is not empty, got a number",
        ),
        (
            json!({ "metrics": [{ "metric": "nps", "question": ["a", "a"] }] }),
            "metrics[0].question[1]",
            "is a duplicate",
        ),
        (
            json!({ "metrics": [{ "metric": "nps", "questions": "a" }] }),
            "metrics[0].questions",
            "is not a parameter here; did you mean question?",
        ),
        (
            json!({ "metrics": [{ "metric": "nps", "question": "a", "scale": {} }] }),
            "metrics[0].scale",
            "is only for the metric csat, ces or rating",
        ),
        (
            json!({ "metrics": [{ "metric": "nps", "question": "a", "scale": { "min": 0, "max": 10 } }] }),
            "metrics[0].scale",
            "is only for the metric csat, ces or rating",
        ),
        (
            json!({ "metrics": [{ "metric": "count", "question": "a" }] }),
            "metrics[0].question",
            "is only for the metric nps, csat, ces, rating or distribution",
        ),
        (
            json!({ "metrics": [{ "metric": "csat", "question": "a", "scale": { "min": 5, "max": 1 } }] }),
            "metrics[0].scale",
            "must have min below max",
        ),
        (
            json!({ "metrics": [{ "metric": "csat", "question": "a", "scale": { "min": 0, "max": 101 } }] }),
            "metrics[0].scale",
            "at most 101 steps",
        ),
        (
            json!({ "metrics": [{ "metric": "csat", "question": "a", "top_boxes": 5 }] }),
            "metrics[0].top_boxes",
            "must be a whole number from 1 to 4",
        ),
        (
            json!({ "metrics": [{ "metric": "distribution", "question": "a", "top": 1.5 }] }),
            "metrics[0].top",
            "must be a whole number",
        ),
        (
            json!({ "metrics": [q], "group_by": "year" }),
            "group_by",
            "must be none, form, account, segment, day, week or month, or { attribute }, or { answer }",
        ),
        (json!({ "metrics": [q], "group_by": { "attribute": "" } }), "group_by.attribute", "must not be empty"),
        (
            json!({ "metrics": [q], "group_by": { "attribute": "a", "answer": "b" } }),
            "group_by.answer",
            "is not a parameter here",
        ),
        (
            json!({ "metrics": [q], "utc_offset_minutes": 1440 }),
            "utc_offset_minutes",
            "must be a whole number from -1439 to 1439",
        ),
        (json!({ "metrics": [q], "compare": "last_two" }), "compare", "needs a group_by"),
        (
            json!({ "metrics": [q], "compare": "last_two", "group_by": "form" }),
            "compare",
            "last_two needs a group_by of day",
        ),
        (json!({ "metrics": [q], "compare": ["a"], "group_by": "form" }), "compare", "needs exactly 2 items, got 1"),
        (
            json!({ "metrics": [q], "compare": ["a", "a"], "group_by": "form" }),
            "compare",
            "must be the keys of two groups",
        ),
        (
            json!({ "metrics": [q], "compare": ["a", 1], "group_by": "form" }),
            "compare[1]",
            "must be null, or text, got a number",
        ),
        (
            json!({ "metrics": [q], "compare": 7, "group_by": "form" }),
            "compare",
            "must be each_against_rest, all_pairs or last_two, or a list of 2, each text or null; got a number",
        ),
        (
            json!({ "metrics": [{ "metrik": "nps" }] }),
            "metrics[0].metrik",
            "is not a parameter here; did you mean metric?",
        ),
        (json!({ "metrics": [{}] }), "metrics[0].metric", "is required"),
        (json!({ "metrics": ["npss"] }), "metrics[0]", "did you mean nps?"),
        (json!({ "metrics": [q], "group_by": "mnth" }), "group_by", "did you mean month?"),
        (json!({ "metrics": [q], "group_by": {} }), "group_by", "or { attribute }, or { answer }; got an object"),
        (json!({ "metrics": [q], "max_groups": 0 }), "max_groups", "must be a whole number from 1 to 1000"),
        (json!({ "metrics": [q], "limit": 1 }), "limit", "is not a parameter here; the parameters are: metrics"),
    ] {
        let found = Query::new(&asked.clone().into()).map(|_| ()).unwrap_err();
        assert_eq!(found.path, path, "{asked}");
        assert!(found.problem.starts_with(problem) || found.problem.ends_with(problem), "{asked}: {}", found.problem);
    }
}

#[test]
fn every_valid_query_is_accepted() {
    for asked in [
        json!({ "metrics": ["count"] }),
        json!({ "metrics": MetricName::ALL, "question": ["a", "b"] }),
        json!({ "metrics": ["count"], "group_by": "none" }),
        json!({ "metrics": [{ "metric": "csat", "question": "a", "scale": { "min": 0, "max": 1 } }] }),
        json!({ "metrics": ["count"], "group_by": "form", "compare": ["a", null] }),
    ] {
        Query::new(&asked.into()).unwrap();
    }
}

#[test]
fn groups_beyond_max_groups_are_pooled() {
    let rows: Vec<Value> = (0..10).map(|index| json!({ "data": { "q": 9, "by": index.to_string() } })).collect();
    let asked = json!({ "metrics": ["nps"], "question": "q", "group_by": { "answer": "by" }, "max_groups": 3 });
    let report = report(asked, &[&page(&rows)]);
    let keys: Vec<_> =
        report["groups"].as_array().unwrap().iter().map(|group| group["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["0", "1", "2"]);
    assert_eq!((&report["other"]["items"], &report["other"]["metrics"][0]["n"]), (&json!(7), &json!(7)));
    assert_eq!(report["metrics"][0]["n"], 10);
}

#[test]
fn texts_take_bounded_memory() {
    let mut summary =
        Summary::new(query(json!({ "metrics": ["distribution"], "question": "q", "group_by": { "answer": "q" } })));
    for number in 0..40 {
        let long = |index: usize| json!(format!("{number} {index} {}", "x".repeat(10_000)));
        summary.add(answers(&(0..100).map(long).collect::<Vec<_>>()).as_bytes()).unwrap();
    }
    let report = json_of(&summary.report());
    let metric = &report["metrics"][0];
    assert_eq!((&metric["n"], &metric["datapoints"]), (&json!(4_000), &json!(4_000)));
    assert!(metric["rest"]["unlisted"].as_u64().unwrap() > 3_000, "{}", metric["rest"]);
    let grouped: u64 = report["groups"].as_array().unwrap().iter().map(|group| group["items"].as_u64().unwrap()).sum();
    assert_eq!(grouped + report["other"]["items"].as_u64().unwrap(), 4_000);
}

#[test]
fn weeks_are_those_of_iso_8601() {
    let at = |time: &str| json!({ "last_shown_at": time, "data": {} });
    let rows = [
        at("2024-12-29 23:59:59"),
        at("2024-12-30 00:00:00"),
        at("2026-01-01T12:00:00.000000Z"),
        at("2027-01-03 23:30:00"),
        at("1969-12-29 00:00:00"),
        at("not a time"),
    ];
    let keys = |offset: i64| -> Vec<Value> {
        let asked = json!({ "metrics": ["count"], "group_by": "week", "utc_offset_minutes": offset });
        let report = report(asked, &[&page(&rows)]);
        let groups = report["groups"].as_array().unwrap().iter().filter(|group| group["items"] != 0);
        groups.map(|group| json!([group["key"], group["start"]])).collect()
    };
    assert_eq!(
        keys(0),
        [
            json!([null, null]),
            json!(["1970-W01", "1969-12-29"]),
            json!(["2024-W52", "2024-12-23"]),
            json!(["2025-W01", "2024-12-30"]),
            json!(["2026-W01", "2025-12-29"]),
            json!(["2026-W53", "2026-12-28"]),
        ]
    );
    assert_eq!(
        keys(60)[2..],
        [json!(["2025-W01", "2024-12-30"]), json!(["2026-W01", "2025-12-29"]), json!(["2027-W01", "2027-01-04"])]
    );
}

#[test]
fn groups_are_compared() {
    let rows = |month: &str, scores: &[(i64, usize)]| -> Vec<Value> {
        let time = format!("2026-{month}-15 10:00:00");
        let row = |score: &i64| json!({ "last_data_reception_at": time, "completed_at": time, "last_shown_at": time, "data": { "q": score } });
        scores.iter().flat_map(|(score, count)| std::iter::repeat_n(row(score), *count)).collect()
    };
    let january = rows("01", &[(10, 40), (7, 21), (3, 5)]);
    let february = rows("02", &[(10, 20), (7, 21), (3, 25)]);
    let all = [january.clone(), february.clone()].concat();
    let asked = json!({ "metrics": ["nps", "rating", "distribution", "count"], "question": "q", "group_by": "month", "compare": "last_two" });
    let compared = report(asked.clone(), &[&page(&all)])["comparison"].clone();
    assert_eq!((&compared["first"], &compared["second"]), (&json!("2026-01"), &json!("2026-02")));
    let nps = &compared["differences"][0];
    assert_eq!((&nps["metric"], &nps["figure"], &nps["n"]), (&json!("nps"), &json!("value"), &json!([66, 66])));
    // 53.0303 (35.4378 to 66.7030) and −7.5758 (−27.1316 to 12.6570), put together as Zou and Donner do:
    // −60.6061 − √(19.5558² + 13.6727²).
    super::pages::near(&nps["difference"], -60.606_06, 1e-4);
    super::pages::near(&nps["interval"][0], -84.467_6, 1e-3);
    assert_eq!((&nps["significant"], &nps["small_sample"]), (&json!(true), &json!(false)));
    assert_eq!(compared["differences"][1]["metric"], "rating");
    let shares: Vec<_> = compared["differences"].as_array().unwrap()[2..]
        .iter()
        .map(|row| (&row["choice"], &row["significant"]))
        .collect();
    let (yes, no) = (json!(true), json!(false));
    assert_eq!(shares, [(&json!("10"), &yes), (&json!("7"), &no), (&json!("3"), &yes)]);

    let mut backwards = asked.clone();
    backwards["compare"] = json!(["2026-02", "2026-01"]);
    super::pages::near(
        &report(backwards, &[&page(&all)])["comparison"]["differences"][0]["difference"],
        60.606_06,
        1e-4,
    );
    let mut unknown = asked;
    unknown["compare"] = json!(["2026-02", "2026-03"]);
    assert_eq!(report(unknown, &[&page(&all)])["comparison"], Value::Null);

    // Two summaries, each of a period of its own.
    let of = |rows: &[Value]| {
        let mut summary = Summary::new(query(json!({ "metrics": ["nps"], "question": "q" })));
        summary.add(page(rows).as_bytes()).unwrap();
        summary
    };
    let differences = of(&january).differences(&of(&february)).unwrap();
    assert_eq!(json_of(&differences[0]), *nps);
    assert!(of(&january).differences(&Summary::new(query(json!({ "metrics": ["count"] })))).is_none());
}

#[test]
fn a_few_identical_answers_are_not_significant() {
    let of = |page: &str, metric: &str| {
        let mut summary = Summary::new(query(json!({ "metrics": [metric], "question": "q" })));
        summary.add(page.as_bytes()).unwrap();
        summary
    };
    for metric in ["nps", "csat", "ces", "rating"] {
        let differences = |first: &[(i64, usize)], second: &[(i64, usize)]| {
            of(&repeated(first), metric).differences(&of(&repeated(second), metric)).unwrap()
        };
        let (low, high) = if metric == "csat" { (-2, 2) } else { (1, 5) };
        let one = &differences(&[(low, 1)], &[(high, 1)])[0];
        assert!(!one.significant && one.small_sample, "{one:?}");
        let none = &differences(&[(low, 40)], &[])[0];
        assert_eq!((none.difference, none.significant), (None, false));
        let many = &differences(&[(low, 40)], &[(high, 40)])[0];
        assert_eq!(many.significant, metric != "nps", "{many:?}");
    }
}
