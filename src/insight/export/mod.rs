//! Turns pages into a file: takes the bytes of `list_responses` or `list_contacts`, and returns the bytes of a CSV,
//! NDJSON or JSON file, or the worksheets of a workbook, page by page. Holds at most one page in memory.
//!
//! ```
//! use refiner_wasm::insight::export::{Exporter, Of, Options};
//! use refiner_wasm::model::export::ExportFormat;
//!
//! let columns = Some(vec!["uuid".to_owned(), "state".to_owned(), "data.nps".to_owned()]);
//! let options = Options { of: Of::Responses, format: ExportFormat::Csv, columns, bom: false, guard: true };
//! let mut exporter = Exporter::new(options).unwrap();
//! let mut file = Vec::new();
//! exporter.add(br#"{"items":[{"uuid":"r-1","completed_at":null,"data":{"nps":9}}]}"#, &mut file).unwrap();
//! exporter.finish(&mut file);
//! assert_eq!(file, b"uuid,state,data.nps\r\nr-1,partial,9\r\n");
//! ```
//!
//! # CSV
//!
//! The header comes first in the file, but a later page can contain a question that no earlier page had. So there are
//! two ways to choose the columns:
//! - The caller **names** them (`data.QUESTION`, `contact.attributes.NAME`; for contacts `attributes.NAME` and
//!   `account.attributes.NAME`). Everything else is left out, or, if the last name is `other`, is in that column.
//! - They are **discovered**: the fixed columns, and every question and trait, at most 1,000, on the first page that
//!   has items (and on the pages given to [`learn`](Exporter::learn) before). A last column `other` then takes
//!   everything in an item that has no column, such as later questions, as one compact JSON object:
//!   `{"data.late_question":9}`.
//!
//! A table loses some distinctions: null, a missing value, empty text and an empty list are all an empty cell; a number
//! and the same number as text look alike; tags and segments appear only by name. The module `cell` describes how
//! values become cells, and `guard` how text is kept from running as a formula ([`unguard`] undoes it). `state` is
//! `completed` with a `completed_at`, `partial` with an answer or a `last_data_reception_at`, and otherwise `viewed`.
//!
//! # Worksheets
//!
//! The format `xlsx` writes the XML of worksheets (ECMA-376, part 1, chapter 18). Before each stands a NUL, and after it a
//! character U+0001 and the range of its filter, such as `$A$1:$F$9`: XML cannot contain these two. Who calls puts them into the container of a workbook, with styles as in `sheet`. The columns are those of
//! a CSV file. Values have types: numbers, true and false, times as dates, and everything else as text in the cell, which
//! never runs as a formula. `sheet` says when a worksheet is full and another one begins, and `sheet_cell` what a
//! worksheet cannot hold.
//!
//! # NDJSON and JSON
//!
//! Each item is copied as it came, with its keys and digits unchanged, without insignificant white space.

mod cell;
mod columns;
mod csv;
mod guard;
mod json;
mod options;
mod plain;
mod row;
mod serial;
mod sheet;
mod sheet_cell;
mod sheet_text;

pub use guard::unguard;
pub use options::{Of, Options};

use cell::Cells;
use columns::Columns;
use sheet::Sheet;

use super::memory::Refused;
use crate::json::bytes::BYTE_ORDER_MARK;
use crate::model::export::ExportFormat;
use crate::schema::problem::Problem;

/// Turns pages into a file.
#[derive(Debug)]
pub struct Exporter {
    format: ExportFormat,
    bom: bool,
    guard: bool,
    columns: Columns,
    sheet: Sheet,
    /// Whether anything of the file has been written.
    begun: bool,
    /// How many NUL characters became U+FFFD.
    replaced: u64,
}

impl Exporter {
    /// Starts an export.
    ///
    /// # Errors
    /// When a named column does not exist, or is named twice, and when a worksheet cannot have that many.
    pub fn new(options: Options) -> Result<Exporter, Problem> {
        let columns = Columns::new(options.of, options.columns.as_deref())?;
        if options.format == ExportFormat::Xlsx {
            sheet::check(&columns)?;
        }
        Ok(Exporter {
            format: options.format,
            bom: options.bom,
            guard: options.guard,
            columns,
            sheet: Sheet::default(),
            begun: false,
            replaced: 0,
        })
    }

