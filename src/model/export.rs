//! Exports: files made from a list.

use crate::schema::types::ColumnList;

crate::choice! {
    /// What is written.
    ExportFormat {
        /// A table after RFC 4180.
        Csv = "csv",
        /// One JSON value a line.
        Ndjson = "ndjson",
        /// One JSON list.
        Json = "json",
    }
}

crate::record! {
    /// What to write, and how.
    input ExportSettings {
        /// What is written: a table after RFC 4180, one JSON value a line, or one JSON list.
        required format: ExportFormat,
        /// The columns, by name. Without them they are discovered on the first page, and a last column `other` takes the rest.
        optional columns: ColumnList where format ["csv"],
        /// Whether the file begins with a byte-order mark, by which Excel knows UTF-8.
        optional bom: bool = false where format ["csv"],
        /// Whether text that a spreadsheet would run as a formula is guarded by an apostrophe.
        optional guard: bool = true where format ["csv"],
    }
}
