//! The filters that select responses, shared by lists and reports.

use serde_json::{Map, Value};

use crate::choices::{self, Traits};
use crate::http::Response;
use crate::params::Params;
use crate::store::{Answered, Id, Store};

/// The least progress that a response must have made to be included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Include {
    Completed,
    Partials,
    All,
}

impl Include {
    pub(super) const WORDS: &'static [(&'static str, Self)] =
        &[("completed", Self::Completed), ("partials", Self::Partials), ("all", Self::All)];

    fn covers(self, response: &Answered) -> bool {
        match self {
            Self::Completed => response.completed_at.is_some(),
            Self::Partials => response.completed_at.is_some() || !response.data.is_empty(),
            Self::All => true,
        }
    }

    /// The time by which responses are ordered and filtered.
    pub(super) fn time(self, response: &Answered) -> Option<i64> {
        let (shown, received) = (response.last_shown_at, response.last_data_reception_at);
        if self == Self::All { shown.or(received) } else { received.or(response.completed_at).or(shown) }
    }
}

/// The filters of a call.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    pub(super) include: Include,
    forms: Option<Vec<Id>>,
    segments: Option<Vec<Id>>,
    tags: Option<Vec<Id>>,
    from: Option<i64>,
    until: Option<i64>,
    response_data: Map<String, Value>,
    contact_data: Map<String, Value>,
    account_data: Map<String, Value>,
}

impl Filter {
    /// Reads the filters. A form, segment or tag that they name must exist.
    pub(super) fn of(params: &Params, store: &Store) -> Result<Self, Response> {
        let forms = params.one_or_many("form_uuid", "form_uuids")?;
        let segments = params.one_or_many("segment_uuid", "segment_uuids")?;
        let tags = params.one_or_many("tag_uuid", "tag_uuids")?;
        let object = |name| params.object(name).map(|map| map.cloned().unwrap_or_default());
        Ok(Self {
            include: params.word("include", Include::WORDS)?.unwrap_or(Include::Completed),
            forms: resolve(forms, |uuid| store.form_of_uuid(uuid), choices::no_such_form)?,
            segments: resolve(segments, |uuid| store.segment_of_uuid(uuid), choices::no_such_segment)?,
            tags: resolve(tags, |uuid| store.tag_of_uuid(uuid), choices::no_such_tag)?,
            from: params.time("date_range_start")?,
            until: params.time("date_range_end")?,
            response_data: object("response_data")?,
            contact_data: object("contact_data")?,
            account_data: object("account_data")?,
        })
    }

    /// The same filters, with another date range and another stage.
    pub(super) fn over(self, include: Include, from: i64, until: i64) -> Self {
        Self { include, from: Some(from), until: Some(until), ..self }
    }

    pub(super) fn range(&self) -> (Option<i64>, Option<i64>) {
        (self.from, self.until)
    }

    /// Whether the filters select this response.
    pub(super) fn admits(&self, store: &Store, response: &Answered, now_ms: i64) -> bool {
        let any = |ids: &Option<Vec<Id>>, holds: &dyn Fn(Id) -> bool| {
            ids.as_ref().is_none_or(|ids| ids.iter().any(|id| holds(*id)))
        };
        self.include.covers(response)
            && any(&self.forms, &|form| response.form == form)
            && any(&self.tags, &|tag| response.tags.contains(&tag))
            && self.admits_time(self.include.time(response))
            && self.response_data.iter().all(|(name, wanted)| matches(response.data.get(name), wanted))
            && self.admits_contact(store, response.contact, now_ms)
    }

    fn admits_time(&self, time: Option<i64>) -> bool {
        match time {
            None => self.from.is_none() && self.until.is_none(),
            Some(time) => self.from.is_none_or(|from| from <= time) && self.until.is_none_or(|until| time < until),
        }
    }

    fn admits_contact(&self, store: &Store, contact: Id, now_ms: i64) -> bool {
        if self.segments.is_none() && self.contact_data.is_empty() && self.account_data.is_empty() {
            return true;
        }
        let Some(contact) = store.contacts.get(&contact) else { return false };
        let account = store.account_of(contact);
        let is = |traits: &Traits, name: &str, wanted: &Value| {
            let text = choices::text_of(traits, name);
            text.is_some() && text.cloned() == choices::stored_trait(name, wanted)
        };
        self.segments
            .as_ref()
            .is_none_or(|segments| segments.iter().any(|segment| store.is_member(contact, *segment, now_ms)))
            && self.contact_data.iter().all(|(name, wanted)| is(&contact.attributes, name, wanted))
            && self
                .account_data
                .iter()
                .all(|(name, wanted)| account.is_some_and(|account| is(&account.attributes, name, wanted)))
    }
}

fn resolve(
    uuids: Option<Vec<String>>,
    find: impl Fn(&str) -> Option<Id>,
    unknown: fn() -> Response,
) -> Result<Option<Vec<Id>>, Response> {
    uuids.map(|uuids| uuids.iter().map(|uuid| find(uuid).ok_or_else(unknown)).collect()).transpose()
}

/// Whether an answer equals the value of a filter. Of several answers to one question, one is enough.
fn matches(answer: Option<&Value>, wanted: &Value) -> bool {
    match answer {
        None | Some(Value::Null) => false,
        Some(Value::Array(items)) => items.iter().any(|item| matches(Some(item), wanted)),
        Some(answer) => choices::trait_text(answer) == choices::trait_text(wanted),
    }
}
