//! What of a report is tested, with all p-values adjusted together.

use super::adjust::{adjusted, verdict};
use super::comparisons::{self, COMPARISON, MOST_BYTES, many};
use super::counted::Counted;
use super::group::By;
use super::metrics::Metric;
use super::metrics::count::Listed;
use super::pool::Group;
use super::query::{Compare, Query};
use super::trend::trends;
use crate::model::summary::{Adjustment, GroupComparison, Trend, Verdict};

/// Takes a p-value, the difference that it is of, its place for the adjusted one and that of the verdict.
type Take<'a> = dyn FnMut(Option<f64>, Option<f64>, &mut Option<f64>, &mut Verdict) + 'a;

/// The comparisons and trends of a report.
#[derive(Default)]
pub(super) struct Evidence {
    pub(super) comparisons: Option<Vec<GroupComparison>>,
    pub(super) pairs_left_out: Option<u64>,
    pub(super) trend: Option<Vec<Trend>>,
    pub(super) adjustment: Option<Adjustment>,
}

impl Evidence {
    /// The evidence of the counts. `pair` are the two groups that are compared, if two are.
    pub(super) fn of(
        query: &Query,
        counted: &Counted,
        by: By,
        pair: Option<(&Group, &Group)>,
        listed: Listed,
    ) -> Evidence {
        let mut evidence = Evidence::default();
        let found = match &query.compare {
            None => None,
            Some(Compare::EachAgainstRest | Compare::AllPairs) => Some(many(query, counted, by, listed)),
            Some(Compare::LastTwo | Compare::Keys(_)) => {
                let mut out = Vec::new();
                if let Some((a, b)) = pair {
                    comparisons::pair(query, &counted.all, (a, Some(b)), by, listed, &mut out);
                }
                Some((out, 0))
            }
        };
        if let Some((comparisons, left_out)) = found {
            evidence.comparisons = Some(comparisons);
            evidence.pairs_left_out = Some(left_out);
        }
        if let (By::Period(period), None) = (by, &counted.other) {
            evidence.trend = Some(trends(query, counted, period, listed));
        }
        evidence.adjust();
        evidence
    }

    /// At most how many bytes the evidence takes, with its JSON, besides the texts of the trend's choices.
    pub(super) fn size(query: &Query, counted: &Counted) -> usize {
        let Counted { all, groups, .. } = counted;
        let figures = all.tallies.iter().fold(0_usize, |sum, tally| sum.saturating_add(tally.figures()));
        let pairs = match query.compare {
            None => 0,
            Some(Compare::EachAgainstRest) => groups.len(),
            Some(Compare::AllPairs) => groups.len().saturating_mul(groups.len()),
            Some(Compare::LastTwo | Compare::Keys(_)) => 1,
        };
        let one = figures.saturating_mul(COMPARISON);
        let comparisons = pairs.saturating_mul(one).min(MOST_BYTES.saturating_add(one));
        match query.group_by {
            // Two tests a figure; and once, all the values of all periods, of 24 bytes each while the list grows.
            Some(By::Period(_)) => {
                let values = query.metrics.iter().map(Metric::tally_size).max().unwrap_or_default().saturating_mul(8);
                comparisons.saturating_add(one.saturating_mul(2)).saturating_add(values.saturating_mul(groups.len()))
            }
            _ => comparisons,
        }
    }

    /// Adjusts all p-values together, and says what they mean.
    fn adjust(&mut self) {
        let mut values = Vec::new();
        self.each(&mut |p, _, _, _| values.push(p));
        let (values, adjustment) = adjusted(&values);
        self.adjustment = adjustment;
        let mut values = values.into_iter();
        self.each(&mut |_, difference, p_adjusted, says| {
            *p_adjusted = values.next().flatten();
            *says = verdict(*p_adjusted, difference);
        });
    }

    /// Calls `take` for every test, always in the same order.
    fn each(&mut self, take: &mut Take<'_>) {
        for one in self.comparisons.iter_mut().flatten() {
            take(one.p, one.difference, &mut one.p_adjusted, &mut one.verdict);
        }
        for Trend { p, slope, p_adjusted, verdict, last_period: last, .. } in self.trend.iter_mut().flatten() {
            take(*p, *slope, p_adjusted, verdict);
            take(last.p, last.difference, &mut last.p_adjusted, &mut last.verdict);
        }
    }
}
