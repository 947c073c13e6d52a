//! Writes items as the rows of worksheets (ECMA-376, part 1, 18.3).

use crate::insight::memory::Refused;
use crate::json::path::Path;
use crate::json::scanner::Scanner;
use crate::json::text;
use crate::schema::problem::Problem;

use super::columns::{Columns, Content, OTHER};
use super::row::Row;
use super::sheet_cell::{Place, push, style, value, written};

/// The most rows of a worksheet, the header included: a limit of Excel.
const MAX_ROWS: u64 = 1_048_576;

/// The most columns: a limit of Excel.
const MAX_COLUMNS: usize = 16_384;

/// The bytes after which a worksheet is full: an entry of a ZIP archive that is longer than 4 GiB is one that many
/// programs cannot read. A row is far shorter than what is left.
const MAX_BYTES: u64 = 3_500_000_000;

/// What a worksheet begins with: the header stays in sight, and columns are wide enough for a time.
const BEGIN: &str = concat!(
    "\0<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetViews>",
    "<sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>",
    "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols><col min=\"1\" max=\"",
);

/// The worksheet that is being written. Another one follows when it is full.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// The letters of each column.
    letters: Vec<String>,
    /// The rows so far, the header included; 0 before it begins.
    rows: u64,
    /// The bytes so far.
    bytes: u64,
    /// How many texts were cut.
    cut: u64,
}

/// Checks that a worksheet can have the named columns.
pub(super) fn check(columns: &Columns) -> Result<(), Problem> {
    if columns.shown().count() <= MAX_COLUMNS {
        return Ok(());
    }
    let problem = text!("has more than ", MAX_COLUMNS, " columns, the most that a worksheet can have");
    Err(Problem::new(&Path::Root.key("columns"), problem))
}

impl Sheet {
    pub(super) fn cut(&self) -> u64 {
        self.cut
    }

    /// Begins a worksheet with its header.
    pub(super) fn begin(&mut self, columns: &Columns, out: &mut Vec<u8>) -> Result<(), Refused> {
        let names = columns.shown().map(|(_, column)| column.name.as_str());
        let names = names.chain(columns.has_other().then_some(OTHER));
        let start = out.len();
        self.letters = (0..width(columns)).map(letters).collect();
        self.rows = 0;
        self.bytes = 0;
        for part in [BEGIN, &text!(self.letters.len()), "\" width=\"20\" customWidth=\"1\"/></cols><sheetData>"] {
            push(part, out)?;
        }
        let row = self.open_row(out)?;
        for (name, column) in names.zip(&self.letters) {
            self.cut = self.cut.saturating_add(written(name, style::HEADER, Place { column, row: &row }, out)?.into());
        }
        self.close_row(start, out)
    }

    /// Writes a row per item, and begins another worksheet where one is full. The items must be checked, without
    /// insignificant white space, and separated by newlines.
    pub(super) fn add(&mut self, items: &[u8], columns: &Columns, out: &mut Vec<u8>) -> Result<(), Refused> {
        let mut item = Row::default();
        let mut scanner = Scanner::new(items);
        while item.read(columns, &mut scanner)? {
            if self.rows >= MAX_ROWS || self.bytes >= MAX_BYTES {
                self.end(columns, out)?;
                self.begin(columns, out)?;
            }
            self.write_row(&item, columns, out)?;
        }
        Ok(())
    }

    fn write_row(&mut self, item: &Row<'_>, columns: &Columns, out: &mut Vec<u8>) -> Result<(), Refused> {
        let start = out.len();
        let row = self.open_row(out)?;
        let mut cut = 0_u64;
        let mut letters = self.letters.iter();
        for ((index, column), letters) in columns.shown().zip(&mut letters) {
            let place = Place { column: letters, row: &row };
            let is_cut = match column.content {
                Content::State => written(item.state(columns)?.as_str(), "", place, out)?,
                content => value(item.value(columns, index), content, place, out)?,
            };
            cut = cut.saturating_add(is_cut.into());
        }
        if let Some(column) = letters.next() {
            let other = item.other(columns)?;
            let is_cut = value(&other, Content::Value, Place { column, row: &row }, out)?;
            cut = cut.saturating_add(is_cut.into());
        }
        self.cut = self.cut.saturating_add(cut);
        self.close_row(start, out)
    }

    fn open_row(&self, out: &mut Vec<u8>) -> Result<String, Refused> {
        let row = text!(self.rows.saturating_add(1));
        for part in ["<row r=\"", &row, "\">"] {
            push(part, out)?;
        }
        Ok(row)
    }

    /// Ends a row that began at this place of `out`.
    fn close_row(&mut self, start: usize, out: &mut Vec<u8>) -> Result<(), Refused> {
        push("</row>", out)?;
        self.rows = self.rows.saturating_add(1);
        let written = u64::try_from(out.len().saturating_sub(start)).unwrap_or(u64::MAX);
        self.bytes = self.bytes.saturating_add(written);
        Ok(())
    }

    /// Ends the worksheet: its rows can be filtered by every column. After it stands, begun by a character that XML cannot
    /// contain, the range of the filter: some programs want it in the workbook too.
    pub(super) fn end(&mut self, columns: &Columns, out: &mut Vec<u8>) -> Result<(), Refused> {
        let last = letters(width(columns).saturating_sub(1));
        let range = text!("$A$1:$", last, "$", self.rows);
        let filter = text!("</sheetData><autoFilter ref=\"A1:", last, self.rows, "\"/></worksheet>\u{1}", range);
        push(&filter, out)
    }
}

/// How many columns there are.
fn width(columns: &Columns) -> usize {
    columns.shown().count().saturating_add(columns.has_other().into())
}

/// The letters of a column, counted from 0: A to Z, AA, AB, and so on.
fn letters(mut column: usize) -> String {
    let mut out = String::new();
    loop {
        let letter = u8::try_from(column % 26).unwrap_or_default().saturating_add(b'A');
        out.insert(0, char::from(letter));
        match (column / 26).checked_sub(1) {
            Some(next) => column = next,
            None => return out,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_letters() {
        for (column, name) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
        {
            assert_eq!(letters(column), name);
        }
    }
}
