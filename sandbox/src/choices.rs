//! Every decision of our own.
//!
//! Nothing here was found in Refiner's documentation, in its replies or in another integration. Each item is a guess,
//! made because the sandbox must answer something; a client must not depend on any of them. If a figure does come from
//! a source, its comment says so.
//!
//! # Behaviour that is our choice and has no constant
//!
//! - **Keys.** The key is checked before the path and the body, so an unknown path without a key is a 401. If a request
//!   has several keys, the one in the `Authorization` header counts, then the query's, then the body's.
//! - **Parameters.** If the query and the body have the same parameter, the body's value counts. An empty text counts
//!   as absent (but an empty trait or answer is kept). A list must be sent as a list (`form_uuids[]=a` or a JSON
//!   array): no source says that Refiner understands a bare `form_uuids=a`, so that is a 422. Unknown parameters are
//!   ignored.
//! - **Which user a call names.** The first of `uuid`, `id` and `email` that is there decides. If several contacts
//!   share an email, it names the oldest. A new `id` with the email of a contact that has no `id` yet names that
//!   contact. An unknown `uuid` creates nobody. Removing an unknown user from a segment is a 404.
//! - **Success** is always a 200.
//! - **Pages.** `items_count` counts every item of the list, not those on the page. An empty list has one page; a page
//!   past the end is empty. `page_cursor` takes precedence over `page`. With a cursor, `last_page` is calculated from
//!   the items that are left, so that `current_page >= last_page` is true exactly on the last page, even if rows came
//!   or went meanwhile.
//! - **Orders.** Times: newest first. Texts: from A to Z. Items without a value come last. A form's history: newest
//!   first.
//! - **Filters.** A form, segment or tag that does not exist is a 404. `search` looks for the text, ignoring case, in a
//!   contact's `uuid`, `remote_id`, `email` and `display_name` (three sources), among responses too; no source says that
//!   it looks into answers. A data filter compares texts; in a multiple-choice answer one matching item is enough.
//! - **Forms.** Archiving unpublishes. Repeating an archiving, publishing or unpublishing changes nothing.
//! - **Stored responses.** A response is a duplicate if the same contact gave the same answers to the same form,
//!   whatever the date; the reply is then that of the existing response. A stored response counts as shown, completed
//!   and received at its `date`, and needs at least one answer.
//! - **Responses.** If a response lacks the time that a list is ordered by, its next best time is used.
//! - **Reports** are made from completed and partial responses by `last_data_reception_at`; the `views` of a count are
//!   the rows that were shown, by `last_shown_at`. Without `question_identifiers`, a report covers the questions of its
//!   kind; a distribution covers those with options. Without `date_range_end`, a report ends with today (one source); the
//!   end is written as the midnight after it, in UTC.
//! - **Account counters.** "Monthly" is the calendar month so far, in UTC. A tracked user is one last seen in it.
//! - **An empty sandbox** still has its forms and segments, because the API can create neither.

mod disputed;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::http::Response;
use crate::rng::Rng;
use crate::time;

pub use disputed::{NoAccount, ResponseTimes, Tags};

// ---- Keys -----------------------------------------------------------------------------------------------------------

/// Our choice: the one key the sandbox knows.
pub const KEY: &str = "sandbox-key-00000000000000000000";

/// Our choice: a shorter key counts as no key. (The live service has such a minimum length; its value is not known.)
pub const SHORTEST_KEY: usize = 8;

/// Our choice: a well-formed key has at least this many characters, all of `[A-Za-z0-9-]`.
pub const SHORTEST_WELL_FORMED_KEY: usize = 20;