    /// Discovers columns in a page without writing anything, and returns the number of its items. A caller that can
    /// read pages twice, or holds some of the first ones, uses it to get a column for every question on them. Has no
    /// effect once the header is written, or when columns are named.
    pub fn learn(&mut self, page: &[u8]) -> Result<usize, Refused> {
        let mut items = Vec::new();
        let count = json::items(page, b'\n', &mut items)?;
        if count > 0 && self.columns.is_open() {
            row::discover(&items, &mut self.columns)?;
        }
        Ok(count)
    }

    /// Appends the items of a page to the file, and returns their number.
    ///
    /// # Errors
    /// A malformed page (not JSON, or without a list of `items`) appends nothing and leaves the exporter unchanged. When
    /// memory runs out, the file ends in the middle of the page.
    pub fn add(&mut self, page: &[u8], out: &mut Vec<u8>) -> Result<usize, Refused> {
        match self.format {
            ExportFormat::Csv | ExportFormat::Xlsx => self.add_rows(page, out),
            ExportFormat::Ndjson => {
                let count = json::items(page, b'\n', out)?;
                if count > 0 {
                    out.push(b'\n');
                }
                Ok(count)
            }
            ExportFormat::Json => {
                let mark = out.len();
                out.push(if self.begun { b',' } else { b'[' });
                let read = json::items(page, b',', out);
                match read {
                    Ok(count) if count > 0 => self.begun = true,
                    _ => out.truncate(mark),
                }
                read
            }
        }
    }

    /// Ends the file. A file without items is `[]`, or a header without rows. A page added after this starts another
    /// file with the same columns. When memory runs out, nothing more is written.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        match self.format {
            ExportFormat::Csv if !self.begun => {
                // The caller made room for a header.
                let _ = self.begin_table(out);
            }
            ExportFormat::Xlsx => {
                let _ = if self.begun { Ok(()) } else { self.begin_table(out) };
                let _ = self.sheet.end(&self.columns, out);
            }
            ExportFormat::Json => out.extend_from_slice(if self.begun { b"]" } else { b"[]" }),
            _ => {}
        }
        self.begun = false;
    }

    /// How many NUL characters in the texts of a CSV file became U+FFFD so far: databases refuse NUL.
    pub fn replaced(&self) -> u64 {
        self.replaced
    }

    /// How many texts were longer than a cell of a worksheet may be, and so were cut.
    pub fn cut(&self) -> u64 {
        self.sheet.cut()
    }

    fn add_rows(&mut self, page: &[u8], out: &mut Vec<u8>) -> Result<usize, Refused> {
        let mut items = Vec::new();
        let count = json::items(page, b'\n', &mut items)?;
        if count == 0 {
            return Ok(0);
        }
        if !self.begun {
            if self.columns.is_open() {
                row::discover(&items, &mut self.columns)?;
            }
            self.begin_table(out)?;
        }
        if self.format == ExportFormat::Xlsx {
            self.sheet.add(&items, &self.columns, out)?;
            return Ok(count);
        }
        let mut cells = Cells::new(out, self.guard);
        csv::write_rows(&items, &self.columns, &mut cells)?;
        self.replaced = self.replaced.saturating_add(cells.replaced);
        Ok(count)
    }

    fn begin_table(&mut self, out: &mut Vec<u8>) -> Result<(), Refused> {
        self.columns.settle();
        self.begun = true;
        if self.format == ExportFormat::Xlsx {
            return self.sheet.begin(&self.columns, out);
        }
        let mut cells = Cells::new(out, false);
        if self.bom {
            cells.raw(BYTE_ORDER_MARK);
        }
        csv::write_header(&self.columns, &mut cells);
        if cells.refused { Err(Refused::NoMemory) } else { Ok(()) }
    }
}
