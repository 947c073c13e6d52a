//! The same figures, calculated in the simplest way from parsed JSON: those of `GET /reporting`, calculated and rounded
//! as the sandbox does, and the rest by their definition.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::pages::{Rng, civil, invented, near, page, report};

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Array(items) => Some(items.iter().filter_map(text).collect::<Vec<_>>().join(", ")),
        other => Some(other.to_string()),
    }
}

fn scores(rows: &[&Value], question: &str, range: std::ops::RangeInclusive<i64>) -> Vec<i64> {
    rows.iter()
        .filter_map(|row| text(&row["data"][question])?.trim().parse().ok())
        .filter(|score| range.contains(score))
        .collect()
}

fn rounded(numerator: i64, count: usize) -> Value {
    if count == 0 { Value::Null } else { json!((100.0 * numerator as f64 / count as f64).round() as i64) }
}

fn whole(value: &Value) -> Value {
    value.as_f64().map_or(Value::Null, |value| json!(value.round() as i64))
}

fn check(rows: &[&Value], metrics: &Value, rates: bool) {
    let nps = &metrics[0];
    let scored = scores(rows, "nps", 0..=10);
    let count = |range: std::ops::RangeInclusive<i64>| scored.iter().filter(|score| range.contains(score)).count();
    assert_eq!(nps["n"], scored.len());
    assert_eq!([&nps["detractors"], &nps["passives"], &nps["promoters"]], [count(0..=6), count(7..=8), count(9..=10)]);
    assert_eq!(whole(&nps["value"]), rounded(count(9..=10) as i64 - count(0..=6) as i64, scored.len()));

    let csat = &metrics[1];
    let scored = scores(rows, "csat", -2..=2);
    assert_eq!(csat["n"], scored.len());
    assert_eq!(whole(&csat["value"]), rounded(scored.iter().filter(|score| **score > 0).count() as i64, scored.len()));
    for (index, step) in csat["distribution"].as_array().unwrap().iter().enumerate() {
        assert_eq!(step["score"], index as i64 - 2);
        assert_eq!(step["count"], scored.iter().filter(|score| **score == index as i64 - 2).count());
    }

    let ces = &metrics[2];
    let scored = scores(rows, "ces", 1..=7);
    assert_eq!(ces["n"], scored.len());
    assert_eq!(ces["agreeing"]["count"], scored.iter().filter(|score| **score >= 5).count());
    mean(ces, &scored);

    let rating = &metrics[3];
    let scored = scores(rows, "stars", 0..=10);
    assert_eq!((&rating["n"], &rating["sum"]), (&json!(scored.len()), &json!(scored.iter().sum::<i64>())));
    let first = if scored.contains(&0) { 0 } else { 1 };
    let last = scored.iter().copied().max().unwrap_or(0).max(5);
    assert_eq!(rating["distribution"][0]["score"], first);
    assert_eq!(rating["distribution"].as_array().unwrap().len() as i64, last - first + 1);
    mean(rating, &scored);

    for (metric, question, range) in
        [(nps, "nps", 0..=10), (csat, "csat", -2..=2), (ces, "ces", 1..=7), (rating, "stars", 0..=10)]
    {
        absent(metric, rows, &[question]);
        warning(metric, rows, question, range);
    }
    absent(&metrics[4], rows, &["role"]);
    absent(&metrics[5], rows, &["tools", "more"]);
    distribution(&metrics[4], rows, &["role"]);
    distribution(&metrics[5], rows, &["tools", "more"]);
    counts(&metrics[6], rows, rates);
}

/// The values of an answer: one, or those of a list.
fn values(answer: &Value) -> Vec<String> {
    match answer {
        Value::Array(items) => items.iter().filter_map(text).collect(),
        answer => text(answer).into_iter().collect(),
    }
}

fn absent(metric: &Value, rows: &[&Value], questions: &[&str]) {
    let lacks = |row: &&&Value| questions.iter().all(|question| values(&row["data"][question]).is_empty());
    assert_eq!(metric["absent"], rows.iter().filter(lacks).count(), "{questions:?}");
}

