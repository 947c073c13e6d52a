//! Cross-tabs: the responses of one grouping against those of another, with any metric in the cells.

pub mod chi_square;
mod report;

use super::group::{By, Key};
use super::memory::Budget;
use super::page_reader::Row;
use super::pool::Group;
use super::query::Query;

/// At most how many rows, and how many columns, have a group of their own. Ours: more is no table that anybody reads.
const MOST_LINES: usize = 50;

/// The counts of a cross-tab.
#[derive(Clone, Debug)]
pub(super) struct Cross {
    /// The rows and the columns.
    axes: [Axis; 2],
    /// The cells that have responses, each with its row and column, in that order.
    cells: Vec<([usize; 2], Group)>,
    /// Whether a response may be in several rows or columns.
    is_several: bool,
}

/// The rows, or the columns.
#[derive(Clone, Debug, Default)]
struct Axis {
    /// In the order in which they were met. The last is the pooled one, if there is one.
    lines: Vec<Group>,
    /// The places of all but the pooled one, sorted by key.
    sorted: Vec<usize>,
    is_pooled: bool,
    /// The lines of the response that is being counted.
    found: Vec<usize>,
}

impl Cross {
    /// Nothing counted yet.
    pub(super) fn new([rows, columns]: [By; 2]) -> Cross {
        let is_several = rows == By::Segment || columns == By::Segment;
        Cross { axes: Default::default(), cells: Vec::new(), is_several }
    }

    /// Counts a response, with its number. `segment` is the segment whose responses come; while all do, there is none.
    ///
    /// A response does not name its segments. So where rows or columns are segments, the lines of the other axis are counted
    /// while all responses come, and the segments and the cells later.
    pub(super) fn add(
        &mut self,
        query: &Query,
        row: Row<'_, '_>,
        number: u64,
        segment: Option<&Key<'_>>,
        budget: &mut Budget,
    ) {
        let Some(by) = query.cross else { return };
        let has_segments = by.contains(&By::Segment);
        for (axis, by) in self.axes.iter_mut().zip(by) {
            axis.found.clear();
            match (by, segment) {
                (By::Segment, None) => {}
                (By::Segment, Some(key)) => axis.find(query, key, &|| None, budget),
                _ => by.keys(row, &query.zone, &mut |key| axis.find(query, key, &|| by.label(row), budget)),
            }
            self.is_several |= axis.found.len() > 1;
            if !has_segments || (by == By::Segment) == segment.is_some() {
                for place in &axis.found {
                    if let Some(line) = axis.lines.get_mut(*place) {
                        line.add(query, row, number, None, budget);
                    }
                }
            }
        }
        let [rows, columns] = &self.axes;
        for at in rows.found.iter().flat_map(|row| columns.found.iter().map(|column| [*row, *column])) {
            let place = match self.cells.binary_search_by_key(&at, |(at, _)| *at) {
                Ok(place) => place,
                Err(place) => {
                    let list = self.cells.len().saturating_mul(2).saturating_mul(size_of::<([usize; 2], Group)>());
                    if !budget.has_room(query.tallies_size().saturating_add(list)) {
                        return;
                    }
                    self.cells.insert(place, (at, Group::new(&query.metrics, Key::None, None)));
                    place
                }
            };
            if let Some((_, cell)) = self.cells.get_mut(place) {
                cell.add(query, row, number, None, budget);
            }
        }
    }

    /// Makes the line of a segment, which may have no responses.
    pub(super) fn segment(&mut self, query: &Query, key: &Key<'_>, name: Option<&str>, budget: &mut Budget) {
        for (axis, by) in self.axes.iter_mut().zip(query.cross.into_iter().flatten()) {
            if by == By::Segment {
                axis.find(query, key, &|| name.map(str::to_owned), budget);
            }
        }
    }
}

impl Axis {
    /// Finds the line of a key, and makes it if needed. Remembers it in `found`, once.
    fn find(&mut self, query: &Query, key: &Key<'_>, label: &dyn Fn() -> Option<String>, budget: &mut Budget) {
        let found = self.sorted.binary_search_by(|place| {
            let line = self.lines.get(*place).map_or(&Key::None, |line| &line.key);
            line.cmp(key)
        });
        let place = match found {
            Ok(sorted) => self.sorted.get(sorted).copied(),
            Err(sorted) => self.make(query, sorted, key, label, budget),
        };
        if let Some(place) = place.filter(|place| !self.found.contains(place)) {
            self.found.push(place);
        }
    }

    fn make(
        &mut self,
        query: &Query,
        sorted: usize,
        key: &Key<'_>,
        label: &dyn Fn() -> Option<String>,
        budget: &mut Budget,
    ) -> Option<usize> {
        let last = self.lines.len().saturating_sub(1);
        if self.is_pooled {
            return Some(last);
        }
        if !budget.has_room(query.tallies_size().saturating_add(key.size())) {
            return None;
        }
        let is_full = self.lines.len() >= query.max_groups.min(MOST_LINES) || !budget.take(key.size());
        if is_full {
            self.is_pooled = true;
            self.lines.push(Group::new(&query.metrics, Key::None, None));
        } else {
            let label = label().filter(|label| *key != Key::None && budget.take(label.len()));
            self.sorted.insert(sorted, self.lines.len());
            self.lines.push(Group::new(&query.metrics, key.clone().owned(), label));
        }
        Some(self.lines.len().saturating_sub(1))
    }
}
