//! Exports: files made from a list.

use crate::schema::types::ColumnList;

crate::choice! {
    /// The format of an export.
    ExportFormat {
        /// A CSV table (RFC 4180).
        Csv = "csv",
        /// One JSON value per line.
        Ndjson = "ndjson",
        /// One JSON array.
        Json = "json",
    }
}

crate::record! {
    /// The format of an export and its options.
    input ExportSettings {
        /// The format: `csv` (a table, RFC 4180), `ndjson` (one JSON value per line) or `json` (one JSON array).
        required format: ExportFormat,
        /// The columns, by name. Default: the columns found on the first page, then a column `other` with everything
        /// else.
        optional columns: ColumnList where format ["csv"],
        /// Starts the file with a byte-order mark, so that Excel reads it as UTF-8.
        optional bom: bool = false where format ["csv"],
        /// Puts an apostrophe before text that a spreadsheet would run as a formula.
        optional guard: bool = true where format ["csv"],
    }
}
