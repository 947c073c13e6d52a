//! Which group a response belongs to.

use std::borrow::Cow;

use super::answer::{is_there, milliseconds, text};
use super::calendar::{Period, date};
use super::member::member;
use super::page_reader::Row;

/// How responses are put into groups. Each response belongs to one, but to any number of segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By the form, named by its uuid.
    Form,
    /// By the account of whoever answered, named by its `remote_id`, or else by its uuid.
    Account,
    /// By the time of the latest answer, or else of the last showing, at an offset in minutes east of UTC.
    Period(Period, i64),
    /// By segment, named by its uuid, which whoever adds the pages says; see
    /// [`Summary::segment`](super::Summary::segment).
    Segment,
    /// By a trait or an answer: the field at this position. Several choices are one group, joined with commas.
    Field(usize),
}

/// A group's name, in the order in which groups are sorted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key<'a> {
    /// The responses that have nothing to be grouped by.
    None,
    /// The first day of a period, in days since 1970-01-01.
    Period(i64),
    /// Any other.
    Text(Cow<'a, str>),
}

impl Key<'_> {
    /// The same key, holding its text itself.
    pub fn owned(self) -> Key<'static> {
        match self {
            Key::None => Key::None,
            Key::Period(start) => Key::Period(start),
            Key::Text(text) => Key::Text(Cow::Owned(text.into_owned())),
        }
    }

    /// What the key's text takes in memory.
    pub fn size(&self) -> usize {
        if let Key::Text(text) = self { text.len() } else { 0 }
    }
}

impl By {
    /// The group of a response.
    pub fn key<'a>(self, row: Row<'_, 'a>) -> Key<'a> {
        let head = row.head;
        match self {
            By::Form => named(text(member(head.form, "uuid"))),
            By::Account => {
                let remote_id = member(head.account, "remote_id");
                named(text(if is_there(remote_id) { remote_id } else { member(head.account, "uuid") }))
            }
            By::Period(period, offset) => milliseconds(head.last_data_reception_at)
                .or_else(|| milliseconds(head.last_shown_at))
                .map_or(Key::None, |time| Key::Period(period.start(time, offset))),
            By::Field(position) => named(text(row.field(position))),
            By::Segment => Key::None,
        }
    }

    /// What people call the group, when that is not its key: the form's or the account's name.
    pub fn label(self, row: Row<'_, '_>) -> Option<String> {
        let name = match self {
            By::Form => member(row.head.form, "name"),
            By::Account => member(row.head.account, "display_name"),
            By::Period(..) | By::Field(_) | By::Segment => return None,
        };
        text(name).map(Cow::into_owned)
    }

    /// The key as text; `None` for the responses that have nothing to be grouped by.
    pub fn name(self, key: &Key<'_>) -> Option<String> {
        match (self, key) {
            (_, Key::None) => None,
            (By::Period(period, _), Key::Period(start)) => Some(period.name(*start)),
            (_, Key::Period(start)) => Some(date(*start)),
            (_, Key::Text(text)) => Some(text.clone().into_owned()),
        }
    }

    /// The first day of the period, as `2026-01-31`.
    pub fn start(self, key: &Key<'_>) -> Option<String> {
        if let Key::Period(start) = key { Some(date(*start)) } else { None }
    }
}

fn named(text: Option<Cow<'_, str>>) -> Key<'_> {
    text.map_or(Key::None, Key::Text)
}
