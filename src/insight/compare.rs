//! Compares two groups, or a group and the rest: the difference, its 95 % interval, and a test.
//!
//! The groups are taken as independent samples. At 95 %, about one in twenty true nulls looks significant, so comparing
//! many choices or groups finds some that do: [`evidence`](super::evidence) adjusts the p-values of many for that.

use super::adjust::verdict;
use super::metrics::Metric;
use super::metrics::count::Listed;
use super::permutation::p_value;
use super::pool::Group;
use super::sample::Sample;
use super::sides::{Named, Side, figures, sample};
use super::stats::{SMALL_SAMPLE, difference};
use crate::model::summary::{Against, Difference, GroupComparison};

/// With fewer answers on either side there is no verdict. Ours.
const FEWEST: u64 = 5;

/// Appends the comparisons of two sides, metric by metric; their keys are left to the caller. `known` are the groups whose
/// most frequent choices are compared.
pub(super) fn sides(
    metrics: &[Metric],
    both: [&Side<'_>; 2],
    against: Against,
    known: &[&Group],
    listed: Listed,
    out: &mut Vec<GroupComparison>,
) {
    for (place, metric) in metrics.iter().enumerate() {
        for named in figures(known, place) {
            let [a, b] = both.map(|side| sample(side, place, named, listed));
            if let (Some(a), Some(b)) = (a, b) {
                out.push(samples(metric, named, [&a, &b], against));
            }
        }
    }
}

/// Compares two samples. The interval comes from those of the two means; see [`difference`] and [`Sample::estimate`].
pub(super) fn samples(
    metric: &Metric,
    (figure, choice): Named<'_>,
    both: [&Sample; 2],
    against: Against,
) -> GroupComparison {
    let [a, b] = both;
    let n = both.map(Sample::n);
    let estimates = both.map(Sample::estimate);
    // Of two groups, the second may be higher or lower than the first; against anything else, it is the first.
    let (from, to) = match (estimates, against) {
        ([a, b], Against::Group) => (a, b),
        ([a, b], Against::Rest | Against::Earlier) => (b, a),
    };
    let apart = from.zip(to).map(|(from, to)| difference(from, to));
    let enough = n.into_iter().all(|n| n >= FEWEST);
    let p = if enough { p_value(a.counts(), b.counts()) } else { None };
    let difference = apart.map(|apart| apart.value);
    GroupComparison {
        a: None,
        b: None,
        against,
        metric: metric.name(),
        question: metric.question.clone(),
        figure,
        choice: choice.map(str::to_owned),
        n,
        values: estimates.map(|estimate| estimate.map(|estimate| estimate.value)),
        difference,
        interval: apart.map(|apart| apart.interval.into()),
        p,
        p_adjusted: None,
        verdict: verdict(p, difference),
    }
}

/// What a comparison of two groups says when it stands alone.
pub(super) fn alone(of: GroupComparison) -> Difference {
    let GroupComparison { metric, question, figure, choice, n, values, difference, interval, .. } = of;
    Difference {
        metric,
        question,
        figure,
        choice,
        n,
        values,
        difference,
        interval,
        significant: interval.is_some_and(|[low, high]| low > 0.0 || high < 0.0),
        small_sample: n.into_iter().any(|n| n < SMALL_SAMPLE),
    }
}
