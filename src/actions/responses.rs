//! Responses: what was answered.

use std::collections::BTreeMap;

use super::{Action, Effect, Method};
use crate::model::response::ResponsePage;
use crate::model::shape::Doc;
use crate::model::text::{Identifier, Identifiers, PageLength, PageNumber, Scalar, Time};

crate::choice! {
    /// Which responses a list includes.
    Include {
        /// Completed ones only.
        Completed = "completed",
        /// Partial and completed ones.
        Partials = "partials",
        /// Views too: showings without an answer.
        All = "all",
    }
}

crate::record! {
    /// Which responses to list. All conditions must hold.
    input ListResponses {
        /// Of this survey.
        optional form_uuid: Identifier,
        /// Of any of these surveys.
        optional form_uuids: Identifiers,
        /// By contacts of this segment.
        optional segment_uuid: Identifier,
        /// By contacts of any of these segments.
        optional segment_uuids: Identifiers,
        /// With this tag.
        optional tag_uuid: Identifier,
        /// From this time on (inclusive), by when the latest answer came in; with `include: "all"` by when the survey was
        /// last shown.
        optional date_range_start: Time,
        /// Up to this time (exclusive).
        optional date_range_end: Time,
        /// `completed` (default), `partials` (partial and completed ones) or `all` (views too).
        optional include: Include,
        /// Containing this text.
        optional search: String,
        /// Whose answer to each of these questions equals the value.
        optional response_data: BTreeMap<String, Scalar>,
        /// Whose contact has these traits.
        optional contact_data: BTreeMap<String, Scalar>,
        /// Whose account has these traits.
        optional account_data: BTreeMap<String, Scalar>,
        /// Adds the contact's traits as `contact.attributes`. Default false.
        optional with_attributes: bool,
        /// The page's number, from 1. Default 1.
        optional page: PageNumber,
        /// Responses per page: 1 to 1000. Default 100.
        optional page_length: PageLength,
        /// The `next_page_cursor` of the page before. Refiner advises it past about 10,000 responses.
        optional page_cursor: Identifier,
    }
}

/// The actions of this group.
pub const ACTIONS: &[Action] = &[Action {
    name: "list_responses",
    aliases: &["get_responses", "REFINER_GET_RESPONSES"],
    title: Doc::new("List survey responses"),
    description: Doc::new("Lists survey responses with their answers and contacts, newest first, page by page."),
    method: Method::Get,
    path: "/responses",
    effect: Effect::Read,
    idempotent: true,
    list: true,
    input: ListResponses::RECORD,
    output: ResponsePage::RECORD,
    anchor: Doc::new("get-responses"),
}];
