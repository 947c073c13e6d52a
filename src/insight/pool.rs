//! A group of responses, and what is counted of them.

use super::group::Key;
use super::memory::Budget;
use super::metrics::{Metric, Tally};
use super::page_reader::Row;
use super::query::Query;
use super::weights::Strata;

#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) key: Key<'static>,
    pub(super) label: Option<String>,
    pub(super) items: u64,
    pub(super) tallies: Vec<Tally>,
    /// The same of each stratum, if there are weights.
    pub(super) strata: Strata,
    /// The number of the last row that was counted.
    pub(super) last: u64,
}

impl Group {
    pub(super) fn new(metrics: &[Metric], key: Key<'static>, label: Option<String>) -> Group {
        Group {
            key,
            label,
            items: 0,
            tallies: metrics.iter().map(Metric::tally).collect(),
            strata: Strata::default(),
            last: 0,
        }
    }

    #[inline]
    pub(super) fn add(
        &mut self,
        query: &Query,
        row: Row<'_, '_>,
        number: u64,
        stratum: Option<usize>,
        budget: &mut Budget,
    ) {
        self.items = self.items.saturating_add(1);
        self.last = number;
        for (metric, tally) in query.metrics.iter().zip(&mut self.tallies) {
            metric.add(row, number, budget, tally);
        }
        if let Some(stratum) = stratum {
            self.add_to(query, row, number, stratum, budget);
        }
    }

    /// Counts a row in its stratum too.
    fn add_to(&mut self, query: &Query, row: Row<'_, '_>, number: u64, stratum: usize, budget: &mut Budget) {
        if self.strata.has(stratum) || budget.has_room(query.tallies_size().saturating_mul(2)) {
            for (metric, tally) in query.metrics.iter().zip(self.strata.of(&query.metrics, stratum)) {
                if let Tally::Scores(..) = tally {
                    metric.add(row, number, budget, tally);
                }
            }
        }
    }
}
