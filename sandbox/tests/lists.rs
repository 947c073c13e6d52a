//! Lists: pages, cursors and filters, over the seeded account.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::*;
use serde_json::{Value, json};

#[test]
fn page_by_page_and_by_cursor_are_the_same() {
    let mut store = seeded();
    for target in [
        "/responses?include=all&page_length=1000",
        "/responses?include=all&page_length=333",
        "/responses?page_length=100",
        "/responses?include=partials&page_length=7&date_range_start=2026-10-01",
        "/contacts?page_length=11",
        "/contacts?page_length=11&order_by=last_seen_at",
        "/contacts?page_length=11&order_by=last_form_submission_at",
        "/contacts?page_length=11&order_by=display_name",
        "/contacts?page_length=11&order_by=email",
        "/segments?page_length=2",
    ] {
        let by_page = uuids(&by_page(&mut store, target));
        let by_cursor = uuids(&by_cursor(&mut store, target, |_| {}));
        assert_eq!(by_page, by_cursor, "{target}");
        assert_eq!(by_page.iter().collect::<BTreeSet<_>>().len(), by_page.len(), "{target} repeats a row");
        assert!(by_page.len() > 4, "{target}");
    }
}

#[test]
fn a_cursor_holds_its_place_while_rows_come_and_go() {
    let mut store = seeded();
    let target = "/responses?include=all&page_length=100";
    let before = uuids(&by_page(&mut store, target));
    let form = form(&mut store, "Ideas & wishes");
    let mut step = 0;
    let seen = uuids(&by_cursor(&mut store, target, |store| {
        step += 1;
        let answer = json!({"form_uuid": form, "id": "newcomer", "idea": format!("Idea {step}")});
        post(store, "/responses", answer);
    }));
    assert!(step > 10);
    assert_eq!(seen, before, "what was there is seen once, in order, and the newer rows are not");

    let (victim, mut gone) = (get(&mut store, "/contacts?page_length=1")["items"][0].clone(), false);
    let rest = by_cursor(&mut store, target, |store| {
        if !gone {
            delete(store, &format!("/contact?uuid={}", victim["uuid"].as_str().unwrap()));
            gone = true;
        }
    });
    assert!(uuids(&rest).iter().collect::<BTreeSet<_>>().len() == rest.len());
    let left = uuids(&by_page(&mut store, target));
    assert!(left.iter().all(|uuid| uuids(&rest).contains(uuid)), "a deletion must hide no other row");
}

#[test]
fn the_envelope_is_the_vendors() {
    let mut store = seeded();
    let reply = get(&mut store, "/contacts");
    let pagination = reply["pagination"].as_object().unwrap();
    let names: BTreeSet<_> = pagination.keys().map(String::as_str).collect();
    assert_eq!(names, BTreeSet::from(["items_count", "current_page", "last_page", "page_length", "next_page_cursor"]));
    assert_eq!((&pagination["items_count"], &pagination["last_page"]), (&json!(300), &json!(6)));
    assert!(get(&mut store, "/forms")["pagination"].get("next_page_cursor").is_none());
    assert!(get(&mut store, "/forms?page_cursor=ignored")["items"].is_array());
    let history = format!("/forms/history?form_uuid={}", form(&mut store, "Quarterly NPS"));
    assert!(get(&mut store, &history)["pagination"].get("next_page_cursor").is_none());
    assert!(get(&mut store, &format!("{history}&page_cursor=ignored"))["items"].is_array());
    let past = get(&mut store, "/contacts?page=7");
    assert_eq!((&past["items"], &past["pagination"]["next_page_cursor"]), (&json!([]), &Value::Null));
    let nothing = get(&mut empty(), "/responses");
    assert_eq!(nothing["pagination"]["last_page"], 1);
    assert_eq!(nothing["pagination"]["next_page_cursor"], Value::Null);
}

