//! Items as rows of a table, after RFC 4180.

use crate::json::scanner::{JsonStr, Malformed, Scanner, Token};

use super::super::answer::is_there;
use super::super::state::{State, is_answer};
use super::cell::{write_quoted, write_value};
use super::columns::{ANSWERS, Column, Columns, Place, Says, Shows};
use crate::json::key_order::Keys;

/// Finds columns in items: questions and traits that have none yet. The items are as [`write_rows`] takes them.
pub(super) fn discover(items: &[u8], columns: &mut Columns) {
    let mut row = Row::default();
    let mut scanner = Scanner::new(items);
    while row.read(columns, &mut scanner) {
        for rest in row.rest() {
            if let Some(key) = rest.key {
                columns.discover(rest.object, key);
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
    let mut scanner = Scanner::new(items);
    while row.read(columns, &mut scanner) {
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
    /// The values by column, each with the turn of its object; empty for those that are not there.
    cells: Vec<(&'a [u8], u32)>,
    /// How often each object came anew. When a key comes twice the last counts, and whatever was found in an earlier turn
    /// does not.
    turns: Vec<u32>,
    /// What no column takes.
    rest: Vec<Rest<'a>>,
    /// The keys of each object in the items so far.
    keys: Vec<Keys<'a, Option<Place>>>,
}

/// A value that no column takes.
struct Rest<'a> {
    object: usize,
    turn: u32,
    /// The key in the object; none for a value that stands in the object's place.
    key: Option<JsonStr<'a>>,
    value: &'a [u8],
}

impl<'a> Row<'a> {
    /// Reads the next item, if there is one.
    fn read(&mut self, columns: &Columns, scanner: &mut Scanner<'a>) -> bool {
        self.cells.clear();
        self.cells.resize(columns.all.len(), (&[], 0));
        self.turns.clear();
        self.turns.resize(columns.objects.len(), 0);
        self.rest.clear();
        self.keys.resize_with(columns.objects.len(), Keys::default);
        // The items were checked: what cannot be read is the end.
        self.read_object(columns, 0, scanner).is_ok()
    }

    /// Reads an object, or whatever stands in its place. It recurses as deep as columns go, which is three objects.
    fn read_object(&mut self, columns: &Columns, object: usize, scanner: &mut Scanner<'a>) -> Result<(), Malformed> {
        let turn = self.turn(object);
        if scanner.peek() != Some(Token::Object) {
            let value = skip(scanner)?;
            // A server that has no empty objects sends empty lists.
            if object == 0 || (value != b"null" && value != b"[]") {
                self.rest.push(Rest { object, turn, key: None, value });
            }
            return Ok(());
        }
        let mut entered = scanner.enter_object()?;
        if let Some(keys) = self.keys.get_mut(object) {
            keys.begin();
        }
        loop {
            let Some(keys) = self.keys.get_mut(object) else { return Ok(()) };
            let Some((key, place)) = keys.next(scanner, &mut entered, &mut |key| columns.find(object, key))? else {
                return Ok(());
            };
            match place {
                Some(Place::Object(child)) => {
                    let path = columns.path(child);
                    for (turn, object) in self.turns.iter_mut().zip(&columns.objects) {
                        if object.path.starts_with(path) {
                            *turn = turn.saturating_add(1);
                        }
                    }
                    self.read_object(columns, child, scanner)?;
                }
                Some(Place::Column(column)) => {
                    let value = skip(scanner)?;
                    if let Some(cell) = self.cells.get_mut(column) {
                        *cell = (value, turn);
                    }
                }
                None => {
                    let value = skip(scanner)?;
                    self.rest.push(Rest { object, turn, key: Some(key), value });
                }
            }
        }
    }

    fn turn(&self, object: usize) -> u32 {
        self.turns.get(object).copied().unwrap_or_default()
    }

    /// The value of a column.
    fn value(&self, columns: &Columns, column: usize) -> &'a [u8] {
        match (self.cells.get(column), columns.all.get(column)) {
            (Some((value, turn)), Some(column)) if *turn == self.turn(column.object) => value,
            _ => &[],
        }
    }

    /// What no column takes.
    fn rest(&self) -> impl Iterator<Item = &Rest<'a>> {
        self.rest.iter().filter(|rest| rest.turn == self.turn(rest.object))
    }

    fn write(&self, columns: &Columns, guarded: bool, out: &mut Vec<u8>) {
        let start = out.len();
        let mut first = true;
        for (index, column) in columns.shown() {
            part(&mut first, out);
            match column.shows {
                Shows::State => out.extend_from_slice(self.state(columns).as_str().as_bytes()),
                shows => write_value(self.value(columns, index), shows == Shows::Names, guarded, out),
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
        let mut other = Vec::new();
        for rest in self.rest() {
            let path = columns.path(rest.object);
            other.extend_from_slice(if other.is_empty() { b"{\"" } else { b",\"" });
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
        if !other.is_empty() {
            other.push(b'}');
            write_quoted(&other, out);
        }
    }

    /// How far the response got.
    fn state(&self, columns: &Columns) -> State {
        let is_answers = |object: usize| columns.path(object) == ANSWERS;
        // A key of the answers that has no column, or a list in their place.
        let in_rest = |rest: &Rest<'_>| match rest.key {
            Some(_) => is_answer(rest.value),
            None => rest.value.first() == Some(&b'[') && is_answer(rest.value),
        };
        let says = |wanted: Says| columns.all.iter().enumerate().filter(move |(_, column)| column.says == wanted);
        let value = |(index, _): (usize, &Column)| self.value(columns, index);
        let completed = says(Says::Completed).map(value).any(is_there);
        let answered = completed
            || says(Says::Received).map(value).any(is_there)
            || says(Says::Answered).map(value).any(is_answer)
            || self.rest().any(|rest| is_answers(rest.object) && in_rest(rest));
        State::of(completed, answered)
    }
}

fn skip<'a>(scanner: &mut Scanner<'a>) -> Result<&'a [u8], Malformed> {
    let start = scanner.position();
    // The items were checked.
    scanner.skip_unchecked()?;
    Ok(scanner.slice_from(start))
}
