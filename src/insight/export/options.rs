//! The options of an export.

use crate::json::path::Path;
use crate::json::value::Value;
use crate::model::export::{ExportFormat, ExportSettings};
use crate::schema::problem::Problem;
use crate::schema::settings::Settings;

/// The kind of items on the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Pages of `list_responses`.
    Responses,
    /// Pages of `list_contacts`.
    Contacts,
}

/// The options of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The kind of items on the pages.
    pub of: Of,
    /// The format of the file.
    pub format: ExportFormat,
    /// The columns of a table; `None`: they are discovered.
    pub columns: Option<Vec<String>>,
    /// Whether a CSV file starts with a byte-order mark, so that Excel reads it as UTF-8.
    pub bom: bool,
    /// Whether text is guarded, so that spreadsheets do not run it as a formula.
    pub guard: bool,
}

impl Options {
    /// Reads options as declared by [`ExportSettings`].
    ///
    /// # Errors
    /// The first problem in the options.
    pub fn read(of: Of, value: &Value) -> Result<Options, Problem> {
        let settings = Settings::check(ExportSettings::RECORD, value)?;
        let format = settings.text("format").and_then(ExportFormat::of).unwrap_or(ExportFormat::Json);
        if of == Of::Contacts && settings.get("sheet_by").is_some() {
            return Err(Problem::new(&Path::Root.key("sheet_by"), "is only for responses".to_owned()));
        }
        let columns = match settings.get("columns") {
            Some(Value::List(names)) => Some(names.iter().filter_map(Value::as_text).map(str::to_owned).collect()),
            _ => None,
        };
        Ok(Options { of, format, columns, bom: settings.boolean("bom"), guard: settings.boolean("guard") })
    }
}
