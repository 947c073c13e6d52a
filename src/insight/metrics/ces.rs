//! The Customer Effort Score: how much people agree that something was easy, as a mean, and the share of those who agree.

use crate::insight::scores::{Scale, Scores};
use crate::insight::stats::{Estimate, mean, part};
use crate::model::summary::Share;

/// The scale, when none is set: from strongly disagree to strongly agree.
pub const SCALE: Scale = Scale { min: 1, max: 7 };

/// The mean with its interval.
pub fn estimate(scores: &Scores) -> Option<Estimate> {
    let Scale { min, max } = scores.scale();
    mean(scores.sample(), min as f64, max as f64)
}

/// Those who scored above the middle of the scale.
pub fn agreeing(scores: &Scores) -> Share {
    let Scale { min, max } = scores.scale();
    let middle = min.saturating_add(max).div_euclid(2);
    part(scores.between(middle.saturating_add(1), max), scores.n())
}
