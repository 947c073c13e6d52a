//! Compares two groups: the difference, its 95 % interval, and whether that excludes zero.
//!
//! The groups are taken as independent samples. At 95 %, about one in twenty true nulls looks significant, so comparing
//! many choices or groups finds some that do.

use super::metrics::count::{Counts, Listed};
use super::metrics::distribution::Choices;
use super::metrics::score::ScoreKind;
use super::metrics::{Metric, Tally, ces};
use super::order::descending;
use super::scores::Scores;
use super::stats::{Estimate, SMALL_SAMPLE, difference, share, welch};
use crate::model::summary::{Difference, Figure};

/// The difference of one figure between two groups.
fn compared(
    metric: &Metric,
    figure: Figure,
    n: [u64; 2],
    estimates: [Option<Estimate>; 2],
    apart: impl FnOnce(Estimate, Estimate) -> Estimate,
) -> Difference {
    let [first, second] = estimates;
    let apart = first.zip(second).map(|(first, second)| apart(first, second));
    Difference {
        metric: metric.name(),
        question: metric.question.clone(),
        figure,
        choice: None,
        n,
        values: estimates.map(|estimate| estimate.map(|estimate| estimate.value)),
        difference: apart.map(|apart| apart.value),
        interval: apart.map(|apart| apart.interval.into()),
        significant: apart.is_some_and(|apart| apart.interval.0 > 0.0 || apart.interval.1 < 0.0),
        small_sample: n.into_iter().any(|n| n < SMALL_SAMPLE),
    }
}

/// The difference of two shares, each `(of, n)`.
fn compared_shares(metric: &Metric, figure: Figure, shares: [(u64, u64); 2]) -> Difference {
    compared(metric, figure, shares.map(|(_, n)| n), shares.map(|(of, n)| share(of, n)), difference)
}

/// Appends the differences between two tallies of one metric.
pub(super) fn tallies(metric: &Metric, first: &Tally, second: &Tally, listed: Listed, out: &mut Vec<Difference>) {
    match (first, second) {
        (Tally::Scores(kind, first), Tally::Scores(_, second)) => scores(metric, *kind, first, second, out),
        (Tally::Choices(first, top), Tally::Choices(second, _)) => choices(metric, first, second, *top, out),
        (Tally::Counts(first), Tally::Counts(second)) => counts(metric, first, second, listed, out),
        // Cannot happen: both tallies are of the metric's own kind.
        (Tally::Scores(..) | Tally::Choices(..) | Tally::Counts(_), _) => {}
    }
}

/// Compares scores: NPS and CSAT by their intervals, means by Welch's t. When all scores of a group are equal, Welch's
/// method has no variance to work with, so means are compared by their intervals too.
fn scores(metric: &Metric, kind: ScoreKind, first: &Scores, second: &Scores, out: &mut Vec<Difference>) {
    let both = [first, second];
    let n = both.map(Scores::n);
    let means = |_: Estimate, _: Estimate| welch(first.sample(), second.sample());
    let spread = both.iter().all(|scores| scores.sample().variance > 0.0);
    let estimates = both.map(|scores| kind.estimate(scores));
    out.push(if kind.is_mean() && spread {
        compared(metric, Figure::Value, n, estimates, means)
    } else {
        compared(metric, Figure::Value, n, estimates, difference)
    });
    match kind {
        ScoreKind::Ces { .. } => {
            let shares = both.map(|scores| (ces::agreeing(scores).count, scores.n()));
            out.push(compared_shares(metric, Figure::Agreeing, shares));
        }
        ScoreKind::Nps | ScoreKind::Csat { .. } | ScoreKind::Rating { .. } => {}
    }
}

/// Compares the shares of the choices that are most frequent in both groups together. Omits a choice that one group may
/// have counted among its unlisted ones.
fn choices(metric: &Metric, first: &Choices, second: &Choices, top: usize, out: &mut Vec<Difference>) {
    let both = [first, second];
    let mut named: Vec<(u64, [u64; 2], &str)> = Vec::new();
    for choice in both.into_iter().flat_map(|choices| choices.top(top)) {
        let is_new = !named.iter().any(|(_, _, known)| *known == choice);
        if let ([Some(first), Some(second)], true) = (both.map(|choices| choices.of(choice)), is_new) {
            named.push((first.saturating_add(second), [first, second], choice));
        }
    }
    let order = descending(named.iter().map(|(sum, ..)| *sum));
    for (_, [a, b], choice) in order.into_iter().take(top).filter_map(|place| named.get(place).copied()) {
        let shares = [(a, first.respondents()), (b, second.respondents())];
        let difference = compared_shares(metric, Figure::Share, shares);
        out.push(Difference { choice: Some(choice.to_owned()), ..difference });
    }
}

/// Compares the rates.
fn counts(metric: &Metric, first: &Counts, second: &Counts, listed: Listed, out: &mut Vec<Difference>) {
    let both = [first, second];
    let responded = both.map(|counts| counts.responded(listed));
    let finished = both.map(|counts| counts.finished(listed));
    for (figure, shares) in [(Figure::ResponseRate, responded), (Figure::CompletionRate, finished)] {
        if let [Some(first), Some(second)] = shares {
            out.push(compared_shares(metric, figure, [first, second]));
        }
    }
}
