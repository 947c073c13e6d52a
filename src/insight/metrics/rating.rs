//! Ratings: a mean and a histogram.

use crate::insight::scores::{Scale, Scores};
use crate::insight::stats::{Estimate, mean};

/// The default scale. Its distribution then ends at the highest rating given, but not below 5.
pub const SCALE: Scale = Scale { min: 1, max: 10 };

/// The lowest end of a distribution when no scale is set.
const FEWEST_STEPS: i64 = 5;

/// The mean and its interval, on the scale that is set, or else on the one that the ratings show.
pub fn estimate(scores: &Scores, scale: Option<Scale>) -> Option<Estimate> {
    mean(scores.sample(), scores.scale().min as f64, last(scores, scale) as f64)
}

/// The last score of a distribution.
pub fn last(scores: &Scores, scale: Option<Scale>) -> i64 {
    scale.map_or_else(|| scores.highest().unwrap_or(0).max(FEWEST_STEPS), |scale| scale.max)
}
