//! Reads replies: the vendor's own examples, and everything else that a JavaScript client accepts without complaint.

use refiner_wasm::actions::find;
use refiner_wasm::call::paging::Next;
use refiner_wasm::call::reply;
use refiner_wasm::model::response::Response;
use serde_json::{Value, json};

pub(super) fn fixture(name: &str) -> Value {
    let path = format!("{}/tests/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

pub(super) fn page(items: Value) -> Value {
    json!({
        "items": items,
        "pagination": {"items_count": 1, "current_page": 1, "last_page": 1, "page_length": 100, "next_page_cursor": null}
    })
}

/// The anomalies of a page, as `path: problem`.
fn anomalies(body: &[u8]) -> Vec<String> {
    let reading = reply::read(find("list_responses").unwrap(), body, None).unwrap();
    reading.anomalies.iter().map(|anomaly| format!("{}: {}", anomaly.path, anomaly.problem)).collect()
}

fn refused(body: &[u8]) -> String {
    reply::read(find("list_responses").unwrap(), body, None).unwrap_err()
}

#[test]
fn the_vendors_example_is_as_documented() {
    assert_eq!(anomalies(page(json!([fixture("response")])).to_string().as_bytes()), Vec::<String>::new());
}

#[test]
fn the_vendors_example_reads_into_the_model() {
    let response: Response = serde_json::from_value(fixture("response")).unwrap();
    assert_eq!(response.uuid.unwrap().0, "cb47c260-ed64-11ea-8187-a7fc8351fba4");
    assert_eq!(response.dismissed_at, None);
    assert_eq!(response.contact.unwrap().account.unwrap().remote_id.unwrap(), "Your account ID");
    assert_eq!(response.extra.len(), 0);
}

#[test]
fn one_odd_field_leaves_the_rest_of_the_model_alone() {
    let mut odd = fixture("response");
    odd["completed_at"] = json!({"at": 7});
    odd["brand_new"] = json!(1);
    let response: Response = serde_json::from_value(odd).unwrap();
    assert_eq!(response.completed_at, None);
    assert!(response.received_at.is_some());
    assert_eq!(response.extra["brand_new"], json!(1));
}

/// Every place of a response that has a value, as a list of keys.
fn places(value: &Value, here: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    if let Value::Object(entries) = value {
        for (key, inner) in entries {
            here.push(key.clone());
            found.push(here.clone());
            places(inner, here, found);
            here.pop();
        }
    }
}

fn put(value: &mut Value, place: &[String], new: Option<Value>) {
    let (last, way) = place.split_last().unwrap();
    let parent = way.iter().fold(value, |value, key| &mut value[key]);
    match new {
        Some(new) => parent[last] = new,
        None => {
            parent.as_object_mut().unwrap().remove(last);
        }
    }
}

#[test]
fn each_field_in_turn_may_be_missing_or_odd() {
    let whole = fixture("response");
    let mut all = Vec::new();
    places(&whole, &mut Vec::new(), &mut all);
    assert!(all.len() > 20);
    // The documentation allows null for these, and absence for whatever is below free keys.
    let nullable = [
        "show_counter",
        "first_shown_at",
        "last_shown_at",
        "first_data_reception_at",
        "last_data_reception_at",
        "completed_at",
        "received_at",
        "dismissed_at",
        "remote_id",
        "email",
        "display_name",
        "account",
        "domain",
        "first_question",
        "second_question",
    ];
    let huge = "x".repeat(1_000_000);
    for place in all {
        let last = place.last().unwrap().as_str();
        let free = place.len() == 2 && place[0] == "data";
        for (name, new) in [
            ("missing", None),
            ("null", Some(json!(null))),
            ("a list of objects", Some(json!([{"odd": true}]))),
            ("huge text", Some(json!(huge))),
            ("a number", Some(json!(-1.5))),
        ] {
            let fine = match name {
                "missing" => free,
                "null" => nullable.contains(&last),
                "a number" => free || last == "show_counter",
                _ => false,
            };
            let mut odd = whole.clone();
            put(&mut odd, &place, new);
            let found = anomalies(page(json!([whole, odd])).to_string().as_bytes());
            let path = format!("items[1].{}", place.join("."));
            let named = found.iter().any(|anomaly| anomaly.starts_with(&path));
            assert_eq!(named, !fine, "{path} {name}: {found:?}");
        }
    }
}

#[test]
fn an_unknown_field_is_reported_once_for_all_items() {
    let mut odd = fixture("response");
    odd["mood"] = json!("good");
    let body = page(json!([odd, odd, odd])).to_string();
    let reading = reply::read(find("list_responses").unwrap(), body.as_bytes(), None).unwrap();
    assert_eq!(reading.anomalies.len(), 1);
    assert_eq!((reading.anomalies[0].path.as_str(), reading.anomalies[0].count), ("items[0].mood", 3));
}

#[test]
fn what_javascript_reads_is_read_and_named() {
    let response = fixture("response").to_string();
    let with_data = |data: &str| {
        let odd = response.replace(r#"{"first_question":"First Reply","second_question":"Second Reply"}"#, data);
        assert_ne!(odd, response);
        format!(
            r#"{{"items":[{odd}],"pagination":{{"items_count":1,"current_page":1,"last_page":1,"page_length":100,"next_page_cursor":null}}}}"#
        )
    };
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    for (data, expected) in [
        (r#"{"q":"\ud800"}"#, "items[0].data.q: half a surrogate pair"),
        (r#"{"q":"\ud83c\udf89"}"#, ""),
        (r#"{"q":1,"q":2}"#, "items[0].data.q: duplicate key; the last value is used"),
        (r#"{"q":1e400}"#, "items[0].data.q: a number too large for a double"),
        (r#"{"q":9007199254740993}"#, ""),
        (r#"{"__proto__":1,"constructor":2,"toString":3}"#, ""),
        (r#"{"\u0071":[1,"a",null,true]}"#, ""),
        (
            &format!(r#"{{"q":{{"a":{deep}}}}}"#),
            "items[0].data.q: expected text, a number, true, false, null or a list of these, got an object",
        ),
        ("[]", "items[0].data: expected an object, got a list"),
    ] {
        let found = anomalies(with_data(data).as_bytes());
        assert_eq!(found.first().map(String::as_str).unwrap_or_default(), expected, "{data}");
    }
}

#[test]
fn depth_without_end_is_skipped_without_recursion() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let body = page(json!([])).to_string().replace(r#""items":[]"#, &format!(r#""items":[],"x":{deep}"#));
    assert_eq!(anomalies(body.as_bytes()), ["x: not documented", "x: nested deeper than 128 levels"]);
}

#[test]
fn a_byte_order_mark_and_invalid_utf8_are_tolerated() {
    let body = page(json!([])).to_string();
    assert_eq!(anomalies(format!("\u{feff}{body}").as_bytes()), [": the body begins with a byte-order mark"]);
    let mut bytes = page(json!([fixture("response")])).to_string().into_bytes();
    let at = bytes.windows(5).position(|window| window == b"First").unwrap();
    bytes[at] = 0xff;
    assert_eq!(anomalies(&bytes), [": the body is not valid UTF-8; U+FFFD replaces the invalid bytes"]);
}

#[test]
fn unusable_bodies_are_refused() {
    for (body, expected) in [
        ("", "the body is empty where JSON is expected"),
        ("  \n", "the body is empty where JSON is expected"),
        ("null", "the body is JSON, but not an object"),
        ("[]", "the body is JSON, but not an object"),
        ("7", "the body is JSON, but not an object"),
        ("<html>", "the body is not JSON: syntax error at byte 0"),
        ("{}", "the reply has no list of items"),
        (r#"{"items":null}"#, "the reply has no list of items"),
        (r#"{"items":{}}"#, "the reply has no list of items"),
        (r#"{"items":[}"#, "the body is not JSON: syntax error at byte 10"),
        (r#"{"items":[]} x"#, "the body is not JSON: syntax error at byte 13"),
        (r#"{"items":["#, "the body ends in the middle of its JSON, after 10 bytes"),
    ] {
        assert_eq!(refused(body.as_bytes()), expected, "{body}");
    }
}

#[test]
fn a_page_cut_anywhere_is_refused_and_never_a_panic() {
    let body = page(json!([fixture("response")])).to_string();
    for length in 1..body.len() {
        let expected = format!("the body ends in the middle of its JSON, after {length} bytes");
        assert_eq!(refused(&body.as_bytes()[..length]), expected);
    }
    for body in [r#"{"a":t"#, r#"{"a":[{"b":fals"#, r#"{"items":nul"#, r#"{"a":"\"#, r#"{"a":"\u12"#, r#"{"a":-"#] {
        assert!(refused(body.as_bytes()).starts_with("the body ends in the middle of its JSON"), "{body}");
    }
}

#[test]
fn changing_any_byte_causes_no_panic() {
    let body = page(json!([fixture("response")])).to_string().into_bytes();
    for at in 0..body.len() {
        for byte in [b'"', b'{', b']', b'\\', b'0', 0, 0xff] {
            let mut changed = body.clone();
            changed[at] = byte;
            let _ = reply::read(find("list_responses").unwrap(), &changed, None);
        }
    }
}

#[test]
fn a_page_says_where_the_list_goes_on() {
    let action = find("list_responses").unwrap();
    let next = |pagination: Value, cursor| {
        let body = json!({"items": [], "pagination": pagination}).to_string();
        reply::read(action, body.as_bytes(), cursor).unwrap().next.unwrap()
    };
    assert_eq!(next(json!({"current_page": 1, "last_page": 2}), None), Next::Page(2));
    assert_eq!(next(json!({"next_page_cursor": "c"}), None), Next::Cursor("c".to_owned()));
    assert_eq!(next(json!(null), None), Next::End);
    let without = reply::read(action, br#"{"items":[]}"#, None).unwrap();
    assert_eq!(without.next, Some(Next::End));
    assert_eq!(without.anomalies[0].path, "pagination");
}

#[test]
fn a_key_with_escapes_has_one_name_in_all_items() {
    let body = r#"{"items":[{"data":{"a\nb":{}}},{"data":{"a\nb":{},"a\nb":1}}],"pagination":{}}"#;
    let action = find("list_responses").unwrap();
    let anomalies = reply::read(action, body.as_bytes(), None).unwrap().anomalies;
    let of = |problem: &str| anomalies.iter().filter(|anomaly| anomaly.problem.contains(problem)).collect::<Vec<_>>();
    assert_eq!(
        of("got an object").iter().map(|anomaly| (&*anomaly.path, anomaly.count)).collect::<Vec<_>>(),
        [("items[0].data[\"a\u{fffd}b\"]", 2)]
    );
    assert_eq!(of("duplicate key").len(), 1);
}
