//! Pages in, files out, and the files read back.

use refiner_wasm::insight::export::{Exporter, Of, Options};
use refiner_wasm::json::value::Value;
use refiner_wasm::schema::problem::Problem;
use serde_json::json;

/// An exporter with the options of a caller; `of` says what the pages contain (responses if it is absent).
pub(crate) fn exporter(mut options: serde_json::Value) -> Result<Exporter, Problem> {
    let of = options.as_object_mut().and_then(|options| options.remove("of"));
    let of = if of == Some(json!("contacts")) { Of::Contacts } else { Of::Responses };
    Exporter::new(Options::read(of, &Value::from(options))?)
}

/// The file of some pages.
pub(crate) fn file(options: serde_json::Value, pages: &[&[u8]]) -> Vec<u8> {
    let mut exporter = exporter(options).unwrap();
    let mut out = Vec::new();
    for page in pages {
        exporter.add(page, &mut out).unwrap();
    }
    exporter.finish(&mut out);
    out
}

/// A page of these items.
pub(crate) fn page(items: &[serde_json::Value]) -> Vec<u8> {
    serde_json::to_vec(&json!({ "items": items, "pagination": { "items_count": items.len() } })).unwrap()
}

/// A table as a CSV reader sees it: the header and the rows.
pub(crate) struct Table {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn read(file: &[u8]) -> Table {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file);
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
        let mut rows: Vec<Vec<String>> = rows.collect();
        let header = rows.remove(0);
        Table { header, rows }
    }

    /// The cell of a row in the column of this name.
    pub(crate) fn cell(&self, row: usize, column: &str) -> &str {
        let column = self.header.iter().position(|name| name == column).unwrap_or_else(|| panic!("no column {column}"));
        &self.rows[row][column]
    }
}

/// The table of some pages of responses, with discovered columns.
pub(crate) fn table(pages: &[&[u8]]) -> Table {
    Table::read(&file(json!({ "of": "responses", "format": "csv" }), pages))
}

/// The cell that an answer becomes.
pub(crate) fn cell(answer: &str) -> String {
    let page = format!(r#"{{"items":[{{"data":{{"q":{answer}}}}}]}}"#);
    let options = json!({ "of": "responses", "format": "csv", "columns": ["data.q"] });
    Table::read(&file(options, &[page.as_bytes()])).rows[0][0].clone()
}
