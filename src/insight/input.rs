//! Reads a query's plain objects strictly: what is wrong is named by its place.

use crate::json::path::Path;
use crate::json::text;
use crate::json::value::{Map, Value};

/// What is wrong with a query, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The place, such as `metrics[0].question`; empty for the query itself.
    pub path: String,
    /// What is wrong and what would be right.
    pub problem: String,
}

impl Problem {
    /// Says what is wrong at `path`.
    pub fn new(path: &Path<'_>, problem: &str) -> Problem {
        Problem { path: text!(path), problem: problem.to_owned() }
    }
}

/// An object at a place.
pub(super) struct Object<'a> {
    entries: &'a Map,
    path: &'a Path<'a>,
}

impl<'a> Object<'a> {
    /// The value as an object that has no other keys than these.
    pub(super) fn of(value: &'a Value, path: &'a Path<'a>, keys: &[&str]) -> Result<Object<'a>, Problem> {
        let Value::Map(entries) = value else {
            return Err(Problem::new(path, &text!("must be an object, got ", value.kind())));
        };
        match entries.iter().find(|(key, _)| !keys.contains(&key.as_str())) {
            Some((key, _)) => {
                Err(Problem::new(&path.key(key), &text!("is not a parameter here; there are: ", keys.join(", "))))
            }
            None => Ok(Object { entries, path }),
        }
    }

    /// The value under a key; null counts as none.
    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        let found = self.entries.iter().find(|(name, _)| name == key).map(|(_, value)| value);
        found.filter(|value| **value != Value::Null)
    }

    /// The whole number under a key.
    pub(super) fn integer(&self, key: &str, min: i64, max: i64) -> Result<Option<i64>, Problem> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Integer(number)) if (min..=max).contains(number) => Ok(Some(*number)),
            Some(_) => Err(Problem::new(&self.path.key(key), &text!("must be a whole number from ", min, " to ", max))),
        }
    }

    /// What is wrong under a key.
    pub(super) fn problem(&self, key: &str, problem: &str) -> Problem {
        Problem::new(&self.path.key(key), problem)
    }
}

/// The texts of a text or a list of texts, none empty and none twice.
pub(super) fn names(value: &Value, path: &Path<'_>, most: usize) -> Result<Vec<String>, Problem> {
    let one;
    let items = match value {
        Value::List(items) if items.is_empty() || items.len() > most => {
            return Err(Problem::new(path, &text!("needs at least 1 and at most ", most, " items, got ", items.len())));
        }
        Value::List(items) => items,
        text => {
            one = [text.clone()];
            one.as_slice()
        }
    };
    let mut names: Vec<String> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let own = path.index(index);
        let path = if matches!(value, Value::List(_)) { &own } else { path };
        match item {
            Value::Text(name) if name.is_empty() => return Err(Problem::new(path, "must not be empty")),
            Value::Text(name) if names.contains(name) => return Err(Problem::new(path, "is there twice")),
            Value::Text(name) => names.push(name.clone()),
            other => return Err(Problem::new(path, &text!("must be text that is not empty, got ", other.kind()))),
        }
    }
    Ok(names)
}
