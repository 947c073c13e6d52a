//! Survey responses and their tags.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Id, Store};

/// A tag on responses.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub(crate) uuid: String,
    pub(crate) name: String,
}

/// A survey response: a view if it has no data, partial until it is completed. (The handler's `Response` is something
/// else: an HTTP reply.)
///
/// <https://refiner.io/docs/api/#get-responses>
#[derive(Clone, Debug, Default)]
pub(crate) struct Answered {
    pub(crate) uuid: String,
    pub(crate) form: Id,
    pub(crate) contact: Id,
    pub(crate) first_shown_at: Option<i64>,
    pub(crate) last_shown_at: Option<i64>,
    pub(crate) show_counter: u64,
    pub(crate) first_data_reception_at: Option<i64>,
    pub(crate) last_data_reception_at: Option<i64>,
    pub(crate) completed_at: Option<i64>,
    pub(crate) received_at: Option<i64>,
    pub(crate) dismissed_at: Option<i64>,
    pub(crate) data: Map<String, Value>,
    pub(crate) tags: BTreeSet<Id>,
}

impl Answered {
    /// Stores a response through the API: shown, completed and received at once.
    pub(crate) fn stored(uuid: String, form: Id, contact: Id, data: Map<String, Value>, at: i64) -> Self {
        Self {
            uuid,
            form,
            contact,
            first_shown_at: Some(at),
            last_shown_at: Some(at),
            show_counter: 1,
            first_data_reception_at: Some(at),
            last_data_reception_at: Some(at),
            completed_at: Some(at),
            received_at: Some(at),
            dismissed_at: None,
            data,
            tags: BTreeSet::new(),
        }
    }
}

impl Store {
    pub(crate) fn response_of_uuid(&self, uuid: &str) -> Option<Id> {
        self.responses.iter().find(|(_, response)| response.uuid == uuid).map(|(id, _)| *id)
    }

    pub(crate) fn tag_of_uuid(&self, uuid: &str) -> Option<Id> {
        self.tags.iter().find(|(_, tag)| tag.uuid == uuid).map(|(id, _)| *id)
    }

    /// Adds tags by name to a response. An unknown name creates a tag.
    ///
    /// <https://refiner.io/docs/api/#tag-responses>
    pub(crate) fn add_tags(&mut self, response: Id, names: &[String]) {
        for name in names {
            let known = self.tags.iter().find(|(_, tag)| tag.name == *name).map(|(id, _)| *id);
            let tag = known.unwrap_or_else(|| {
                let (id, uuid) = (self.next_id(), self.rng.uuid());
                self.tags.insert(id, Tag { uuid, name: name.clone() });
                id
            });
            if let Some(response) = self.responses.get_mut(&response) {
                response.tags.insert(tag);
            }
        }
    }
}
