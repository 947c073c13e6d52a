//! What a caller can ask of an export, and what is wrong with what was asked.

use crate::json::path::Path;
use crate::json::text;
use crate::json::value::Value;

/// What is wrong with the options, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The place, such as `columns[2]`; empty for the options themselves.
    pub path: String,
    /// What is wrong and what would be right.
    pub problem: String,
}

impl Problem {
    pub(super) fn new(path: &Path<'_>, problem: impl Into<String>) -> Problem {
        Problem { path: text!(path), problem: problem.into() }
    }
}

/// What the pages hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Pages of `list_responses`.
    Responses,
    /// Pages of `list_contacts`.
    Contacts,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table after RFC 4180.
    Csv,
    /// One JSON value per line.
    Ndjson,
    /// One JSON list.
    Json,
}

/// What to make of which pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What the pages hold.
    pub of: Of,
    /// What is written.
    pub format: Format,
    /// The columns of the table; without them they are discovered.
    pub columns: Option<Vec<String>>,
    /// Whether the table begins with a byte-order mark, by which Excel knows UTF-8.
    pub bom: bool,
    /// Whether text is guarded against being run as a formula.
    pub guard: bool,
}

impl Options {
    /// Reads `{of, format, columns?, bom?, guard?}`. The last three are for `csv` alone.
    pub fn read(value: &Value) -> Result<Options, Problem> {
        let root = Path::Root;
        let Value::Map(entries) = value else {
            return Err(Problem::new(&root, ["must be an object, got ", value.kind()].concat()));
        };
        let (mut of, mut format, mut columns, mut bom, mut guard) = (None, None, None, None, None);
        for (key, value) in entries {
            let path = root.key(key);
            match key.as_str() {
                "of" => of = Some(choose(value, &path, &[("responses", Of::Responses), ("contacts", Of::Contacts)])?),
                "format" => {
                    let formats = [("csv", Format::Csv), ("ndjson", Format::Ndjson), ("json", Format::Json)];
                    format = Some(choose(value, &path, &formats)?);
                }
                "columns" => columns = Some(names(value, &path)?),
                "bom" => bom = Some(boolean(value, &path)?),
                "guard" => guard = Some(boolean(value, &path)?),
                _ => {
                    let problem = "is not an option here; there are: of, format, columns, bom, guard";
                    return Err(Problem::new(&path, problem));
                }
            }
        }
        let of = of.ok_or_else(|| Problem::new(&root.key("of"), "is required"))?;
        let format = format.ok_or_else(|| Problem::new(&root.key("format"), "is required"))?;
        if format != Format::Csv {
            for (name, given) in [("columns", columns.is_some()), ("bom", bom.is_some()), ("guard", guard.is_some())] {
                if given {
                    return Err(not_csv(name));
                }
            }
        }
        Ok(Options { of, format, columns, bom: bom.unwrap_or(false), guard: guard.unwrap_or(true) })
    }
}

/// What to say of an option that only a table has.
pub(super) fn not_csv(name: &str) -> Problem {
    Problem::new(&Path::Root.key(name), "is only for the format csv")
}

fn choose<T: Copy>(value: &Value, path: &Path<'_>, words: &[(&str, T)]) -> Result<T, Problem> {
    let found = value.as_text().and_then(|text| words.iter().find(|(word, _)| *word == text));
    found.map(|(_, meaning)| *meaning).ok_or_else(|| {
        let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        Problem::new(path, ["must be one of: ", &words.join(", ")].concat())
    })
}

fn boolean(value: &Value, path: &Path<'_>) -> Result<bool, Problem> {
    match value {
        Value::Boolean(boolean) => Ok(*boolean),
        other => Err(Problem::new(path, ["must be true or false, got ", other.kind()].concat())),
    }
}

fn names(value: &Value, path: &Path<'_>) -> Result<Vec<String>, Problem> {
    let Value::List(items) = value else {
        return Err(Problem::new(path, ["must be a list, got ", value.kind()].concat()));
    };
    let name = |(index, item): (usize, &Value)| match item {
        Value::Text(name) => Ok(name.clone()),
        other => Err(Problem::new(&path.index(index), ["must be text, got ", other.kind()].concat())),
    };
    items.iter().enumerate().map(name).collect()
}
