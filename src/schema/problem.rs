//! A problem with an input.

use crate::json::path::Path;
use crate::json::text;

/// A problem with an input, and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The path to the wrong value, such as `account.id`; empty for the input itself.
    pub path: String,
    /// What is wrong and what is expected. It completes a sentence that starts with the path: `must not be empty`.
    pub problem: String,
}

impl Problem {
    /// A problem at `path`.
    pub fn new(path: &Path<'_>, problem: impl Into<String>) -> Problem {
        Problem { path: text!(path), problem: problem.into() }
    }
}
