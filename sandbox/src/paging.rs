//! Pages by number and by cursor.
//!
//! A cursor holds the position of the last item handed out, not a count of items. So rows that arrive or leave before
//! it shift nothing: listing by cursor shows every row that was there at the start, exactly once.

use std::cmp::Reverse;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::choices::{self, invalid};
use crate::http::Response;
use crate::params::Params;

/// Page numbers above this are invalid.
const LAST_PAGE: i64 = i32::MAX as i64;

/// An item's position in its list; the smallest key comes first. The last field distinguishes equal items.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// Newest first.
    Newest(Reverse<i64>, Reverse<u64>),
    /// By name, ignoring case.
    Name(String, u64),
    /// Without a value: last.
    Nothing(u64),
}

impl Key {
    pub(crate) fn newest(ms: i64, id: u64) -> Self {
        Self::Newest(Reverse(ms), Reverse(id))
    }

    pub(crate) fn name(name: &str, id: u64) -> Self {
        Self::Name(name.to_lowercase(), id)
    }

    /// The cursor that continues after this item, the last one of a page.
    fn cursor(&self, page: i64) -> String {
        let text = match self {
            Self::Newest(Reverse(ms), Reverse(id)) => format!("{page} t {id} {ms}"),
            Self::Name(name, id) => format!("{page} n {id} {name}"),
            Self::Nothing(id) => format!("{page} x {id} "),
        };
        URL_SAFE_NO_PAD.encode(text)
    }

    fn from_cursor(cursor: &str) -> Option<(i64, Self)> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let mut parts = text.splitn(4, ' ');
        let page = parts.next()?.parse().ok().filter(|page| (1..LAST_PAGE).contains(page))?;
        let kind = parts.next()?;
        let (id, rest) = (parts.next()?.parse().ok()?, parts.next()?);
        let key = match kind {
            "t" => Self::Newest(Reverse(rest.parse().ok()?), Reverse(id)),
            "n" => Self::Name(rest.to_owned(), id),
            "x" => Self::Nothing(id),
            _ => return None,
        };
        Some((page, key))
    }
}

/// The requested page.
#[derive(Clone, Debug)]
pub(crate) struct Paging {
    length: i64,
    page: i64,
    after: Option<Key>,
    has_cursor: bool,
}

impl Paging {
    /// Reads `page`, `page_length` and `page_cursor`.
    pub(crate) fn of(params: &Params) -> Result<Self, Response> {
        let by_number = Self::by_number(params)?;
        let Some(cursor) = params.text("page_cursor")? else { return Ok(Self { has_cursor: true, ..by_number }) };
        let (page, key) = Key::from_cursor(&cursor).ok_or_else(|| invalid("page_cursor is not a cursor"))?;
        Ok(Self { page: page + 1, after: Some(key), has_cursor: true, ..by_number })
    }

    /// Reads `page` and `page_length`, for a list that has no cursors.
    pub(crate) fn by_number(params: &Params) -> Result<Self, Response> {
        let length = params.whole("page_length", 1..=choices::LONGEST_PAGE)?.unwrap_or(choices::DEFAULT_PAGE_LENGTH);
        let page = params.whole("page", 1..=LAST_PAGE)?.unwrap_or(1);
        Ok(Self { length, page, after: None, has_cursor: false })
    }

    /// The envelope with the requested page of `items`. Only the items on that page are rendered as JSON.
    pub(crate) fn reply<T>(&self, mut items: Vec<(Key, T)>, render: impl Fn(T) -> Value) -> Value {
        items.sort_by(|(one, _), (two, _)| one.cmp(two));
        let total = items.len();
        let length = self.length as usize;
        let start = match &self.after {
            Some(after) => items.partition_point(|(key, _)| key <= after),
            None => total.min((self.page as usize - 1).saturating_mul(length)),
        };
        let end = total.min(start.saturating_add(length));
        let last_page = match self.after {
            Some(_) => self.page + (total - end).div_ceil(length) as i64,
            None => total.div_ceil(length).max(1) as i64,
        };
        let cursor = if end < total { items[..end].last().map(|(key, _)| key.cursor(self.page)) } else { None };
        let page: Vec<Value> = items.drain(start..end).map(|(_, item)| render(item)).collect();
        let mut pagination = json!({
            "items_count": total,
            "current_page": self.page,
            "last_page": last_page,
            "page_length": self.length,
        });
        if self.has_cursor {
            pagination["next_page_cursor"] = json!(cursor);
        }
        json!({ "items": page, "pagination": pagination })
    }
}
