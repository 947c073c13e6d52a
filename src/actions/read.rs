//! The reading of a reply: the bytes checked against the model, and where a list goes on.

use super::Action;
use crate::model::anomaly::Anomaly;
use crate::model::check::{self, Unusable};
use crate::model::page::{Next, Position};
use crate::model::path::Path;

/// A reply that can be used.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The body without its byte-order mark.
    pub body: &'a [u8],
    /// Whatever is not as documented.
    pub anomalies: Vec<Anomaly>,
    /// Where the list goes on; `None` for actions that do not list.
    pub next: Option<Next>,
    /// How many items are on the page.
    pub items: usize,
    /// How many items the whole list has, if the page says so.
    pub total: Option<u32>,
}

/// Reads the body of a reply. `cursor` is the `page_cursor` of the request, if it had one.
///
/// # Errors
/// A sentence that says why the body cannot be used at all. Anything less is an anomaly.
pub fn read<'a>(action: &Action, bytes: &'a [u8], cursor: Option<&str>) -> Result<Reading<'a>, String> {
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut checked = check::check(body, action.output).map_err(|unusable| explain(unusable, body))?;
    if action.list && !checked.has_items {
        return Err("the reply has no list of items".to_owned());
    }
    if body.len() != bytes.len() {
        checked.anomalies.note(&Path::Root, "the body begins with a byte-order mark");
    }
    if core::str::from_utf8(body).is_err() {
        checked.anomalies.note(&Path::Root, "the body is not valid UTF-8; U+FFFD stands for what cannot be read");
    }
    let position = match checked.pagination.filter(|_| action.list) {
        Some(pagination) => Position::read(pagination).map_err(|error| explain(Unusable::Malformed(error), body))?,
        None => Position::default(),
    };
    let next = action.list.then(|| position.next(cursor));
    let items = checked.items;
    let unlisted = checked.anomalies.unlisted;
    let mut anomalies = checked.anomalies.into_list();
    if unlisted > 0 {
        let problem = "more kinds of anomaly than are listed".to_owned();
        anomalies.push(Anomaly { path: String::new(), problem, count: unlisted });
    }
    Ok(Reading { body, anomalies, next, items, total: position.total })
}

fn explain(unusable: Unusable, body: &[u8]) -> String {
    match unusable {
        Unusable::Empty => "the body is empty where JSON is expected".to_owned(),
        Unusable::NotAnObject(_) => "the body is JSON, but not an object".to_owned(),
        Unusable::Malformed(error) if error.at >= body.len() => {
            format!("the body ends in the middle of its JSON, after {} bytes", body.len())
        }
        Unusable::Malformed(error) => format!("the body is not JSON, from byte {} on", error.at),
    }
}
