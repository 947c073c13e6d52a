//! The effect of each action on the account.

mod common;

use common::*;
use refiner_sandbox::Store;
use serde_json::{Value, json};

#[test]
fn a_contact_has_the_vendors_fields() {
    let mut store = empty();
    let beta = segment(&mut store, "Beta testers");
    post(
        &mut store,
        "/identify-user",
        json!({"id": "u-1", "email": "jane@example.com", "first_name": "Jane",
        "last_name": "Doe", "seats": 5, "admin": true, "account": {"id": "acme", "name": "Acme", "founded": 2020}}),
    );
    post(&mut store, "/sync-segment", json!({"id": "u-1", "segment_uuid": beta}));
    let found = contact(&mut store, "id=u-1");
    let expected = json!({
        "uuid": found["uuid"], "remote_id": "u-1", "email": "jane@example.com", "display_name": "Jane Doe",
        "first_seen_at": "2026-11-15T09:00:00.000000Z", "last_seen_at": "2026-11-15T09:00:00.000000Z",
        "attributes": {"first_name": "Jane", "last_name": "Doe", "seats": "5", "admin": "true"},
        "segments": [
            {"uuid": beta, "name": "Beta testers"},
            {"uuid": segment(&mut store, "Seen in the last 30 days"), "name": "Seen in the last 30 days"},
        ],
        "account": {
            "uuid": found["account"]["uuid"], "remote_id": "acme", "domain": null, "display_name": "Acme",
            "first_seen_at": "2026-11-15T09:00:00.000000Z", "last_seen_at": "2026-11-15T09:00:00.000000Z",
            "attributes": {"name": "Acme", "founded": "2020"},
        },
    });
    assert_eq!(found, expected);
}

#[test]
fn identify_updates_the_user_it_names() {
    let mut store = empty();
    let one = post(&mut store, "/identify-user", json!({"id": "u-1", "email": "a@example.com", "x": "1", "y": "2"}));
    let two = post_at(&mut store, "/identify-user", json!({"id": "u-1", "y": null, "z": "3"}), NOW + 5_000);
    assert_eq!(one, two);
    let found = contact(&mut store, "email=a@example.com");
    assert_eq!(found["attributes"], json!({"x": "1", "y": null, "z": "3"}));
    assert_eq!(found["first_seen_at"], "2026-11-15T09:00:00.000000Z");
    assert_eq!(found["last_seen_at"], "2026-11-15T09:00:05.000000Z");
    // The same email with another id is another contact. The email alone names the older one.
    let three = post(&mut store, "/identify-user", json!({"id": "u-2", "email": "a@example.com"}));
    assert_ne!(one["contact_uuid"], three["contact_uuid"]);
    assert_eq!(contact(&mut store, "email=a@example.com")["remote_id"], "u-1");
    // A contact known only by an email gets the first id that comes with it.
    let four = post(&mut store, "/identify-user", json!({"email": "b@example.com"}));
    assert_eq!(post(&mut store, "/identify-user", json!({"id": "u-3", "email": "b@example.com"})), four);
    assert_eq!(get(&mut store, "/contacts")["pagination"]["items_count"], 3);
    for (body, status) in [
        (json!({"name": "Nobody"}), 422),
        (json!({"id": "u-1", "account": {"name": "No id"}}), 422),
        (json!({"id": "u-1", "account": "acme"}), 422),
        (json!({"uuid": "unknown"}), 404),
    ] {
        assert_eq!(refused(&mut store, "POST", "/identify-user", Some(body.clone())).0, status, "{body}");
    }
}

#[test]
fn traits_that_are_named_as_times_come_back_as_times() {
    let mut store = empty();
    let traits = json!({
        "id": "u-1", "born_date": "2022-10-01", "paid_at": 1664582400, "left_at": "1664582400", "seen_at": "2022-10-01 02:00:00+02:00",
        "asked_at": "next week", "gone_at": null, "rate": "1664582400", "date": "2022-10-01",
        "account": {"id": "acme", "renewal_date": "2022-10-01T00:00:00Z"},
    });
    post(&mut store, "/identify-user", traits);
    let found = contact(&mut store, "id=u-1");
    let day = "2022-10-01T00:00:00.000000Z";
    let expected = json!({
        "born_date": day, "paid_at": day, "left_at": day, "seen_at": day,
        "asked_at": "next week", "rate": "1664582400", "date": "2022-10-01",
    });
    assert_eq!(found["attributes"], expected);
    assert_eq!(found["account"]["attributes"], json!({"renewal_date": day}));
}

