//! Confidence intervals, all two-sided at 95 %.

use crate::model::summary::{self, Share};

/// The 97.5 % quantile of the standard normal distribution.
pub const Z: f64 = 1.959_963_984_540_054;

/// Below this number of answers a figure is unreliable, whatever its interval.
pub const SMALL_SAMPLE: u64 = 30;

/// The two ends of a 95 % confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval(pub f64, pub f64);

impl Interval {
    /// The same interval in another unit.
    pub fn times(self, factor: f64) -> Interval {
        Interval(self.0 * factor, self.1 * factor)
    }

    /// Clamps both ends to `low..=high`. (`f64::clamp` can panic, and links the printing of doubles: 15 KB.)
    fn within(self, low: f64, high: f64) -> Interval {
        Interval(self.0.max(low).min(high), self.1.max(low).min(high))
    }
}

impl From<Interval> for summary::Interval {
    fn from(Interval(low, high): Interval) -> summary::Interval {
        [low, high]
    }
}

/// A value and its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// The 95 % confidence interval of the true value.
    pub interval: Interval,
}

/// The share `of` out of `n` (0 to 1) with Wilson's score interval; `None` when `n` is 0.
///
/// `(p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)`, E. B. Wilson, 1927.
pub fn share(of: u64, n: u64) -> Option<Estimate> {
    if n == 0 {
        return None;
    }
    let of = of.min(n);
    let count = n as f64;
    let p = of as f64 / count;
    let z2 = Z * Z;
    let middle = p + z2 / (2.0 * count);
    let half = Z * (p * (1.0 - p) / count + z2 / (4.0 * count * count)).sqrt();
    let below = 1.0 + z2 / count;
    let low = if of == 0 { 0.0 } else { (middle - half) / below };
    let high = if of == n { 1.0 } else { (middle + half) / below };
    Some(Estimate { value: p, interval: Interval(low, high).within(0.0, 1.0) })
}

/// The difference `second - first`, with an interval made from the two intervals:
/// `d − √((v₂−l₂)² + (u₁−v₁)²)` to `d + √((u₂−v₂)² + (v₁−l₁)²)`.
///
/// R. G. Newcombe, 1998, method 10, for shares with Wilson's intervals; G. Y. Zou and A. Donner, 2008, for any others.
pub fn difference(first: Estimate, second: Estimate) -> Estimate {
    let apart = |a: f64, b: f64| (a * a + b * b).sqrt();
    let value = second.value - first.value;
    let down = apart(second.value - second.interval.0, first.interval.1 - first.value);
    let up = apart(second.interval.1 - second.value, first.value - first.interval.0);
    Estimate { value, interval: Interval(value - down, value + up) }
}

/// The 97.5 % quantile of Student's t distribution with `df` degrees of freedom, which need not be whole; below 1 as
/// for 1.
///
/// The expansion in 1/df of Abramowitz and Stegun, 26.7.5, up to 1/df⁴, evaluated at `z`, and a remainder in 1/df⁵
/// fitted to the quantiles at 1, 1.4, 2 and 4. The error is below 0.002 % everywhere.
pub fn t(df: f64) -> f64 {
    const TERMS: [f64; 9] = [
        Z,
        2.372_271_230_3,
        2.822_498_615_7,
        2.555_849_679_5,
        1.589_534_053_4,
        0.744_384,
        0.573_99,
        -0.120_79,
        0.208_504,
    ];
    let x = if df > 1.0 { 1.0 / df } else { 1.0 };
    TERMS.iter().rev().fold(0.0, |sum, term| sum * x + term)
}

/// `count` out of `n`, with its share and interval.
pub fn part(count: u64, n: u64) -> Share {
    let estimate = share(count, n);
    Share {
        count,
        share: estimate.map(|estimate| estimate.value),
        interval: estimate.map(|estimate| estimate.interval.into()),
    }
}
