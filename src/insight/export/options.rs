//! What a caller can ask of an export.

use crate::json::value::Value;
use crate::model::export::{ExportFormat, ExportSettings};
use crate::schema::problem::Problem;
use crate::schema::settings::Settings;

/// What the pages hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Pages of `list_responses`.
    Responses,
    /// Pages of `list_contacts`.
    Contacts,
}

/// What to make of which pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What the pages hold.
    pub of: Of,
    /// What is written.
    pub format: ExportFormat,
    /// The columns of the table; without them they are discovered.
    pub columns: Option<Vec<String>>,
    /// Whether the table begins with a byte-order mark, by which Excel knows UTF-8.
    pub bom: bool,
    /// Whether text is guarded against being run as a formula.
    pub guard: bool,
}

impl Options {
    /// Reads what [`ExportSettings`] declares.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub fn read(of: Of, value: &Value) -> Result<Options, Problem> {
        let settings = Settings::check(ExportSettings::RECORD, value)?;
        let format = settings.text("format").and_then(ExportFormat::of).unwrap_or(ExportFormat::Json);
        let columns = match settings.get("columns") {
            Some(Value::List(names)) => Some(names.iter().filter_map(Value::as_text).map(str::to_owned).collect()),
            _ => None,
        };
        Ok(Options { of, format, columns, bom: settings.boolean("bom"), guard: settings.boolean("guard") })
    }
}
