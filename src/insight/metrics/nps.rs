//! The Net Promoter Score.
//!
//! Scores of 9 and 10 are promoters, 7 and 8 passives, 0 to 6 detractors. The NPS is the share of promoters minus the
//! share of detractors, times 100: -100 to 100.

use crate::insight::sample::Sample;
use crate::insight::scores::{Scale, Scores};

/// The scale of the question.
pub const SCALE: Scale = Scale { min: 0, max: 10 };

/// The number of scores of 9 or 10.
pub fn promoters(scores: &Scores) -> u64 {
    scores.between(9, 10)
}

/// The number of scores of 7 or 8.
pub fn passives(scores: &Scores) -> u64 {
    scores.between(7, 8)
}

/// The number of scores of 0 to 6.
pub fn detractors(scores: &Scores) -> u64 {
    scores.between(0, 6)
}

/// The three camps as a sample, whose mean is the NPS.
pub fn sample(scores: &Scores) -> Sample {
    Sample::new(vec![detractors(scores), passives(scores), promoters(scores)], -100.0, 100.0)
}
