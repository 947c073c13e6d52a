//! Counts the comments in which terms occur, by camp, in a table of fixed size.

use super::camps::CAMPS;
use super::words::Kind;
use crate::insight::memory::Budget;
use crate::insight::mix::hash;
use crate::insight::order::descending;

/// The most terms in the table.
const MOST: usize = 8 * 1024;

/// How many places the table has: a power of two, so that a hash is cut to a place.
const PLACES: usize = 2 * MOST;

/// At most how many bytes a term takes, besides its text.
const OVERHEAD: usize = 2 * size_of::<Term>();

/// A term and how often it occurs.
#[derive(Clone, Debug)]
pub(super) struct Term {
    hash: u64,
    pub(super) text: String,
    pub(super) kind: Kind,
    /// The number of the last comment that it was in.
    last: u64,
    /// In how many comments at most it was before it came into the table.
    missed: u64,
    /// In how many comments of each camp it was since.
    pub(super) counts: [u32; CAMPS],
}

impl Term {
    /// In how many comments it is.
    pub(super) fn count(&self) -> u64 {
        self.counts.iter().map(|count| u64::from(*count)).sum()
    }
}

/// The terms of all comments.
///
/// Lossy counting (G. S. Manku and R. Motwani, 2002): when the table is full, the half of the terms with the smallest
/// counts goes. A term that comes later may have been among them, so its count may lack as many comments as the largest
/// of these had.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms {
    /// For each place, one more than the index of its term; 0: empty.
    places: Vec<u32>,
    pub(super) all: Vec<Term>,
    missed: u64,
    /// How often terms of each kind occur in the comments of each camp.
    totals: [[u64; CAMPS]; 2],
}

impl Terms {
    /// Counts a term of a comment, once for each comment.
    pub(super) fn add(&mut self, text: &str, kind: Kind, camp: usize, comment: u64, budget: &mut Budget) {
        let hash = hash(kind as u64, text.as_bytes());
        let known = self.find(hash, text, kind);
        let index = match known {
            Some(index) => index,
            None => match self.insert(hash, text, kind, budget) {
                Some(index) => index,
                None => return,
            },
        };
        let Some(term) = self.all.get_mut(index).filter(|term| term.last != comment) else { return };
        term.last = comment;
        if let Some(count) = term.counts.get_mut(camp) {
            *count = count.saturating_add(1);
        }
        if let Some(total) = self.totals.get_mut(kind as usize).and_then(|totals| totals.get_mut(camp)) {
            *total = total.saturating_add(1);
        }
    }

    /// How many comments at most are missing in a count.
    pub(super) fn missed(&self) -> u64 {
        self.missed
    }

    /// How often terms of a kind occur in the comments of each camp.
    pub(super) fn totals(&self, kind: Kind) -> [u64; CAMPS] {
        self.totals.get(kind as usize).copied().unwrap_or_default()
    }

    fn find(&self, hash: u64, text: &str, kind: Kind) -> Option<usize> {
        for place in places(hash) {
            let index = usize::try_from(*self.places.get(place)?).ok()?.checked_sub(1)?;
            let term = self.all.get(index)?;
            if term.hash == hash && term.kind == kind && term.text == text {
                return Some(index);
            }
        }
        None
    }

    fn insert(&mut self, hash: u64, text: &str, kind: Kind, budget: &mut Budget) -> Option<usize> {
        if self.all.len() >= MOST {
            self.shrink();
        }
        let table = if self.places.is_empty() { PLACES.saturating_mul(4) } else { 0 };
        let list = if self.all.len() == self.all.capacity() { self.all.len().saturating_mul(OVERHEAD) } else { 0 };
        if !budget.has_room(text.len().saturating_add(OVERHEAD).saturating_add(table).saturating_add(list)) {
            return None;
        }
        self.places.resize(PLACES, 0);
        let index = self.all.len();
        self.all.push(Term { hash, text: text.to_owned(), kind, last: 0, missed: self.missed, counts: [0; CAMPS] });
        self.put(hash, index);
        Some(index)
    }

    /// Puts a term at the first free place for its hash.
    fn put(&mut self, hash: u64, index: usize) {
        let free = places(hash).find(|place| self.places.get(*place) == Some(&0));
        if let Some(place) = free.and_then(|place| self.places.get_mut(place)) {
            *place = u32::try_from(index.saturating_add(1)).unwrap_or_default();
        }
    }

    fn shrink(&mut self) {
        let most = |term: &Term| term.count().saturating_add(term.missed);
        let order = descending(self.all.iter().map(most));
        let middle = order.get(MOST / 2).and_then(|place| self.all.get(*place));
        self.missed = middle.map_or(0, most).max(self.missed);
        let missed = self.missed;
        self.all.retain(|term| most(term) > missed);
        self.places.fill(0);
        for index in 0..self.all.len() {
            if let Some(hash) = self.all.get(index).map(|term| term.hash) {
                self.put(hash, index);
            }
        }
    }
}

/// The places for a hash, one after another. Half of all places are free, so one is soon found.
fn places(hash: u64) -> impl Iterator<Item = usize> {
    let start = usize::try_from(hash & 0xffff_ffff).unwrap_or_default();
    (0..PLACES).map(move |step| start.wrapping_add(step) & PLACES.wrapping_sub(1))
}
