//! Operations: what this package makes of several calls. They only read.

use super::contacts::ListContacts;
use super::responses::ListResponses;
use crate::model::contact::Contact;
use crate::model::export::ExportSettings;
use crate::model::response::Response;
use crate::model::summary::{Summary, SummarySettings};
use crate::model::sync::SyncSettings;
use crate::schema::shape::{Doc, Record};

/// Something that takes several calls.
#[derive(Debug)]
pub struct Operation {
    /// Its name, such as `summarize_responses`.
    pub name: &'static str,
    /// A few words for a menu.
    pub title: Doc,
    /// What it does, for people and programs that choose.
    pub description: Doc,
    /// The actions that it calls; the first one is the list that it walks through.
    pub made_of: &'static [&'static str],
    /// What it takes of that list's input.
    pub query: &'static Record,
    /// The fields of the query that it sets itself.
    pub sets: &'static [&'static str],
    /// How many items it asks for at once when the query does not say. Fewer, larger requests: Refiner allows 1000. Ours.
    pub page_length: u16,
    /// The value of `include` when the query does not say; empty for that of the list.
    pub include: &'static str,
    /// What it takes besides.
    pub settings: &'static Record,
    /// What it gives.
    pub output: Output,
}

/// What an operation gives.
#[derive(Clone, Copy, Debug)]
pub enum Output {
    /// One object.
    Object(&'static Record),
    /// The bytes of a file, of these items.
    File(&'static Record),
    /// One item after another.
    Items(&'static Record),
}

impl Operation {
    /// The fields of the query that a caller may set.
    pub fn query_fields(&self) -> impl Iterator<Item = &'static crate::schema::shape::Field> {
        self.query.fields.iter().filter(|field| !self.sets.contains(&field.name))
    }
}

/// Every operation.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        name: "summarize_responses",
        title: Doc::new("Summarize survey responses"),
        description: Doc::new(
            "Works out scores with their certainty (NPS, CSAT, CES, ratings), how often each choice was made, and rates, over \
             all responses that a query finds, in groups if wanted. Gives a small report, however many responses there are.",
        ),
        made_of: &["list_responses", "list_segments"],
        query: ListResponses::RECORD,
        sets: &[],
        page_length: 1000,
        include: "",
        settings: SummarySettings::RECORD,
        output: Output::Object(Summary::RECORD),
    },
    Operation {
        name: "export_responses",
        title: Doc::new("Export survey responses"),
        description: Doc::new("Writes all responses that a query finds into a file: CSV, NDJSON or JSON."),
        made_of: &["list_responses"],
        query: ListResponses::RECORD,
        sets: &[],
        page_length: 1000,
        include: "",
        settings: ExportSettings::RECORD,
        output: Output::File(Response::RECORD),
    },
    Operation {
        name: "export_contacts",
        title: Doc::new("Export contacts"),
        description: Doc::new("Writes all contacts that a query finds into a file: CSV, NDJSON or JSON."),
        made_of: &["list_contacts"],
        query: ListContacts::RECORD,
        sets: &[],
        page_length: 1000,
        include: "",
        settings: ExportSettings::RECORD,
        output: Output::File(Contact::RECORD),
    },
    Operation {
        name: "sync_responses",
        title: Doc::new("Sync survey responses"),
        description: Doc::new(
            "Gives the responses that are new or changed since the last time, with a checkpoint to go on from after a restart.",
        ),
        made_of: &["list_responses"],
        query: ListResponses::RECORD,
        sets: &["date_range_start", "date_range_end", "page", "page_cursor"],
        page_length: 500,
        include: "partials",
        settings: SyncSettings::RECORD,
        output: Output::Items(Response::RECORD),
    },
];

/// The operation of this name.
pub fn find(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}
