//! What is sent, compared with a hand-written table of method, path, query and body.

use refiner_wasm::actions::{find, request};
use refiner_wasm::model::value::Value;
use serde_json::json;

/// `METHOD /path?query body`, or `path: problem`.
fn sent(action: &str, input: serde_json::Value) -> String {
    match request::build(find(action).unwrap(), &Value::from(input)) {
        Ok(request) => {
            let query = if request.query.is_empty() { String::new() } else { format!("?{}", request.query) };
            let body = request.body.map(|body| format!(" {body}")).unwrap_or_default();
            format!("{} {}{query}{body}", request.method.as_str(), request.path)
        }
        Err(problem) => format!("{}: {}", problem.path, problem.problem),
    }
}

#[test]
fn every_action_and_parameter() {
    for (action, input, expected) in [
        ("verify_key", json!({}), "GET /"),
        ("identify_user", json!({"id": "u-1"}), r#"POST /identify-user {"id":"u-1"}"#),
        (
            "identify_user",
            json!({"email": "jane@awesome.com", "attributes": {"plan": "pro", "seats": 5, "admin": true, "left_at": null}}),
            r#"POST /identify-user {"admin":true,"left_at":null,"plan":"pro","seats":5,"email":"jane@awesome.com"}"#,
        ),
        (
            "identify_user",
            json!({"id": "u-1", "account": {"id": "acme", "attributes": {"name": "Acme"}}}),
            r#"POST /identify-user {"account":{"name":"Acme","id":"acme"},"id":"u-1"}"#,
        ),
        (
            "identify_user",
            json!({"id": "u-1", "attributes": {"__proto__": "a", "constructor": "b", "toString": "c"}}),
            r#"POST /identify-user {"__proto__":"a","constructor":"b","toString":"c","id":"u-1"}"#,
        ),
        (
            "track_event",
            json!({"id": "u-1", "event": "Upgraded"}),
            r#"POST /track-event {"event":"Upgraded","id":"u-1"}"#,
        ),
        (
            "track_event",
            json!({"email": "a@example.com", "event": "line\nbreak \"é\""}),
            r#"POST /track-event {"email":"a@example.com","event":"line\nbreak \"é\""}"#,
        ),
        ("list_responses", json!({}), "GET /responses?page_length=100"),
        ("list_responses", json!({"form_uuid": "f"}), "GET /responses?form_uuid=f&page_length=100"),
        (
            "list_responses",
            json!({"form_uuids": ["a", "b"], "page_length": 7}),
            "GET /responses?form_uuids%5B%5D=a&form_uuids%5B%5D=b&page_length=7",
        ),
        (
            "list_responses",
            json!({"segment_uuid": "s", "segment_uuids": ["t"], "tag_uuid": "u", "page_length": 1}),
            "GET /responses?page_length=1&segment_uuid=s&segment_uuids%5B%5D=t&tag_uuid=u",
        ),
        (
            "list_responses",
            json!({"date_range_start": "2026-01-01", "date_range_end": "2026-02-01 10:00:00", "page_length": 1000}),
            "GET /responses?date_range_end=2026-02-01%2010%3A00%3A00&date_range_start=2026-01-01&page_length=1000",
        ),
        (
            "list_responses",
            json!({"include": "all", "with_attributes": true, "page": 2, "page_length": 10}),
            "GET /responses?include=all&page=2&page_length=10&with_attributes=1",
        ),
        (
            "list_responses",
            json!({"with_attributes": false, "page_cursor": "a+/=b", "page_length": 10}),
            "GET /responses?page_cursor=a%2B%2F%3Db&page_length=10&with_attributes=0",
        ),
        (
            "list_responses",
            json!({"search": "a/../b%2f?#\n&=é🎉", "page_length": 10}),
            "GET /responses?page_length=10&search=a%2F..%2Fb%252f%3F%23%0A%26%3D%C3%A9%F0%9F%8E%89",
        ),
        (
            "list_responses",
            json!({"response_data": {"nps": 9}, "contact_data": {"a b]": "x"}, "account_data": {"__proto__": true}, "page_length": 10}),
            "GET /responses?account_data%5B__proto__%5D=1&contact_data%5Ba%20b%5D%5D=x&page_length=10&response_data%5Bnps%5D=9",
        ),
    ] {
        assert_eq!(sent(action, input.clone()), expected, "{action} {input}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (action, input, expected) in [
        ("verify_key", json!({"id": "u"}), "id: is not a parameter here; this action takes none"),
        ("verify_key", json!([]), ": must be an object, got a list"),
        ("verify_key", json!(null), ": must be an object, got null"),
        ("identify_user", json!({}), ": needs one of: id, email"),
        ("identify_user", json!({"id": ""}), "id: must not be empty"),
        ("identify_user", json!({"id": 7}), "id: must be text that is not empty, got a number"),
        ("identify_user", json!({"id": null}), "id: must be text that is not empty, got null"),
        (
            "identify_user",
            json!({"id": "u", "plan": "pro"}),
            "plan: is not a parameter here; free keys belong in attributes",
        ),
        ("identify_user", json!({"id": "u", "attributes": []}), "attributes: must be an object, got a list"),
        (
            "identify_user",
            json!({"id": "u", "attributes": {"a": {"b": 1}}}),
            "attributes.a: must be text, a number, true, false or null, got an object",
        ),
        (
            "identify_user",
            json!({"id": "u", "attributes": {"email": "x"}}),
            "attributes.email: email is a name of Refiner's own; give it as email, not as attributes.email",
        ),
        ("identify_user", json!({"id": "u", "attributes": {"": "x"}}), "attributes[\"\"]: must have a name"),
        ("identify_user", json!({"id": "u", "account": {}}), "account.id: is required"),
        (
            "identify_user",
            json!({"id": "u", "account": {"id": "a", "attributes": {"id": "b"}}}),
            "account.attributes.id: id is a name of Refiner's own; give it as id, not as account.attributes.id",
        ),
        ("track_event", json!({"id": "u"}), "event: is required"),
        ("track_event", json!({"event": "x"}), ": needs one of: id, email"),
        ("track_event", json!({"id": "u", "evnt": "x"}), "evnt: is not a parameter here; did you mean event?"),
        (
            "track_event",
            json!({"id": "u", "event": "x", "colour": 1}),
            "colour: is not a parameter here; there are: event, id, email",
        ),
        ("list_responses", json!({"formUuid": "x"}), "formUuid: is not a parameter here; did you mean form_uuid?"),
        ("list_responses", json!({"page_length": 0}), "page_length: must be a whole number from 1 to 1000, got 0"),
        (
            "list_responses",
            json!({"page_length": 1001}),
            "page_length: must be a whole number from 1 to 1000, got 1001",
        ),
        ("list_responses", json!({"page_length": 1.5}), "page_length: must be a whole number from 1 to 1000, got 1.5"),
        ("list_responses", json!({"page": "2"}), "page: must be a whole number from 1 to 1000000000, got text"),
        ("list_responses", json!({"include": "views"}), "include: must be one of: completed, partials, all"),
        ("list_responses", json!({"form_uuids": []}), "form_uuids: needs at least 1 items, got 0"),
        ("list_responses", json!({"form_uuids": ["a", ""]}), "form_uuids[1]: must not be empty"),
        ("list_responses", json!({"with_attributes": 1}), "with_attributes: must be true or false, got a number"),
        (
            "list_responses",
            json!({"date_range_start": "31.01.2026"}),
            "date_range_start: is not a time; write it like 2026-01-31, 2026-01-31 10:00:00 or 2026-01-31T10:00:00Z",
        ),
        (
            "list_responses",
            json!({"response_data": {"q": [1]}}),
            "response_data.q: must be text, a number, true, false or null, got a list",
        ),
    ] {
        assert_eq!(sent(action, input.clone()), expected, "{action} {input}");
    }
}

#[test]
fn an_identifier_of_any_length_stays_where_it_belongs() {
    let long = "/".repeat(10_000);
    let request = request::build(find("list_responses").unwrap(), &Value::from(json!({"search": long}))).unwrap();
    assert_eq!(request.path, "/responses");
    assert_eq!(request.query.matches("%2F").count(), 10_000);
}

#[test]
fn a_wrong_name_of_an_action_is_met_with_the_nearest() {
    for (name, near) in
        [("list_respones", "list_responses"), ("identifyUser", "identify_user"), ("verify-key", "verify_key")]
    {
        assert_eq!(find(name).unwrap_err(), Some(near));
    }
    assert_eq!(find("drop_database").unwrap_err(), None);
    for alias in ["REFINER_TRACK_EVENT", "get_responses", "update_contact"] {
        assert!(find(alias).is_ok(), "{alias}");
    }
}
