//! Reads a reply: checks its bytes against the model, and finds the next page of a list.

use super::paging::{Next, Position};
use crate::actions::Action;
use crate::json::bytes::{is_utf8, strip_bom};
use crate::json::path::Path;
use crate::schema::anomaly::Anomaly;
use crate::schema::check_reply;
use crate::schema::unusable::Unusable;

/// A usable reply.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The body without its byte-order mark.
    pub body: &'a [u8],
    /// Every difference from the documentation.
    pub anomalies: Vec<Anomaly>,
    /// How to get the next page; `None` for actions that are not lists.
    pub next: Option<Next>,
    /// The number of items on the page.
    pub items: usize,
    /// The number of items in the whole list, if the page gives it.
    pub total: Option<u32>,
}

/// Reads the body of a reply. `cursor` is the `page_cursor` of the request, if it had one.
///
/// # Errors
/// A message, when the body cannot be used at all. Lesser problems are anomalies.
pub fn read<'a>(action: &Action, bytes: &'a [u8], cursor: Option<&str>) -> Result<Reading<'a>, String> {
    read_text(action, bytes, cursor, is_utf8(bytes))
}

/// Like [`read`], for a caller that has decoded the body and so knows whether it `is_utf8`: that check takes as long as
/// decoding.
///
/// # Errors
/// See [`read`].
pub fn read_text<'a>(
    action: &Action,
    bytes: &'a [u8],
    cursor: Option<&str>,
    is_utf8: bool,
) -> Result<Reading<'a>, String> {
    let body = strip_bom(bytes);
    let mut checked = check_reply::check(body, action.output).map_err(|unusable| unusable.explain(body.len()))?;
    if action.list && !checked.has_items {
        return Err(Unusable::NoItems.explain(body.len()));
    }
    if body.len() != bytes.len() {
        checked.anomalies.note(&Path::Root, "the body begins with a byte-order mark");
    }
    if !is_utf8 {
        checked.anomalies.note(&Path::Root, "the body is not valid UTF-8; U+FFFD replaces the invalid bytes");
    }
    let position = match checked.pagination.filter(|_| action.list) {
        Some(pagination) => {
            Position::read(pagination).map_err(|error| Unusable::Malformed(error).explain(body.len()))?
        }
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
