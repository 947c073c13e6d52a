//! Summaries: a page either counts completely, with as many responses as `serde_json` finds, or changes nothing. No
//! figure is infinite or NaN, shares are between 0 and 1, the low end of an interval is not above the high end, groups
//! add up, and it makes no difference which page a response is on.
//!
//! Input: the query, then a byte that says how to use the rest: as the bytes between `[` and `]`, as a page, or as
//! choices that generate responses.

use super::bytes::Bytes;
use super::json::any_object;
use refiner_wasm::insight::{Query, Refused, Summary};
use refiner_wasm::json::write::{JsonWriter, ToJson};
use refiner_wasm::model::summary::{MetricName, Summary as Report};
use serde_json::{Value, json};
use std::cell::OnceCell;

const KEYS: [&str; 18] = [
    "data",
    "nps",
    "tools",
    "role",
    "contact",
    "attributes",
    "plan",
    "account",
    "uuid",
    "remote_id",
    "form",
    "name",
    "first_shown_at",
    "last_shown_at",
    "last_data_reception_at",
    "completed_at",
    "data",
    "nps",
];

thread_local! {
    static QUERIES: OnceCell<Vec<Query>> = const { OnceCell::new() };
}

fn queries() -> Vec<Query> {
    let mut scaled =
        vec![json!({ "metric": "csat", "question": "nps", "scale": { "min": -3, "max": 97 }, "top_boxes": 100 })];
    scaled.push(
        json!({ "metric": "rating", "question": ["nps", "role"], "scale": { "min": -1_000_000, "max": -999_999 } }),
    );
    scaled.push(json!({ "metric": "distribution", "question": "tools", "top": 1 }));
    let all = MetricName::ALL;
    [
        json!({ "metrics": all, "question": ["nps", "tools", "role"], "group_by": { "attribute": "plan" }, "compare": ["9", null] }),
        json!({ "metrics": all, "question": "nps", "group_by": "day", "utc_offset_minutes": -1439, "compare": "last_two" }),
        json!({ "metrics": all, "question": "tools", "group_by": "week", "compare": "last_two", "max_groups": 2 }),
        json!({ "metrics": scaled, "group_by": "month", "utc_offset_minutes": 1439, "compare": "last_two" }),
        json!({ "metrics": all, "question": "role", "group_by": { "answer": "tools" }, "max_groups": 1, "compare": ["", "9"] }),
        json!({ "metrics": all, "question": "nps", "group_by": "form" }),
        json!({ "metrics": scaled, "group_by": "account", "top": 2 }),
        json!({ "metrics": ["count"] }),
    ]
    .map(|query| Query::new(&query.into()).unwrap())
    .into()
}

pub fn holds(bytes: &[u8]) {
    let mut bytes = Bytes::new(bytes);
    let [query, way] = bytes.array();
    let query = QUERIES.with(|made| made.get_or_init(queries)[usize::from(query) % 8].clone());
    match way % 4 {
        0 => added(&query, bytes.rest()),
        1 => added(&query, &page(&[&String::from_utf8_lossy(bytes.rest())])),
        _ => {
            let items: Vec<String> = (0..bytes.below(8)).map(|_| made(&mut bytes)).collect();
            let items: Vec<&str> = items.iter().map(String::as_str).collect();
            added(&query, &page(&items));
            let (first, second) = items.split_at(bytes.below(8).min(items.len()));
            apart(&query, &items, first, second);
        }
    }
}

fn page(items: &[&str]) -> Vec<u8> {
    format!("{{\"items\":[{}]}}", items.join(",")).into_bytes()
}

