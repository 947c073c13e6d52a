//! `GET /forms`, `POST /forms/publish`, `POST /forms/duplicate`, `DELETE /forms` and `GET /forms/history`.

use std::cmp::Reverse;
use std::collections::HashMap;

use serde_json::{Value, json};

use super::{Call, Outcome, Route};
use crate::choices::{self, history};
use crate::http::Response;
use crate::paging::{Key, Paging};
use crate::store::{Form, Id, Store};
use crate::time::contact_form;

pub(super) const ROUTES: &[Route] = &[
    Route { name: "list_forms", method: "GET", path: "/forms", about_one_user: false, run: list_forms },
    Route { name: "publish_form", method: "POST", path: "/forms/publish", about_one_user: false, run: publish_form },
    Route {
        name: "duplicate_form",
        method: "POST",
        path: "/forms/duplicate",
        about_one_user: false,
        run: duplicate_form,
    },
    Route { name: "archive_form", method: "DELETE", path: "/forms", about_one_user: false, run: archive_form },
    Route {
        name: "list_form_history",
        method: "GET",
        path: "/forms/history",
        about_one_user: false,
        run: list_form_history,
    },
];

type Belongs = fn(&Form) -> bool;

const LISTS: &[(&str, Belongs)] = &[
    ("all", |form| form.archived_at.is_none()),
    ("published", |form| form.archived_at.is_none() && form.published_at.is_some()),
    ("drafts", |form| form.archived_at.is_none() && form.published_at.is_none()),
    ("archived", |form| form.archived_at.is_some()),
    ("all_with_archived", |_| true),
];

/// A form's figures from its responses.
#[derive(Clone, Copy, Default)]
struct Usage {
    responses: u64,
    views: u64,
    first_view: Option<i64>,
    last_view: Option<i64>,
}

fn usage(store: &Store) -> HashMap<Id, Usage> {
    let mut usage: HashMap<Id, Usage> = HashMap::new();
    for response in store.responses.values() {
        let of_form = usage.entry(response.form).or_default();
        of_form.responses += u64::from(!response.data.is_empty());
        of_form.views += u64::from(response.first_shown_at.is_some());
        let earlier = response.first_shown_at.map(Reverse).max(of_form.first_view.map(Reverse));
        of_form.first_view = earlier.map(|Reverse(at)| at);
        of_form.last_view = of_form.last_view.max(response.last_shown_at);
    }
    usage
}

/// <https://refiner.io/docs/api/#get-forms>
fn list_forms(call: &mut Call<'_>) -> Outcome {
    let Call { store, params, .. } = call;
    // No independent client lists a cursor here.
    let paging = Paging::by_number(params)?;
    let belongs = params.word("list", LISTS)?.unwrap_or(LISTS[0].1);
    let (include_info, include_config) = (params.flag("include_info", false)?, params.flag("include_config", false)?);
    let usage = if include_info { usage(store) } else { HashMap::new() };
    let items = store
        .forms
        .iter()
        .filter(|(_, form)| belongs(form))
        .map(|(id, form)| (Key::name(&form.name, *id), (id, form)))
        .collect();
    Ok(paging.reply(items, |(id, form)| {
        let mut value = json!({ "uuid": form.uuid, "name": form.name });
        if include_info {
            add_info(&mut value, form, usage.get(id).copied().unwrap_or_default());
        }
        if include_config {
            value["config"] = form.config();
        }
        value
    }))
}

fn add_info(value: &mut Value, form: &Form, usage: Usage) {
    value["channels"] = json!(form.channels);
    value["published_at"] = json!(form.published_at.map(contact_form));
    value["archived_at"] = json!(form.archived_at.map(contact_form));
    value["created_at"] = json!(contact_form(form.created_at));
    value["updated_at"] = json!(contact_form(form.updated_at));
    value["first_form_view_at"] = json!(usage.first_view.map(contact_form));
    value["last_form_view_at"] = json!(usage.last_view.map(contact_form));
    value["responses_count"] = json!(usage.responses);
    value["views_count"] = json!(usage.views);
    value["folder"] = json!(form.folder.map(choices::folder));
    value["page_url"] = json!(form.page_url);
}

fn wanted_form(call: &Call<'_>) -> Result<Id, Response> {
    call.store.form_of_uuid(&call.params.required("form_uuid")?).ok_or_else(choices::no_such_form)
}

/// Changes a form and records that in its history, unless nothing changes.
fn change(call: &mut Call<'_>, id: Id, action: &'static str, apply: impl FnOnce(&mut Form) -> bool) -> Outcome {
    let changed = call.store.forms.get_mut(&id).is_some_and(apply);
    if changed {
        call.store.note_change(id, action, call.now_ms);
    }
    Ok(json!({ "message": choices::FORM_MESSAGE }))
}

/// <https://refiner.io/docs/api/#publish-form>
fn publish_form(call: &mut Call<'_>) -> Outcome {
    let (id, published, now_ms) = (wanted_form(call)?, call.params.flag("published", true)?, call.now_ms);
    if call.store.forms[&id].archived_at.is_some() {
        return Err(choices::form_is_archived());
    }
    let action = if published { history::PUBLISHED } else { history::UNPUBLISHED };
    change(call, id, action, |form| {
        let changed = form.published_at.is_some() != published;
        if changed {
            form.published_at = published.then_some(now_ms);
        }
        changed
    })
}

/// <https://refiner.io/docs/api/#delete-form>
fn archive_form(call: &mut Call<'_>) -> Outcome {
    let (id, now_ms) = (wanted_form(call)?, call.now_ms);
    change(call, id, history::ARCHIVED, |form| {
        form.published_at = None;
        form.archived_at.replace(form.archived_at.unwrap_or(now_ms)).is_none()
    })
}

/// <https://refiner.io/docs/api/#duplicate-form>
fn duplicate_form(call: &mut Call<'_>) -> Outcome {
    let source = call.store.forms[&wanted_form(call)?].clone();
    let name = call.params.text("name")?.unwrap_or_else(|| choices::copy_name(&source.name));
    let (id, uuid) = (call.store.next_id(), call.store.rng.uuid());
    let copy = Form {
        uuid: uuid.clone(),
        name,
        created_at: call.now_ms,
        published_at: None,
        archived_at: None,
        history: Vec::new(),
        ..source.clone()
    };
    call.store.forms.insert(id, copy);
    call.store.note_change(id, history::DUPLICATED, call.now_ms);
    Ok(json!({ "message": "ok", "source_form_uuid": source.uuid, "new_form_uuid": uuid }))
}

/// <https://refiner.io/docs/api/#get-forms>
fn list_form_history(call: &mut Call<'_>) -> Outcome {
    let (paging, id) = (Paging::by_number(call.params)?, wanted_form(call)?);
    let changes = call.store.forms[&id].history.iter().enumerate();
    let items = changes.map(|(index, change)| (Key::newest(change.at, index as Id), change)).collect();
    Ok(paging.reply(items, |change| {
        json!({
            "uuid": change.uuid,
            "action": change.action,
            "snapshot": change.snapshot,
            "created_at": contact_form(change.at),
        })
    }))
}
