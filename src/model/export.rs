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
        /// A workbook for Excel, LibreOffice and others (Office Open XML).
        Xlsx = "xlsx",
    }
}

crate::choice! {
    /// What gets a worksheet of its own.
    SheetBy {
        /// Each survey. Reads the list of surveys, and then the responses of each: those the query names (`form_uuid`,
        /// `form_uuids`), or else every one.
        Form = "form",
    }
}

crate::record! {
    /// The format of an export and its options.
    input ExportSettings {
        /// The format: `csv` (a table, RFC 4180), `ndjson` (one JSON value per line), `json` (one JSON array) or `xlsx` (a
        /// workbook).
        required format: ExportFormat,
        /// The columns, by name; at the end `other`, if you want it. Default: the columns found on the first page, then a
        /// column `other` with everything else.
        optional columns: ColumnList where format ["csv", "xlsx"],
        /// Starts the file with a byte-order mark, so that Excel reads it as UTF-8.
        optional bom: bool = false where format ["csv"],
        /// Puts an apostrophe before text that a spreadsheet would run as a formula.
        optional guard: bool = true where format ["csv"],
        /// What gets a worksheet of its own. Only for responses. Default: one worksheet for all.
        optional sheet_by: SheetBy where format ["xlsx"],
    }
}
