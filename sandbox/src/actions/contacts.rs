//! `GET /contacts`, `GET /contact` and `DELETE /contact`.

use serde_json::json;

use super::{Call, Outcome, Route, render};
use crate::choices;
use crate::http::Response;
use crate::paging::{Key, Paging};
use crate::store::{Contact, Id};

pub(super) const ROUTES: &[Route] = &[
    Route { name: "list_contacts", method: "GET", path: "/contacts", about_one_user: false, run: list_contacts },
    Route { name: "get_contact", method: "GET", path: "/contact", about_one_user: true, run: get_contact },
    Route { name: "delete_contact", method: "DELETE", path: "/contact", about_one_user: true, run: delete_contact },
];

type KeyOf = fn(&Contact, Id) -> Key;

const ORDERS: &[(&str, KeyOf)] = &[
    ("first_seen_at", |contact, id| Key::newest(contact.first_seen_at, id)),
    ("last_seen_at", |contact, id| Key::newest(contact.last_seen_at, id)),
    ("last_form_submission_at", |contact, id| {
        contact.last_form_submission_at.map_or(Key::Nothing(id), |at| Key::newest(at, id))
    }),
    ("display_name", |contact, id| contact.display_name().map_or(Key::Nothing(id), |name| Key::name(&name, id))),
    ("email", |contact, id| contact.email.as_ref().map_or(Key::Nothing(id), |email| Key::name(email, id))),
];

/// <https://refiner.io/docs/api/#get-contacts>
fn list_contacts(call: &mut Call<'_>) -> Outcome {
    let Call { store, params, now_ms } = call;
    let paging = Paging::of(params)?;
    let key_of = params.word("order_by", ORDERS)?.unwrap_or(ORDERS[0].1);
    let search = params.text("search")?.map(|text| text.to_lowercase());
    let form = params.text("form_uuid")?;
    let form = form.map(|uuid| store.form_of_uuid(&uuid).ok_or_else(choices::no_such_form)).transpose()?;
    let segment = params.text("segment_uuid")?;
    let segment = segment.map(|uuid| store.segment_of_uuid(&uuid).ok_or_else(choices::no_such_segment)).transpose()?;
    let answered: Option<std::collections::BTreeSet<Id>> = form.map(|form| {
        store.responses.values().filter(|response| response.form == form).map(|response| response.contact).collect()
    });
    let wanted = |id: &Id, contact: &Contact| {
        search.as_ref().is_none_or(|text| contact.mentions(text))
            && answered.as_ref().is_none_or(|answered| answered.contains(id))
            && segment.is_none_or(|segment| store.is_member(contact, segment, *now_ms))
    };
    let items = store
        .contacts
        .iter()
        .filter(|(id, contact)| wanted(id, contact))
        .map(|(id, contact)| (key_of(contact, *id), contact))
        .collect();
    Ok(paging.reply(items, |contact| render::contact(store, contact, *now_ms)))
}

fn existing(call: &Call<'_>) -> Result<Id, Response> {
    let identity = call.params.identity()?;
    call.store.find_contact(&identity).ok_or_else(choices::no_such_contact)
}

/// <https://refiner.io/docs/api/#get-contact>
fn get_contact(call: &mut Call<'_>) -> Outcome {
    let id = existing(call)?;
    Ok(render::contact(call.store, &call.store.contacts[&id], call.now_ms))
}

/// <https://refiner.io/docs/api/#delete-contact>
fn delete_contact(call: &mut Call<'_>) -> Outcome {
    let id = existing(call)?;
    call.store.delete_contact(id);
    Ok(json!({ "message": "ok" }))
}
