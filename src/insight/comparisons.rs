//! Compares many groups: each against the rest, or every two.

use super::adjust::verdict;
use super::compare::{Apart, apart};
use super::counted::Group;
use super::group::By;
use super::metrics::Metric;
use super::metrics::count::Listed;
use super::order::descending;
use super::permutation::p_value;
use super::sample::Sample;
use super::sides::{Side, figures};
use crate::model::summary::{Against, GroupComparison};

/// With fewer answers on either side there is no verdict. Ours.
pub(super) const FEWEST: u64 = 5;

/// The most pairs of groups. Ours.
const MOST_PAIRS: usize = 1_000;

/// The most groups of which every two are compared, so that the pairs are not too many.
const MOST_GROUPS: usize = 45;

/// The most bytes that the comparisons take, with their JSON. Ours.
pub(super) const MOST_BYTES: usize = 8 * 1024 * 1024;

/// At most how many bytes one comparison takes, with its JSON, besides its texts.
pub(super) const COMPARISON: usize = 1_536;

/// A pair to compare: a group, and another one or, without it, the rest.
pub(super) type Pair<'a> = (&'a Group, Option<&'a Group>);

/// Each group against the rest, and how many are left out.
pub(super) fn each<'a>(groups: &[&'a Group]) -> (Vec<Pair<'a>>, u64) {
    let pairs: Vec<_> = groups.iter().take(MOST_PAIRS).map(|group| (*group, None)).collect();
    let left = groups.len().saturating_sub(pairs.len());
    (pairs, u64::try_from(left).unwrap_or(u64::MAX))
}

/// Every two groups in their order, and how many pairs are left out: those of the smallest groups.
pub(super) fn every_two<'a>(groups: &[&'a Group]) -> (Vec<Pair<'a>>, u64) {
    let mut largest = descending(groups.iter().map(|group| group.items));
    largest.truncate(MOST_GROUPS);
    let chosen: Vec<&Group> =
        groups.iter().enumerate().filter(|(place, _)| largest.contains(place)).map(|(_, group)| *group).collect();
    let mut pairs = Vec::new();
    for (place, a) in chosen.iter().enumerate() {
        pairs.extend(chosen.iter().skip(place.saturating_add(1)).map(|b| (*a, Some(*b))));
    }
    let n = groups.len();
    let all = n.saturating_mul(n.saturating_sub(1)) / 2;
    let left = all.saturating_sub(pairs.len());
    (pairs, u64::try_from(left).unwrap_or(u64::MAX))
}

/// The comparisons of these pairs, not adjusted yet, and how many more pairs are left out because there is no place.
///
/// The rest is what all responses have and the group has not, count by count. That is exact also where a response is in
/// several groups, because it is in one of them, and in all responses, at most once.
pub(super) fn of_pairs(
    metrics: &[Metric],
    all: &Group,
    pairs: &[Pair<'_>],
    by: By,
    listed: Listed,
) -> (Vec<GroupComparison>, u64) {
    let mut out = Vec::new();
    let mut bytes = 0_usize;
    for (number, (a, b)) in pairs.iter().enumerate() {
        if bytes > MOST_BYTES {
            return (out, u64::try_from(pairs.len().saturating_sub(number)).unwrap_or(u64::MAX));
        }
        let names = [by.name(&a.key), b.and_then(|b| by.name(&b.key))];
        let texts = names.iter().flatten().map(String::len).sum::<usize>();
        for (place, metric) in metrics.iter().enumerate() {
            let (Some(whole), Some(first)) = (all.tallies.get(place), a.tallies.get(place)) else { continue };
            let second = b.and_then(|b| b.tallies.get(place));
            let (sides, known) = match second {
                Some(second) => ([Side::of(first), Side::of(second)], vec![first, second]),
                None => ([Side::of(first), Side { of: vec![whole], without: Some(first) }], vec![whole]),
            };
            figures(&sides, &known, listed, &mut |(figure, choice), samples| {
                let [a, b] = samples.as_slice() else { return };
                let sized = choice.map_or(0, str::len).saturating_add(texts).saturating_mul(3);
                bytes = bytes.saturating_add(COMPARISON).saturating_add(sized);
                let rest = second.is_none();
                // Against the rest, it is the group that is higher or lower.
                let Tested { apart, p } = if rest { tested(b, a) } else { tested(a, b) };
                let Apart { mut n, mut values, difference, interval } = apart;
                if rest {
                    n.reverse();
                    values.reverse();
                }
                let [first, second] = names.clone();
                out.push(GroupComparison {
                    a: first,
                    b: second,
                    against: if rest { Against::Rest } else { Against::Group },
                    metric: metric.name(),
                    question: metric.question.clone(),
                    figure,
                    choice: choice.map(str::to_owned),
                    n,
                    values,
                    difference,
                    interval,
                    p,
                    p_adjusted: None,
                    verdict: verdict(p, difference),
                });
            });
        }
    }
    (out, 0)
}

/// Two samples, compared and tested.
pub(super) struct Tested {
    pub(super) apart: Apart,
    /// `None` when there are too few answers.
    pub(super) p: Option<f64>,
}

/// Compares two samples, and tests whether they differ.
pub(super) fn tested(first: &Sample, second: &Sample) -> Tested {
    let apart = apart(first, second);
    let enough = apart.n.into_iter().all(|n| n >= FEWEST);
    let p = if enough { p_value(first.counts(), second.counts()) } else { None };
    Tested { apart, p }
}
