//! Which columns a CSV file has, and where in an item their values stand.

use std::borrow::Cow;

use crate::json::path::Path;
use crate::json::scanner::JsonStr;

use super::options::Of;
use crate::schema::problem::Problem;

/// How many columns are discovered at most. An environment of Refiner's has at most 1,000 traits.
const MOST_DISCOVERED: usize = 1000;

/// The column of the state, which is worked out and stands nowhere in the item.
const STATE: &str = "state";

/// What the names of columns of answers begin with.
pub(super) const ANSWERS: &str = "data.";

/// What an item is made of: its objects, parents before children, whether their keys are free, and the fixed columns.
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
    ],
};

/// What a cell shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    /// A value of the item.
    Value,
    /// A list of objects, by their names.
    Names,
    /// Whether the response was viewed, answered in part or completed.
    State,
}

/// What a value in a column says of the response's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// It is completed.
    Completed,
    /// An answer came in at this time.
    Received,
    /// This was answered.
    Answered,
    /// Nothing.
    Nothing,
}

/// A column of the file, or one that is known and not shown.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) shows: Shows,
    pub(super) says: Says,
    pub(super) object: usize,
}

/// What stands under a key of an object.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// The value of a column.
    Column(usize),
    /// Another object.
    Object(usize),
}

/// An object within an item. The item itself is the first, and children come after their parents.
#[derive(Debug)]
pub(super) struct Object {
    /// What its columns' names begin with: `contact.account.`
    pub(super) path: &'static str,
    /// Whether its keys are questions or traits.
    pub(super) free: bool,
    /// What is known of its keys, sorted.
    known: Vec<(String, Place)>,
}

/// The columns.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) objects: Vec<Object>,
    pub(super) all: Vec<Column>,
    /// Those in the file, in order; empty until the header is settled.
    shown: Vec<usize>,
    /// Whether the columns are found in the pages rather than named.
    discovered: bool,
    fixed: usize,
}

impl Columns {
    /// The fixed columns, and those that are named: then only they are shown.
    pub(super) fn new(of: Of, named: Option<&[String]>) -> Result<Columns, Problem> {
        let kind = match of {
            Of::Responses => &RESPONSES,
            Of::Contacts => &CONTACTS,
        };
        let objects = kind.objects.iter().map(|(path, free)| Object { path, free: *free, known: Vec::new() }).collect();
        let (all, shown) = (Vec::new(), Vec::new());
        let mut columns = Columns { objects, all, shown, discovered: named.is_none(), fixed: kind.columns.len() };
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
        for (index, name) in named.iter().enumerate() {
            let path = list.index(index);
            let column = match self.all.iter().position(|column| column.name == *name) {
                Some(column) => column,
                None => {
                    let (object, key) = self.locate(name);
                    if key.is_empty() || !self.objects.get(object).is_some_and(|object| object.free) {
                        let mut problem = String::from("is not a column here; there are: ");
                        problem.push_str(&kind.columns.join(", "));
                        for (path, _) in kind.objects.iter().filter(|(_, free)| *free) {
                            problem.push_str(", ");
                            problem.push_str(path);
                            problem.push_str("NAME");
                        }
                        return Err(Problem::new(&path, problem));
                    }
                    self.push(name)
                }
            };
            if self.shown.contains(&column) {
                return Err(Problem::new(&path, "comes twice"));
            }
            self.shown.push(column);
        }
        Ok(())
    }

    /// Where a column of this name stands: the object, and the key in it.
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
        let shows = match (object, name) {
            (0, STATE) => Shows::State,
            (0, "tags" | "segments") => Shows::Names,
            _ => Shows::Value,
        };
        let says = match name {
            "completed_at" => Says::Completed,
            "last_data_reception_at" => Says::Received,
            _ if self.path(object) == ANSWERS => Says::Answered,
            _ => Says::Nothing,
        };
        if shows != Shows::State {
            self.know(object, key, Place::Column(column));
        }
        self.all.push(Column { name: name.to_owned(), shows, says, object });
        column
    }

    fn know(&mut self, object: usize, key: &str, place: Place) {
        if let Some(object) = self.objects.get_mut(object)
            && let Err(at) = object.known.binary_search_by(|(name, _)| name.as_str().cmp(key))
        {
            object.known.insert(at, (key.to_owned(), place));
        }
    }

    /// What stands under a key of an object; `None` for a key that is not known.
    pub(super) fn find(&self, object: usize, key: JsonStr<'_>) -> Option<Place> {
        if has_no_name(key) {
            return None;
        }
        let key = if key.escaped { Cow::Owned(key.decode().into_owned().into_bytes()) } else { Cow::Borrowed(key.raw) };
        let known = &self.objects.get(object)?.known;
        let at = known.binary_search_by(|(name, _)| name.as_bytes().cmp(&key)).ok()?;
        known.get(at).map(|(_, place)| *place)
    }

    /// What the names of an object's columns begin with.
    pub(super) fn path(&self, object: usize) -> &'static str {
        self.objects.get(object).map_or("", |object| object.path)
    }

    /// Whether another column can still be found.
    pub(super) fn is_open(&self) -> bool {
        self.discovered && self.shown.is_empty() && self.all.len() < self.fixed.saturating_add(MOST_DISCOVERED)
    }

    /// Adds a column for a key that has none, if it is a question or a trait.
    pub(super) fn discover(&mut self, object: usize, key: JsonStr<'_>) {
        let is_free = self.objects.get(object).is_some_and(|object| object.free);
        if is_free && self.is_open() && !has_no_name(key) && self.find(object, key).is_none() {
            let name = [self.path(object), &key.decode()].concat();
            self.push(&name);
        }
    }

    /// Settles the header: fixed columns, then questions and traits in the order in which they were found.
    pub(super) fn settle(&mut self) {
        if !self.shown.is_empty() {
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

    /// Whether a last column takes what the others do not.
    pub(super) fn has_other(&self) -> bool {
        self.discovered
    }
}

/// Whether a key cannot be written as UTF-8. Two of that kind would look the same, and one would hide the other.
fn has_no_name(key: JsonStr<'_>) -> bool {
    key.escaped && key.has_lone_surrogate()
}
