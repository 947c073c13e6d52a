//! The projection: which values of each response to read.

use crate::json::value::Value;

/// A value under a free key of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// The answer to a question, by its identifier: `data[…]`.
    Answer(String),
    /// A trait of the contact: `contact.attributes[…]`, which is only present with `with_attributes`.
    Attribute(String),
}

/// The values to read from each response.
#[derive(Clone, Debug, Default)]
pub struct Projection {
    pub(super) fields: Vec<Field>,
    pub(super) uuid: bool,
    pub(super) times: bool,
    pub(super) form: bool,
    pub(super) account: bool,
    pub(super) attributes: bool,
}

impl Projection {
    /// Adds a field, and returns its index for [`Row::field`](super::page_reader::Row::field).
    pub fn field(&mut self, field: Field) -> usize {
        self.attributes |= matches!(field, Field::Attribute(_));
        if let Some(known) = self.fields.iter().position(|known| *known == field) {
            return known;
        }
        self.fields.push(field);
        self.fields.len().saturating_sub(1)
    }

    /// Adds the field that a setting names: `{ attribute }`, `{ answer }`, or text for an answer. `None` for another setting.
    pub fn named(&mut self, setting: &Value) -> Option<usize> {
        let of = |key: &str| setting.get(key).and_then(Value::as_text).map(str::to_owned);
        let field = match of("attribute") {
            Some(name) => Field::Attribute(name),
            None => Field::Answer(setting.as_text().map(str::to_owned).or_else(|| of("answer"))?),
        };
        Some(self.field(field))
    }

    /// Adds the uuid.
    pub fn uuid(&mut self) {
        self.uuid = true;
    }

    /// Adds the times.
    pub fn times(&mut self) {
        self.times = true;
    }

    /// Adds the form.
    pub fn form(&mut self) {
        self.form = true;
    }

    /// Adds the contact's account.
    pub fn account(&mut self) {
        self.account = true;
    }
}
