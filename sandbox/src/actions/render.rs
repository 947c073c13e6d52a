//! Contacts and responses as the JSON that Refiner sends.

use serde_json::{Value, json};

use crate::choices::{self, NoAccount, ResponseTimes, Tags, Traits};
use crate::store::{Answered, Contact, Store};
use crate::time::{contact_form, response_form};

/// A contact, as `fixtures/contact.json` has it.
///
/// <https://refiner.io/docs/api/#get-contact>
pub(super) fn contact(store: &Store, contact: &Contact, now_ms: i64) -> Value {
    let segments: Vec<_> = store
        .segments_of(contact, now_ms)
        .into_iter()
        .map(|segment| json!({ "uuid": segment.uuid, "name": segment.name }))
        .collect();
    json!({
        "uuid": contact.uuid,
        "remote_id": contact.remote_id,
        "email": contact.email,
        "display_name": contact.display_name(),
        "first_seen_at": contact_form(contact.first_seen_at),
        "last_seen_at": contact_form(contact.last_seen_at),
        "attributes": contact.attributes,
        "segments": segments,
        "account": full_account(store, contact),
    })
}

fn full_account(store: &Store, contact: &Contact) -> Option<Value> {
    let mut value = short_account(store, contact)?;
    let no_traits = Traits::new();
    let (first_seen_at, last_seen_at, attributes) = match store.account_of(contact) {
        Some(account) => (account.first_seen_at, account.last_seen_at, &account.attributes),
        None => (contact.first_seen_at, contact.last_seen_at, &no_traits),
    };
    value["first_seen_at"] = json!(contact_form(first_seen_at));
    value["last_seen_at"] = json!(contact_form(last_seen_at));
    value["attributes"] = json!(attributes);
    Some(value)
}

/// The account of a contact; for one without a group, what the sandbox was told to show instead.
fn short_account(store: &Store, contact: &Contact) -> Option<Value> {
    match (store.account_of(contact), store.no_account) {
        (Some(account), _) => Some(json!({
            "uuid": account.uuid,
            "remote_id": account.remote_id,
            "domain": account.domain(),
            "display_name": account.display_name(),
        })),
        (None, NoAccount::Object) => Some(json!({
            "uuid": choices::uuid_of_no_account(&contact.uuid),
            "remote_id": null,
            "domain": null,
            "display_name": "",
        })),
        (None, NoAccount::Null) => None,
    }
}

/// A response, as `fixtures/response.json` has it.
///
/// <https://refiner.io/docs/api/#get-responses>
pub(super) fn response(store: &Store, response: &Answered, with_attributes: bool) -> Value {
    let form_of_times = match store.response_times {
        ResponseTimes::Plain => response_form,
        ResponseTimes::Iso => contact_form,
    };
    let time = |ms: Option<i64>| ms.map(form_of_times);
    let form = store.forms.get(&response.form);
    let mut value = json!({
        "uuid": response.uuid,
        "first_shown_at": time(response.first_shown_at),
        "last_shown_at": time(response.last_shown_at),
        "show_counter": response.show_counter,
        "first_data_reception_at": time(response.first_data_reception_at),
        "last_data_reception_at": time(response.last_data_reception_at),
        "completed_at": time(response.completed_at),
        "received_at": time(response.received_at),
        "dismissed_at": time(response.dismissed_at),
        "form": form.map(|form| json!({ "uuid": form.uuid, "name": form.name })),
        "data": response.data,
        "contact": store.contacts.get(&response.contact).map(|contact| {
            let mut value = json!({
                "uuid": contact.uuid,
                "remote_id": contact.remote_id,
                "email": contact.email,
                "display_name": contact.display_name(),
                "account": short_account(store, contact),
            });
            if with_attributes {
                value["attributes"] = json!(contact.attributes);
            }
            value
        }),
    });
    let tags = response.tags.iter().filter_map(|id| store.tags.get(id));
    match store.tags_as {
        Tags::Objects if response.tags.is_empty() => {}
        Tags::Objects => value["tags"] = tags.map(|tag| json!({ "uuid": tag.uuid, "name": tag.name })).collect(),
        Tags::Texts => value["tags"] = tags.map(|tag| json!(tag.name)).collect(),
    }
    value
}
