//! The reading of a reply: the bytes checked against the model, and where a list goes on.

use super::paging::{Next, Position};
use crate::actions::Action;
use crate::json::bytes::{is_utf8, strip_bom};
use crate::json::path::Path;
use crate::schema::anomaly::Anomaly;
use crate::schema::check_reply;
use crate::schema::unusable::Unusable;

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
    read_text(action, bytes, cursor, is_utf8(bytes))
}

/// The same for whoever has decoded the body, and so knows whether it `is_utf8`: looking for that takes as long as decoding.
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
        checked.anomalies.note(&Path::Root, "the body is not valid UTF-8; U+FFFD stands for what cannot be read");
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
