//! The values of one response that a query needs.

/// A value as written, quotes included; empty when it is missing.
pub type Raw<'a> = &'a [u8];

/// The values that every response has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Head<'a> {
    /// The uuid; only when projected.
    pub uuid: Raw<'a>,
    /// When the survey was first shown. This and the other times are only read when projected.
    pub first_shown_at: Raw<'a>,
    /// When the survey was last shown.
    pub last_shown_at: Raw<'a>,
    /// When the latest answer arrived.
    pub last_data_reception_at: Raw<'a>,
    /// When the survey was completed.
    pub completed_at: Raw<'a>,
    /// The form object; only when projected.
    pub form: Raw<'a>,
    /// The account object; only when projected.
    pub account: Raw<'a>,
    /// Whether `data` contains an answer that is not empty; see [`is_answer`](super::state::is_answer).
    pub has_answer: bool,
}

/// One response: its projected values.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r, 'a> {
    /// The values that every response has.
    pub head: &'r Head<'a>,
    pub(super) fields: &'r [Raw<'a>],
}

impl<'a> Row<'_, 'a> {
    /// The projected field at this index.
    pub fn field(&self, position: usize) -> Raw<'a> {
        self.fields.get(position).copied().unwrap_or_default()
    }
}
