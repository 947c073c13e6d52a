//! Reads what bodies captured from the live service hold: it is no anomaly.

use refiner_wasm::actions::find;
use refiner_wasm::call::reply;
use refiner_wasm::model::contact::Contact;
use refiner_wasm::model::response::Response;
use serde_json::{Value, json};

use super::reading::{fixture, page};

/// The anomalies of a reply to an action, as `path: problem`.
fn anomalies_of(action: &str, body: &Value) -> Vec<String> {
    let body = body.to_string();
    let reading = reply::read(find(action).unwrap(), body.as_bytes(), None).unwrap();
    reading.anomalies.iter().map(|anomaly| format!("{}: {}", anomaly.path, anomaly.problem)).collect()
}

/// A contact as the live service was seen to send it: nearly all is null, a segment has times, and there is a cookie.
fn live_contact() -> Value {
    let time = "2022-10-01T00:00:00.000000Z";
    let mut contact = fixture("contact");
    contact["cookie_uuid"] = json!("0f3c7b1e-ed5d-11ea-aaef-e58a2a43e996");
    contact["attributes"] = json!({"plan": null, "nps": "9", "signed_up_at": time, "features": ["a", null]});
    contact["segments"][0]["created_at"] = json!(time);
    contact["segments"][0]["updated_at"] = json!(time);
    contact["account"] = json!({
        "uuid": "15d08cc0-ed5d-11ea-b2ce-c1b46bd4b7c4", "remote_id": null, "domain": null, "display_name": "",
        "first_seen_at": time, "last_seen_at": null, "attributes": {"plan": null}
    });
    contact
}

#[test]
fn a_live_contact_is_no_anomaly() {
    let mut ungrouped = live_contact();
    ungrouped["account"] = json!(null);
    ungrouped["cookie_uuid"] = json!(null);
    for contact in [live_contact(), ungrouped] {
        assert_eq!(anomalies_of("get_contact", &contact), Vec::<String>::new());
        assert_eq!(anomalies_of("list_contacts", &page(json!([contact, contact]))), Vec::<String>::new());
    }
    let contact: Contact = serde_json::from_value(live_contact()).unwrap();
    assert_eq!(contact.cookie_uuid.unwrap().0, "0f3c7b1e-ed5d-11ea-aaef-e58a2a43e996");
    assert_eq!(contact.segments.unwrap()[0].created_at.clone().unwrap().0, "2022-10-01T00:00:00.000000Z");
    assert_eq!(contact.extra.len(), 0);
}

#[test]
fn a_live_response_is_no_anomaly_whatever_its_tags() {
    let time = "2022-10-01T00:00:00.000000Z";
    for tags in [
        json!([]),
        json!(null),
        json!(["Praise", ""]),
        json!([{"uuid": "t-1", "name": "Praise"}, {"name": "Bug"}]),
        json!([{"name": "Praise"}, "Bug"]),
    ] {
        let mut response = fixture("response");
        response["show_counter"] = json!(null);
        response["tags"] = tags.clone();
        response["contact"]["attributes"] = json!({"plan": null, "signed_up_at": time});
        response["contact"]["account"] = json!({"uuid": "a-1", "remote_id": null, "display_name": "", "domain": null});
        for name in ["first_shown_at", "completed_at", "received_at", "last_data_reception_at"] {
            response[name] = json!(time);
        }
        assert_eq!(anomalies_of("list_responses", &page(json!([response]))), Vec::<String>::new(), "{tags}");
        response["contact"]["account"] = json!(null);
        assert_eq!(anomalies_of("list_responses", &page(json!([response]))), Vec::<String>::new(), "{tags}");

        let read: Response = serde_json::from_value(response).unwrap();
        let names: Option<Vec<String>> =
            read.tags.as_ref().map(|tags| tags.iter().filter_map(|tag| tag.name()).map(str::to_owned).collect());
        let expected = tags.as_array().map(|tags| {
            tags.iter().map(|tag| tag["name"].as_str().or(tag.as_str()).unwrap().to_owned()).collect::<Vec<_>>()
        });
        assert_eq!(names, expected);
        // What was read is written as it came.
        assert_eq!(serde_json::to_value(&read.tags).unwrap(), tags);
    }
}

#[test]
fn a_tag_of_another_kind_is_still_reported() {
    for (tag, path, got) in [(json!(7), "items[0].tags[1]", "a number"), (json!(["a"]), "items[0].tags[1]", "a list")] {
        let mut response = fixture("response");
        response["tags"] = json!(["fine", tag]);
        let found = anomalies_of("list_responses", &page(json!([response])));
        assert_eq!(found, [format!("{path}: expected text or an object, got {got}")]);
    }
    let mut response = fixture("response");
    response["tags"] = json!([{"uuid": "t-1"}, {"name": 3}]);
    let found = anomalies_of("list_responses", &page(json!([response])));
    assert_eq!(found, ["items[0].tags[0].name: missing", "items[0].tags[1].name: expected text, got a number"]);
}
