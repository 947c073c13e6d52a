//! What is asked of every response of a page.

/// A value that responses hold under a name of the customer's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// The answer to a question, by the question's identifier: `data[…]`.
    Answer(String),
    /// A trait of whoever answered: `contact.attributes[…]`, there only with `with_attributes`.
    Attribute(String),
}

/// What is asked of every response besides its times.
#[derive(Clone, Debug, Default)]
pub struct Projection {
    pub(super) fields: Vec<Field>,
    pub(super) times: bool,
    pub(super) form: bool,
    pub(super) account: bool,
    pub(super) attributes: bool,
}

impl Projection {
    /// Asks for a field; the result is its position in [`Row::field`](super::page_reader::Row::field).
    pub fn field(&mut self, field: Field) -> usize {
        self.attributes |= matches!(field, Field::Attribute(_));
        if let Some(known) = self.fields.iter().position(|known| *known == field) {
            return known;
        }
        self.fields.push(field);
        self.fields.len().saturating_sub(1)
    }

    /// Asks for the times.
    pub fn times(&mut self) {
        self.times = true;
    }

    /// Asks for the form.
    pub fn form(&mut self) {
        self.form = true;
    }

    /// Asks for the account of whoever answered.
    pub fn account(&mut self) {
        self.account = true;
    }
}
