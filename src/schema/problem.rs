//! What is wrong with an input.

use crate::json::path::Path;
use crate::json::text;

/// What is wrong with an input, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The place, such as `account.id`; empty for the input itself.
    pub path: String,
    /// What is wrong and what would be right.
    pub problem: String,
}

impl Problem {
    /// Says what is wrong at `path`.
    pub fn new(path: &Path<'_>, problem: impl Into<String>) -> Problem {
        Problem { path: text!(path), problem: problem.into() }
    }
}
