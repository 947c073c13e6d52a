//! Inputs that are refused before anything is sent, and their messages.

use refiner_wasm::actions::find;
use serde_json::json;

use crate::scripted::sent;

#[test]
fn every_message_names_the_place() {
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
            "attributes.email: is one of Refiner's own parameters; pass it beside the free keys, not among them",
        ),
        ("identify_user", json!({"id": "u", "attributes": {"": "x"}}), "attributes[\"\"]: must have a name"),
        ("identify_user", json!({"id": "u", "account": {}}), "account.id: is required"),
        (
            "identify_user",
            json!({"id": "u", "account": {"id": "a", "attributes": {"id": "b"}}}),
            "account.attributes.id: is one of Refiner's own parameters; pass it beside the free keys, not among them",
        ),
        ("track_event", json!({"id": "u"}), "event: is required"),
        ("track_event", json!({"event": "x"}), ": needs one of: id, email"),
        ("track_event", json!({"id": "u", "evnt": "x"}), "evnt: is not a parameter here; did you mean event?"),
        (
            "track_event",
            json!({"id": "u", "event": "x", "colour": 1}),
            "colour: is not a parameter here; the parameters are: event, id, email",
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
        ("list_responses", json!({"contact_data": {"": 5}}), "contact_data[\"\"]: must have a name"),
        (
            "list_responses",
            json!({"response_data": {"q": [1]}}),
            "response_data.q: must be text, a number, true, false or null, got a list",
        ),
        // On the wire, `a][b` would be a filter within a filter.
        (
            "list_responses",
            json!({"response_data": {"a][b": 1}}),
            "response_data[\"a][b\"]: has a bracket in its name, which a query cannot carry",
        ),
        (
            "list_responses",
            json!({"contact_data": {"a[": 1}}),
            "contact_data[\"a[\"]: has a bracket in its name, which a query cannot carry",
        ),
        (
            "get_reporting",
            json!({"type": "nps", "account_data": {"]": 1}}),
            "account_data[\"]\"]: has a bracket in its name, which a query cannot carry",
        ),
        ("get_contact", json!({}), ": needs one of: id, email, uuid"),
        ("delete_contact", json!({"uid": "x"}), "uid: is not a parameter here; did you mean uuid?"),
        (
            "list_contacts",
            json!({"order_by": "name"}),
            "order_by: must be one of: first_seen_at, last_seen_at, last_form_submission_at, display_name, email",
        ),
        ("add_contact_to_segment", json!({"id": "u"}), "segment_uuid: is required"),
        ("remove_contact_from_segment", json!({"segment_uuid": "s"}), ": needs one of: id, email"),
        (
            "list_forms",
            json!({"list": "live"}),
            "list: must be one of: all, published, drafts, archived, all_with_archived",
        ),
        ("publish_form", json!({}), "form_uuid: is required"),
        ("publish_form", json!({"form_uuid": "f", "published": "yes"}), "published: must be true or false, got text"),
        ("duplicate_form", json!({"form_uuid": "f"}), "name: is required"),
        ("archive_form", json!({"form_uuid": ""}), "form_uuid: must not be empty"),
        ("list_form_history", json!({"page": 1}), "form_uuid: is required"),
        ("store_response", json!({"form_uuid": "f"}), ": needs one of: id, email"),
        (
            "store_response",
            json!({"form_uuid": "f", "id": "u", "answers": {"form_uuid": "g"}}),
            "answers.form_uuid: is one of Refiner's own parameters; pass it beside the free keys, not among them",
        ),
        (
            "store_response",
            json!({"form_uuid": "f", "id": "u", "answers": {"q": [["a"]]}}),
            "answers.q[0]: must be text, a number, true, false or null, got a list",
        ),
        (
            "store_response",
            json!({"form_uuid": "f", "id": "u", "nps": 9}),
            "nps: is not a parameter here; free keys belong in answers",
        ),
        (
            "store_response",
            json!({"form_uuid": "f", "id": "u", "tags": []}),
            "tags: needs at least 1 and at most 20 items, got 0",
        ),
        (
            "tag_response",
            json!({"uuid": "r", "tags": vec!["t"; 21]}),
            "tags: needs at least 1 and at most 20 items, got 21",
        ),
        ("tag_response", json!({"uuid": "r", "tags": [""]}), "tags[0]: must not be empty"),
        ("tag_response", json!({"uuid": "r"}), "tags: is required"),
        ("get_reporting", json!({}), "type: is required"),
        ("get_reporting", json!({"type": "score"}), "type: must be one of: nps, csat, ratings, distribution, count"),
    ] {
        assert_eq!(sent(action, input.clone()), expected, "{action} {input}");
    }
}

#[test]
fn an_unknown_action_gets_the_nearest_name() {
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