fn warning(metric: &Value, rows: &[&Value], question: &str, range: std::ops::RangeInclusive<i64>) {
    let numbers = scores(rows, question, i64::MIN..=i64::MAX);
    let off = numbers.iter().filter(|number| !range.contains(number)).count();
    assert_eq!(metric["warning"].is_string(), off > 0, "{question} {off}");
}

fn mean(metric: &Value, scored: &[i64]) {
    if scored.is_empty() {
        assert_eq!((&metric["value"], &metric["interval"]), (&Value::Null, &Value::Null));
        return;
    }
    let n = scored.len() as f64;
    let mean = scored.iter().sum::<i64>() as f64 / n;
    near(&metric["value"], mean, 1e-12);
    let low = metric["interval"][0].as_f64().unwrap();
    let high = metric["interval"][1].as_f64().unwrap();
    assert!(low <= mean + 1e-9 && mean <= high + 1e-9 && high - low > 0.0, "{metric}");
    if n > 200.0 {
        let variance = scored.iter().map(|score| (*score as f64 - mean).powi(2)).sum::<f64>() / (n - 1.0);
        near(&metric["interval"][1], mean + 1.96 * (variance / n).sqrt(), 0.01);
    }
}

fn distribution(metric: &Value, rows: &[&Value], questions: &[&str]) {
    let mut data: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    let mut responses = 0;
    for row in rows {
        let values: Vec<String> = questions.iter().flat_map(|question| values(&row["data"][question])).collect();
        responses += u64::from(!values.is_empty());
        for value in values.iter().collect::<BTreeSet<_>>() {
            data.entry(value.clone()).or_default().1 += 1;
        }
        for value in values {
            data.entry(value).or_default().0 += 1;
        }
    }
    assert_eq!(metric["n"], responses);
    assert_eq!(metric["datapoints"], data.values().map(|(count, _)| count).sum::<u64>());
    let found: BTreeMap<String, (u64, u64)> = metric["distribution"]
        .as_array()
        .unwrap()
        .iter()
        .map(|choice| {
            near(&choice["share"], choice["respondents"].as_f64().unwrap() / responses as f64, 1e-12);
            let counts = (choice["count"].as_u64().unwrap(), choice["respondents"].as_u64().unwrap());
            (choice["choice"].as_str().unwrap().to_owned(), counts)
        })
        .collect();
    assert_eq!(found, data);
}

fn counts(metric: &Value, rows: &[&Value], rates: bool) {
    let shown = |row: &&&Value| !row["last_shown_at"].is_null();
    let completed = |row: &&&Value| !row["completed_at"].is_null();
    let says = |answer: &Value| !(answer.is_null() || answer == "" || *answer == json!([]));
    let answered =
        |row: &&&Value| !row["last_data_reception_at"].is_null() || row["data"].as_object().unwrap().values().any(says);
    let response = |row: &&&Value| completed(row) || answered(row);
    let count = |what: &dyn Fn(&&&Value) -> bool| rows.iter().filter(|row| what(row)).count();
    assert_eq!(metric["n"], rows.len());
    assert_eq!(metric["views"], count(&shown));
    assert_eq!(metric["responses"], count(&response));
    assert_eq!(metric["partials"], count(&|row| response(row) && !completed(row)));
    assert_eq!(metric["completed"], count(&completed));
    if rates && count(&shown) > 0 {
        let responded = count(&|row| response(row) && shown(row)) as f64;
        near(&metric["response_rate"]["value"], responded / count(&shown) as f64, 1e-12);
    }
    let seconds = |text: &Value| {
        let text = text.as_str().unwrap();
        refiner_wasm::schema::time::parse(text).unwrap() / 1000
    };
    let mut lasted: Vec<i64> = rows
        .iter()
        .filter(completed)
        .map(|row| seconds(&row["completed_at"]) - seconds(&row["first_shown_at"]))
        .collect();
    lasted.sort_unstable();
    match lasted.len() {
        0 => assert_eq!(metric["median_seconds"], Value::Null),
        n => {
            let median = (lasted[(n - 1) / 2] + lasted[n / 2]) as f64 / 2.0;
            let within = if metric["median_exact"] == true { 0.0 } else { median * 0.004 };
            near(&metric["median_seconds"], median, within);
        }
    }
}

