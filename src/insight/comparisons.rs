//! Compares many groups: each against the rest, or every two.

use super::compare::sides;
use super::counted::Counted;
use super::group::By;
use super::metrics::count::Listed;
use super::order::descending;
use super::pool::Group;
use super::query::{Compare, Query};
use crate::model::summary::{Against, GroupComparison};

/// The most groups of which every two are compared: at most 990 pairs. Ours.
const MOST_GROUPS: usize = 45;

/// The most bytes that the comparisons take, with their JSON. Ours.
pub(super) const MOST_BYTES: usize = 8 * 1024 * 1024;

/// At most how many bytes one comparison takes, with its JSON, besides its texts.
pub(super) const COMPARISON: usize = 1_536;

/// The comparisons of many groups, not adjusted yet, and how many pairs are left out because there is no place for them.
pub(super) fn many(query: &Query, counted: &Counted, by: By, listed: Listed) -> (Vec<GroupComparison>, u64) {
    let groups = in_order(&counted.groups, by);
    let every_two = query.compare == Some(Compare::AllPairs);
    let mut largest = descending(groups.iter().map(|group| group.items));
    largest.truncate(if every_two { MOST_GROUPS } else { usize::MAX });
    let mut out = Vec::new();
    let (mut bytes, mut compared) = (0_usize, 0_usize);
    for (place, a) in groups.iter().enumerate().filter(|(place, _)| largest.contains(place)) {
        let others = groups.iter().enumerate().skip(place.saturating_add(1));
        let others = others.filter(|(place, _)| every_two && largest.contains(place)).map(|(_, b)| Some(*b));
        for b in others.chain((!every_two).then_some(None)) {
            if bytes < MOST_BYTES {
                let before = out.len();
                pair(query, &counted.all, (a, b), by, listed, &mut out);
                bytes = out.iter().skip(before).fold(bytes, |sum, one| sum.saturating_add(size(one)));
                compared = compared.saturating_add(1);
            }
        }
    }
    let n = groups.len();
    let pairs = if every_two { n.saturating_mul(n.saturating_sub(1)) / 2 } else { n };
    (out, u64::try_from(pairs.saturating_sub(compared)).unwrap_or(u64::MAX))
}

/// Appends the comparisons of a group with another one or, without it, with the rest.
///
/// The rest is what all responses have and the group has not, count by count. That is exact also where a response is in
/// several groups, because it is in one of them, and in all responses, at most once.
pub(super) fn pair(
    query: &Query,
    all: &Group,
    (a, b): (&Group, Option<&Group>),
    by: By,
    listed: Listed,
    out: &mut Vec<GroupComparison>,
) {
    let before = out.len();
    let (side, against, known) = match b {
        Some(b) => (vec![(b, true)], Against::Group, vec![a, b]),
        None => (vec![(all, true), (a, false)], Against::Rest, vec![all]),
    };
    sides(&query.metrics, [&vec![(a, true)], &side], against, &known, listed, out);
    for one in out.iter_mut().skip(before) {
        one.a = by.name(&a.key);
        one.b = b.and_then(|b| by.name(&b.key));
    }
}

/// At most how many bytes a comparison takes, with its JSON.
fn size(one: &GroupComparison) -> usize {
    let texts = [&one.a, &one.b, &one.choice].into_iter().flatten().map(String::len).sum::<usize>();
    texts.saturating_mul(3).saturating_add(COMPARISON)
}

/// The groups in the order of the report: periods by time, others from the largest to the smallest.
fn in_order(groups: &[Group], by: By) -> Vec<&Group> {
    if let By::Period(_) = by {
        return groups.iter().collect();
    }
    descending(groups.iter().map(|group| group.items)).into_iter().filter_map(|place| groups.get(place)).collect()
}