/// Our choice: what a well-formed key looks like.
#[must_use]
pub fn is_well_formed_key(key: &str) -> bool {
    key.len() >= SHORTEST_WELL_FORMED_KEY && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

// ---- Errors ---------------------------------------------------------------------------------------------------------

/// Our choice: the shape of every error that no source shows.
#[must_use]
pub fn error(status: u16, text: impl Into<String>) -> Response {
    Response::json(status, &json!({ "error": text.into() }))
}

/// Our choice: a missing or invalid parameter is a 422.
pub fn invalid(text: impl Into<String>) -> Response {
    error(422, text)
}

/// Our choice: the reply for a contact that does not exist.
pub fn no_such_contact() -> Response {
    error(404, "Contact not found")
}

/// Our choice: the reply for a form that does not exist.
pub fn no_such_form() -> Response {
    error(404, "Form not found")
}

/// Our choice: the reply for a segment that does not exist.
pub fn no_such_segment() -> Response {
    error(404, "Segment not found")
}

/// Our choice: the reply for a tag that does not exist.
pub fn no_such_tag() -> Response {
    error(404, "Tag not found")
}

/// Our choice: the reply for a response that does not exist.
pub fn no_such_response() -> Response {
    error(404, "Response not found")
}

/// Our choice: contacts cannot be put into or taken out of an automatic segment by hand.
pub fn segment_is_automatic() -> Response {
    error(422, "Segment is not manual")
}

/// Our choice: an archived form cannot be published.
pub fn form_is_archived() -> Response {
    error(409, "Form is archived")
}

/// Our choice: the control side's reply to a request that does not come from this machine, or was not meant for it.
pub fn not_from_here(header: &str) -> Response {
    error(403, format!("The control side answers this machine only: the {header} of this request is another's."))
}

/// Our choice: the reply for a path the API does not have.
pub fn no_such_path(path: &str) -> Response {
    error(404, format!("No such endpoint: {path}"))
}

/// Our choice: the reply for an existing path that is called with another method.
pub fn wrong_method(method: &str, allowed: &str) -> Response {
    let mut response = error(405, format!("{method} is not allowed here, {allowed} is"));
    response.headers.push(("allow".to_owned(), allowed.to_owned()));
    response
}

/// Our choice: a body whose content type is JSON, but which is not a JSON object.
pub fn unreadable_json(why: &str) -> Response {
    error(400, format!("The body is not a JSON object: {why}"))
}

/// Our choice: a body that is neither JSON nor a URL-encoded form.
pub fn unknown_content_type(name: &str) -> Response {
    error(415, format!("The body's type is not known here: {name}"))
}

/// Our choice: the reply to a body above [`LARGEST_BODY`].
#[must_use]
pub fn too_large() -> Response {
    error(413, "The body is too large")
}

/// Our choice: the largest request body, in bytes. A larger one is a 413.
pub const LARGEST_BODY: usize = 10 * 1024 * 1024;

// ---- Parameters -----------------------------------------------------------------------------------------------------

/// Our choice: a name with brackets nested deeper than this is taken literally.
pub const DEEPEST_BRACKETS: usize = 16;

// ---- Rate limits ----------------------------------------------------------------------------------------------------

/// From one careful source: calls a minute for a key. Our choice: the limit counts calls in the sixty seconds before
/// the call; refused calls do not count.
pub const CALLS_PER_MINUTE: usize = 4_000;

/// From one careful source: calls a minute for a user identifier. Our choice: the identifier is the `id`, else the
/// `email`, else the `uuid`, and only calls that name one user count.
pub const CALLS_PER_MINUTE_AND_USER: usize = 100;

// ---- Lists ----------------------------------------------------------------------------------------------------------

/// Our choice between the two disputed defaults, 50 and 100.
pub const DEFAULT_PAGE_LENGTH: i64 = 50;

/// From the vendor: the longest page. Our choice: a longer one is a 422.
pub const LONGEST_PAGE: i64 = 1_000;

// ---- Contacts -------------------------------------------------------------------------------------------------------

/// From the vendor: how many traits an environment keeps. Our choice: contacts and accounts share them.
pub const MOST_TRAITS: usize = 1_000;

/// Our choice: the form in which a trait comes back. The vendor's example shows only texts; null removes the trait.
#[must_use]
pub fn trait_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => Some(items.iter().filter_map(trait_text).collect::<Vec<_>>().join(", ")),
        other => Some(other.to_string()),
    }
}

/// The traits of a contact or an account. Null: the trait had a value once, and was emptied.
pub type Traits = BTreeMap<String, Option<String>>;

/// The text of a trait; `None` if it is null or absent.
#[must_use]
pub fn text_of<'a>(traits: &'a Traits, name: &str) -> Option<&'a String> {
    traits.get(name)?.as_ref()
}

/// From one careful source: a trait whose name ends in `_at` or `_date` is read as a date, ISO or Unix, and comes back
/// as `2022-10-01T00:00:00.000000Z`. Our choices: a Unix time is a whole number of seconds; what is no time stays text.
#[must_use]
pub fn stored_trait(name: &str, value: &Value) -> Option<String> {
    let text = trait_text(value)?;
    if !name.ends_with("_at") && !name.ends_with("_date") {
        return Some(text);
    }
    let at = time::parse(&text).or_else(|| time::parse_unix(&text));
    Some(at.map_or(text, time::contact_form))
}

