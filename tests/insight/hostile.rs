//! Hostile, corrupt and meaningless bytes.

use proptest::prelude::*;
use refiner_wasm::insight::Summary;
use refiner_wasm::model::summary::MetricName;
use serde_json::{Value, json};

use super::pages::{Rng, invented, page, query, report};

fn asked() -> Value {
    json!({
        "metrics": MetricName::ALL,
        "question": ["nps", "tools", "role"],
        "group_by": { "attribute": "plan" },
        "compare": ["pro", "free"],
    })
}

/// Adds a page to a summary that already has one. If that fails, nothing may have changed.
fn add(bytes: &[u8]) {
    let mut summary = Summary::new(query(asked()));
    summary.add(page(&invented(&mut Rng(3), 3)).as_bytes()).unwrap();
    let before = summary.report();
    match summary.add(bytes) {
        Err(_) => assert_eq!(summary.report(), before),
        Ok(added) => assert_eq!(summary.report().items, before.items + added.items),
    }
    // Checked in the debug output, because JSON would have null for them.
    let report = without_texts(&format!("{:?}", summary.report()));
    assert!(!report.contains("NaN") && !report.contains("inf"), "{report}");
}

/// The text without its quoted parts, which may contain anything.
fn without_texts(shown: &str) -> String {
    let (mut kept, mut within) = (String::new(), false);
    let mut characters = shown.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => within = !within,
            '\\' if within => drop(characters.next()),
            other if !within => kept.push(other),
            _ => {}
        }
    }
    kept
}

#[test]
fn a_page_cut_anywhere_changes_nothing() {
    let whole = page(&invented(&mut Rng(8), 3));
    for length in 0..whole.len() {
        let mut summary = Summary::new(query(asked()));
        assert!(summary.add(&whole.as_bytes()[..length]).is_err(), "{length}");
        assert_eq!(summary.report(), Summary::new(query(asked())).report());
    }
    assert_eq!(Summary::new(query(asked())).add(whole.as_bytes()).unwrap().items, 3);
}

#[test]
fn a_page_with_one_byte_changed_counts_or_changes_nothing() {
    let whole = page(&invented(&mut Rng(12), 1)).into_bytes();
    for at in 0..whole.len() {
        for byte in *b"\"\\{}[],:0-e \x00\xff" {
            let mut bytes = whole.clone();
            bytes[at] = byte;
            add(&bytes);
        }
    }
}

