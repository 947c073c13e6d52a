//! Replies that cannot be used at all.

use crate::json::scanner::{Malformed, Token};
use crate::json::text;

/// Why a reply cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// The body is empty.
    Empty,
    /// The body is not JSON.
    Malformed(Malformed),
    /// The body is JSON, but not an object.
    NotAnObject(Token),
    /// The reply of a list action has no list of items.
    NoItems,
}

impl Unusable {
    /// The reason in words, for a body of `length` bytes.
    pub fn explain(self, length: usize) -> String {
        match self {
            Unusable::Empty => "the body is empty where JSON is expected".to_owned(),
            Unusable::NotAnObject(_) => "the body is JSON, but not an object".to_owned(),
            Unusable::NoItems => "the reply has no list of items".to_owned(),
            Unusable::Malformed(error) if error.at >= length => {
                text!("the body ends in the middle of its JSON, after ", length, " bytes")
            }
            Unusable::Malformed(error) => text!("the body is not JSON: syntax error at byte ", error.at),
        }
    }
}

impl From<Malformed> for Unusable {
    fn from(malformed: Malformed) -> Self {
        Unusable::Malformed(malformed)
    }
}
