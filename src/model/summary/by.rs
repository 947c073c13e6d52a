//! A trait or an answer to divide responses by.

use crate::schema::types::Identifier;

crate::record! {
    /// Groups by a trait of the contact.
    input ByAttribute {
        /// The trait's name.
        required attribute: Identifier,
    }
}

crate::record! {
    /// Groups by the answer to a question. Each choice is a group.
    input ByAnswer {
        /// The question's identifier.
        required answer: Identifier,
    }
}
