//! What is compared: the figures of groups, and of groups put together or taken away.

use super::metrics::count::Listed;
use super::metrics::score::ScoreKind;
use super::metrics::{Tally, ces};
use super::order::descending;
use super::pool::Group;
use super::sample::Sample;
use crate::model::summary::Figure;

/// The responses of some groups: each is added or, with false, taken away from those before it, which it is a part of.
pub(super) type Side<'a> = Vec<(&'a Group, bool)>;

/// A figure and, for a distribution, the choice that it is the share of.
pub(super) type Named<'a> = (Figure, Option<&'a str>);

/// The figures of the metric at `place` that can be compared. Of a distribution these are the choices that are most
/// frequent in all of `groups` together.
pub(super) fn figures<'a>(groups: &[&'a Group], place: usize) -> Vec<Named<'a>> {
    match groups.first().and_then(|group| group.tallies.get(place)) {
        Some(Tally::Scores(ScoreKind::Ces { .. }, _)) => vec![(Figure::Value, None), (Figure::Agreeing, None)],
        Some(Tally::Scores(..)) => vec![(Figure::Value, None)],
        Some(Tally::Counts(_)) => vec![(Figure::ResponseRate, None), (Figure::CompletionRate, None)],
        Some(Tally::Choices(_, top)) => {
            most_frequent(groups, place, *top).into_iter().map(|choice| (Figure::Share, Some(choice))).collect()
        }
        None => Vec::new(),
    }
}

/// The most frequent choices, without those that a group may have counted among its unlisted ones.
fn most_frequent<'a>(groups: &[&'a Group], place: usize, top: usize) -> Vec<&'a str> {
    let mut named: Vec<&str> = Vec::new();
    let mut sums: Vec<u64> = Vec::new();
    for group in groups {
        let Some(Tally::Choices(choices, _)) = group.tallies.get(place) else { continue };
        for choice in choices.top(top) {
            let sum = groups.iter().try_fold(0_u64, |sum, group| match group.tallies.get(place) {
                Some(Tally::Choices(choices, _)) => Some(sum.saturating_add(choices.of(choice)?)),
                _ => None,
            });
            if let (Some(sum), false) = (sum, named.contains(&choice)) {
                named.push(choice);
                sums.push(sum);
            }
        }
    }
    let order = descending(sums.into_iter());
    order.into_iter().take(top).filter_map(|place| named.get(place).copied()).collect()
}

/// The answers of a side to the metric at `place` as a sample whose mean is the figure; `None` when it is not known.
pub(super) fn sample(side: &[(&Group, bool)], place: usize, named: Named<'_>, listed: Listed) -> Option<Sample> {
    let mut sum: Option<Sample> = None;
    for (group, is_added) in side {
        let more = of_tally(group.tallies.get(place)?, named, listed)?;
        match &mut sum {
            None => sum = Some(more),
            Some(sum) => sum.change(&more, *is_added),
        }
    }
    sum
}

fn of_tally(tally: &Tally, named: Named<'_>, listed: Listed) -> Option<Sample> {
    let share = match (tally, named) {
        (Tally::Scores(kind, scores), (Figure::Value, _)) => return Some(kind.sample(scores)),
        (Tally::Scores(_, scores), _) => (ces::agreed(scores), scores.n()),
        (Tally::Choices(choices, _), (_, choice)) => (choices.of(choice?)?, choices.respondents()),
        (Tally::Counts(counts), (Figure::ResponseRate, _)) => counts.responded(listed)?,
        (Tally::Counts(counts), _) => counts.finished(listed)?,
    };
    Some(Sample::share(share, 1.0))
}
