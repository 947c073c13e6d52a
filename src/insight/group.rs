//! Assigns responses to groups.

use std::borrow::Cow;

use super::answer::{choices, milliseconds, text};
use super::calendar::{Period, date};
use super::member::member;
use super::page_reader::Row;
use super::zone::Zone;

/// How responses are grouped. Each response is in one group, except with segments, where it is in any number, and with
/// several choices, where it is in the group of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By form. The key is its uuid.
    Form,
    /// By the contact's account. The key is its `remote_id`. A contact without a group has an account without one, but
    /// with a uuid of its own.
    Account,
    /// By the time of the latest answer, or else of the last showing.
    Period(Period),
    /// By segment. The key is its uuid, which the caller gives with the pages; see
    /// [`Summary::segment`](super::Summary::segment).
    Segment,
    /// By a trait or an answer: the field at this index. Each choice is a key.
    Field(usize),
}

/// The key of a group. Groups sort by it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key<'a> {
    /// For responses without a value to group by.
    None,
    /// The first day of a period, in days since 1970-01-01.
    Period(i64),
    /// Any other key.
    Text(Cow<'a, str>),
}

impl Key<'_> {
    /// The same key with an owned text.
    pub fn owned(self) -> Key<'static> {
        match self {
            Key::None => Key::None,
            Key::Period(start) => Key::Period(start),
            Key::Text(text) => Key::Text(Cow::Owned(text.into_owned())),
        }
    }

    /// The bytes that the key's text takes.
    pub fn size(&self) -> usize {
        if let Key::Text(text) = self { text.len() } else { 0 }
    }
}

impl By {
    /// Calls `take` with the key of each of a response's groups. The same key can come several times.
    pub fn keys(self, row: Row<'_, '_>, zone: &Zone, take: &mut dyn FnMut(&Key<'_>)) {
        let By::Field(position) = self else { return take(&self.key(row, zone)) };
        let mut any = false;
        choices(row.field(position), &mut |choice| {
            any = true;
            take(&Key::Text(Cow::Borrowed(choice)));
        });
        if !any {
            take(&Key::None);
        }
    }

    /// The key of a response's group, if it has one only.
    fn key<'a>(self, row: Row<'_, 'a>, zone: &Zone) -> Key<'a> {
        let head = row.head;
        match self {
            By::Form => named(text(member(head.form, "uuid"))),
            By::Account => named(text(member(head.account, "remote_id"))),
            By::Period(period) => milliseconds(head.last_data_reception_at)
                .or_else(|| milliseconds(head.last_shown_at))
                .map_or(Key::None, |time| Key::Period(period.start(zone.local(time)))),
            By::Field(_) | By::Segment => Key::None,
        }
    }

    /// The group's name for people, when it differs from its key: that of the form or account.
    pub fn label(self, row: Row<'_, '_>) -> Option<String> {
        let name = match self {
            By::Form => member(row.head.form, "name"),
            By::Account => member(row.head.account, "display_name"),
            By::Period(_) | By::Field(_) | By::Segment => return None,
        };
        text(name).map(Cow::into_owned)
    }

    /// The key as text; `None` for the responses without a value to group by.
    pub fn name(self, key: &Key<'_>) -> Option<String> {
        match (self, key) {
            (_, Key::None) => None,
            (By::Period(period), Key::Period(start)) => Some(period.name(*start)),
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
