//! Segments: manual ones and automatic ones.

use super::{Contact, Id, Store};
use crate::choices;
use crate::time::DAY;

/// What puts a contact into an automatic segment.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rule {
    /// A numeric trait in this range.
    TraitBetween(&'static str, f64, f64),
    /// A trait of the contact's account with this value.
    AccountTraitIs(&'static str, &'static str),
    /// Seen within so many days.
    SeenWithinDays(i64),
}

/// A group of contacts; manual if it has no rule.
///
/// <https://refiner.io/docs/api/#get-segments>
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    pub(crate) uuid: String,
    pub(crate) name: String,
    pub(crate) rule: Option<Rule>,
}

impl Store {
    pub(crate) fn segment_of_uuid(&self, uuid: &str) -> Option<Id> {
        self.segments.iter().find(|(_, segment)| segment.uuid == uuid).map(|(id, _)| *id)
    }

    /// Whether the contact is in the segment now. The members of automatic segments change as contacts change.
    pub(crate) fn is_member(&self, contact: &Contact, segment: Id, now_ms: i64) -> bool {
        match self.segments.get(&segment).map(|segment| segment.rule) {
            None => false,
            Some(None) => contact.segments.contains(&segment),
            Some(Some(Rule::TraitBetween(name, low, high))) => choices::text_of(&contact.attributes, name)
                .and_then(|text| text.parse::<f64>().ok())
                .is_some_and(|number| (low..=high).contains(&number)),
            Some(Some(Rule::AccountTraitIs(name, value))) => self
                .account_of(contact)
                .is_some_and(|account| choices::text_of(&account.attributes, name).is_some_and(|text| text == value)),
            Some(Some(Rule::SeenWithinDays(days))) => contact.last_seen_at + days * DAY > now_ms,
        }
    }

    /// The current segments of a contact, by name.
    pub(crate) fn segments_of(&self, contact: &Contact, now_ms: i64) -> Vec<&Segment> {
        let mut segments: Vec<_> = self
            .segments
            .iter()
            .filter(|(id, _)| self.is_member(contact, **id, now_ms))
            .map(|(_, segment)| segment)
            .collect();
        segments.sort_by(|one, two| one.name.cmp(&two.name));
        segments
    }
}
