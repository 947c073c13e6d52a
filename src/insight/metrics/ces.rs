//! The Customer Effort Score (CES): how much people agree that something was easy. The mean, and the share that agrees.

use crate::insight::scores::{Scale, Scores};
use crate::insight::stats::{Estimate, mean, part};
use crate::model::summary::Share;

/// The default scale: from strongly disagree to strongly agree.
pub const SCALE: Scale = Scale { min: 1, max: 7 };

/// The mean and its interval.
pub fn estimate(scores: &Scores) -> Option<Estimate> {
    let Scale { min, max } = scores.scale();
    mean(scores.sample(), min as f64, max as f64)
}

/// The scores above the middle of the scale.
pub fn agreeing(scores: &Scores) -> Share {
    let Scale { min, max } = scores.scale();
    let middle = min.saturating_add(max).div_euclid(2);
    part(scores.between(middle.saturating_add(1), max), scores.n())
}
