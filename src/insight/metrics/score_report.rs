//! The report of a metric that is made from scores.

use serde::Serialize;

use crate::insight::scores::{Ignored, Scores, Step};
use crate::insight::stats::{Estimate, FEW, Interval, Share};

/// A score: NPS, satisfaction, effort or a mean rating. One type for all four, which makes for a small wasm; the fields
/// that only one of them has are left out of the others.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Scored {
    /// `nps`, `csat`, `ces` or `rating`.
    pub metric: &'static str,
    /// The questions whose answers were read.
    pub question: Vec<String>,
    /// How many answers were scores.
    pub n: u64,
    /// NPS: -100 to 100. Satisfaction: 0 to 100 percent. Effort and ratings: a mean on the scale. Null without any scores.
    pub value: Option<f64>,
    /// The value's 95 % interval.
    pub interval: Option<Interval>,
    /// Whether there are fewer than 30 scores.
    pub few: bool,
    /// NPS: how many scored 9 or 10.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promoters: Option<u64>,
    /// NPS: how many scored 7 or 8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passives: Option<u64>,
    /// NPS: how many scored 0 to 6.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detractors: Option<u64>,
    /// Satisfaction: how many chose one of the highest boxes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub satisfied: Option<u64>,
    /// Effort: those who scored above the middle of the scale, 5 to 7 of 7.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreeing: Option<Share>,
    /// Ratings: the sum of them all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sum: Option<i64>,
    /// How often each score was given.
    pub distribution: Vec<Step>,
    /// Answers that were no scores on the scale.
    pub ignored: Ignored,
}

impl Scored {
    /// What all four have; the distribution ends at the score `last`.
    pub(super) fn new(scores: &Scores, estimate: Option<Estimate>, last: i64) -> Scored {
        let n = scores.n();
        Scored {
            n,
            value: estimate.map(|estimate| estimate.value),
            interval: estimate.map(|estimate| estimate.interval),
            few: n < FEW,
            distribution: scores.distribution(last),
            ignored: scores.ignored(),
            ..Scored::default()
        }
    }
}
