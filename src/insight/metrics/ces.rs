//! The Customer Effort Score (CES): how much people agree that something was easy. The mean, and the share that agrees.

use crate::insight::scores::{Scale, Scores};
use crate::insight::stats::part;
use crate::model::summary::Share;

/// The default scale: from strongly disagree to strongly agree.
pub const SCALE: Scale = Scale { min: 1, max: 7 };

/// The number of scores above the middle of the scale.
pub fn agreed(scores: &Scores) -> u64 {
    let Scale { min, max } = scores.scale();
    let middle = min.saturating_add(max).div_euclid(2);
    scores.between(middle.saturating_add(1), max)
}

/// The scores above the middle of the scale.
pub fn agreeing(scores: &Scores) -> Share {
    part(agreed(scores), scores.n())
}
