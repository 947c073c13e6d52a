//! The Customer Effort Score: how much people agree that something was easy, as a mean, and the share of those who agree.

use serde::Serialize;

use super::report::Share;
use super::scale::{Ignored, Scale, Scores, Step};
use super::stats::{Estimate, FEW, Interval, mean};

/// The scale, when none is set: from strongly disagree to strongly agree.
pub const SCALE: Scale = Scale { min: 1, max: 7 };

/// A Customer Effort Score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ces {
    /// `ces`.
    pub metric: &'static str,
    /// The questions whose answers were read.
    pub question: Vec<String>,
    /// How many scores there are.
    pub n: u64,
    /// The mean, on the scale; null when there are no scores.
    pub value: Option<f64>,
    /// Its 95 % interval, by Student's t.
    pub interval: Option<Interval>,
    /// Whether there are fewer than 30 scores.
    pub few: bool,
    /// Those who scored above the middle of the scale: 5 to 7 of 7.
    pub agreeing: Share,
    /// How often each score was given.
    pub distribution: Vec<Step>,
    /// Answers that were no scores on the scale.
    pub ignored: Ignored,
}

/// The mean with its interval.
pub fn estimate(scores: &Scores) -> Option<Estimate> {
    let Scale { min, max } = scores.scale();
    mean(scores.sample(), min as f64, max as f64)
}

/// Those who scored above the middle of the scale.
pub fn agreeing(scores: &Scores) -> Share {
    let Scale { min, max } = scores.scale();
    let middle = min.saturating_add(max).div_euclid(2);
    Share::of(scores.between(middle.saturating_add(1), max), scores.n())
}

/// The report on the scores.
pub fn report(question: &[String], scores: &Scores) -> Ces {
    let estimate = estimate(scores);
    Ces {
        metric: "ces",
        question: question.to_vec(),
        n: scores.n(),
        value: estimate.map(|estimate| estimate.value),
        interval: estimate.map(|estimate| estimate.interval),
        few: scores.n() < FEW,
        agreeing: agreeing(scores),
        distribution: scores.distribution(scores.scale().max),
        ignored: scores.ignored(),
    }
}
