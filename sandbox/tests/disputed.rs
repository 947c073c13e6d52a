//! Values whose form is disputed, or known from one source: times, tags, accounts, the order and folders of forms.

mod common;

use std::collections::BTreeSet;

use common::*;
use refiner_sandbox::choices::{NoAccount, ResponseTimes, Tags};
use refiner_sandbox::{Options, Store};
use serde_json::{Value, json};

#[test]
fn times_print_in_their_two_forms() {
    let mut store = seeded();
    let response = &get(&mut store, "/responses?page_length=1")["items"][0];
    let shape = |value: &Value| value.as_str().unwrap().replace(|it: char| it.is_ascii_digit(), "0");
    assert_eq!(shape(&response["completed_at"]), "0000-00-00 00:00:00");
    let options = Options { response_times: ResponseTimes::Iso, ..Options::default() };
    let mut iso = Store::new(&options);
    let same = &get(&mut iso, "/responses?page_length=1")["items"][0];
    for field in ["first_shown_at", "last_data_reception_at", "completed_at"] {
        assert_eq!(shape(&same[field]), "0000-00-00T00:00:00.000000Z", "{field}");
        assert_eq!(when(same, field), when(response, field));
    }
    let contact = &get(&mut store, "/contacts?page_length=1")["items"][0];
    assert_eq!(shape(&contact["first_seen_at"]), "0000-00-00T00:00:00.000000Z");
}

#[test]
fn tags_have_two_forms() {
    let mut store = seeded();
    let mut texts = Store::new(&Options { tags: Tags::Texts, ..Options::default() });
    let target = "/responses?include=all&page_length=1000";
    let (objects, texts) = (by_page(&mut store, target), by_page(&mut texts, target));
    assert_eq!(uuids(&objects), uuids(&texts));
    for (one, other) in objects.iter().zip(&texts) {
        let names: Vec<_> = one["tags"].as_array().into_iter().flatten().map(|tag| tag["name"].clone()).collect();
        assert_eq!(other["tags"], json!(names));
    }
    assert!(
        objects.iter().any(|item| item.get("tags").is_some()) && objects.iter().any(|item| item.get("tags").is_none())
    );
}

#[test]
fn no_account_has_two_forms() {
    let mut store = seeded();
    let mut null = Store::new(&Options { no_account: NoAccount::Null, ..Options::default() });
    let target = "/contacts?page_length=1000";
    let (objects, nulls) = (by_page(&mut store, target), by_page(&mut null, target));
    let mut ungrouped = 0;
    for (one, other) in objects.iter().zip(&nulls) {
        if !one["account"]["remote_id"].is_null() {
            assert_eq!(one["account"], other["account"]);
            continue;
        }
        ungrouped += 1;
        assert!(other["account"].is_null());
        let expected = json!({
            "uuid": one["account"]["uuid"], "remote_id": null, "domain": null, "display_name": "",
            "first_seen_at": one["first_seen_at"], "last_seen_at": one["last_seen_at"], "attributes": {},
        });
        assert_eq!(one["account"], expected);
        assert_eq!(one["account"]["uuid"].as_str().unwrap().len(), 36);
    }
    assert!(ungrouped > 10);
    // The contact of a response has the same account.
    let lonely =
        objects.iter().find(|it| it["account"]["remote_id"].is_null() && !it["last_seen_at"].is_null()).unwrap();
    let query = format!("include=all&search={}", lonely["uuid"].as_str().unwrap());
    for item in all(&mut store, &query) {
        assert_eq!(item["contact"]["account"]["uuid"], lonely["account"]["uuid"]);
        assert_eq!(item["contact"]["account"]["display_name"], "");
    }
    let shown = by_page(&mut null, "/responses?include=all&page_length=1000");
    assert!(shown.iter().any(|item| item["contact"]["account"].is_null()));
}

#[test]
fn forms_come_by_name() {
    let mut store = seeded();
    let copied = form(&mut store, "Quarterly NPS");
    post(&mut store, "/forms/duplicate", json!({"form_uuid": copied, "name": "aardvark"}));
    let names: Vec<_> = by_page(&mut store, "/forms?list=all_with_archived&page_length=3")
        .iter()
        .map(|it| it["name"].as_str().unwrap().to_lowercase())
        .collect();
    assert!(names.len() > 8 && names.is_sorted(), "{names:?}");
    assert_eq!(names[0], "aardvark");
}

#[test]
fn a_folder_is_an_object_or_null() {
    let mut store = seeded();
    let folders: Vec<_> = by_page(&mut store, "/forms?include_info=1").iter().map(|it| it["folder"].clone()).collect();
    assert!(folders.iter().any(Value::is_null));
    let product: BTreeSet<_> =
        folders.iter().filter(|it| it["name"] == "Product").map(|it| it["uuid"].as_str().unwrap()).collect();
    assert_eq!(product.len(), 1, "one folder has one uuid");
    assert!(folders.iter().all(|it| it.is_null() || (it["uuid"].is_string() && it["name"].is_string())));
}
