//! Reads the fields of a checked input, with the defaults from its record.

use super::check_input;
use super::problem::Problem;
use super::shape::Record;
use crate::json::number::natural;
use crate::json::value::{Map, Value};

/// An input that was checked against its record.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    record: &'static Record,
    entries: &'a Map,
}

impl<'a> Settings<'a> {
    /// Checks an input against its record.
    ///
    /// # Errors
    /// The first problem in the input.
    pub fn check(record: &'static Record, input: &'a Value) -> Result<Settings<'a>, Problem> {
        Ok(Settings { record, entries: check_input::check(record, input)? })
    }

    /// The settings of an object inside a checked input; empty when the value is not an object.
    pub fn within(record: &'static Record, value: &'a Value) -> Settings<'a> {
        const NONE: &Map = &Map::new();
        Settings { record, entries: if let Value::Map(entries) = value { entries } else { NONE } }
    }

    /// The value of a field, if given.
    pub fn get(self, name: &str) -> Option<&'a Value> {
        self.entries.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The text of a field, if given.
    pub fn text(self, name: &str) -> Option<&'a str> {
        self.get(name).and_then(Value::as_text)
    }

    /// The whole number of a field, or the field's default.
    pub fn integer(self, name: &str) -> Option<i64> {
        match self.get(name) {
            Some(Value::Integer(number)) => Some(*number),
            Some(_) => None,
            None => self.default(name).and_then(|default| i64::try_from(natural(default.as_bytes())?).ok()),
        }
    }

    /// The boolean of a field, or the field's default, or false.
    pub fn boolean(self, name: &str) -> bool {
        match self.get(name) {
            Some(value) => matches!(value, Value::Boolean(true)),
            None => self.default(name) == Some("true"),
        }
    }

    fn default(self, name: &str) -> Option<&'static str> {
        self.record.field(name)?.default()
    }
}
