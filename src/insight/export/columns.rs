//! The columns of a table (CSV or a worksheet), and where in an item their values are.

use std::borrow::Cow;

use crate::json::concat::joined;
use crate::json::path::Path;
use crate::json::scanner::JsonStr;
use crate::json::text;

use super::options::Of;
use crate::schema::problem::Problem;

/// The most columns to discover. A Refiner environment has at most 1,000 traits.
const MAX_DISCOVERED: usize = 1000;

/// The column of the response's state, which is computed and not in the item.
const STATE: &str = "state";

/// The last column, which takes everything that has no column.
pub(super) const OTHER: &str = "other";

/// The prefix of the names of answer columns.
pub(super) const ANSWERS: &str = "data.";

/// The structure of an item: its objects (prefix, and whether its keys are free), parents before children, and the
/// fixed columns.
struct Kind {
    objects: &'static [(&'static str, bool)],
    columns: &'static [&'static str],
}

const RESPONSES: Kind = Kind {
    objects: &[
        ("", false),
        ("form.", false),
        (ANSWERS, true),
        ("contact.", false),
        ("contact.account.", false),
        ("contact.attributes.", true),
    ],
    columns: &[
        "uuid",
        "form.uuid",
        "form.name",
        STATE,
        "first_shown_at",
        "last_shown_at",
        "completed_at",
        "first_data_reception_at",
        "last_data_reception_at",
        "received_at",
        "dismissed_at",
        "show_counter",
        "contact.uuid",
        "contact.remote_id",
        "contact.email",
        "contact.display_name",
        "contact.account.uuid",
        "contact.account.remote_id",
        "contact.account.display_name",
        "contact.account.domain",
        "tags",
    ],
};

const CONTACTS: Kind = Kind {
    objects: &[("", false), ("attributes.", true), ("account.", false), ("account.attributes.", true)],
    columns: &[
        "uuid",
        "remote_id",
        "email",
        "display_name",
        "first_seen_at",
        "last_seen_at",
        "segments",
        "account.uuid",
        "account.remote_id",
        "account.domain",
        "account.display_name",
        "account.first_seen_at",
        "account.last_seen_at",
        "cookie_uuid",
    ],
};

/// What a cell contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// A value of the item.
    Value,
    /// A value of the item that is a time if it is text.
    Time,
    /// An answer or a trait: text in it may be a time.
    Free,
    /// The names of a list of objects.
    Names,
    /// The state: viewed, partial or completed.
    State,
}

/// What a value in a column proves about the response's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// The response was completed.
    Completed,
    /// An answer arrived at this time.
    Received,
    /// The question was answered.
    Answered,
    /// Nothing.
    None,
}

/// A column of the file, or a known one that is not in the file.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) content: Content,
    pub(super) evidence: Evidence,
    pub(super) object: usize,
}

/// What is under a key of an object.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// The value of a column.
    Column(usize),
    /// Another object.
    Object(usize),
}

/// An object within an item. The item itself comes first, and parents come before their children.
#[derive(Debug)]
pub(super) struct Object {
    /// The prefix of its columns' names, such as `contact.account.`.
    pub(super) path: &'static str,
    /// Whether its keys are free: questions or traits.
    pub(super) free: bool,
    /// The known keys, sorted.
    known: Vec<(String, Place)>,
}

/// The columns.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) objects: Vec<Object>,
    pub(super) all: Vec<Column>,
    /// The indices of the columns in the file, in order; empty until the header is fixed.
    shown: Vec<usize>,
    /// Whether columns are discovered in the pages, rather than named by the caller.
    discovered: bool,
    /// Whether the last column, `other`, takes everything that has no column.
    has_other: bool,
    fixed: usize,
}

impl Columns {
    /// The fixed columns, and the named ones. If any are named, only those are in the file.
    pub(super) fn new(of: Of, named: Option<&[String]>) -> Result<Columns, Problem> {
        let kind = match of {
            Of::Responses => &RESPONSES,
            Of::Contacts => &CONTACTS,
        };
        let objects = kind.objects.iter().map(|(path, free)| Object { path, free: *free, known: Vec::new() }).collect();
        let (all, shown) = (Vec::new(), Vec::new());
        let mut columns = Columns {
            objects,
            all,
            shown,
            discovered: named.is_none(),
            has_other: named.is_none(),
            fixed: kind.columns.len(),
        };
        for (index, (path, _)) in kind.objects.iter().enumerate().skip(1) {
            let (parent, key) = columns.locate(path.trim_end_matches('.'));
            columns.know(parent, key, Place::Object(index));
        }
        for name in kind.columns {
            columns.push(name);
        }
        if let Some(named) = named {
            columns.show(kind, named)?;
        }
        Ok(columns)
    }