fn made(bytes: &mut Bytes<'_>) -> String {
    let mut item = String::new();
    if bytes.rarely() {
        any_object(bytes, &KEYS, 4, &mut item);
        return item;
    }
    // Some keys come twice on purpose: the last one counts.
    item.push_str("{\"data\":");
    any_object(bytes, &KEYS[1..4], 2, &mut item);
    item.push_str(",\"contact\":");
    any_object(bytes, &KEYS[5..8], 2, &mut item);
    item.push_str(",\"form\":");
    any_object(bytes, &KEYS[8..12], 1, &mut item);
    for key in &KEYS[12..16] {
        let times = [
            "null",
            "\"2026-01-31 23:59:59\"",
            "\"2026-02-01T00:00:00.000000Z\"",
            "\"0000-01-01\"",
            "\"9999-12-31\"",
            "7",
        ];
        item.push_str(&format!(",\"{key}\":{}", bytes.pick(&times)));
    }
    item.push('}');
    item
}

fn added(query: &Query, page: &[u8]) {
    let mut summary = Summary::new(query.clone());
    let judged = serde_json::from_slice::<Value>(page.strip_prefix(b"\xef\xbb\xbf").unwrap_or(page));
    let items = judged.as_ref().ok().and_then(|page| page.get("items")).and_then(Value::as_array);
    match summary.add(page) {
        Err(refused) => {
            let Refused::Malformed(malformed) = refused else { panic!("{refused:?}") };
            assert!(malformed.at <= page.len());
            assert!(items.is_none(), "refused from byte {} on", malformed.at);
            assert_eq!(summary.report(), Summary::new(query.clone()).report());
        }
        Ok(added) => {
            if let Some(items) = items {
                let responses = items.iter().filter(|item| item.is_object()).count();
                assert_eq!((added.items as usize, added.unreadable as usize), (responses, items.len() - responses));
            }
            let report = summary.report();
            assert_eq!((report.pages, report.items, report.unreadable), (1, added.items, added.unreadable));
            is_sound(&report);
        }
    }
}

/// Compares a summary of the responses on one page with one of the same responses on two pages.
fn apart(query: &Query, all: &[&str], first: &[&str], second: &[&str]) {
    let of = |pages: &[&[&str]]| {
        let mut summary = Summary::new(query.clone());
        for items in pages {
            summary.add(&page(items)).unwrap();
        }
        summary
    };
    let mut together = of(&[all]).report();
    together.pages = 2;
    assert_eq!(together, of(&[first, second]).report());
    let differences = of(&[first]).differences(&of(&[second])).unwrap();
    is_figure(&format!("{differences:?}"));
    are_figures(&json_of(&differences));
}

fn json_of(report: &impl ToJson) -> Value {
    let mut out = JsonWriter::new(|number| json!(number).to_string());
    report.write(&mut out);
    serde_json::from_str(&out.finish()).unwrap()
}

fn is_sound(report: &Report) {
    // In JSON, NaN would become null, like a figure that is unknown.
    is_figure(&format!("{report:?}"));
    let report = json_of(report);
    are_figures(&report);
    if let Some(groups) = report["groups"].as_array() {
        let sum: u64 = groups.iter().chain([&report["other"]]).filter_map(|group| group["items"].as_u64()).sum();
        assert_eq!(report["items"], sum);
    }
}

/// Whether Rust's debug output contains `NaN` or `inf` outside of quotes.
fn is_figure(debug: &str) {
    let mut unquoted = Vec::with_capacity(debug.len());
    let (mut quoted, mut escaped) = (false, false);
    for byte in debug.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            other if !quoted => unquoted.push(other),
            _ => {}
        }
    }
    let mut words = unquoted.split(|byte| !byte.is_ascii_alphanumeric());
    assert!(words.all(|word| word != b"NaN" && word != b"inf"), "{debug}");
}

fn are_figures(value: &Value) {
    match value {
        Value::Array(items) => items.iter().for_each(are_figures),
        Value::Object(entries) => {
            for (key, value) in entries {
                match (key.as_str(), value) {
                    ("interval", Value::Array(ends)) => assert!(ends[0].as_f64() <= ends[1].as_f64(), "{value}"),
                    ("share" | "p_value", Value::Number(share)) => {
                        assert!((0.0..=1.0).contains(&share.as_f64().unwrap()), "{value}");
                    }
                    _ => are_figures(value),
                }
            }
        }
        _ => {}
    }
}
