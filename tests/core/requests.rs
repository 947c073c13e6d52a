//! Compares requests with a hand-written table of method, path, query and body.

use refiner_wasm::actions::{all, find};
use refiner_wasm::call::request;
use refiner_wasm::json::value::Value;
use serde_json::json;

use crate::scripted::sent;

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
            json!({"response_data": {"nps": 9}, "contact_data": {"a b": "x"}, "account_data": {"__proto__": true}, "page_length": 10}),
            "GET /responses?account_data%5B__proto__%5D=1&contact_data%5Ba%20b%5D=x&page_length=10&response_data%5Bnps%5D=9",
        ),
        ("get_account_info", json!({}), "GET /account"),
        (
            "list_contacts",
            json!({"order_by": "last_seen_at", "page_length": 5}),
            "GET /contacts?order_by=last_seen_at&page_length=5",
        ),
        (
            "list_contacts",
            json!({"form_uuid": "f", "segment_uuid": "s", "search": "jane doe", "page": 3, "page_cursor": "c", "page_length": 5}),
            "GET /contacts?form_uuid=f&page=3&page_cursor=c&page_length=5&search=jane%20doe&segment_uuid=s",
        ),
        ("get_contact", json!({"id": "a/../b?c#d"}), "GET /contact?id=a%2F..%2Fb%3Fc%23d"),
        ("get_contact", json!({"email": "a+b@example.com"}), "GET /contact?email=a%2Bb%40example.com"),
        ("get_contact", json!({"uuid": "u"}), "GET /contact?uuid=u"),
        ("delete_contact", json!({"id": "u-1"}), "DELETE /contact?id=u-1"),
        ("delete_contact", json!({"email": "a@example.com"}), "DELETE /contact?email=a%40example.com"),
        ("delete_contact", json!({"uuid": "u"}), "DELETE /contact?uuid=u"),
        ("list_segments", json!({}), "GET /segments?page_length=100"),
        (
            "list_segments",
            json!({"page": 2, "page_cursor": "c", "page_length": 1}),
            "GET /segments?page=2&page_cursor=c&page_length=1",
        ),
        (
            "add_contact_to_segment",
            json!({"segment_uuid": "s", "id": "u-1"}),
            r#"POST /sync-segment {"id":"u-1","segment_uuid":"s"}"#,
        ),
        (
            "add_contact_to_segment",
            json!({"segment_uuid": "s", "email": "a@example.com"}),
            r#"POST /sync-segment {"email":"a@example.com","segment_uuid":"s"}"#,
        ),
        (
            "remove_contact_from_segment",
            json!({"segment_uuid": "s", "id": "u-1"}),
            "DELETE /sync-segment?id=u-1&segment_uuid=s",
        ),
        (
            "remove_contact_from_segment",
            json!({"segment_uuid": "s", "email": "a@example.com"}),
            "DELETE /sync-segment?email=a%40example.com&segment_uuid=s",
        ),
        ("list_forms", json!({}), "GET /forms?page_length=100"),
        (
            "list_forms",
            json!({"list": "all_with_archived", "include_info": true, "include_config": false, "page": 1, "page_cursor": "c", "page_length": 9}),
            "GET /forms?include_config=0&include_info=1&list=all_with_archived&page=1&page_cursor=c&page_length=9",
        ),
        ("publish_form", json!({"form_uuid": "f"}), r#"POST /forms/publish {"form_uuid":"f"}"#),
        (
            "publish_form",
            json!({"form_uuid": "f", "published": false}),
            r#"POST /forms/publish {"form_uuid":"f","published":false}"#,
        ),
        (
            "duplicate_form",
            json!({"form_uuid": "f", "name": "Copy"}),
            r#"POST /forms/duplicate {"form_uuid":"f","name":"Copy"}"#,
        ),
        ("archive_form", json!({"form_uuid": "f"}), "DELETE /forms?form_uuid=f"),
        ("list_form_history", json!({"form_uuid": "f"}), "GET /forms/history?form_uuid=f&page_length=100"),
        (
            "list_form_history",
            json!({"form_uuid": "f", "page": 2, "page_cursor": "c", "page_length": 2}),
            "GET /forms/history?form_uuid=f&page=2&page_cursor=c&page_length=2",
        ),
        (
            "store_response",
            json!({"form_uuid": "f", "id": "u-1", "answers": {"nps": 9, "tools": ["a", "b"], "why": "good", "skip": null}}),
            r#"POST /responses {"nps":9,"skip":null,"tools":["a","b"],"why":"good","form_uuid":"f","id":"u-1"}"#,
        ),
        (
            "store_response",
            json!({
                "form_uuid": "f", "email": "a@example.com", "date": "2026-01-01T10:00:00Z", "prevent_duplicates": false,
                "tags": ["vip"], "account": {"id": "acme", "attributes": {"size": 5}}, "answers": {"__proto__": 1}
            }),
            r#"POST /responses {"account":{"size":5,"id":"acme"},"__proto__":1,"date":"2026-01-01T10:00:00Z","email":"a@example.com","form_uuid":"f","prevent_duplicates":false,"tags":["vip"]}"#,
        ),
        (
            "tag_response",
            json!({"uuid": "r", "tags": ["a", "b"]}),
            r#"POST /responses/tags {"tags":["a","b"],"uuid":"r"}"#,
        ),
        ("get_reporting", json!({"type": "count"}), "GET /reporting?type=count"),
        (
            "get_reporting",
            json!({"type": "nps", "form_uuids": ["f"], "segment_uuids": ["s"], "tag_uuids": ["t"], "question_identifiers": ["q", "r"]}),
            "GET /reporting?form_uuids%5B%5D=f&question_identifiers%5B%5D=q&question_identifiers%5B%5D=r&segment_uuids%5B%5D=s&tag_uuids%5B%5D=t&type=nps",
        ),
        (
            "get_reporting",
            json!({
                "type": "distribution", "date_range_start": "2026-01-01", "date_range_end": "2026-02-01",
                "response_data": {"q": "x"}, "contact_data": {"plan": "pro"}, "account_data": {"size": 5}
            }),
            "GET /reporting?account_data%5Bsize%5D=5&contact_data%5Bplan%5D=pro&date_range_end=2026-02-01&date_range_start=2026-01-01&response_data%5Bq%5D=x&type=distribution",
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
fn the_table_leaves_no_action_and_no_parameter_out() {
    let source = include_str!("requests.rs");
    let table = source.split("fn every_action_and_parameter").nth(1).unwrap().split("#[test]").next().unwrap();
    for action in all() {
        let rows: Vec<_> = table.split(&format!("\"{}\",", action.name)).skip(1).collect();
        assert!(!rows.is_empty(), "{} is not in the table", action.name);
        for field in action.input.fields {
            let named =
                rows.iter().any(|row| row.split("json!").nth(1).unwrap().contains(&format!("\"{}\":", field.name)));
            assert!(named, "{} is never asked with {}", action.name, field.name);
        }
    }
}
