//! Customer satisfaction (CSAT): the share of answers in the highest boxes.
//!
//! Refiner stores the answers of a CSAT question as -2, -1, 0, 1 and 2. A question of fewer points uses some of these.
//! The answers 1 and 2 are satisfied. Answers of 1 to 5 belong to a rating.

use crate::insight::sample::Sample;
use crate::insight::scores::{Scale, Scores};
use crate::insight::stats::{Estimate, share};

/// The default scale: from very unsatisfied to very satisfied.
pub const SCALE: Scale = Scale { min: -2, max: 2 };

/// The default number of highest boxes that count as satisfied.
pub const TOP_BOXES: i64 = 2;

/// The number of answers in the highest boxes.
pub fn satisfied(scores: &Scores, top_boxes: i64) -> u64 {
    let max = scores.scale().max;
    scores.between(max.saturating_sub(top_boxes).saturating_add(1), max)
}

/// The share of satisfied answers, in percent.
pub fn estimate(scores: &Scores, top_boxes: i64) -> Option<Estimate> {
    let (satisfied, n) = (satisfied(scores, top_boxes), scores.n());
    let estimate = share(satisfied, n)?;
    // Multiplies before dividing, so that a share such as 29 of 40 has no rounding error at the point where it is
    // rounded.
    Some(Estimate { value: 100.0 * satisfied as f64 / n as f64, interval: estimate.interval.times(100.0) })
}

/// The answers as a sample, whose mean is the share of satisfied answers in percent.
pub fn sample(scores: &Scores, top_boxes: i64) -> Sample {
    Sample::share((satisfied(scores, top_boxes), scores.n()), 100.0)
}
