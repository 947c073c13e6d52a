//! What of a report is tested, with all p-values adjusted together.

use super::adjust::{adjusted, verdict};
use super::comparisons::{COMPARISON, MOST_BYTES, Pair, each, every_two, of_pairs};
use super::counted::{Counted, Group};
use super::group::By;
use super::metrics::Metric;
use super::metrics::count::Listed;
use super::order::descending;
use super::query::{Compare, Query};
use super::trend::trends;
use crate::model::summary::{Adjustment, GroupComparison, Trend};

/// The comparisons and trends of a report.
#[derive(Default)]
pub(super) struct Evidence {
    pub(super) comparisons: Option<Vec<GroupComparison>>,
    pub(super) pairs_left_out: Option<u64>,
    pub(super) trend: Option<Vec<Trend>>,
    pub(super) adjustment: Option<Adjustment>,
}

impl Evidence {
    /// The evidence of the counts. `pair` is the pair of groups that is compared, if one is.
    pub(super) fn of(
        query: &Query,
        counted: &Counted,
        by: By,
        pair: Option<(&Group, &Group)>,
        listed: Listed,
    ) -> Evidence {
        let Counted { all, groups, other, .. } = counted;
        let mut evidence = Evidence::default();
        if let Some(compare) = &query.compare {
            let ordered = in_order(groups, by);
            let (pairs, too_many): (Vec<Pair<'_>>, u64) = match compare {
                Compare::EachAgainstRest => each(&ordered),
                Compare::AllPairs => every_two(&ordered),
                Compare::LastTwo | Compare::Keys(_) => (pair.map(|(a, b)| (a, Some(b))).into_iter().collect(), 0),
            };
            let (comparisons, too_large) = of_pairs(&query.metrics, all, &pairs, by, listed);
            evidence.comparisons = Some(comparisons);
            evidence.pairs_left_out = Some(too_many.saturating_add(too_large));
        }
        if let (By::Period(period), None) = (by, other) {
            evidence.trend = Some(trends(&query.metrics, all, groups, period, listed));
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
            // Besides, the samples of all periods, one figure at a time.
            Some(By::Period(_)) => {
                let samples = query.metrics.iter().map(Metric::tally_size).max().unwrap_or_default();
                comparisons.saturating_add(one).saturating_add(samples.saturating_mul(groups.len()))
            }
            _ => comparisons,
        }
    }

    /// Adjusts all p-values together, and says what they mean.
    fn adjust(&mut self) {
        let comparisons = self.comparisons.iter().flatten().map(|one| one.p);
        let trends = self.trend.iter().flatten().flat_map(|one| [one.slope.p, one.last_period.p]);
        let (values, adjustment) = adjusted(&comparisons.chain(trends).collect::<Vec<_>>());
        self.adjustment = adjustment;
        let mut values = values.into_iter();
        let mut next = || values.next().flatten();
        for one in self.comparisons.iter_mut().flatten() {
            one.p_adjusted = next();
            one.verdict = verdict(one.p_adjusted, one.difference);
        }
        for Trend { slope, last_period, .. } in self.trend.iter_mut().flatten() {
            slope.p_adjusted = next();
            slope.verdict = verdict(slope.p_adjusted, slope.per_period);
            last_period.p_adjusted = next();
            last_period.verdict = verdict(last_period.p_adjusted, last_period.difference);
        }
    }
}

/// The groups in the order of the report: periods by time, others from the largest to the smallest.
fn in_order(groups: &[Group], by: By) -> Vec<&Group> {
    if let By::Period(_) = by {
        return groups.iter().collect();
    }
    descending(groups.iter().map(|group| group.items)).into_iter().filter_map(|place| groups.get(place)).collect()
}
