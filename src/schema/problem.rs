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

    /// The same problem of a value that may also be null: its sentence says so, when it is about the value itself.
    pub fn or_null(self, path: &Path<'_>) -> Problem {
        match self.problem.strip_prefix("must be ") {
            Some(rest) if self.path == text!(path) => Problem { problem: text!("must be null, or ", rest), ..self },
            _ => self,
        }
    }
}