#[test]
fn traits_past_a_thousand_are_silently_not_created() {
    let mut store = empty();
    let many: Value = (0..1005).map(|number| (format!("t{number:04}"), json!(number))).collect();
    post(&mut store, "/identify-user", json!({"id": "u-1", "account": {"id": "a"}}));
    let mut body = many.clone();
    body["id"] = json!("u-1");
    post(&mut store, "/identify-user", body);
    let attributes = contact(&mut store, "id=u-1")["attributes"].clone();
    assert_eq!(attributes.as_object().unwrap().len(), 1000);
    assert!(attributes.get("t0999").is_some() && attributes.get("t1000").is_none());
    post(&mut store, "/identify-user", json!({"id": "u-2", "t0000": "known", "brand_new": "no"}));
    assert_eq!(contact(&mut store, "id=u-2")["attributes"], json!({"t0000": "known"}));
}

#[test]
fn track_event_creates_and_counts() {
    let mut store = empty();
    let events = |store: &mut Store| get(store, "/account")["subscription"]["mte_count"].clone();
    assert_eq!(events(&mut store), 0);
    assert_eq!(
        post(&mut store, "/track-event", json!({"id": "u-1", "event": "Upgraded", "plan": "pro"})),
        json!({"message": "ok"})
    );
    post(&mut store, "/track-event", json!({"email": "c@example.com", "event": "Upgraded"}));
    assert_eq!(events(&mut store), 2);
    assert_eq!(contact(&mut store, "id=u-1")["attributes"], json!({}), "extra properties are not stored");
    assert_eq!(refused(&mut store, "POST", "/track-event", Some(json!({"id": "u-1"}))).0, 422);
    assert_eq!(refused(&mut store, "POST", "/track-event", Some(json!({"event": "e"}))).0, 422);
    assert_eq!(events(&mut store), 2);
}

