//! The counts of a summary: of all responses, and of each group.

use super::comments::Comments;
use super::cross::Cross;
use super::drivers::Drivers;
use super::group::By;
use super::group::Key;
use super::memory::Budget;
use super::page_reader::Row;
use super::pool::Group;
use super::quality::Quality;
use super::query::Query;

/// The memory for the texts of all choices and groups, in bytes. Later texts are only counted.
const TEXT_BUDGET: usize = 16 * 1024 * 1024;

/// The most identifiers of questions that a report names.
const SEEN: usize = 100;

#[derive(Clone, Debug)]
pub(super) struct Counted {
    pub(super) pages: u64,
    pub(super) unreadable: u64,
    /// The number of rows so far, those of segments included.
    rows: u64,
    /// The stratum of the latest row, if it has one.
    stratum: Option<usize>,
    pub(super) budget: Budget,
    pub(super) all: Group,
    /// The identifiers of questions in the responses, sorted. Not all, once each metric has answers.
    pub(super) seen: Vec<String>,
    /// Sorted by key.
    pub(super) groups: Vec<Group>,
    pub(super) other: Option<Group>,
    pub(super) cross: Option<Box<Cross>>,
    pub(super) quality: Option<Box<Quality>>,
    pub(super) drivers: Option<Box<Drivers>>,
    pub(super) comments: Option<Box<Comments>>,
}

impl Counted {
    pub(super) fn new(query: &Query) -> Counted {
        Counted {
            pages: 0,
            unreadable: 0,
            rows: 0,
            stratum: None,
            budget: Budget::new(TEXT_BUDGET),
            all: Group::new(&query.metrics, Key::None, None),
            seen: Vec::new(),
            groups: Vec::new(),
            other: None,
            cross: query.cross.map(|by| Box::new(Cross::new(by))),
            drivers: query.drivers.as_ref().map(|_| Box::default()),
            quality: query.quality.as_ref().map(|_| Box::default()),
            comments: query.comments.as_ref().map(|plan| Box::new(Comments::new(plan))),
        }
    }

    /// How many bytes the texts take.
    pub(super) fn texts(&self) -> usize {
        TEXT_BUDGET.saturating_sub(self.budget.left())
    }

    /// Counts a row, in the total and in its group, unless it is left out.
    pub(super) fn row(&mut self, query: &Query, row: Row<'_, '_>) {
        if let (Some(plan), Some(quality)) = (&query.quality, &mut self.quality)
            && quality.add(plan, row)
        {
            return;
        }
        self.rows = self.rows.saturating_add(1);
        self.stratum = query.weights.as_ref().and_then(|weights| weights.stratum(row, &query.zone));
        self.all.add(query, row, self.rows, self.stratum, &mut self.budget);
        if self.cross.is_some() || self.drivers.is_some() || self.comments.is_some() {
            self.more(query, row);
        }
        if let Some(by) = query.group_by.filter(|by| *by != By::Segment) {
            by.keys(row, &query.zone, &mut |key| self.count(query, row, key));
        }
    }

    /// Counts a row for a cross-tab, drivers and comments. Not in line: few queries ask for them, and the others should not become
    /// slower.
    #[inline(never)]
    fn more(&mut self, query: &Query, row: Row<'_, '_>) {
        if let Some(cross) = &mut self.cross {
            cross.add(query, row, self.rows, None, &mut self.budget);
        }
        if let (Some(plan), Some(drivers)) = (&query.drivers, &mut self.drivers) {
            drivers.add(plan, row, &mut self.budget);
        }
        if let (Some(plan), Some(comments)) = (&query.comments, &mut self.comments) {
            comments.add(plan, row, &mut self.budget);
        }
    }

    /// Counts a row of a segment, in its group only, unless it is left out.
    pub(super) fn add_to(&mut self, query: &Query, row: Row<'_, '_>, key: &Key<'_>) {
        if query.quality.as_ref().is_some_and(|plan| plan.leaves_out(row)) {
            return;
        }
        self.rows = self.rows.saturating_add(1);
        self.stratum = query.weights.as_ref().and_then(|weights| weights.stratum(row, &query.zone));
        if query.group_by == Some(By::Segment) {
            self.count(query, row, key);
        }
        if let Some(cross) = self.cross.as_mut().filter(|_| query.cross.is_some_and(|by| by.contains(&By::Segment))) {
            cross.add(query, row, self.rows, Some(key), &mut self.budget);
        }
    }

    /// Counts the latest row in a group; only once, if it comes there several times.
    fn count(&mut self, query: &Query, row: Row<'_, '_>, key: &Key<'_>) {
        let place = self.place(query, key, &|| query.group_by.and_then(|by| by.label(row)));
        let group = match place {
            Some(place) => self.groups.get_mut(place),
            None => self.other.as_mut(),
        };
        if let Some(group) = group.filter(|group| group.last != self.rows) {
            group.add(query, row, self.rows, self.stratum, &mut self.budget);
        }
    }

    /// Whether a metric has no answer to its question yet.
    pub(super) fn any_unanswered(&self, query: &Query) -> bool {
        query.metrics.iter().zip(&self.all.tallies).any(|(metric, tally)| metric.is_unanswered(tally))
    }

    /// Remembers the identifier of a question.
    pub(super) fn see(&mut self, name: &[u8]) {
        if self.seen.len() >= SEEN {
            return;
        }
        if let Err(place) = self.seen.binary_search_by(|known| known.as_bytes().cmp(name))
            && let Ok(text) = core::str::from_utf8(name)
            && self.budget.take(name.len())
            && self.budget.has_room(name.len())
        {
            self.seen.insert(place, text.to_owned());
        }
    }

    /// The index of the group with this key. Creates the group if needed; `None` when it is pooled in `other`.
    pub(super) fn place(&mut self, query: &Query, key: &Key<'_>, label: &dyn Fn() -> Option<String>) -> Option<usize> {
        let place = match self.groups.binary_search_by(|group| group.key.cmp(key)) {
            Ok(place) => return Some(place),
            Err(place) => place,
        };
        let pooled = self.groups.len() >= query.max_groups || !self.budget.take(key.size());
        if pooled && self.other.is_some() {
            return None;
        }
        // For the group, and for the list of groups when it grows.
        let size = query.tallies_size().saturating_add(key.size());
        let list = self.groups.len().saturating_mul(size_of::<[Group; 2]>());
        if !self.budget.has_room(size.saturating_add(list)) {
            return None;
        }
        if pooled {
            self.other = Some(Group::new(&query.metrics, Key::None, None));
            return None;
        }
        let label = label().filter(|label| *key != Key::None && self.budget.take(label.len()));
        self.groups.insert(place, Group::new(&query.metrics, key.clone().owned(), label));
        Some(place)
    }
}
