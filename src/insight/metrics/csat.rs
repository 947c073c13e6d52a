//! Customer satisfaction: the share of those who chose one of the highest boxes.

use crate::insight::scores::{Scale, Scores};
use crate::insight::stats::{Estimate, share};

/// The scale, when none is set: from very unsatisfied to very satisfied.
pub const SCALE: Scale = Scale { min: 1, max: 5 };

/// How many of the highest boxes count as satisfied, when that is not set.
pub const TOP_BOXES: i64 = 2;

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