#[test]
fn include_chooses_the_stage() {
    let mut store = seeded();
    let everything = all(&mut store, "include=all");
    assert_eq!(everything.len(), 2000);
    let is_completed = |item: &&Value| !item["completed_at"].is_null();
    let has_data = |item: &&Value| item["data"] != json!({});
    let count = |keep: &dyn Fn(&&Value) -> bool| everything.iter().filter(|item| keep(item)).count();
    let completed = all(&mut store, "");
    assert_eq!(uuids(&completed), uuids(&all(&mut store, "include=completed")));
    assert_eq!(
        (completed.len(), completed.iter().filter(is_completed).count()),
        (count(&is_completed), completed.len())
    );
    let partials = all(&mut store, "include=partials");
    assert_eq!(partials.len(), count(&has_data));
    assert!(completed.len() < partials.len() && partials.len() < everything.len());
}

#[test]
fn the_newest_come_first() {
    let mut store = seeded();
    for (include, field, other) in [
        ("completed", "last_data_reception_at", "last_shown_at"),
        ("partials", "last_data_reception_at", "last_shown_at"),
        ("all", "last_shown_at", "last_data_reception_at"),
    ] {
        let times: Vec<_> = all(&mut store, &format!("include={include}"))
            .iter()
            .map(|item| when(item, field).or(when(item, other)).unwrap())
            .collect();
        assert!(times.is_sorted_by(|newer, older| newer >= older), "{include}");
    }
}

#[test]
fn the_date_range_takes_its_start_and_leaves_its_end() {
    let mut store = seeded();
    for (include, field, other) in
        [("partials", "last_data_reception_at", "last_shown_at"), ("all", "last_shown_at", "last_data_reception_at")]
    {
        let everything = all(&mut store, &format!("include={include}"));
        let time_of = |item: &Value| when(item, field).or(when(item, other)).unwrap();
        // Two rows in the middle, with their printed times.
        let text = |item: &Value| item[field].as_str().or(item[other].as_str()).unwrap().to_owned();
        let (end, start) = (&everything[500], &everything[900]);
        let query = format!(
            "include={include}&date_range_start={}&date_range_end={}",
            text(start).replace(' ', "T"),
            text(end).replace(' ', "%20")
        );
        let within = uuids(&all(&mut store, &query));
        let expected: Vec<_> =
            everything.iter().filter(|item| (time_of(start)..time_of(end)).contains(&time_of(item))).cloned().collect();
        assert_eq!(within, uuids(&expected), "{query}");
        assert!(within.contains(&start["uuid"].as_str().unwrap().to_owned()));
        assert!(!within.contains(&end["uuid"].as_str().unwrap().to_owned()));
    }
}

