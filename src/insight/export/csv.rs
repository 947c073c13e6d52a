//! Items as rows of a table, after RFC 4180.

use crate::model::scan::{Scanner, Text};

use super::cell::{write_quoted, write_value};
use super::columns::{Columns, Place, Shows};

/// Finds columns in items: questions and traits that have none yet. The items are as [`write_rows`] takes them.
pub(super) fn discover(items: &[u8], columns: &mut Columns) {
    let mut row = Row::default();
    for item in items.split(|byte| *byte == b'\n') {
        row.read(columns, item);
        for rest in &row.rest {
            match rest.key {
                Some(key) if columns.is_open() => columns.discover(rest.object, key),
                _ => {}
            }
        }
    }
}

/// Writes the row that names the columns.
pub(super) fn write_header(columns: &Columns, out: &mut Vec<u8>) {
    let mut first = true;
    // No name begins with what a spreadsheet would run: each starts with the name of a fixed column or object.
    for (_, column) in columns.shown() {
        part(&mut first, out);
        write_quoted(column.name.as_bytes(), out);
    }
    if columns.has_other() {
        out.extend_from_slice(b",other");
    }
    out.extend_from_slice(b"\r\n");
}

/// Writes a row per item. The items were checked, have no insignificant white space and are parted by newlines.
pub(super) fn write_rows(items: &[u8], columns: &Columns, guarded: bool, out: &mut Vec<u8>) {
    let mut row = Row::default();
    for item in items.split(|byte| *byte == b'\n') {
        row.read(columns, item);
        row.write(columns, guarded, out);
    }
}

fn part(first: &mut bool, out: &mut Vec<u8>) {
    if !*first {
        out.push(b',');
    }
    *first = false;
}

/// Where in an item each column's value is. Nothing is copied.
#[derive(Default)]
struct Row<'a> {
    /// The values by column; empty for those that are not there.
    cells: Vec<&'a [u8]>,
    /// The values of the objects.
    objects: Vec<&'a [u8]>,
    /// What no column takes.
    rest: Vec<Rest<'a>>,
}

/// A value that no column takes.
struct Rest<'a> {
    object: usize,
    /// The key in the object; none for a value that stands in the object's place.
    key: Option<Text<'a>>,
    value: &'a [u8],
}

impl<'a> Row<'a> {
    /// Reads an item. Of keys that come twice the last counts.
    fn read(&mut self, columns: &Columns, item: &'a [u8]) {
        self.cells.clear();
        self.cells.resize(columns.all.len(), &[]);
        self.objects.clear();
        self.objects.resize(columns.objects.len(), &[]);
        self.rest.clear();
        for object in 0..columns.objects.len() {
            let value = if object == 0 { item } else { self.objects.get(object).copied().unwrap_or_default() };
            match value {
                [b'{', ..] => self.read_object(columns, object, value),
                // A server that has no empty objects sends empty lists.
                b"" | b"[]" | b"null" if object > 0 => {}
                _ => self.rest.push(Rest { object, key: None, value }),
            }
        }
    }

    fn read_object(&mut self, columns: &Columns, object: usize, value: &'a [u8]) {
        let mut scanner = Scanner::new(value);
        let Ok(mut entered) = scanner.enter_object() else { return };
        while let Ok(Some(key)) = scanner.next_key(&mut entered) {
            let start = scanner.position();
            if scanner.skip().is_err() {
                return;
            }
            let value = scanner.since(start);
            let slot = match columns.find(object, key) {
                Some(Place::Column(column)) => self.cells.get_mut(column),
                Some(Place::Object(object)) => self.objects.get_mut(object),
                None => {
                    self.rest.push(Rest { object, key: Some(key), value });
                    None
                }
            };
            if let Some(slot) = slot {
                *slot = value;
            }
        }
    }

    fn write(&self, columns: &Columns, guarded: bool, out: &mut Vec<u8>) {
        let start = out.len();
        let mut first = true;
        for (index, column) in columns.shown() {
            part(&mut first, out);
            let value = self.cells.get(index).copied().unwrap_or_default();
            match column.shows {
                Shows::State => out.extend_from_slice(self.state(columns).as_bytes()),
                shows => write_value(value, shows == Shows::Names, guarded, out),
            }
        }
        if columns.has_other() {
            out.push(b',');
            self.write_other(columns, out);
        }
        if out.len() == start {
            // A line without anything on it would be no row.
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(b"\r\n");
    }

    /// Writes what no column takes as one JSON object, by what their columns would be called. Of keys that come twice the
    /// last counts here too, as in any JSON object.
    fn write_other(&self, columns: &Columns, out: &mut Vec<u8>) {
        if self.rest.is_empty() {
            return;
        }
        let mut other = vec![b'{'];
        for rest in &self.rest {
            if other.len() > 1 {
                other.push(b',');
            }
            let path = columns.objects.get(rest.object).map_or("", |object| object.path);
            other.push(b'"');
            match rest.key {
                Some(key) => {
                    other.extend_from_slice(path.as_bytes());
                    other.extend_from_slice(key.raw);
                }
                None if rest.object == 0 => other.extend_from_slice(b"item"),
                None => other.extend_from_slice(path.trim_end_matches('.').as_bytes()),
            }
            other.extend_from_slice(b"\":");
            other.extend_from_slice(rest.value);
        }
        other.push(b'}');
        write_quoted(&other, out);
    }

    /// Completed, when it says so; partial, when there is an answer or the time of one; else viewed.
    fn state(&self, columns: &Columns) -> &'static str {
        let is_there = |value: &[u8]| !matches!(value, b"" | b"null" | b"\"\"");
        let has = |name: &str| match columns.find(0, Text { raw: name.as_bytes(), escaped: false }) {
            Some(Place::Column(column)) => self.cells.get(column).is_some_and(|value| is_there(value)),
            _ => false,
        };
        let is_answer = |object: usize| columns.objects.get(object).is_some_and(|object| object.path == "data.");
        if has("completed_at") {
            "completed"
        } else if has("last_data_reception_at")
            || columns.all.iter().zip(&self.cells).any(|(column, value)| is_answer(column.object) && is_there(value))
            || self.rest.iter().any(|rest| is_answer(rest.object) && rest.key.is_some() && is_there(rest.value))
        {
            "partial"
        } else {
            "viewed"
        }
    }
}
