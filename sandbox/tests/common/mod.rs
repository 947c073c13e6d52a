//! Calls the pure handler, and reads lists to the end.
#![allow(dead_code)] // Each test file uses its own part of this.

use refiner_sandbox::{Options, Request, Response, Store, choices, handle};
use serde_json::Value;

/// The time at which most tests run.
pub(crate) const NOW: i64 = choices::DEFAULT_NOW_MS;

pub(crate) fn seeded() -> Store {
    Store::new(&Options { rate_limits: false, ..Options::default() })
}

pub(crate) fn empty() -> Store {
    Store::new(&Options { rate_limits: false, empty: true, ..Options::default() })
}

/// A request with the key.
pub(crate) fn request(method: &str, target: &str) -> Request {
    Request::new(method, &format!("/v1{target}")).with_header("Authorization", &format!("Bearer {}", choices::KEY))
}

pub(crate) fn send_at(store: &mut Store, request: &Request, now_ms: i64) -> Response {
    handle(store, request, now_ms)
}

fn expect_ok(what: &str, response: &Response) -> Value {
    assert_eq!(response.status, 200, "{what}: {}", response.value());
    assert_eq!(response.header("content-type"), Some("application/json"), "{what}");
    response.value()
}

pub(crate) fn get(store: &mut Store, target: &str) -> Value {
    expect_ok(target, &handle(store, &request("GET", target), NOW))
}

pub(crate) fn delete(store: &mut Store, target: &str) -> Value {
    expect_ok(target, &handle(store, &request("DELETE", target), NOW))
}

pub(crate) fn post(store: &mut Store, target: &str, body: Value) -> Value {
    post_at(store, target, body, NOW)
}

pub(crate) fn post_at(store: &mut Store, target: &str, body: Value, now_ms: i64) -> Value {
    let request = request("POST", target).with_body("application/json", body.to_string());
    expect_ok(&format!("{target} {body}"), &handle(store, &request, now_ms))
}

/// The status and error text of a call that must fail.
pub(crate) fn refused(store: &mut Store, method: &str, target: &str, body: Option<Value>) -> (u16, String) {
    let mut request = request(method, target);
    if let Some(body) = body {
        request = request.with_body("application/json", body.to_string());
    }
    let response = handle(store, &request, NOW);
    assert_ne!(response.status, 200, "{method} {target} should have failed: {}", response.value());
    (response.status, response.value()["error"].as_str().unwrap_or_default().to_owned())
}

/// Every item, by page number.
pub(crate) fn by_page(store: &mut Store, target: &str) -> Vec<Value> {
    let mut items = Vec::new();
    for page in 1.. {
        let reply = get(store, &format!("{target}{}page={page}", joint(target)));
        items.extend(reply["items"].as_array().unwrap().iter().cloned());
        assert_eq!(reply["pagination"]["current_page"], page);
        if reply["pagination"]["last_page"].as_i64().unwrap() <= page {
            break;
        }
    }
    items
}

/// Every item, by cursor; `between` runs after each page.
pub(crate) fn by_cursor(store: &mut Store, target: &str, mut between: impl FnMut(&mut Store)) -> Vec<Value> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    loop {
        let reply = get(store, &format!("{target}{}page_cursor={cursor}", joint(target)));
        items.extend(reply["items"].as_array().unwrap().iter().cloned());
        let pagination = &reply["pagination"];
        let at_end = pagination["current_page"].as_i64() >= pagination["last_page"].as_i64();
        match pagination["next_page_cursor"].as_str() {
            None => {
                assert!(at_end, "{pagination}");
                return items;
            }
            Some(next) => {
                assert!(!at_end, "{pagination}");
                assert_ne!(next, cursor);
                cursor = next.to_owned();
            }
        }
        between(store);
    }
}

fn joint(target: &str) -> char {
    if target.contains('?') { '&' } else { '?' }
}

pub(crate) fn uuids(items: &[Value]) -> Vec<String> {
    items.iter().map(|item| item["uuid"].as_str().expect("a uuid").to_owned()).collect()
}

/// The uuid of the form or segment with that name.
pub(crate) fn uuid_of(store: &mut Store, target: &str, name: &str) -> String {
    let items = by_page(store, target);
    let found = items.iter().find(|item| item["name"] == name).unwrap_or_else(|| panic!("no {name} at {target}"));
    found["uuid"].as_str().unwrap().to_owned()
}

pub(crate) fn form(store: &mut Store, name: &str) -> String {
    uuid_of(store, "/forms?list=all_with_archived", name)
}

pub(crate) fn segment(store: &mut Store, name: &str) -> String {
    uuid_of(store, "/segments", name)
}

/// The responses that a query finds.
pub(crate) fn all(store: &mut Store, query: &str) -> Vec<Value> {
    by_page(store, &format!("/responses?page_length=1000&{query}"))
}

/// A time of an item, in milliseconds since 1970.
pub(crate) fn when(item: &Value, field: &str) -> Option<i64> {
    item[field].as_str().map(|text| refiner_sandbox::time::parse(text).expect("a time"))
}

/// The contact that a query names.
pub(crate) fn contact(store: &mut Store, query: &str) -> Value {
    get(store, &format!("/contact?{query}"))
}