#[test]
fn requested_parts_with_one_byte_changed_are_judged_as_serde_json_judges_them() {
    // The query requests every object and list in this page, or something inside it.
    let whole = br#"{"items":[{"uuid":"r-1","show_counter":10,"dismissed_at":null,"data":{"nps":9.5,"tools":["a","b"],"role":"x\n"},"contact":{"uuid":"c","attributes":{"plan":"pro","seats":-2e1}}}],"more":true}"#.to_vec();
    for at in 0..whole.len() {
        for byte in *b"{}[]\",:\\u0e-+.1 \n\0tx\x7f\xc3" {
            let mut bytes = whole.clone();
            bytes[at] = byte;
            let judged = serde_json::from_str::<Value>(&String::from_utf8_lossy(&bytes));
            let expected = judged.is_ok_and(|page| page.get("items").is_some_and(Value::is_array));
            let taken = Summary::new(query(asked())).add(&bytes);
            assert_eq!(taken.is_ok(), expected, "{}", String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn in_a_skipped_value_only_the_end_is_checked() {
    let with = |form: &str| format!(r#"{{"items":[{{"form":{form},"data":{{"nps":9}}}}]}}"#);
    let nps = || Summary::new(query(json!({ "metrics": ["nps"], "question": "nps" })));
    for form in [r#"{"a":"}"}"#, r#"[{"\"}":1}]"#, "{a,,b}", "[1 2]", "{]"] {
        assert_eq!(nps().add(with(form).as_bytes()).map(|added| added.items), Ok(1), "{form}");
    }
    for form in ["{", "[[]", r#"{"a}"#, "}", "nul", "01", r#""\x""#, ""] {
        assert!(nps().add(with(form).as_bytes()).is_err(), "{form}");
    }
    // A requested value is checked.
    let by_form = query(json!({ "metrics": ["nps"], "question": "nps", "group_by": "form" }));
    assert!(Summary::new(by_form).add(with("{a,,b}").as_bytes()).is_err());
}

#[test]
fn odd_types_everywhere() {
    let odd = [
        "null",
        "true",
        "0",
        "-1e999",
        "\"\"",
        "\"x\"",
        "\"\\ud800\"",
        "[]",
        "[[]]",
        "[null]",
        "[1,[2]]",
        "{}",
        "{\"a\":{}}",
        "{\"uuid\":[],\"remote_id\":{},\"plan\":[1,\"\\u0041\"],\"nps\":{},\"attributes\":7,\"account\":[]}",
    ];
    for key in [
        "items",
        "first_shown_at",
        "last_shown_at",
        "last_data_reception_at",
        "completed_at",
        "form",
        "data",
        "contact",
    ] {
        for value in odd {
            add(format!(r#"{{"items":[{{"{key}":{value}}}],"{key}":{value}}}"#).as_bytes());
        }
    }
    for value in odd {
        add(format!(r#"{{"items":[{value},{{"contact":{{"attributes":{value},"account":{value}}}}}]}}"#).as_bytes());
        for by in ["form", "account", "day"] {
            let page =
                format!(r#"{{"items":[{{"form":{value},"contact":{{"account":{value}}},"last_shown_at":{value}}}]}}"#);
            report(json!({ "metrics": ["count"], "group_by": by }), &[&page]);
        }
    }
}

#[test]
fn deep_nesting_is_harmless() {
    for value in ["[".repeat(500_000), "{\"a\":".repeat(500_000)] {
        add(format!(r#"{{"items":[{{"data":{{"nps":{value}"#).as_bytes());
    }
    let deep = format!("{}1{}", "[".repeat(500_000), "]".repeat(500_000));
    add(format!(
        r#"{{"items":[{{"data":{{"nps":{deep},"role":{deep}}},"contact":{{"attributes":{{"plan":{deep}}}}}}}]}}"#
    )
    .as_bytes());
}

#[test]
fn what_json_parse_accepts_is_accepted() {
    let page = "\u{feff} { \"pagination\" : null , \"items\" : 7 , \"it\\u0065ms\" : [ { \"data\" : { \"q\" : 1 , \"q\" : 10 } , \
        \"d\\u0061ta\" : { \"\\u0071\" : 9 } } , { \"data\" : { \"q\" : 1 } , \"data\" : { } } ] } \n";
    let nps = &report(json!({ "metrics": ["nps"], "question": "q" }), &[page])["metrics"][0];
    assert_eq!((&nps["n"], &nps["promoters"], &nps["distribution"][9]["count"]), (&json!(1), &json!(1), &json!(1)));
    let last = r#"{"items":[{"data":{"q":1}}],"items":[{"data":{"q":9}},{"data":{"q":9}}]}"#;
    assert_eq!(report(json!({ "metrics": ["nps"], "question": "q" }), &[last])["metrics"][0]["promoters"], 2);
    let surrogate = r#"{"items":[{"data":{"q":"\ud83d\ude00"}},{"data":{"q":"\ud83d"}}]}"#;
    let choices =
        &report(json!({ "metrics": ["distribution"], "question": "q" }), &[surrogate])["metrics"][0]["distribution"];
    assert_eq!((&choices[0]["choice"], &choices[1]["choice"]), (&json!("\u{fffd}"), &json!("😀")));
}

#[test]
fn what_is_not_a_page_is_an_error() {
    for page in [
        "",
        " ",
        "null",
        "[]",
        "{}",
        r#"{"error":"You are doing this too often."}"#,
        r#"{"items":{}}"#,
        r#"{"items":[]} x"#,
        r#"{"items":[],"items":null}"#,
        "<html>",
        r#"{"items":[{}{}]}"#,
        r#"{"items":[{"data" {}}]}"#,
        r#"{"items":[{"data":{"nps":1-2}}]}"#,
        r#"{"items":[{"data":{"nps":01}}]}"#,
        r#"{"items":[{"data":{"nps":[1,,2]}}]}"#,
        r#"{"items":[{"data":{"x":{"a":[1}]}}}]}"#,
        r#"{"items":[{"uuid":"\x"}]}"#,
    ] {
        let mut summary = Summary::new(query(asked()));
        assert!(summary.add(page.as_bytes()).is_err(), "{page}");
        assert_eq!(summary.report().pages, 0);
    }
    assert_eq!(Summary::new(query(asked())).add(br#"{"items":[]}"#).unwrap().items, 0);
}

#[test]
fn a_page_of_very_many_items() {
    let many = format!("{{\"items\":[{}{{}},7]}}", r#"{"data":{"q":9}},"#.repeat(25_000));
    let report = report(json!({ "metrics": ["nps"], "question": "q" }), &[&many]);
    assert_eq!((&report["items"], &report["unreadable"]), (&json!(25_001), &json!(1)));
    assert_eq!(report["metrics"][0]["promoters"], 25_000);
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2_i64..12).prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        "[a-z0-9 .e+-]{0,5}".prop_map(Value::from),
        ".{0,4}".prop_map(Value::from),
    ];
    let key = prop_oneof![
        Just("nps"),
        Just("tools"),
        Just("role"),
        Just("plan"),
        Just("attributes"),
        Just("data"),
        Just("contact"),
        Just("items"),
        Just("completed_at"),
        Just("x")
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..6).prop_map(|entries| Value::Object(
                entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
            )),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_counted_or_refused(value in anything(), items in prop::collection::vec(anything(), 0..6)) {
        add(value.to_string().as_bytes());
        let page = json!({ "items": items }).to_string();
        let mut summary = Summary::new(query(asked()));
        let added = summary.add(page.as_bytes()).unwrap();
        prop_assert_eq!(added.items as usize, items.iter().filter(|item| item.is_object()).count());
    }

    #[test]
    fn any_bytes_are_counted_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        add(&bytes);
        let framed = [&br#"{"items":[{"data":{"nps":"#[..], &bytes, b"}}]}"].concat();
        add(&framed);
    }
}
