//! The state of a response: one rule for summaries and exports.
//!
//! Refiner's API has no field for it. A response is completed with a `completed_at`. It is partial with a
//! `last_data_reception_at` or an answer that is not empty. Any other response was only viewed. Of several answers under
//! one key, the last one counts, as in `JSON.parse`.

use std::borrow::Cow;
use std::collections::BinaryHeap;

use super::member::bytes;
use super::memory::Refused;
use crate::json::bytes::same;
use crate::json::scanner::JsonStr;

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

/// Whether a value is an answer: null, empty text and a list of nothing else are not.
#[inline]
pub fn is_answer(value: &[u8]) -> bool {
    match value {
        b"" | b"null" | b"\"\"" => false,
        [b'[', inner @ .., b']'] => {
            inner.split(|byte| *byte == b',').any(|item| !matches!(item.trim_ascii(), b"" | b"null" | b"\"\""))
        }
        _ => true,
    }
}

/// Gives values under keys, one after the other.
pub type Values<'v, 'a> = dyn FnMut(&mut dyn FnMut(JsonStr<'a>, &[u8])) + 'v;

/// Whether there is an answer among values under keys, some of which may come twice.
#[derive(Default)]
pub struct Answered<'a> {
    /// The key of the last answer. It makes the others unimportant, unless the same key comes again.
    last: Option<JsonStr<'a>>,
    /// An answer was replaced. Whether another one is left is not known.
    in_doubt: bool,
}

impl<'a> Answered<'a> {
    /// Adds a value, in the order of the text.
    #[inline]
    pub fn add(&mut self, key: JsonStr<'a>, value: &[u8]) {
        if is_answer(value) {
            self.last = Some(key);
        } else if let Some(last) = self.last
            && is_same(last, key)
        {
            self.last = None;
            self.in_doubt = true;
        }
    }

    /// Whether any answer is left. In doubt, calls `again`, which must give all the values once more.
    ///
    /// # Errors
    /// When there is not enough memory to keep the keys apart.
    pub fn any(self, again: &mut Values<'_, 'a>) -> Result<bool, Refused> {
        if self.last.is_some() || !self.in_doubt {
            return Ok(self.last.is_some());
        }
        let mut values: BinaryHeap<(Cow<'a, [u8]>, usize, bool)> = BinaryHeap::new();
        let mut refused = false;
        again(&mut |key, value| {
            refused |= values.try_reserve(1).is_err();
            if !refused {
                values.push((name(key), values.len(), is_answer(value)));
            }
        });
        if refused {
            return Err(Refused::NoMemory);
        }
        // Of each key, the heap gives the last value first.
        let mut previous = None;
        while let Some((name, _, is_answer)) = values.pop() {
            if is_answer && previous.as_ref() != Some(&name) {
                return Ok(true);
            }
            previous = Some(name);
        }
        Ok(false)
    }
}

fn is_same(one: JsonStr<'_>, other: JsonStr<'_>) -> bool {
    if one.escaped || other.escaped { name(one) == name(other) } else { same(one.raw, other.raw) }
}

/// The bytes that tell a key from others. A key that is no Unicode stays as written, after a byte that no text has.
fn name(key: JsonStr<'_>) -> Cow<'_, [u8]> {
    if key.escaped && key.has_lone_surrogate() {
        return Cow::Owned([b"\xff", key.raw].concat());
    }
    bytes(key)
}
