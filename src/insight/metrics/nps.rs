//! The Net Promoter Score.
//!
//! Scores of 9 and 10 are promoters, 7 and 8 passives, 0 to 6 detractors. The NPS is the share of promoters minus the
//! share of detractors, times 100: -100 to 100.

use crate::insight::scores::{Scale, Scores};
use crate::insight::stats::{Estimate, Interval, Z, all_alike};

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

/// The NPS and its interval `NPS ± z √(variance / n)`. The variance is that of the values 100, 0 and -100, which is
/// `10⁴ (p + d) − NPS²` for the shares of promoters `p` and detractors `d`.
pub fn estimate(scores: &Scores) -> Option<Estimate> {
    let n = scores.n() as f64;
    if n < 1.0 {
        return None;
    }
    let (promoters, detractors) = (promoters(scores), detractors(scores));
    let value = 100.0 * (promoters as f64 - detractors as f64) / n;
    let camps = [promoters, detractors, passives(scores)];
    let one_camp = camps.into_iter().filter(|camp| *camp > 0).count() == 1;
    if one_camp {
        return Some(Estimate { value, interval: all_alike(value, n, -100.0, 100.0) });
    }
    let variance = 10_000.0 * promoters.saturating_add(detractors) as f64 / n - value * value;
    let half = Z * (variance / n).sqrt();
    let interval = Interval((value - half).max(-100.0), (value + half).min(100.0));
    Some(Estimate { value, interval })
}
