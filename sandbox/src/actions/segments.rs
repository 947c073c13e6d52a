//! `GET /segments`, `POST /sync-segment` and `DELETE /sync-segment`.

use serde_json::json;

use super::users::touch_user;
use super::{Call, Outcome, Route};
use crate::choices;
use crate::http::Response;
use crate::paging::{Key, Paging};
use crate::store::Id;

pub(super) const ROUTES: &[Route] = &[
    Route { name: "list_segments", method: "GET", path: "/segments", about_one_user: false, run: list_segments },
    Route {
        name: "add_contact_to_segment",
        method: "POST",
        path: "/sync-segment",
        about_one_user: true,
        run: add_contact_to_segment,
    },
    Route {
        name: "remove_contact_from_segment",
        method: "DELETE",
        path: "/sync-segment",
        about_one_user: true,
        run: remove_contact_from_segment,
    },
];

/// <https://refiner.io/docs/api/#get-segments>
fn list_segments(call: &mut Call<'_>) -> Outcome {
    let paging = Paging::of(call.params)?;
    let items = call.store.segments.iter().map(|(id, segment)| (Key::name(&segment.name, *id), segment)).collect();
    Ok(paging.reply(
        items,
        |segment| json!({ "uuid": segment.uuid, "name": segment.name, "is_manual": segment.rule.is_none() }),
    ))
}

fn manual_segment(call: &Call<'_>) -> Result<Id, Response> {
    let uuid = call.params.required("segment_uuid")?;
    let id = call.store.segment_of_uuid(&uuid).ok_or_else(choices::no_such_segment)?;
    if call.store.segments[&id].rule.is_some() { Err(choices::segment_is_automatic()) } else { Ok(id) }
}

/// <https://refiner.io/docs/api/#link-users>
fn add_contact_to_segment(call: &mut Call<'_>) -> Outcome {
    let segment = manual_segment(call)?;
    let contact = touch_user(call, None)?;
    if let Some(contact) = call.store.contacts.get_mut(&contact) {
        contact.segments.insert(segment);
    }
    reply(call, contact, segment)
}

/// <https://refiner.io/docs/api/#link-users>
fn remove_contact_from_segment(call: &mut Call<'_>) -> Outcome {
    let segment = manual_segment(call)?;
    let identity = call.params.identity()?;
    let contact = call.store.find_contact(&identity).ok_or_else(choices::no_such_contact)?;
    if let Some(contact) = call.store.contacts.get_mut(&contact) {
        contact.segments.remove(&segment);
    }
    reply(call, contact, segment)
}

fn reply(call: &Call<'_>, contact: Id, segment: Id) -> Outcome {
    let (contact, segment) = (&call.store.contacts[&contact].uuid, &call.store.segments[&segment].uuid);
    Ok(json!({ "message": "ok", "contact_uuid": contact, "segment_uuid": segment }))
}
