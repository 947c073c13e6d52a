//! Files from pages: the bytes of `list_responses` or `list_contacts` in, the bytes of a CSV, NDJSON or JSON file out, page
//! by page. No more than a page is held at any time.
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
//! The header is the first thing in the file, and a later page can hold a question that no earlier page had. So the columns
//! are either **named** by the caller (`data.QUESTION`, `contact.attributes.NAME`; for contacts `attributes.NAME` and
//! `account.attributes.NAME`), and whatever is not named is left out; or they are **discovered**: the fixed ones, and each
//! question and trait, at most 1,000, of the first page that has items (and of the pages given to
//! [`learn`](Exporter::learn) before). Then a last column `other` takes everything in an item that no column shows, later
//! questions above all, as one compact JSON object: `{"data.late_question":9}`. It is not there when columns are named.
//!
//! What a table cannot say: null, absent, empty text and an empty list are all an empty cell; a number and a text that
//! looks like it are the same; of tags and segments only the names are shown. How values become cells stands in `cell`, and
//! how text is kept from being run as a formula in `guard`: [`unguard`] undoes it. `state` is `completed` when there is a
//! `completed_at`, `partial` when there is an answer or a `last_data_reception_at`, and `viewed` otherwise.
//!
//! # NDJSON and JSON
//!
//! Each item is as it came, key for key and digit for digit, without its insignificant white space.

mod cell;
mod columns;
mod csv;
mod guard;
mod json;
mod options;

pub use guard::unguard;
pub use options::{Of, Options};

use columns::Columns;

use crate::json::bytes::BYTE_ORDER_MARK;
use crate::json::scanner::Malformed;
use crate::model::export::ExportFormat;
use crate::schema::problem::Problem;

/// Makes a file from pages.
#[derive(Debug)]
pub struct Exporter {
    format: ExportFormat,
    bom: bool,
    guard: bool,
    columns: Columns,
    /// Whether the file has been begun.
    begun: bool,
}

impl Exporter {
    /// Begins an export, unless the columns are wrong.
    pub fn new(options: Options) -> Result<Exporter, Problem> {
        let columns = Columns::new(options.of, options.columns.as_deref())?;
        Ok(Exporter { format: options.format, bom: options.bom, guard: options.guard, columns, begun: false })
    }

    /// Finds columns in a page without writing anything, and counts its items. With this a caller who can read the pages
    /// twice, or who holds a few of the first ones, gets a column for every question in them. Once the header is written, or
    /// where columns are named, it changes nothing.
    pub fn learn(&mut self, page: &[u8]) -> Result<usize, Malformed> {
        let mut items = Vec::new();
        let count = json::items(page, b'\n', &mut items)?;
        if count > 0 && self.columns.is_open() {
            csv::discover(&items, &mut self.columns);
        }
        Ok(count)
    }

    /// Appends the items of a page to the file, and counts them. A malformed page (not JSON, or without a list of `items`)
    /// appends nothing and leaves the exporter as it was.
    pub fn add(&mut self, page: &[u8], out: &mut Vec<u8>) -> Result<usize, Malformed> {
        match self.format {
            ExportFormat::Csv => self.add_rows(page, out),
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

    /// Ends the file. An empty one is `[]`, or a header without rows. A page that is added after this begins another file
    /// with the same columns.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        match self.format {
            ExportFormat::Csv if !self.begun => self.begin_table(out),
            ExportFormat::Json => out.extend_from_slice(if self.begun { b"]" } else { b"[]" }),
            _ => {}
        }
        self.begun = false;
    }

    fn add_rows(&mut self, page: &[u8], out: &mut Vec<u8>) -> Result<usize, Malformed> {
        let mut items = Vec::new();
        let count = json::items(page, b'\n', &mut items)?;
        if count == 0 {
            return Ok(0);
        }
        if !self.begun {
            if self.columns.is_open() {
                csv::discover(&items, &mut self.columns);
            }
            self.begin_table(out);
        }
        csv::write_rows(&items, &self.columns, self.guard, out);
        Ok(count)
    }

    fn begin_table(&mut self, out: &mut Vec<u8>) {
        if self.bom {
            out.extend_from_slice(BYTE_ORDER_MARK);
        }
        self.columns.settle();
        csv::write_header(&self.columns, out);
        self.begun = true;
    }
}
