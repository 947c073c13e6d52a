//! Operations: what this package computes from several calls. Operations only read.

use super::contacts::ListContacts;
use super::responses::ListResponses;
use crate::model::contact::Contact;
use crate::model::export::ExportSettings;
use crate::model::response::Response;
use crate::model::summary::{CommentSettings, ComparisonSettings, Summary, SummarySettings};
use crate::model::sync::SyncSettings;
use crate::schema::shape::{Doc, Record};

/// Something that takes several calls.
#[derive(Debug)]
pub struct Operation {
    /// Its name, such as `summarize_responses`.
    pub name: &'static str,
    /// The method of `Refiner` that does it. An answer, such as `compare_responses`, is a use of `summarizeResponses`.
    pub method: &'static str,
    /// A short title, for menus.
    pub title: Doc,
    /// What it does, for people and models that choose an operation.
    pub description: Doc,
    /// The actions it calls, starting with the list it reads.
    pub made_of: &'static [&'static str],
    /// The input of that list, which callers pass as the query.
    pub query: &'static Record,
    /// The fields of the query that it sets itself; callers cannot.
    pub sets: &'static [&'static str],
    /// The page length when the query gives none. Refiner allows 1000; larger pages need fewer requests. We chose this
    /// value.
    pub page_length: u16,
    /// The value of `include` when the query gives none; empty for the list's own default.
    pub include: &'static str,
    /// Its settings, besides the query.
    pub settings: &'static Record,
    /// The parameters that a tool's definition shows to a model, most useful first; empty when it is no tool. A definition is
    /// read in every request, so it has at most 450 tokens. Whoever runs the tool may give all parameters.
    pub shown: &'static [&'static str],
    /// Its result.
    pub output: Output,
}

/// The result of an operation.
#[derive(Clone, Copy, Debug)]
pub enum Output {
    /// One object.
    Object(&'static Record),
    /// The bytes of a file made from these items.
    File(&'static Record),
    /// One item after another.
    Items(&'static Record),
}

impl Operation {
    /// The fields of the query that callers may set.
    pub fn query_fields(&self) -> impl Iterator<Item = &'static crate::schema::shape::Field> {
        self.query.fields.iter().filter(|field| !self.sets.contains(&field.name))
    }
}

/// Every operation.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        name: "summarize_responses",
        method: "summarizeResponses",
        title: Doc::new("Summarize survey responses"),
        description: Doc::new(
            "Computes scores with confidence intervals (NPS, CSAT, CES, ratings), how often each choice was made, and \
             rates, over all responses that match a query, optionally in groups.",
        ),
        made_of: &["list_responses", "list_segments", "list_forms"],
        query: ListResponses::RECORD,
        sets: &[],
        page_length: 1000,
        include: "",
        settings: SummarySettings::RECORD,
        shown: &[
            "metrics",
            "question",
            "group_by",
            "time_zone",
            "form_uuids",
            "segment_uuids",
            "date_range_start",
            "date_range_end",
            "include",
            "contact_data",
        ],
        output: Output::Object(Summary::RECORD),
    },
    Operation {
        name: "compare_responses",
        method: "summarizeResponses",
        title: Doc::new("Compare groups of responses"),
        description: Doc::new(
            "Compares scores and shares between groups: differences with intervals, p-values adjusted for their number, \
             and a verdict for each: up, down, no_evidence or too_few.",
        ),
        made_of: &["list_responses", "list_segments", "list_forms"],
        query: ListResponses::RECORD,
        sets: &[],
        page_length: 1000,
        include: "",
        settings: ComparisonSettings::RECORD,
        shown: &[
            "metrics",
            "group_by",
            "compare",
            "form_uuids",
            "segment_uuids",
            "date_range_start",
            "date_range_end",
            "contact_data",
        ],
        output: Output::Object(Summary::RECORD),
    },
    Operation {
        name: "sample_comments",
        method: "summarizeResponses",
        title: Doc::new("Sample comments"),
        description: Doc::new(
            "Gives a sample of the answers to a question in free text, over all responses that match a query, and the \
             terms that set one camp apart.",
        ),
        made_of: &["list_responses", "list_forms"],
        query: ListResponses::RECORD,
        sets: &[],
        page_length: 1000,
        include: "",
        settings: CommentSettings::RECORD,
        shown: &[
            "question",
            "by",
            "sample",
            "seed",
            "form_uuids",
            "segment_uuids",
            "date_range_start",
            "date_range_end",
            "contact_data",
        ],
        output: Output::Object(Summary::RECORD),
    },
    Operation {
        name: "export_responses",
        method: "exportResponses",
        title: Doc::new("Export survey responses"),
        description: Doc::new(
            "Writes all responses that match a query to a file: CSV, NDJSON, JSON or an Excel workbook.",
        ),
        made_of: &["list_responses"],
        query: ListResponses::RECORD,
        sets: &[],
        page_length: 1000,
        include: "",
        settings: ExportSettings::RECORD,
        shown: &[],
        output: Output::File(Response::RECORD),
    },
    Operation {
        name: "export_contacts",
        method: "exportContacts",
        title: Doc::new("Export contacts"),
        description: Doc::new(
            "Writes all contacts that match a query to a file: CSV, NDJSON, JSON or an Excel workbook.",
        ),
        made_of: &["list_contacts"],
        query: ListContacts::RECORD,
        sets: &[],
        page_length: 1000,
        include: "",
        settings: ExportSettings::RECORD,
        shown: &[],
        output: Output::File(Contact::RECORD),
    },
    Operation {
        name: "sync_responses",
        method: "syncResponses",
        title: Doc::new("Sync survey responses"),
        description: Doc::new(
            "Returns the responses that are new or changed since the last run, and a checkpoint for the next run. Takes partial \
             responses too, unlike lists, summaries and exports: a response that is never completed would otherwise not \
             come at all.",
        ),
        made_of: &["list_responses"],
        query: ListResponses::RECORD,
        sets: &["date_range_start", "date_range_end", "page", "page_cursor"],
        page_length: 500,
        include: "partials",
        settings: SyncSettings::RECORD,
        shown: &[],
        output: Output::Items(Response::RECORD),
    },
];

impl Operation {
    /// Whether it is a use of another operation's method.
    pub fn is_answer(&self) -> bool {
        let first = OPERATIONS.iter().find(|operation| operation.method == self.method);
        first.is_none_or(|first| first.name != self.name)
    }
}

/// The operation of this name.
pub fn find(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}
