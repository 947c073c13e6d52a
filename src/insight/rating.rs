//! Ratings: a mean and a histogram.

use serde::Serialize;

use super::scale::{Ignored, Scale, Scores, Step};
use super::stats::{Estimate, FEW, Interval, mean};

/// The scale, when none is set. The distribution then ends at the highest rating that was given, or at 5.
pub const SCALE: Scale = Scale { min: 1, max: 10 };

/// Where a distribution ends at the earliest when no scale is set.
const FEWEST_STEPS: i64 = 5;

/// A mean rating.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rating {
    /// `rating`.
    pub metric: &'static str,
    /// The questions whose answers were read.
    pub question: Vec<String>,
    /// How many ratings there are.
    pub n: u64,
    /// The mean, on the scale; null when there are no ratings.
    pub value: Option<f64>,
    /// Its 95 % interval, by Student's t.
    pub interval: Option<Interval>,
    /// Whether there are fewer than 30 ratings.
    pub few: bool,
    /// The sum of all ratings.
    pub sum: i64,
    /// How often each rating was given.
    pub distribution: Vec<Step>,
    /// Answers that were no ratings on the scale.
    pub ignored: Ignored,
}

/// The mean with its interval, on the scale that was set or that the ratings show.
pub fn estimate(scores: &Scores, scale: Option<Scale>) -> Option<Estimate> {
    mean(scores.sample(), scores.scale().min as f64, last(scores, scale) as f64)
}

fn last(scores: &Scores, scale: Option<Scale>) -> i64 {
    scale.map_or_else(|| scores.highest().unwrap_or(0).max(FEWEST_STEPS), |scale| scale.max)
}

/// The report on the ratings; `scale` is the one that was set.
pub fn report(question: &[String], scores: &Scores, scale: Option<Scale>) -> Rating {
    let estimate = estimate(scores, scale);
    Rating {
        metric: "rating",
        question: question.to_vec(),
        n: scores.n(),
        value: estimate.map(|estimate| estimate.value),
        interval: estimate.map(|estimate| estimate.interval),
        few: scores.n() < FEW,
        sum: scores.sum(),
        distribution: scores.distribution(last(scores, scale)),
        ignored: scores.ignored(),
    }
}
