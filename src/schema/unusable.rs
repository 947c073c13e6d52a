//! Why a reply cannot be used at all.

use crate::json::scanner::{Malformed, Token};
use crate::json::text;

/// Why a reply cannot be used at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// There is no body.
    Empty,
    /// It is not JSON.
    Malformed(Malformed),
    /// It is JSON, and not an object.
    NotAnObject(Token),
    /// A page without a list of items.
    NoItems,
}

impl Unusable {
    /// Says so in words, of a body of `length` bytes.
    pub fn explain(self, length: usize) -> String {
        match self {
            Unusable::Empty => "the body is empty where JSON is expected".to_owned(),
            Unusable::NotAnObject(_) => "the body is JSON, but not an object".to_owned(),
            Unusable::NoItems => "the reply has no list of items".to_owned(),
            Unusable::Malformed(error) if error.at >= length => {
                text!("the body ends in the middle of its JSON, after ", length, " bytes")
            }
            Unusable::Malformed(error) => text!("the body is not JSON, from byte ", error.at, " on"),
        }
    }
}

impl From<Malformed> for Unusable {
    fn from(malformed: Malformed) -> Self {
        Unusable::Malformed(malformed)
    }
}
