//! The Net Promoter Score.
//!
//! 9 and 10 are promoters, 7 and 8 passives, 0 to 6 detractors; the score is the share of promoters minus that of
//! detractors, times 100: -100 to 100.

use serde::Serialize;

use super::scale::{Ignored, Scale, Scores, Step};
use super::stats::{Estimate, FEW, Interval, Z, all_alike};

/// The scale of the question.
pub const SCALE: Scale = Scale { min: 0, max: 10 };

/// A Net Promoter Score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Nps {
    /// `nps`.
    pub metric: &'static str,
    /// The questions whose answers were read.
    pub question: Vec<String>,
    /// How many scores there are.
    pub n: u64,
    /// The score, -100 to 100; null when there are none.
    pub value: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<Interval>,
    /// Whether there are fewer than 30 scores.
    pub few: bool,
    /// How many scored 9 or 10.
    pub promoters: u64,
    /// How many scored 7 or 8.
    pub passives: u64,
    /// How many scored 0 to 6.
    pub detractors: u64,
    /// How often each score was given.
    pub distribution: Vec<Step>,
    /// Answers that were no scores.
    pub ignored: Ignored,
}

/// The score with its interval, from its own variance: that of values of 100, 0 and -100, which is
/// `10⁴ (p + d) − NPS²` for shares of promoters `p` and of detractors `d`. `NPS ± z √(variance / n)`.
pub fn estimate(scores: &Scores) -> Option<Estimate> {
    let n = scores.n() as f64;
    if n < 1.0 {
        return None;
    }
    let (promoters, detractors) = (scores.between(9, 10), scores.between(0, 6));
    let value = 100.0 * (promoters as f64 - detractors as f64) / n;
    let camps = [promoters, detractors, scores.between(7, 8)];
    let one_camp = camps.into_iter().filter(|camp| *camp > 0).count() == 1;
    if one_camp {
        return Some(Estimate { value, interval: all_alike(value, n, -100.0, 100.0) });
    }
    let variance = 10_000.0 * promoters.saturating_add(detractors) as f64 / n - value * value;
    let half = Z * (variance / n).sqrt();
    let interval = Interval((value - half).max(-100.0), (value + half).min(100.0));
    Some(Estimate { value, interval })
}

/// The report on the scores.
pub fn report(question: &[String], scores: &Scores) -> Nps {
    let estimate = estimate(scores);
    Nps {
        metric: "nps",
        question: question.to_vec(),
        n: scores.n(),
        value: estimate.map(|estimate| estimate.value),
        interval: estimate.map(|estimate| estimate.interval),
        few: scores.n() < FEW,
        promoters: scores.between(9, 10),
        passives: scores.between(7, 8),
        detractors: scores.between(0, 6),
        distribution: scores.distribution(SCALE.max),
        ignored: scores.ignored(),
    }
}
