//! The rules for every action: keys, parameters, paths and limits.

mod common;

use common::*;
use refiner_sandbox::{Options, Request, Store, choices, handle};
use serde_json::{Value, json};

const BASIC: &str = "Basic c2FuZGJveC1rZXktMDAwMDAwMDAwMDAwMDAwMDAwMDA6";

#[test]
fn the_key_is_taken_in_three_ways() {
    let key = choices::KEY;
    let mut store = empty();
    for request in [
        Request::new("GET", "/v1/").with_header("Authorization", &format!("Bearer {key}")),
        Request::new("GET", "/v1").with_header("authorization", &format!("bearer  {key}")),
        Request::new("GET", "/v1/").with_header("Authorization", BASIC),
        Request::new("GET", &format!("/v1/?api_key={key}")),
        Request::new("GET", "/v1/").with_body("application/json", json!({ "api_key": key }).to_string()),
        Request::new("GET", "/v1/").with_body("application/x-www-form-urlencoded", format!("api_key={key}")),
    ] {
        let reply = handle(&mut store, &request, NOW);
        assert_eq!(reply.status, 200, "{request:?}");
        assert_eq!(reply.value()["message"], "Authentication successful");
        assert_eq!(reply.value()["project_name"], "Production");
        assert!(reply.value()["project_uuid"].is_string());
    }
}

#[test]
fn a_wrong_key_is_refused_in_three_ways() {
    let none = (401, json!({"error": "No API key found in headers"}));
    let malformed = (401, json!({"error": "API key does not look valid"}));
    let unknown = (404, json!({"message": "API key not valid or does not exist"}));
    for (header, expected) in [
        (None, &none),
        (Some("Bearer "), &none),
        (Some("Bearer short"), &none),
        (Some("Digest sandbox-key-00000000000000000000"), &none),
        (Some("Basic !!!"), &none),
        (Some("Bearer 8-charac"), &malformed),
        (Some("Bearer nineteen-letters-xy"), &malformed),
        (Some("Bearer twenty-letters-xyzab"), &unknown),
        (Some("Bearer ninetéen-letters-and-more"), &malformed),
        (Some("Bearer with a space in the middle"), &malformed),
        (Some("Bearer sandbox-key-00000000000000000001"), &unknown),
    ] {
        let mut request = Request::new("GET", "/v1/");
        if let Some(header) = header {
            request = request.with_header("Authorization", header);
        }
        let reply = handle(&mut empty(), &request, NOW);
        assert_eq!((reply.status, reply.value()), *expected, "{header:?}");
    }
    // Without the key, an unknown path reveals nothing.
    assert_eq!(handle(&mut empty(), &Request::new("GET", "/v1/nope"), NOW).status, 401);
}

#[test]
fn parameters_come_from_query_form_and_json_alike() {
    let flat = "id=u-1&email=jane%40example.com&plan=pro&account[id]=acme&account[name]=Acme";
    let tree = json!({"id": "u-1", "email": "jane@example.com", "plan": "pro",
        "account": {"id": "acme", "name": "Acme"}});
    for request in [
        request("POST", &format!("/identify-user?{flat}")),
        request("POST", "/identify-user").with_body("application/x-www-form-urlencoded", flat),
        request("POST", "/identify-user").with_body("application/json; charset=utf-8", tree.to_string()),
        request("POST", "/identify-user?id=overridden").with_body("application/json", tree.to_string()),
    ] {
        let mut store = empty();
        let reply = handle(&mut store, &request, NOW);
        assert_eq!(reply.status, 200, "{request:?}");
        let contact = get(&mut store, "/contact?id=u-1");
        assert_eq!(contact["uuid"], reply.value()["contact_uuid"]);
        assert_eq!(contact["email"], "jane@example.com");
        assert_eq!(contact["attributes"], json!({"plan": "pro"}));
        assert_eq!(contact["account"]["remote_id"], "acme");
        assert_eq!(contact["account"]["display_name"], "Acme");
    }
}

#[test]
fn unreadable_parameters_are_refused() {
    let mut store = empty();
    let with = |content_type: &str, body: &str| request("POST", "/identify-user").with_body(content_type, body);
    for (request, status) in [
        (with("application/json", "{\"id\":"), 400),
        (with("application/json", "[1]"), 400),
        (with("text/plain", "id=u-1"), 415),
        (with("application/json", "{\"id\":{\"a\":1}}"), 422),
        (with("application/json", "{}"), 422),
        (request("GET", "/nope"), 404),
        (request("GET", "/contacts/"), 404),
        (request("GET", "x"), 404),
        (request("PUT", "/contact"), 405),
        (request("OPTIONS", "/contact"), 405),
    ] {
        let reply = handle(&mut store, &request, NOW);
        assert_eq!(reply.status, status, "{request:?}: {}", reply.value());
        assert!(reply.value()["error"].is_string(), "{request:?}");
    }
    let reply = handle(&mut store, &request("PATCH", "/contact"), NOW);
    assert_eq!(reply.header("allow"), Some("GET, DELETE"));
    assert_eq!(get(&mut store, "/contacts")["pagination"]["items_count"], 0);
}

