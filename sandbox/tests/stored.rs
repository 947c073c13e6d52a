//! Stored responses and their tags.

mod common;

use common::*;
use serde_json::{Value, json};

#[test]
fn stored_responses_are_deduplicated_and_become_traits() {
    let mut store = empty();
    let form = form(&mut store, "Quarterly NPS");
    let answer = json!({"form_uuid": form, "id": "u-1", "nps": 9, "why": ["a", "b"], "date": "2026-10-01 10:00:00",
        "tags": ["x", "y"], "account": {"id": "acme"}});
    let first = post(&mut store, "/responses", answer.clone());
    assert_eq!(first["message"], "ok");
    assert_eq!(post(&mut store, "/responses", answer.clone()), first);
    let mut again = answer.clone();
    again["date"] = json!("2026-10-02");
    assert_eq!(post(&mut store, "/responses", again.clone()), first);
    again["prevent_duplicates"] = json!(false);
    assert_ne!(post(&mut store, "/responses", again.clone()), first);
    again["prevent_duplicates"] = json!(true);
    again["nps"] = json!(8);
    assert_ne!(post(&mut store, "/responses", again), first);

    let items = by_page(&mut store, "/responses");
    assert_eq!(items.len(), 3);
    let oldest = &items[2];
    assert_eq!(oldest["uuid"], first["uuid"]);
    assert_eq!(oldest["data"], json!({"nps": 9, "why": ["a", "b"]}));
    for field in ["first_shown_at", "last_data_reception_at", "completed_at", "received_at"] {
        assert_eq!(oldest[field], "2026-10-01 10:00:00", "{field}");
    }
    assert_eq!(oldest["dismissed_at"], Value::Null);
    assert_eq!(oldest["contact"]["account"]["remote_id"], "acme");
    let found = contact(&mut store, "id=u-1");
    assert_eq!(found["attributes"], json!({"nps": "8", "why": "a, b"}));
    let by_uuid = json!({"form_uuid": form, "uuid": found["uuid"], "nps": 1});
    let by_uuid = post(&mut store, "/responses", by_uuid)["uuid"].clone();
    let newest = get(&mut store, "/responses")["items"][0].clone();
    assert_eq!((&newest["uuid"], &newest["contact"]["remote_id"]), (&by_uuid, &json!("u-1")));
    assert_eq!(newest["data"], json!({"nps": 1}));
    let by_form = post(&mut store, "/responses", json!({"form_uuid": form, "id": "u-2", "nps": "7"}));
    assert_eq!(get(&mut store, "/responses?response_data[nps]=7")["items"][0]["uuid"], by_form["uuid"]);

    let too_many: Vec<_> = (0..21).map(|number| number.to_string()).collect();
    for (body, status) in [
        (json!({"id": "u-1", "nps": 9}), 422),
        (json!({"form_uuid": form, "nps": 9}), 422),
        (json!({"form_uuid": form, "id": "u-1"}), 422),
        (json!({"form_uuid": "?", "id": "u-1", "nps": 9}), 404),
        (json!({"form_uuid": form, "uuid": "unknown", "nps": 9}), 404),
        (json!({"form_uuid": form, "id": "u-1", "nps": 9, "date": "soon"}), 422),
        (json!({"form_uuid": form, "id": "u-1", "nps": 9, "tags": too_many}), 422),
        (json!({"form_uuid": form, "id": "u-1", "nps": 9, "tags": "x"}), 422),
    ] {
        assert_eq!(refused(&mut store, "POST", "/responses", Some(body.clone())).0, status, "{body}");
    }
    assert_eq!(by_page(&mut store, "/responses").len(), 5);
}

#[test]
fn tags_add_up() {
    let mut store = empty();
    let form = form(&mut store, "Quarterly NPS");
    let uuid = post(&mut store, "/responses", json!({"form_uuid": form, "id": "u-1", "nps": 9}))["uuid"].clone();
    assert!(get(&mut store, "/responses")["items"][0].get("tags").is_none());
    post(&mut store, "/responses/tags", json!({"uuid": uuid, "tags": ["a", "b"]}));
    post(&mut store, "/responses/tags", json!({"uuid": uuid, "tags": ["b", "c"]}));
    let tags = get(&mut store, "/responses")["items"][0]["tags"].clone();
    let names: Vec<_> = tags.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["a", "b", "c"]);
    let filtered = format!("/responses?tag_uuid={}", tags[1]["uuid"].as_str().unwrap());
    assert_eq!(get(&mut store, &filtered)["items"].as_array().unwrap().len(), 1);
    for (body, status) in [
        (json!({"uuid": uuid}), 422),
        (json!({"uuid": uuid, "tags": []}), 422),
        (json!({"uuid": uuid, "tags": [""]}), 422),
        (json!({"tags": ["a"]}), 422),
        (json!({"uuid": "?", "tags": ["a"]}), 404),
    ] {
        assert_eq!(refused(&mut store, "POST", "/responses/tags", Some(body.clone())).0, status, "{body}");
    }
}
