//! Writes items as the rows of a CSV table (RFC 4180).

use crate::json::scanner::Scanner;

use super::super::memory::Refused;
use super::cell::Cells;
use super::columns::{Columns, Content, OTHER};
use super::row::Row;

/// Writes the header row.
pub(super) fn write_header(columns: &Columns, cells: &mut Cells<'_>) {
    let mut first = true;
    // Names need no guard: each starts with the name of a fixed column or object, never with a formula character.
    for (_, column) in columns.shown() {
        separate(&mut first, cells);
        cells.text(&column.name);
    }
    if columns.has_other() {
        separate(&mut first, cells);
        cells.raw(OTHER.as_bytes());
    }
    cells.raw(b"\r\n");
}

/// Writes one row per item. The items must be checked, without insignificant white space, and separated by newlines.
///
/// # Errors
/// When memory runs out.
pub(super) fn write_rows(items: &[u8], columns: &Columns, cells: &mut Cells<'_>) -> Result<(), Refused> {
    let mut row = Row::default();
    let mut scanner = Scanner::new(items);
    while row.read(columns, &mut scanner)? {
        write_row(&row, columns, cells)?;
    }
    Ok(())
}

fn separate(first: &mut bool, cells: &mut Cells<'_>) {
    if !*first {
        cells.raw(b",");
    }
    *first = false;
}

fn write_row(row: &Row<'_>, columns: &Columns, cells: &mut Cells<'_>) -> Result<(), Refused> {
    let start = cells.len();
    let mut first = true;
    for (index, column) in columns.shown() {
        separate(&mut first, cells);
        match column.content {
            Content::State => match row.state(columns) {
                Ok(state) => cells.raw(state.as_str().as_bytes()),
                Err(_) => cells.refused = true,
            },
            content => cells.value(row.value(columns, index), content == Content::Names),
        }
    }
    if columns.has_other() {
        separate(&mut first, cells);
        let other = row.other(columns)?;
        if !other.is_empty() {
            cells.quoted(&other);
        }
    }
    if cells.len() == start {
        // A blank line would not be read as a row.
        cells.raw(b"\"\"");
    }
    cells.raw(b"\r\n");
    if cells.refused { Err(Refused::NoMemory) } else { Ok(()) }
}
