//! Reads an item of a page: which value is in which column, and what no column takes.

use crate::json::key_order::Keys;
use crate::json::scanner::{JsonStr, Malformed, Scanner, Token};

use super::super::answer::is_present;
use super::super::memory::{Refused, reserve};
use super::super::state::{Answered, State, is_answer};
use super::columns::{ANSWERS, Column, Columns, Evidence, Place};

/// Discovers columns: questions and traits in the items that have none yet. The items must be checked, without
/// insignificant white space, and separated by newlines.
///
/// # Errors
/// When memory runs out.
pub(super) fn discover(items: &[u8], columns: &mut Columns) -> Result<(), Refused> {
    let mut row = Row::default();
    let mut scanner = Scanner::new(items);
    while row.read(columns, &mut scanner)? {
        for rest in row.rest() {
            if let Some(key) = rest.key {
                columns.discover(rest.object, key);
            }
        }
    }
    Ok(())
}

/// The values of one item by column. Nothing is copied.
#[derive(Default)]
pub(super) struct Row<'a> {
    /// The value of each column, with the generation of its object when it was read; empty for missing values.
    cells: Vec<(&'a [u8], u32)>,
    /// The generation of each object: how often its key occurred in this item. The last of duplicate keys is used, so
    /// values read in an earlier generation are stale.
    generations: Vec<u32>,
    /// The values that no column takes.
    rest: Vec<Rest<'a>>,
    /// The known keys of each object.
    keys: Vec<Keys<'a, Option<Place>>>,
}

/// A value that no column takes.
pub(super) struct Rest<'a> {
    pub(super) object: usize,
    generation: u32,
    /// The key in the object; `None` for a value that is there instead of the object.
    pub(super) key: Option<JsonStr<'a>>,
    value: &'a [u8],
}

impl<'a> Row<'a> {
    /// Reads the next item; false at the end.
    pub(super) fn read(&mut self, columns: &Columns, scanner: &mut Scanner<'a>) -> Result<bool, Refused> {
        self.cells.clear();
        self.cells.resize(columns.all.len(), (&[], 0));
        self.generations.clear();
        self.generations.resize(columns.objects.len(), 0);
        self.rest.clear();
        self.keys.resize_with(columns.objects.len(), Keys::default);
        match self.read_object(columns, 0, scanner) {
            Ok(()) => Ok(true),
            // The items were checked, so this is the end.
            Err(Refused::Malformed(_)) => Ok(false),
            Err(refused) => Err(refused),
        }
    }