#[test]
fn forms_segments_and_tags_filter() {
    let mut store = seeded();
    let everything = all(&mut store, "include=all&with_attributes=1");
    let (nps, csat) = (form(&mut store, "Quarterly NPS"), form(&mut store, "Support satisfaction"));
    let count = |keep: &dyn Fn(&Value) -> bool| everything.iter().filter(|item| keep(item)).count();
    let of = |form: &str, item: &Value| item["form"]["uuid"] == form;
    for (query, expected) in [
        (format!("form_uuid={nps}"), count(&|item| of(&nps, item))),
        (format!("form_uuids[]={nps}&form_uuids[]={csat}"), count(&|item| of(&nps, item) || of(&csat, item))),
        (format!("form_uuids%5B%5D={csat}"), count(&|item| of(&csat, item))),
    ] {
        let found = all(&mut store, &format!("include=all&{query}")).len();
        assert_eq!(found, expected, "{query}");
        assert!(found > 0, "{query}");
    }

    for name in ["Promoters", "Beta testers", "Enterprise accounts", "Seen in the last 30 days"] {
        let segment = segment(&mut store, name);
        let members = by_page(&mut store, &format!("/contacts?page_length=1000&segment_uuid={segment}"));
        let members: BTreeSet<_> = uuids(&members).into_iter().collect();
        assert!(!members.is_empty() && members.len() < 300, "{name}: {}", members.len());
        let expected = count(&|item| members.contains(item["contact"]["uuid"].as_str().unwrap()));
        assert_eq!(all(&mut store, &format!("include=all&segment_uuid={segment}")).len(), expected, "{name}");
        assert_eq!(all(&mut store, &format!("include=all&segment_uuids[]={segment}")).len(), expected, "{name}");
    }

    let mut by_tag: BTreeMap<String, usize> = BTreeMap::new();
    for tag in everything.iter().flat_map(|item| item["tags"].as_array().into_iter().flatten()) {
        *by_tag.entry(tag["uuid"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert_eq!(by_tag.len(), 5);
    for (tag, expected) in by_tag {
        assert_eq!(all(&mut store, &format!("include=all&tag_uuid={tag}")).len(), expected);
    }
}

#[test]
fn data_and_search_filter() {
    let mut store = seeded();
    let ideas = form(&mut store, "Ideas & wishes");
    let stored = json!({"form_uuid": ideas, "id": "dated", "idea": "großartig"});
    post(&mut store, "/responses", stored);
    post(&mut store, "/identify-user", json!({"id": "dated", "renewal_date": "1664582400"}));
    let everything = all(&mut store, "include=all&with_attributes=true");
    assert!(everything.iter().any(|item| item["data"].to_string().contains("großartig")));
    let someone = everything[0]["contact"]["uuid"].as_str().unwrap().to_owned();
    let count = |keep: &dyn Fn(&Value) -> bool| everything.iter().filter(|item| keep(item)).count();
    let mut contacts: BTreeMap<String, Value> = BTreeMap::new();
    for contact in by_page(&mut store, "/contacts?page_length=1000") {
        contacts.insert(contact["uuid"].as_str().unwrap().to_owned(), contact);
    }
    let account = |item: &Value| contacts[item["contact"]["uuid"].as_str().unwrap()]["account"].clone();
    for (query, expected) in [
        ("response_data[nps]=9", count(&|item| item["data"]["nps"] == 9 || item["data"]["nps"] == "9")),
        ("response_data[may_contact]=true", count(&|item| item["data"]["may_contact"] == true)),
        (
            "response_data[features]=Alerts",
            count(&|item| item["data"]["features"].as_array().is_some_and(|it| it.contains(&json!("Alerts")))),
        ),
        ("contact_data[language]=ja", count(&|item| item["contact"]["attributes"]["language"] == "ja")),
        (
            "contact_data[language]=de&response_data[nps]=10",
            count(&|item| {
                item["contact"]["attributes"]["language"] == "de"
                    && (item["data"]["nps"] == 10 || item["data"]["nps"] == "10")
            }),
        ),
        ("account_data[industry]=Retail", count(&|item| account(item)["attributes"]["industry"] == "Retail")),
        ("search=GROßARTIG", 0),
        (&format!("search={}", someone.to_uppercase()), count(&|item| item["contact"]["uuid"] == someone)),
        ("contact_data[renewal_date]=2022-10-01", 1),
        ("search=user-00010", count(&|item| item["contact"]["remote_id"] == "user-00010")),
    ] {
        let found = all(&mut store, &format!("include=all&{query}")).len();
        assert_eq!(found, expected, "{query}");
        assert_eq!(found == 0, query == "search=GROßARTIG", "{query} should find something");
    }
    assert!(all(&mut store, "")[0]["contact"].get("attributes").is_none());
    assert!(all(&mut store, "with_attributes=0")[0]["contact"].get("attributes").is_none());
}

#[test]
fn contacts_are_ordered_and_searched() {
    let mut store = seeded();
    for (order, pointer, newest_first) in [
        ("", "/first_seen_at", true),
        ("order_by=first_seen_at", "/first_seen_at", true),
        ("order_by=last_seen_at", "/last_seen_at", true),
        ("order_by=display_name", "/display_name", false),
        ("order_by=email", "/email", false),
    ] {
        let contacts = by_page(&mut store, &format!("/contacts?page_length=1000&{order}"));
        assert_eq!(contacts.len(), 300);
        let values: Vec<Option<String>> =
            contacts.iter().map(|it| it.pointer(pointer).unwrap().as_str().map(str::to_lowercase)).collect();
        let known: Vec<_> = values.iter().flatten().collect();
        assert!(values[known.len()..].iter().all(Option::is_none), "{order}: those without a value come last");
        assert!(known.is_sorted_by(|one, two| if newest_first { one >= two } else { one <= two }), "{order}");
    }
    let found = by_page(&mut store, "/contacts?page_length=1000&search=KESTRELBY");
    assert!(!found.is_empty() && found.len() < 100);
    assert!(found.iter().all(|it| it.to_string().to_lowercase().contains("kestrelby")));
    let uuid = found[0]["uuid"].as_str().unwrap().to_uppercase();
    assert_eq!(by_page(&mut store, &format!("/contacts?search={uuid}")), found[..1]);
    let form = form(&mut store, "Ideas & wishes");
    let shown = by_page(&mut store, &format!("/contacts?page_length=1000&form_uuid={form}"));
    let from_responses: BTreeSet<_> = all(&mut store, &format!("include=all&form_uuid={form}"))
        .iter()
        .map(|it| it["contact"]["uuid"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(uuids(&shown).into_iter().collect::<BTreeSet<_>>(), from_responses);
}

#[test]
fn the_seeded_account_looks_real() {
    let mut store = seeded();
    let everything = all(&mut store, "include=all&with_attributes=1");
    let contacts = by_page(&mut store, "/contacts?page_length=1000");
    let some = |what: &str, holds: bool| assert!(holds, "nothing in the data shows: {what}");
    let any = |keep: &dyn Fn(&Value) -> bool| everything.iter().any(keep);
    some("a score as a number", any(&|item| item["data"]["nps"].is_number()));
    some("a score as a text", any(&|item| item["data"]["nps"].is_string()));
    some(
        "a null answer",
        any(&|item| item["data"]["nps_reason"].is_null() && item["data"].get("nps_reason").is_some()),
    );
    some("a list of answers", any(&|item| item["data"]["features"].is_array()));
    some("a boolean answer", any(&|item| item["data"]["may_contact"].is_boolean()));
    some("text beyond Latin", any(&|item| item["data"].to_string().contains("です")));
    for field in ["first_shown_at", "first_data_reception_at", "completed_at", "received_at", "dismissed_at"] {
        some(field, any(&|item| item[field].is_null()) && any(&|item| !item[field].is_null()));
    }
    some("no account", contacts.iter().any(|it| it["account"]["remote_id"].is_null()));
    some(
        "a null trait",
        contacts
            .iter()
            .any(|it| it["attributes"]["nps_reason"].is_null() && it["attributes"].get("nps_reason").is_some()),
    );
    for pointer in ["/remote_id", "/email", "/display_name", "/account/domain", "/account/display_name"] {
        let null = |it: &Value| it.pointer(pointer).is_some_and(Value::is_null);
        some(pointer, contacts.iter().any(null) && !contacts.iter().all(null));
    }
    let emails: Vec<_> = contacts.iter().filter_map(|it| it["email"].as_str()).collect();
    some("a shared email", emails.iter().collect::<BTreeSet<_>>().len() < emails.len());
    assert!(emails.iter().all(|it| it.is_ascii() && (it.ends_with("@example.com") || it.ends_with("@example.org"))));
    let times: Vec<_> = everything.iter().filter_map(|item| when(item, "last_shown_at")).collect();
    let day = 24 * 3600 * 1000;
    assert!(times.iter().all(|at| (NOW - 549 * day..NOW).contains(at)));
    some("recent data", times.iter().any(|at| NOW - at < 7 * day));
    some("old data", times.iter().any(|at| NOW - at > 365 * day));
}
