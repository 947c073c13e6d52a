//! Ratings: a mean and a histogram.

use crate::insight::sample::Sample;
use crate::insight::scores::{Scale, Scores};

/// The scale when none is set. What is reported then begins at 1, or at 0 if a 0 was given, and ends at the highest
/// rating given, but not below 5.
pub const SCALE: Scale = Scale { min: 0, max: 10 };

/// The lowest end of a distribution when no scale is set.
const FEWEST_STEPS: i64 = 5;

/// The ratings as a sample, on the scale that is set, or else on the one that they show.
pub fn sample(scores: &Scores, scale: Option<Scale>) -> Sample {
    scores.sample().within(first(scores, scale) as f64, last(scores, scale) as f64)
}

/// The first score of a distribution.
pub fn first(scores: &Scores, scale: Option<Scale>) -> i64 {
    scale.map_or_else(|| if scores.between(0, 0) > 0 { 0 } else { 1 }, |scale| scale.min)
}

/// The last score of a distribution.
pub fn last(scores: &Scores, scale: Option<Scale>) -> i64 {
    scale.map_or_else(|| scores.highest().unwrap_or(0).max(FEWEST_STEPS), |scale| scale.max)
}
