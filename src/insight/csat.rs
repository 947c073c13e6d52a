//! Customer satisfaction: the share of those who chose one of the highest boxes.

use serde::Serialize;

use super::scale::{Ignored, Scale, Scores, Step};
use super::stats::{Estimate, FEW, Interval, share};

/// The scale, when none is set: from very unsatisfied to very satisfied.
pub const SCALE: Scale = Scale { min: 1, max: 5 };

/// How many of the highest boxes count as satisfied, when that is not set.
pub const TOP_BOXES: i64 = 2;

/// Customer satisfaction.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Csat {
    /// `csat`.
    pub metric: &'static str,
    /// The questions whose answers were read.
    pub question: Vec<String>,
    /// How many scores there are.
    pub n: u64,
    /// The share of the satisfied in percent, 0 to 100; null when there are no scores.
    pub value: Option<f64>,
    /// Its 95 % interval, by Wilson.
    pub interval: Option<Interval>,
    /// Whether there are fewer than 30 scores.
    pub few: bool,
    /// How many are satisfied.
    pub satisfied: u64,
    /// How often each score was given.
    pub distribution: Vec<Step>,
    /// Answers that were no scores on the scale.
    pub ignored: Ignored,
}

/// How many chose one of the highest boxes.
pub fn satisfied(scores: &Scores, top_boxes: i64) -> u64 {
    let max = scores.scale().max;
    scores.between(max.saturating_sub(top_boxes).saturating_add(1), max)
}

/// The share of the satisfied, in percent.
pub fn estimate(scores: &Scores, top_boxes: i64) -> Option<Estimate> {
    let (satisfied, n) = (satisfied(scores, top_boxes), scores.n());
    let estimate = share(satisfied, n)?;
    // Multiplied first, so that a share such as 29 of 40 is not a rounding error away from where it is rounded.
    Some(Estimate { value: 100.0 * satisfied as f64 / n as f64, interval: estimate.interval.times(100.0) })
}

/// The report on the scores.
pub fn report(question: &[String], scores: &Scores, top_boxes: i64) -> Csat {
    let estimate = estimate(scores, top_boxes);
    Csat {
        metric: "csat",
        question: question.to_vec(),
        n: scores.n(),
        value: estimate.map(|estimate| estimate.value),
        interval: estimate.map(|estimate| estimate.interval),
        few: scores.n() < FEW,
        satisfied: satisfied(scores, top_boxes),
        distribution: scores.distribution(scores.scale().max),
        ignored: scores.ignored(),
    }
}
