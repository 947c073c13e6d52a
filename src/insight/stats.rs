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

/// The number, mean and variance of a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// The number of observations.
    pub n: f64,
    /// Their mean.
    pub mean: f64,
    /// The sample variance, with divisor n − 1; 0 for a single observation.
    pub variance: f64,
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

/// The mean of values from `low` to `high`, with Student's interval `mean ± t s/√n`, clamped to the scale; `None` for
/// an empty sample.
pub fn mean(sample: Sample, low: f64, high: f64) -> Option<Estimate> {
    if sample.n < 1.0 {
        return None;
    }
    let interval = if sample.variance > 0.0 {
        let half = t(sample.n - 1.0) * (sample.variance / sample.n).sqrt();
        Interval(sample.mean - half, sample.mean + half).within(low, high)
    } else {
        all_alike(sample.mean, sample.n, low, high)
    };
    Some(Estimate { value: sample.mean, interval })
}

/// The interval of a mean when all `n` answers are equal. Their variance is 0, and an interval of zero width would
/// claim far too much. By Wilson's interval at least `n / (n + z²)` of the population would answer the same; the rest
/// might answer anything from `low` to `high`.
pub fn all_alike(value: f64, n: f64, low: f64, high: f64) -> Interval {
    let same = n / (n + Z * Z);
    Interval(value * same + low * (1.0 - same), value * same + high * (1.0 - same))
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

/// The difference of the means, `second - first`, with Welch's t interval. Both variances must be above 0.
pub fn welch(first: Sample, second: Sample) -> Estimate {
    let value = second.mean - first.mean;
    let half = t(welch_df(first, second)) * (first.variance / first.n + second.variance / second.n).sqrt();
    Estimate { value, interval: Interval(value - half, value + half) }
}

/// Degrees of freedom of the difference of two means:
/// `(s₁²/n₁ + s₂²/n₂)² / ((s₁²/n₁)²/(n₁−1) + (s₂²/n₂)²/(n₂−1))`, B. L. Welch, 1947. At least 1.
pub fn welch_df(first: Sample, second: Sample) -> f64 {
    let (a, b) = (first.variance / first.n, second.variance / second.n);
    let df = (a + b) * (a + b) / (a * a / (first.n - 1.0) + b * b / (second.n - 1.0));
    // Also catches NaN, the result for samples of a single observation.
    if df > 1.0 { df } else { 1.0 }
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
