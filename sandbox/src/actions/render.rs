//! Contacts and responses as the JSON that Refiner sends.

use serde_json::{Value, json};

use crate::store::{Account, Answered, Contact, Id, Store};
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
        "account": store.account_of(contact).map(|account| {
            let mut value = short_account(account);
            value["first_seen_at"] = json!(contact_form(account.first_seen_at));
            value["last_seen_at"] = json!(contact_form(account.last_seen_at));
            value["attributes"] = json!(account.attributes);
            value
        }),
    })
}

fn short_account(account: &Account) -> Value {
    json!({
        "uuid": account.uuid,
        "remote_id": account.remote_id,
        "domain": account.domain(),
        "display_name": account.display_name(),
    })
}

/// A response, as `fixtures/response.json` has it.
///
/// <https://refiner.io/docs/api/#get-responses>
pub(super) fn response(store: &Store, response: &Answered, with_attributes: bool) -> Value {
    let time = |ms: Option<i64>| ms.map(response_form);
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
                "account": store.account_of(contact).map(short_account),
            });
            if with_attributes {
                value["attributes"] = json!(contact.attributes);
            }
            value
        }),
    });
    if !response.tags.is_empty() {
        let tag = |id: &Id| store.tags.get(id).map(|tag| json!({ "uuid": tag.uuid, "name": tag.name }));
        value["tags"] = response.tags.iter().filter_map(tag).collect();
    }
    value
}