    /// Reads an object, or the value that is there instead. Recurses once per level of columns, which are at most
    /// three.
    fn read_object(&mut self, columns: &Columns, object: usize, scanner: &mut Scanner<'a>) -> Result<(), Refused> {
        let generation = self.generation(object);
        if scanner.peek() != Some(Token::Object) {
            let value = skip(scanner)?;
            // A server that cannot write an empty object writes an empty list.
            if object == 0 || (value != b"null" && value != b"[]") {
                self.keep(Rest { object, generation, key: None, value })?;
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
                    for (generation, object) in self.generations.iter_mut().zip(&columns.objects) {
                        if object.path.starts_with(path) {
                            *generation = generation.saturating_add(1);
                        }
                    }
                    self.read_object(columns, child, scanner)?;
                }
                Some(Place::Column(column)) => {
                    let value = skip(scanner)?;
                    if let Some(cell) = self.cells.get_mut(column) {
                        *cell = (value, generation);
                    }
                }
                None => {
                    let value = skip(scanner)?;
                    self.keep(Rest { object, generation, key: Some(key), value })?;
                }
            }
        }
    }

    /// Keeps a value that no column takes.
    fn keep(&mut self, rest: Rest<'a>) -> Result<(), Refused> {
        self.rest.try_reserve(1).map_err(|_| Refused::NoMemory)?;
        self.rest.push(rest);
        Ok(())
    }

    fn generation(&self, object: usize) -> u32 {
        self.generations.get(object).copied().unwrap_or_default()
    }

    /// The value of a column; empty when it is missing or stale.
    pub(super) fn value(&self, columns: &Columns, column: usize) -> &'a [u8] {
        match (self.cells.get(column), columns.all.get(column)) {
            (Some((value, generation)), Some(column)) if *generation == self.generation(column.object) => value,
            _ => &[],
        }
    }

    /// The values that no column takes.
    pub(super) fn rest(&self) -> impl Iterator<Item = &Rest<'a>> {
        self.rest.iter().filter(|rest| rest.generation == self.generation(rest.object))
    }

    /// The values that no column takes as one JSON object; empty when there are none. It is keyed by the column names they would have. A dot in a
    /// key that is neither a question nor a trait becomes `\.`, and a backslash `\\`, because such a key may be that of a
    /// column or of another value otherwise. Duplicate keys are kept; the last one is used, as in any JSON object.
    pub(super) fn other(&self, columns: &Columns) -> Result<Vec<u8>, Refused> {
        let mut other = Vec::new();
        for (index, column) in columns.left_out() {
            let value = self.value(columns, index);
            if !value.is_empty() && value != b"null" {
                begin(&mut other, column.name.len(), value)?;
                other.extend_from_slice(column.name.as_bytes());
                end(&mut other, value);
            }
        }
        for rest in self.rest() {
            let path = columns.path(rest.object);
            // An escaped key is at most three times as long.
            let key = rest.key.map_or(0, |key| key.raw.len().saturating_mul(3));
            begin(&mut other, key.saturating_add(path.len()), rest.value)?;
            match rest.key {
                Some(key) => {
                    other.extend_from_slice(path.as_bytes());
                    if columns.objects.get(rest.object).is_some_and(|object| object.free) {
                        other.extend_from_slice(key.raw);
                    } else {
                        write_fixed(key.raw, &mut other);
                    }
                }
                None if rest.object == 0 => other.extend_from_slice(b"item"),
                None => other.extend_from_slice(path.trim_end_matches('.').as_bytes()),
            }
            end(&mut other, rest.value);
        }
        if !other.is_empty() {
            other.push(b'}');
        }
        Ok(other)
    }

    /// The state of the response.
    pub(super) fn state(&self, columns: &Columns) -> Result<State, Refused> {
        let is_answers = |object: usize| columns.path(object) == ANSWERS;
        // Also counts an answer without a column, and a list in place of the answers.
        let others = || self.rest().filter(|rest| is_answers(rest.object));
        let is_list =
            |rest: &Rest<'_>| rest.key.is_none() && rest.value.first() == Some(&b'[') && is_answer(rest.value);
        let each = |take: &mut dyn FnMut(JsonStr<'a>, &[u8])| {
            others().filter_map(|rest| Some((rest.key?, rest.value))).for_each(|(key, value)| take(key, value));
        };
        let says =
            |wanted: Evidence| columns.all.iter().enumerate().filter(move |(_, column)| column.evidence == wanted);
        let value = |(index, _): (usize, &Column)| self.value(columns, index);
        let completed = says(Evidence::Completed).map(value).any(is_present);
        let answered = completed
            || says(Evidence::Received).map(value).any(is_present)
            || says(Evidence::Answered).map(value).any(is_answer)
            || others().any(is_list)
            || {
                let mut others = Answered::default();
                each(&mut |key, value| others.add(key, value));
                others.any(&mut |take| each(take))?
            };
        Ok(State::of(completed, answered))
    }
}

/// Begins a key of an object, with room for it and its value.
fn begin(object: &mut Vec<u8>, key: usize, value: &[u8]) -> Result<(), Refused> {
    // The marks around the key are six bytes, with the end of the object.
    reserve(object, key.saturating_add(value.len()).saturating_add(8))?;
    object.extend_from_slice(if object.is_empty() { b"{\"" } else { b",\"" });
    Ok(())
}

/// Ends a key of an object, and writes its value.
fn end(object: &mut Vec<u8>, value: &[u8]) {
    object.extend_from_slice(b"\":");
    object.extend_from_slice(value);
}

/// Writes a key in JSON, as it is written there, with `.` as `\.` and `\` as `\\`.
fn write_fixed(mut raw: &[u8], out: &mut Vec<u8>) {
    loop {
        raw = match raw {
            [] => return,
            [b'.', rest @ ..] | [b'\\', b'u', b'0', b'0', b'2', b'e' | b'E', rest @ ..] => {
                out.extend_from_slice(br"\\.");
                rest
            }
            [b'\\', b'\\', rest @ ..] | [b'\\', b'u', b'0', b'0', b'5', b'c' | b'C', rest @ ..] => {
                out.extend_from_slice(br"\\\\");
                rest
            }
            [b'\\', escaped, rest @ ..] => {
                out.extend_from_slice(&[b'\\', *escaped]);
                rest
            }
            [byte, rest @ ..] => {
                out.push(*byte);
                rest
            }
        };
    }
}

fn skip<'a>(scanner: &mut Scanner<'a>) -> Result<&'a [u8], Malformed> {
    let start = scanner.position();
    // The items were checked.
    scanner.skip_unchecked()?;
    Ok(scanner.slice_from(start))
}