#[test]
fn deleting_a_contact_deletes_its_responses() {
    let mut store = seeded();
    let victim = get(&mut store, "/responses")["items"][0]["contact"].clone();
    let query = format!("uuid={}", victim["uuid"].as_str().unwrap());
    let of_victim = |store: &mut Store| {
        let all = by_page(store, "/responses?include=all&page_length=1000");
        (all.len(), all.iter().filter(|it| it["contact"]["uuid"] == victim["uuid"]).count())
    };
    let (before, theirs) = of_victim(&mut store);
    assert!(theirs > 0);
    assert_eq!(delete(&mut store, &format!("/contact?{query}")), json!({"message": "ok"}));
    assert_eq!(of_victim(&mut store), (before - theirs, 0));
    assert_eq!(refused(&mut store, "GET", &format!("/contact?{query}"), None).0, 404);
    assert_eq!(refused(&mut store, "DELETE", &format!("/contact?{query}"), None).0, 404);
    // The parameters of a DELETE may also come as a JSON body.
    post(&mut store, "/identify-user", json!({"id": "u-1"}));
    let by_body = request("DELETE", "/contact").with_body("application/json", r#"{"id":"u-1"}"#);
    assert_eq!(send_at(&mut store, &by_body, NOW).status, 200);
    assert_eq!(refused(&mut store, "GET", "/contact?id=u-1", None).0, 404);
}

#[test]
fn segments_fill_and_empty() {
    let mut store = empty();
    let names: Vec<_> =
        by_page(&mut store, "/segments").iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect();
    assert!(names.len() == 5 && names.is_sorted());
    let (manual, promoters) = (segment(&mut store, "Power Users Segment"), segment(&mut store, "Promoters"));
    let members = |store: &mut Store, uuid: &str| {
        get(store, &format!("/contacts?segment_uuid={uuid}"))["items"].as_array().unwrap().len()
    };

    let added = post(&mut store, "/sync-segment", json!({"email": "d@example.com", "segment_uuid": manual}));
    assert_eq!((&added["message"], &added["segment_uuid"]), (&json!("ok"), &json!(manual)));
    assert_eq!(added["contact_uuid"], contact(&mut store, "email=d@example.com")["uuid"], "an unknown user is created");
    assert_eq!(post(&mut store, "/sync-segment", json!({"email": "d@example.com", "segment_uuid": manual})), added);
    assert_eq!(members(&mut store, &manual), 1);
    let removal = format!("/sync-segment?email=d@example.com&segment_uuid={manual}");
    assert_eq!(delete(&mut store, &removal), added);
    assert_eq!(delete(&mut store, &removal), added, "removing twice is fine");
    assert_eq!(members(&mut store, &manual), 0);

    let form = form(&mut store, "Quarterly NPS");
    post(&mut store, "/responses", json!({"form_uuid": form, "email": "d@example.com", "nps": 10}));
    assert_eq!(members(&mut store, &promoters), 1, "a survey answer is a trait, and the segment fills itself");
    post(&mut store, "/responses", json!({"form_uuid": form, "email": "d@example.com", "nps": 3}));
    assert_eq!(members(&mut store, &promoters), 0);

    let body = json!({"email": "d@example.com", "segment_uuid": promoters});
    assert_eq!(refused(&mut store, "POST", "/sync-segment", Some(body)).0, 422);
    assert_eq!(refused(&mut store, "POST", "/sync-segment", Some(json!({"id": "x", "segment_uuid": "?"}))).0, 404);
    assert_eq!(refused(&mut store, "POST", "/sync-segment", Some(json!({"id": "x"}))).0, 422);
    assert_eq!(refused(&mut store, "DELETE", &format!("/sync-segment?id=nobody&segment_uuid={manual}"), None).0, 404);
}

#[test]
fn forms_are_published_archived_and_duplicated() {
    let mut store = empty();
    let names = |store: &mut Store, list: &str| -> Vec<String> {
        by_page(store, &format!("/forms?list={list}"))
            .iter()
            .map(|it| it["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let has = |store: &mut Store, list: &str, name: &str| names(store, list).iter().any(|it| it == name);
    let draft = "Pricing page feedback";
    let uuid = form(&mut store, draft);
    assert!(has(&mut store, "drafts", draft) && !has(&mut store, "published", draft) && has(&mut store, "all", draft));

    post(&mut store, "/forms/publish", json!({"form_uuid": uuid}));
    assert!(!has(&mut store, "drafts", draft) && has(&mut store, "published", draft));
    post(&mut store, "/forms/publish", json!({"form_uuid": uuid, "published": false}));
    assert!(has(&mut store, "drafts", draft));
    post(&mut store, "/forms/publish", json!({"form_uuid": uuid, "published": 1}));
    post(&mut store, "/forms/publish", json!({"form_uuid": uuid, "published": 1}));

    let copy = post(&mut store, "/forms/duplicate", json!({"form_uuid": uuid, "name": "Twin"}));
    assert_eq!((&copy["message"], &copy["source_form_uuid"]), (&json!("ok"), &json!(uuid)));
    assert_eq!(copy["new_form_uuid"], form(&mut store, "Twin"));
    assert!(has(&mut store, "drafts", "Twin"));
    post(&mut store, "/forms/duplicate", json!({"form_uuid": uuid}));
    assert!(has(&mut store, "drafts", "Copy of Pricing page feedback"));

    delete(&mut store, &format!("/forms?form_uuid={uuid}"));
    delete(&mut store, &format!("/forms?form_uuid={uuid}"));
    assert!(!has(&mut store, "all", draft) && !has(&mut store, "published", draft));
    assert!(has(&mut store, "archived", draft) && has(&mut store, "all_with_archived", draft));
    assert_eq!(refused(&mut store, "POST", "/forms/publish", Some(json!({"form_uuid": uuid}))).0, 409);

    let actions = |store: &mut Store, uuid: &str| -> Vec<String> {
        let items = by_page(store, &format!("/forms/history?form_uuid={uuid}&page_length=2"));
        assert!(
            items.iter().all(|it| it["uuid"].is_string() && it["created_at"].is_string() && it["snapshot"].is_object())
        );
        items.iter().map(|it| it["action"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(actions(&mut store, &uuid), ["archived", "published", "unpublished", "published", "created"]);
    assert_eq!(actions(&mut store, copy["new_form_uuid"].as_str().unwrap()), ["duplicated"]);
    for (method, target) in [("POST", "/forms/publish"), ("POST", "/forms/duplicate"), ("DELETE", "/forms")] {
        assert_eq!(refused(&mut store, method, target, Some(json!({}))).0, 422);
        assert_eq!(refused(&mut store, method, target, Some(json!({"form_uuid": "?"}))).0, 404);
    }
}

#[test]
fn forms_have_more_fields_on_request() {
    let mut store = seeded();
    let bare = &get(&mut store, "/forms")["items"][0];
    assert_eq!(bare.as_object().unwrap().len(), 2);
    let full = by_page(&mut store, "/forms?include_info=1&include_config=true");
    let nps = full.iter().find(|it| it["name"] == "Quarterly NPS").unwrap();
    for field in [
        "channels",
        "published_at",
        "archived_at",
        "created_at",
        "updated_at",
        "first_form_view_at",
        "last_form_view_at",
        "responses_count",
        "views_count",
        "folder",
        "page_url",
        "config",
    ] {
        assert!(nps.get(field).is_some(), "{field}");
    }
    let uuid = nps["uuid"].as_str().unwrap();
    let rows = by_page(&mut store, &format!("/responses?include=all&page_length=1000&form_uuid={uuid}"));
    let shown: Vec<_> = rows.iter().filter_map(|it| it["first_shown_at"].as_str()).collect();
    assert_eq!(nps["views_count"], shown.len());
    assert_eq!(nps["responses_count"], rows.iter().filter(|it| it["data"] != json!({})).count());
    let first = format!("{}.000000Z", shown.iter().min().unwrap().replace(' ', "T"));
    assert_eq!(nps["first_form_view_at"], first);
    assert_eq!(nps["config"]["questions"][0]["identifier"], "nps");
}