#[test]
fn wrong_parameters_are_refused_by_name() {
    let mut store = seeded();
    for (target, says) in [
        ("/responses?page_length=1001", "page_length"),
        ("/responses?page_length=0", "page_length"),
        ("/responses?page_length=1.5", "page_length"),
        ("/responses?page=0", "page"),
        ("/responses?page_cursor=nonsense", "page_cursor"),
        ("/responses?include=some", "include"),
        ("/responses?form_uuids=a", "form_uuids"),
        ("/responses?date_range_start=yesterday", "date_range_start"),
        ("/responses?with_attributes=maybe", "with_attributes"),
        ("/responses?response_data=9", "response_data"),
        ("/contacts?order_by=shoe_size", "order_by"),
        ("/contact", "id or email"),
        ("/forms?list=some", "list"),
        ("/forms/history", "form_uuid"),
        ("/reporting", "type"),
        ("/reporting?type=ces", "type"),
    ] {
        let (status, error) = refused(&mut store, "GET", target, None);
        assert_eq!(status, 422, "{target}: {error}");
        assert!(error.contains(says), "{target}: {error}");
    }
    for target in [
        "/responses?form_uuid=x",
        "/responses?segment_uuid=x",
        "/responses?tag_uuid=x",
        "/contact?id=nobody",
        "/contacts?segment_uuid=x",
        "/contacts?form_uuid=x",
        "/forms/history?form_uuid=x",
    ] {
        assert_eq!(refused(&mut store, "GET", target, None).0, 404, "{target}");
    }
}

fn limited() -> Store {
    Store::new(&Options { empty: true, ..Options::default() })
}

#[test]
fn a_key_has_4000_calls_a_minute() {
    let mut store = limited();
    let verify = request("GET", "/");
    for call in 0..4_000 {
        assert_eq!(handle(&mut store, &verify, NOW + call).status, 200, "call {call}");
    }
    let reply = handle(&mut store, &verify, NOW + 30_000);
    assert_eq!(reply.status, 429);
    assert_eq!(reply.value(), json!({"error": "You are doing this too often."}));
    assert_eq!(reply.header("retry-after"), Some("30"));
    assert_eq!(handle(&mut store, &verify, NOW + 59_999).status, 429);
    // After exactly the wait in the header, the first call is more than a minute old.
    assert_eq!(handle(&mut store, &verify, NOW + 60_000).status, 200);
    assert_eq!(handle(&mut store, &verify, NOW + 60_000).status, 429);
}

#[test]
fn a_user_has_100_calls_a_minute() {
    let mut store = limited();
    let track = |id: &str| {
        request("POST", "/track-event").with_body("application/json", json!({"id": id, "event": "e"}).to_string())
    };
    for _ in 0..100 {
        assert_eq!(handle(&mut store, &track("u-1"), NOW).status, 200);
    }
    let reply = handle(&mut store, &track("u-1"), NOW + 500);
    assert_eq!((reply.status, reply.header("retry-after")), (429, Some("60")));
    // The limit covers the same user in another action, but neither another user nor a call without a user.
    assert_eq!(handle(&mut store, &request("GET", "/contact?id=u-1"), NOW).status, 429);
    assert_eq!(handle(&mut store, &track("u-2"), NOW).status, 200);
    assert_eq!(handle(&mut store, &request("GET", "/contacts"), NOW).status, 200);
    assert_eq!(handle(&mut store, &track("u-1"), NOW + 60_000).status, 200);
}

#[test]
fn limits_can_be_switched_off_and_refused_keys_do_not_count() {
    let mut store = empty();
    for _ in 0..4_100 {
        assert_eq!(handle(&mut store, &request("GET", "/"), NOW).status, 200);
    }
    let mut store = limited();
    for _ in 0..4_100 {
        assert_eq!(handle(&mut store, &Request::new("GET", "/v1/"), NOW).status, 401);
    }
    assert_eq!(handle(&mut store, &request("GET", "/"), NOW).status, 200);
}

#[test]
fn a_seed_decides_everything() {
    let targets = [
        "/",
        "/contacts?page_length=1000",
        "/responses?include=all&page_length=1000",
        "/segments",
        "/account",
        "/forms?include_info=1&include_config=1&list=all_with_archived",
    ];
    let dump = |options: &Options| -> Vec<Value> {
        let mut store = Store::new(options);
        targets.iter().map(|target| get(&mut store, target)).collect()
    };
    let options = Options::default();
    assert_eq!(dump(&options), dump(&options));
    for (one, other) in dump(&options).iter().zip(dump(&Options { seed: 8, ..options.clone() })) {
        assert_ne!(*one, other);
    }
    // Ids handed out later come from the same seed.
    let add = |store: &mut Store| post(store, "/identify-user", json!({"id": "new"}));
    assert_eq!(add(&mut Store::new(&options)), add(&mut Store::new(&options)));
}
