//! How far a response got: the one rule for summaries and files.
//!
//! Refiner has no word for it. A response is completed when it has a `completed_at`. It is partial when something was answered:
//! there is a `last_data_reception_at`, or an answer that says something. Anything else was merely viewed.

/// How far a response got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It was shown.
    Viewed,
    /// Something was answered.
    Partial,
    /// It was completed.
    Completed,
}

impl State {
    /// From whether there is a `completed_at`, and whether anything was answered.
    #[inline]
    pub fn of(completed: bool, answered: bool) -> State {
        match (completed, answered) {
            (true, _) => State::Completed,
            (false, true) => State::Partial,
            (false, false) => State::Viewed,
        }
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Viewed => "viewed",
            State::Partial => "partial",
            State::Completed => "completed",
        }
    }
}

/// Whether a value says something: null, an empty text and an empty list do not.
#[inline]
pub fn is_answer(value: &[u8]) -> bool {
    match value {
        b"" | b"null" | b"\"\"" => false,
        [b'[', inner @ .., b']'] => !inner.trim_ascii().is_empty(),
        _ => true,
    }
}
