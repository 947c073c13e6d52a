//! Whether two groups differ: the difference, its 95 % interval, and whether that leaves out zero.
//!
//! The two are taken as independent. Of twenty differences that are none, one stands out by chance: comparing many choices
//! or many groups finds some that do.

use serde::Serialize;

use super::metrics::count::{Counts, Listed};
use super::metrics::distribution::Choices;
use super::metrics::{Kind, Metric, Tally};
use super::metrics::{ces, csat, nps, rating};
use super::order::descending;
use super::scores::Scores;
use super::stats::{Estimate, FEW, Interval, difference, share, welch};

/// How one figure differs between two groups.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The metric.
    pub metric: &'static str,
    /// The questions whose answers were read; none for a count.
    pub question: Vec<String>,
    /// Which of the metric's figures: `value`, `agreeing`, `share`, `response_rate` or `completion_rate`.
    pub figure: &'static str,
    /// The choice, of a distribution.
    pub choice: Option<String>,
    /// How many there are in the first group and in the second.
    pub n: [u64; 2],
    /// The figure in the first group and in the second, in the metric's unit; null when there are none.
    pub values: [Option<f64>; 2],
    /// By how much the second is more than the first; null when one of them has none.
    pub difference: Option<f64>,
    /// The 95 % interval of the difference.
    pub interval: Option<Interval>,
    /// Whether the interval leaves out zero.
    pub significant: bool,
    /// Whether one of the groups has fewer than 30.
    pub few: bool,
}

impl Difference {
    fn new(
        metric: &Metric,
        figure: &'static str,
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
            interval: apart.map(|apart| apart.interval),
            significant: apart.is_some_and(|apart| apart.interval.0 > 0.0 || apart.interval.1 < 0.0),
            few: n.into_iter().any(|n| n < FEW),
        }
    }

    /// Of two shares, each `(of, n)`.
    fn of_shares(metric: &Metric, figure: &'static str, shares: [(u64, u64); 2]) -> Difference {
        Self::new(metric, figure, shares.map(|(_, n)| n), shares.map(|(of, n)| share(of, n)), difference)
    }
}

/// How the second tally of a metric differs from the first.
pub(super) fn tallies(metric: &Metric, first: &Tally, second: &Tally, listed: Listed, out: &mut Vec<Difference>) {
    match (first, second) {
        (Tally::Scores(first), Tally::Scores(second)) => scores(metric, first, second, out),
        (Tally::Choices(first), Tally::Choices(second)) => choices(metric, first, second, metric.top(), out),
        (Tally::Counts(first), Tally::Counts(second)) => counts(metric, first, second, listed, out),
        // Both tallies are the metric's own, and so of one kind.
        (Tally::Scores(_) | Tally::Choices(_) | Tally::Counts(_), _) => {}
    }
}

/// NPS and satisfaction by their intervals, means by Welch's t; when all the scores of a group are alike, which leaves
/// Welch nothing to go by, by their intervals too.
fn scores(metric: &Metric, first: &Scores, second: &Scores, out: &mut Vec<Difference>) {
    let both = [first, second];
    let n = both.map(Scores::n);
    let means = |_: Estimate, _: Estimate| welch(first.sample(), second.sample());
    let spread = both.iter().all(|scores| scores.sample().variance > 0.0);
    let estimates = both.map(|scores| match metric.kind {
        Kind::Csat { top_boxes, .. } => csat::estimate(scores, top_boxes),
        Kind::Ces { .. } => ces::estimate(scores),
        Kind::Rating { scale } => rating::estimate(scores, scale),
        Kind::Nps => nps::estimate(scores),
        // Neither has a tally of scores.
        Kind::Distribution { .. } | Kind::Count => None,
    });
    let is_mean = matches!(metric.kind, Kind::Ces { .. } | Kind::Rating { .. });
    out.push(if is_mean && spread {
        Difference::new(metric, "value", n, estimates, means)
    } else {
        Difference::new(metric, "value", n, estimates, difference)
    });
    if let Kind::Ces { .. } = metric.kind {
        let shares = both.map(|scores| (ces::agreeing(scores).count, scores.n()));
        out.push(Difference::of_shares(metric, "agreeing", shares));
    }
}

/// The shares of the choices that are most frequent in both groups together. A choice that one of them could only count
/// among the unlisted ones is left out.
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
        let difference = Difference::of_shares(metric, "share", shares);
        out.push(Difference { choice: Some(choice.to_owned()), ..difference });
    }
}

/// The rates.
fn counts(metric: &Metric, first: &Counts, second: &Counts, listed: Listed, out: &mut Vec<Difference>) {
    let both = [first, second];
    let responded = both.map(|counts| counts.responded(listed));
    let finished = both.map(|counts| counts.finished(listed));
    for (figure, shares) in [("response_rate", responded), ("completion_rate", finished)] {
        if let [Some(first), Some(second)] = shares {
            out.push(Difference::of_shares(metric, figure, [first, second]));
        }
    }
}
