//! The state of a response: one rule for summaries and exports.
//!
//! Refiner's API has no field for it. A response is completed with a `completed_at`. It is partial with a
//! `last_data_reception_at` or an answer that is not empty. Any other response was only viewed.

/// The state of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The survey was shown, without an answer.
    Viewed,
    /// Something was answered.
    Partial,
    /// The survey was completed.
    Completed,
}

impl State {
    /// The state, from whether there is a `completed_at` and whether anything was answered.
    #[inline]
    pub fn of(completed: bool, answered: bool) -> State {
        match (completed, answered) {
            (true, _) => State::Completed,
            (false, true) => State::Partial,
            (false, false) => State::Viewed,
        }
    }

    /// The word for it in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Viewed => "viewed",
            State::Partial => "partial",
            State::Completed => "completed",
        }
    }
}

/// Whether a value is an answer: null, empty text and an empty list are not.
#[inline]
pub fn is_answer(value: &[u8]) -> bool {
    match value {
        b"" | b"null" | b"\"\"" => false,
        [b'[', inner @ .., b']'] => !inner.trim_ascii().is_empty(),
        _ => true,
    }
}