    fn show(&mut self, kind: &Kind, named: &[String]) -> Result<(), Problem> {
        let root = Path::Root;
        let list = root.key("columns");
        let named = match named {
            // As in a file whose columns were found: whoever continues one names them.
            [named @ .., last] if last == OTHER => {
                self.has_other = true;
                named
            }
            _ => named,
        };
        for (index, name) in named.iter().enumerate() {
            let path = list.index(index);
            let column = match self.all.iter().position(|column| column.name == *name) {
                Some(column) => column,
                None => {
                    let (object, key) = self.locate(name);
                    if key.is_empty() || !self.objects.get(object).is_some_and(|object| object.free) {
                        let mut problem = String::from("is not a column here; the columns are: ");
                        problem.push_str(&joined(kind.columns, ", "));
                        for (path, _) in kind.objects.iter().filter(|(_, free)| *free) {
                            problem.push_str(", ");
                            problem.push_str(path);
                            problem.push_str("NAME");
                        }
                        problem.push_str(", and at the end other");
                        return Err(Problem::new(&path, problem));
                    }
                    self.push(name)
                }
            };
            if self.shown.contains(&column) {
                return Err(Problem::new(&path, "is a duplicate"));
            }
            self.shown.push(column);
        }
        Ok(())
    }

    /// Where the value of a column with this name is: the object, and the key in it.
    fn locate<'a>(&self, name: &'a str) -> (usize, &'a str) {
        let mut found = (0, name);
        for (index, object) in self.objects.iter().enumerate() {
            match name.strip_prefix(object.path) {
                Some(key) if key.len() < found.1.len() => found = (index, key),
                _ => {}
            }
        }
        found
    }

    /// Adds a column, and returns its index.
    fn push(&mut self, name: &str) -> usize {
        let column = self.all.len();
        let (object, key) = self.locate(name);
        let content = match (object, name) {
            (0, STATE) => Content::State,
            (0, "tags" | "segments") => Content::Names,
            _ if self.objects.get(object).is_some_and(|object| object.free) => Content::Free,
            _ if name.ends_with("_at") => Content::Time,
            _ => Content::Value,
        };
        let evidence = match name {
            "completed_at" => Evidence::Completed,
            "last_data_reception_at" => Evidence::Received,
            _ if self.path(object) == ANSWERS => Evidence::Answered,
            _ => Evidence::None,
        };
        if content != Content::State {
            self.know(object, key, Place::Column(column));
        }
        self.all.push(Column { name: name.to_owned(), content, evidence, object });
        column
    }

    fn know(&mut self, object: usize, key: &str, place: Place) {
        if let Some(object) = self.objects.get_mut(object)
            && let Err(at) = object.known.binary_search_by(|(name, _)| name.as_str().cmp(key))
        {
            object.known.insert(at, (key.to_owned(), place));
        }
    }

    /// What is under a key of an object; `None` for an unknown key.
    pub(super) fn find(&self, object: usize, key: JsonStr<'_>) -> Option<Place> {
        if has_no_name(key) {
            return None;
        }
        let key = if key.escaped { Cow::Owned(key.decode().into_owned().into_bytes()) } else { Cow::Borrowed(key.raw) };
        let known = &self.objects.get(object)?.known;
        let at = known.binary_search_by(|(name, _)| name.as_bytes().cmp(&key)).ok()?;
        known.get(at).map(|(_, place)| *place)
    }

    /// The prefix of an object's column names.
    pub(super) fn path(&self, object: usize) -> &'static str {
        self.objects.get(object).map_or("", |object| object.path)
    }

    /// Whether more columns can be discovered.
    pub(super) fn is_open(&self) -> bool {
        self.discovered && self.shown.is_empty() && self.all.len() < self.fixed.saturating_add(MAX_DISCOVERED)
    }

    /// Adds a column for a question or a trait that has none.
    pub(super) fn discover(&mut self, object: usize, key: JsonStr<'_>) {
        let is_free = self.objects.get(object).is_some_and(|object| object.free);
        if is_free && self.is_open() && !has_no_name(key) && self.find(object, key).is_none() {
            let name = text!(self.path(object), *key.decode());
            self.push(&name);
        }
    }

    /// Fixes the header: the fixed columns, then questions and traits in the order of their discovery.
    pub(super) fn settle(&mut self) {
        if !self.discovered || !self.shown.is_empty() {
            return;
        }
        self.shown.extend(0..self.fixed);
        for (index, _) in self.objects.iter().enumerate().filter(|(_, object)| object.free) {
            let found = self.all.iter().enumerate().skip(self.fixed);
            self.shown.extend(found.filter(|(_, column)| column.object == index).map(|(column, _)| column));
        }
    }

    /// The columns of the file, in order, with their indices.
    pub(super) fn shown(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.shown.iter().filter_map(|index| self.all.get(*index).map(|column| (*index, column)))
    }

    /// The columns that are not in the file, with their indices, if `other` is there to take them.
    pub(super) fn left_out(&self) -> impl Iterator<Item = (usize, &Column)> {
        let all = if self.has_other && !self.discovered { self.all.as_slice() } else { &[] };
        all.iter().enumerate().filter(|(index, _)| !self.shown.contains(index))
    }

    /// Whether the last column, `other`, takes everything that has no column.
    pub(super) fn has_other(&self) -> bool {
        self.has_other
    }
}

/// Whether a key cannot be written as UTF-8. Two such keys would look the same, and one would hide the other.
fn has_no_name(key: JsonStr<'_>) -> bool {
    key.escaped && key.has_lone_surrogate()
}
