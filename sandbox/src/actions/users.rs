//! `POST /identify-user` and `POST /track-event`.

use serde_json::{Map, Value, json};

use super::{Call, Outcome, Route};
use crate::choices::{self, invalid};
use crate::http::Response;
use crate::params::Params;
use crate::store::{Event, Id, Identity};

pub(super) const ROUTES: &[Route] = &[
    Route { name: "identify_user", method: "POST", path: "/identify-user", about_one_user: true, run: identify_user },
    Route { name: "track_event", method: "POST", path: "/track-event", about_one_user: true, run: track_event },
];

impl Params {
    /// The user that a call names. One of `uuid`, `id` and `email` is required.
    pub(crate) fn identity(&self) -> Result<Identity, Response> {
        let identity = Identity { uuid: self.text("uuid")?, id: self.text("id")?, email: self.text("email")? };
        if identity == Identity::default() { Err(invalid("id or email is required")) } else { Ok(identity) }
    }

    /// The key by which a user's calls are counted, if the call names a user.
    pub(crate) fn user_key(&self) -> Result<Option<String>, Response> {
        for name in ["id", "email", "uuid"] {
            if let Some(text) = self.text(name)? {
                return Ok(Some(format!("{name} {text}")));
            }
        }
        Ok(None)
    }
}

/// An `account` parameter: its id and its traits.
pub(super) type AccountParam = Option<(String, Map<String, Value>)>;

/// <https://refiner.io/docs/api/#group-users>
pub(super) fn account_param(params: &Params) -> Result<AccountParam, Response> {
    let Some(account) = params.object("account")? else { return Ok(None) };
    let mut traits = account.clone();
    let id = traits.remove("id").as_ref().and_then(choices::trait_text).filter(|id| !id.is_empty());
    id.map(|id| Some((id, traits))).ok_or_else(|| invalid("account.id is required"))
}

/// The user that a call names, created if necessary, and put into the account that the call names.
pub(super) fn touch_user(call: &mut Call<'_>, account: AccountParam) -> Result<Id, Response> {
    let identity = call.params.identity()?;
    let id = call.store.find_or_create_contact(&identity, call.now_ms).ok_or_else(choices::no_such_contact)?;
    if let Some((account_id, traits)) = account {
        call.store.write_account(id, &account_id, &traits, call.now_ms);
    }
    Ok(id)
}

/// <https://refiner.io/docs/api/#identify-user>
fn identify_user(call: &mut Call<'_>) -> Outcome {
    let account = account_param(call.params)?;
    let id = touch_user(call, account)?;
    call.store.write_contact_traits(id, &call.params.others(&["id", "email", "uuid", "account"]));
    Ok(json!({ "message": "ok", "contact_uuid": call.store.contacts[&id].uuid }))
}

/// <https://refiner.io/docs/api/#track-event>
fn track_event(call: &mut Call<'_>) -> Outcome {
    call.params.required("event")?;
    let account = account_param(call.params)?;
    let contact = touch_user(call, account)?;
    call.store.events.push(Event { contact, at: call.now_ms });
    Ok(json!({ "message": "ok" }))
}