/// Our choice: the `display_name` of a contact or account is its trait `name`, else `first_name` and `last_name`, else null.
/// An account's `domain` is its trait `domain`.
#[must_use]
pub fn display_name(traits: &Traits) -> Option<String> {
    let parts: Vec<&str> =
        ["first_name", "last_name"].iter().filter_map(|name| text_of(traits, name)).map(String::as_str).collect();
    text_of(traits, "name").cloned().or_else(|| (!parts.is_empty()).then(|| parts.join(" ")))
}

/// Two sources say that a contact without a group has an account object all the same, with a null `remote_id` and an
/// empty `display_name`. Our choice: its `uuid` is made from the contact's, because nothing else keeps it.
#[must_use]
pub fn uuid_of_no_account(contact_uuid: &str) -> String {
    let (first, rest) = contact_uuid.split_at_checked(8).unwrap_or((contact_uuid, ""));
    let mirrored: String = first.chars().rev().collect();
    mirrored + rest
}

// ---- Forms ----------------------------------------------------------------------------------------------------------

/// Two typed sources have the `folder` of a form as an object. Our choice: the object has a uuid and a name.
#[must_use]
pub fn folder(name: &str) -> Value {
    let seed = name.bytes().fold(0_u64, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
    json!({ "uuid": Rng::new(seed).uuid(), "name": name })
}

/// Our choice: the words of a form's history, which is listed newest first.
pub mod history {
    /// The form was created.
    pub const CREATED: &str = "created";
    /// The form was created as a copy of another.
    pub const DUPLICATED: &str = "duplicated";
    /// The form was published.
    pub const PUBLISHED: &str = "published";
    /// The form was unpublished.
    pub const UNPUBLISHED: &str = "unpublished";
    /// The form was archived.
    pub const ARCHIVED: &str = "archived";
}

/// Our choice: the success messages of the form actions.
pub const FORM_MESSAGE: &str = "ok";

/// Our choice: the name of a copy when none is given.
#[must_use]
pub fn copy_name(name: &str) -> String {
    format!("Copy of {name}")
}

// ---- Responses ------------------------------------------------------------------------------------------------------

/// From the vendor: how many tags one call may name. Our choice: more than that, or none, is a 422.
pub const MOST_TAGS: usize = 20;

// ---- Reporting ------------------------------------------------------------------------------------------------------

/// Our choice: scores are rounded to whole numbers, halves away from zero (the vendor's 53.03 comes back as 53). A
/// score without answers is null.
#[must_use]
pub fn score(numerator: i64, count: i64) -> Value {
    if count == 0 { Value::Null } else { json!((100.0 * numerator as f64 / count as f64).round() as i64) }
}

/// The CSAT score is the share of satisfied and very satisfied, 1 and 2 of -2 to 2. Our choice: it is rounded.
#[must_use]
pub fn csat(satisfied: i64, very_satisfied: i64, count: i64) -> Value {
    score(satisfied + very_satisfied, count)
}

/// Our choice: an average has two decimals. Without answers it is null.
#[must_use]
pub fn average(sum: i64, count: i64) -> Value {
    if count == 0 { Value::Null } else { json!((100.0 * sum as f64 / count as f64).round() / 100.0) }
}

/// Our choice: ratings are counted in buckets from 1 to the largest rating found, but at least to this number.
pub const FEWEST_RATING_BUCKETS: i64 = 5;

/// Our choice: an answer above this is not a rating.
pub const LARGEST_RATING: i64 = 10;

// ---- The account ----------------------------------------------------------------------------------------------------

/// Our choice: the plan, its limits, and the names of the project.
pub mod plan {
    /// The plan's name.
    pub const NAME: &str = "Pro";
    /// Tracked users a month.
    pub const MTU_LIMIT: u64 = 5_000;
    /// Page views a month.
    pub const MPV_LIMIT: u64 = 1_000_000;
    /// Survey responses a month.
    pub const MSR_LIMIT: u64 = 1_000;
    /// The one environment.
    pub const ENVIRONMENT: &str = "Production";
}

// ---- The sandbox itself ---------------------------------------------------------------------------------------------

/// Our choice: the default "now", 2026-11-15T09:00:00Z. It is fixed, so that the seed alone determines the data. The
/// sandbox's clock starts there and runs on with real time.
pub const DEFAULT_NOW_MS: i64 = 1_794_733_200_000;

/// Our choice: how many received requests are remembered.
pub const REMEMBERED_REQUESTS: usize = 10_000;
