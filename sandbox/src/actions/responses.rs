//! `GET /responses`, `POST /responses` and `POST /responses/tags`.

use serde_json::json;

use super::filter::Filter;
use super::users::{account_param, touch_user};
use super::{Call, Outcome, Route, render};
use crate::choices::{self, invalid};
use crate::http::Response;
use crate::paging::{Key, Paging};
use crate::params::Params;
use crate::store::{Answered, Store};

pub(super) const ROUTES: &[Route] = &[
    Route { name: "list_responses", method: "GET", path: "/responses", about_one_user: false, run: list_responses },
    Route { name: "store_response", method: "POST", path: "/responses", about_one_user: true, run: store_response },
    Route { name: "tag_response", method: "POST", path: "/responses/tags", about_one_user: false, run: tag_response },
];

/// The parameters of `POST /responses` itself. Every other name is the name of a question.
const FIXED: &[&str] = &["form_uuid", "id", "email", "uuid", "date", "prevent_duplicates", "tags", "account"];

/// <https://refiner.io/docs/api/#get-responses>
fn list_responses(call: &mut Call<'_>) -> Outcome {
    let Call { store, params, now_ms } = call;
    let (paging, filter) = (Paging::of(params)?, Filter::of(params, store)?);
    let search = params.text("search")?.map(|text| text.to_lowercase());
    let with_attributes = params.flag("with_attributes", false)?;
    let items = store
        .responses
        .iter()
        .filter(|(_, response)| filter.admits(store, response, *now_ms))
        .filter(|(_, response)| search.as_ref().is_none_or(|text| mentions(store, response, text)))
        .map(|(id, response)| {
            let key = filter.include.time(response).map_or(Key::Nothing(*id), |time| Key::newest(time, *id));
            (key, response)
        })
        .collect();
    Ok(paging.reply(items, |response| render::response(store, response, with_attributes)))
}

/// Whether the contact is named by the (lower-case) text.
fn mentions(store: &Store, response: &Answered, text: &str) -> bool {
    store.contacts.get(&response.contact).is_some_and(|contact| contact.mentions(text))
}

fn tag_names(params: &Params) -> Result<Vec<String>, Response> {
    let names = params.list("tags")?.unwrap_or_default();
    if names.len() > choices::MOST_TAGS || names.iter().any(|name| name.trim().is_empty()) {
        return Err(invalid(format!("tags must be at most {} names", choices::MOST_TAGS)));
    }
    Ok(names)
}

/// <https://refiner.io/docs/api/#store-responses>
fn store_response(call: &mut Call<'_>) -> Outcome {
    let params = call.params;
    let form = call.store.form_of_uuid(&params.required("form_uuid")?).ok_or_else(choices::no_such_form)?;
    let at = params.time("date")?.unwrap_or(call.now_ms);
    let prevent_duplicates = params.flag("prevent_duplicates", true)?;
    let (tags, account, data) = (tag_names(params)?, account_param(params)?, params.others(FIXED));
    if data.is_empty() {
        return Err(invalid("an answer is required"));
    }
    let contact = touch_user(call, account)?;
    let store = &mut *call.store;
    if prevent_duplicates {
        let same = |known: &&Answered| known.form == form && known.contact == contact && known.data == data;
        if let Some(known) = store.responses.values().find(same) {
            return Ok(json!({ "message": "ok", "uuid": known.uuid }));
        }
    }
    store.write_contact_traits(contact, &data);
    if let Some(contact) = store.contacts.get_mut(&contact) {
        contact.last_form_submission_at = contact.last_form_submission_at.max(Some(at));
    }
    let (id, uuid) = (store.next_id(), store.rng.uuid());
    store.responses.insert(id, Answered::stored(uuid.clone(), form, contact, data, at));
    store.add_tags(id, &tags);
    Ok(json!({ "message": "ok", "uuid": uuid }))
}

/// <https://refiner.io/docs/api/#tag-responses>
fn tag_response(call: &mut Call<'_>) -> Outcome {
    let uuid = call.params.required("uuid")?;
    let names = tag_names(call.params)?;
    if names.is_empty() {
        return Err(invalid("tags is required"));
    }
    let response = call.store.response_of_uuid(&uuid).ok_or_else(choices::no_such_response)?;
    call.store.add_tags(response, &names);
    Ok(json!({ "message": "ok" }))
}