pub(super) fn asked() -> Value {
    json!({
        "metrics": [
            { "metric": "nps", "question": "nps" },
            { "metric": "csat", "question": "csat" },
            { "metric": "ces", "question": "ces" },
            { "metric": "rating", "question": "stars" },
            { "metric": "distribution", "question": "role" },
            { "metric": "distribution", "question": ["tools", "more"] },
            "count",
        ],
    })
}

#[test]
fn figures_equal_the_naive_ones() {
    for seed in 0..40 {
        let mut rng = Rng(seed);
        let size = [0, 1, 7, 100, 3_000][seed as usize % 5];
        let rows = invented(&mut rng, size);
        let cut = rows.len() / 3;
        let pages = [page(&rows[..cut]), page(&rows[cut..])];
        let report = report(asked(), &[&pages[0], &pages[1]]);
        assert_eq!((&report["items"], &report["pages"]), (&json!(rows.len()), &json!(2)));
        assert_eq!((&report["groups"], &report["other"]), (&Value::Null, &Value::Null));
        check(&rows.iter().collect::<Vec<_>>(), &report["metrics"], size > 50);
    }
}

fn day_of(row: &Value, offset_minutes: i64) -> i64 {
    let time = [&row["last_data_reception_at"], &row["last_shown_at"]].into_iter().find(|time| !time.is_null());
    time.map_or(i64::MAX, |time| {
        let seconds = refiner_wasm::schema::time::parse(time.as_str().unwrap()).unwrap() / 1000;
        (seconds + offset_minutes * 60).div_euclid(86_400)
    })
}

#[test]
fn groups_equal_the_naive_ones() {
    type Name = fn(&Value) -> Option<String>;
    let named: [(Value, Name); 6] = [
        (json!("form"), |row| text(&row["form"]["uuid"])),
        (json!("account"), |row| text(&row["contact"]["account"]["remote_id"])),
        (json!({ "attribute": "plan" }), |row| text(&row["contact"]["attributes"]["plan"])),
        (json!({ "answer": "role" }), |row| text(&row["data"]["role"])),
        (json!("day"), |row| {
            let (year, month, day) = civil(Some(day_of(row, -90)).filter(|day| *day < i64::MAX)?);
            Some(format!("{year}-{month:02}-{day:02}"))
        }),
        (json!("month"), |row| {
            let (year, month, _) = civil(Some(day_of(row, -90)).filter(|day| *day < i64::MAX)?);
            Some(format!("{year}-{month:02}"))
        }),
    ];
    let mut rng = Rng(99);
    let rows = invented(&mut rng, 2_000);
    for (by, name) in named {
        let mut asked = asked();
        asked["group_by"] = by.clone();
        asked["utc_offset_minutes"] = json!(-90);
        let report = report(asked, &[&page(&rows)]);
        check(&rows.iter().collect::<Vec<_>>(), &report["metrics"], true);
        let mut expected: BTreeMap<Option<String>, Vec<&Value>> = BTreeMap::new();
        for row in &rows {
            expected.entry(name(row)).or_default().push(row);
        }
        groups(&report, &expected);
    }
    let mut asked = asked();
    asked["group_by"] = json!({ "answer": "tools" });
    let report = report(asked, &[&page(&rows)]);
    let mut expected: BTreeMap<Option<String>, Vec<&Value>> = BTreeMap::new();
    for row in &rows {
        let chosen: BTreeSet<String> = values(&row["data"]["tools"]).into_iter().collect();
        if chosen.is_empty() {
            expected.entry(None).or_default().push(row);
        }
        for choice in chosen {
            expected.entry(Some(choice)).or_default().push(row);
        }
    }
    groups(&report, &expected);
}

/// Compares the groups of a report. Those without responses are no part of the expected ones.
fn groups(report: &Value, expected: &BTreeMap<Option<String>, Vec<&Value>>) {
    let groups = report["groups"].as_array().unwrap().iter().filter(|group| group["items"] != 0);
    let mut found = 0;
    for group in groups {
        let key = group["key"].as_str().map(str::to_owned);
        let rows = &expected[&key];
        assert_eq!(group["items"], rows.len(), "{key:?}");
        check(rows, &group["metrics"], false);
        found += 1;
    }
    assert_eq!(found, expected.len());
}
