//! What is compared: the figures of groups, and of groups put together or taken away.

use super::metrics::count::{Counts, Listed};
use super::metrics::distribution::Choices;
use super::metrics::score::ScoreKind;
use super::metrics::{Tally, ces};
use super::order::descending;
use super::sample::Sample;
use super::scores::Scores;
use crate::model::summary::Figure;

/// The responses of some tallies of one metric, without those of another one that are among them.
#[derive(Clone, Debug)]
pub(super) struct Side<'a> {
    /// Whose responses.
    pub(super) of: Vec<&'a Tally>,
    /// Which of them not.
    pub(super) without: Option<&'a Tally>,
}

impl<'a> Side<'a> {
    /// The responses of one tally.
    pub(super) fn of(tally: &'a Tally) -> Side<'a> {
        Side { of: vec![tally], without: None }
    }

    fn scores(&self) -> Option<Scores> {
        let mut all = self.of.iter().filter_map(|tally| scores(tally));
        let mut sum = all.next()?.clone();
        all.for_each(|more| sum.add_all(more));
        if let Some(without) = self.without.and_then(scores) {
            sum.take_away(without);
        }
        Some(sum)
    }

    /// A part and its whole, summed over the tallies; `None` when one of them does not know it.
    fn share(&self, part: &dyn Fn(&Tally) -> Option<(u64, u64)>) -> Option<(u64, u64)> {
        let mut sum = (0_u64, 0_u64);
        for tally in &self.of {
            let (of, n) = part(tally)?;
            sum = (sum.0.saturating_add(of), sum.1.saturating_add(n));
        }
        let (of, n) = self.without.map_or(Some((0, 0)), part)?;
        let n = sum.1.saturating_sub(n);
        Some((sum.0.saturating_sub(of).min(n), n))
    }
}

fn scores(tally: &Tally) -> Option<&Scores> {
    if let Tally::Scores(_, scores) = tally { Some(scores) } else { None }
}

fn choices(tally: &Tally) -> Option<&Choices> {
    if let Tally::Choices(choices, _) = tally { Some(choices) } else { None }
}

/// A figure, with the choice that it is the share of.
pub(super) type Named<'a> = (Figure, Option<&'a str>);

/// Calls `take` with each figure of one metric and its samples, one for each side.
///
/// Of a distribution these are the choices that are most frequent in `known` together. It omits a choice that one side
/// may have counted among its unlisted ones.
pub(super) fn figures(
    sides: &[Side<'_>],
    known: &[&Tally],
    listed: Listed,
    take: &mut dyn FnMut(Named<'_>, Vec<Sample>),
) {
    match known.first() {
        Some(Tally::Scores(kind, _)) => {
            let all: Vec<Scores> = sides.iter().filter_map(Side::scores).collect();
            take((Figure::Value, None), all.iter().map(|scores| kind.sample(scores)).collect());
            if let ScoreKind::Ces { .. } = kind {
                let agreeing = |scores: &Scores| Sample::share((ces::agreed(scores), scores.n()), 1.0);
                take((Figure::Agreeing, None), all.iter().map(agreeing).collect());
            }
        }
        Some(Tally::Choices(_, top)) => {
            for choice in most_frequent(known, *top) {
                let part = |tally: &Tally| {
                    let choices = choices(tally)?;
                    Some((choices.of(choice)?, choices.respondents()))
                };
                shares((Figure::Share, Some(choice)), sides, &part, take);
            }
        }
        Some(Tally::Counts(_)) => {
            type Rate = fn(&Counts, Listed) -> Option<(u64, u64)>;
            let rates: [(Figure, Rate); 2] =
                [(Figure::ResponseRate, Counts::responded), (Figure::CompletionRate, Counts::finished)];
            for (figure, rate) in rates {
                let part = |tally: &Tally| if let Tally::Counts(counts) = tally { rate(counts, listed) } else { None };
                shares((figure, None), sides, &part, take);
            }
        }
        None => {}
    }
}

fn shares(
    name: Named<'_>,
    sides: &[Side<'_>],
    part: &dyn Fn(&Tally) -> Option<(u64, u64)>,
    take: &mut dyn FnMut(Named<'_>, Vec<Sample>),
) {
    let samples: Option<Vec<Sample>> =
        sides.iter().map(|side| side.share(part).map(|share| Sample::share(share, 1.0))).collect();
    if let Some(samples) = samples {
        take(name, samples);
    }
}

/// The choices that are most frequent in all of these together; without those that one of them may have counted among its
/// unlisted ones.
fn most_frequent<'a>(known: &[&'a Tally], top: usize) -> Vec<&'a str> {
    let all: Vec<&Choices> = known.iter().filter_map(|tally| choices(tally)).collect();
    let mut named: Vec<(u64, &str)> = Vec::new();
    for choice in all.iter().flat_map(|choices| choices.top(top)) {
        let sum = all.iter().try_fold(0_u64, |sum, choices| Some(sum.saturating_add(choices.of(choice)?)));
        let is_new = !named.iter().any(|(_, known)| *known == choice);
        if let (Some(sum), true) = (sum, is_new) {
            named.push((sum, choice));
        }
    }
    let order = descending(named.iter().map(|(sum, _)| *sum));
    order.into_iter().take(top).filter_map(|place| named.get(place).map(|(_, choice)| *choice)).collect()
}
