//! Confidence intervals. All of them are at 95 %, two-sided.

use crate::model::summary::{self, Share};

/// The 97.5 % quantile of the standard normal distribution.
pub const Z: f64 = 1.959_963_984_540_054;

/// Fewer answers than this are too few to lean on, whatever their interval.
pub const SMALL_SAMPLE: u64 = 30;

/// The two ends of a 95 % confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval(pub f64, pub f64);

impl Interval {
    /// The same interval in another unit.
    pub fn times(self, factor: f64) -> Interval {
        Interval(self.0 * factor, self.1 * factor)
    }

    /// What lies from `low` to `high`. (`f64::clamp` can panic, and brings the printing of doubles with it: 15 KB.)
    fn within(self, low: f64, high: f64) -> Interval {
        Interval(self.0.max(low).min(high), self.1.max(low).min(high))
    }
}

impl From<Interval> for summary::Interval {
    fn from(Interval(low, high): Interval) -> summary::Interval {
        [low, high]
    }
}

/// A value with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// Where the true one is with 95 % confidence.
    pub interval: Interval,
}

/// The number, mean and variance of a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// How many observations there are.
    pub n: f64,
    /// Their mean.
    pub mean: f64,
    /// Their sample variance, with n − 1 below the line; 0 for a single observation.
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

/// The mean of a sample of values from `low` to `high`, with Student's interval `mean ± t s/√n`, cut off at the ends of the
/// scale; `None` when there are none.
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

/// The interval of a mean when all `n` answers are the same: their variance is 0, and an interval without width would claim
/// far too much. By Wilson's interval at least `n / (n + z²)` of everybody would answer the same; the rest might answer
/// anything from `low` to `high`.
pub fn all_alike(value: f64, n: f64, low: f64, high: f64) -> Interval {
    let same = n / (n + Z * Z);
    Interval(value * same + low * (1.0 - same), value * same + high * (1.0 - same))
}

/// How much `second` is more than `first`, with the interval made from theirs:
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

/// How much the mean of `second` is more than that of `first`, by Welch's t interval. Both need a variance above 0.
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
    // Not a number, when a sample is a single observation, ends here too.
    if df > 1.0 { df } else { 1.0 }
}

/// The 97.5 % quantile of Student's t distribution with `df` degrees of freedom, whole or not; below 1 as for 1.
///
/// The expansion in 1/df of Abramowitz and Stegun, 26.7.5, up to 1/df⁴, with `z` put in, and a remainder in 1/df⁵ fitted to
/// the quantiles at 1, 1.4, 2 and 4. The error is below 0.002 % everywhere.
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

/// `count` out of `n`.
pub fn part(count: u64, n: u64) -> Share {
    let estimate = share(count, n);
    Share {
        count,
        share: estimate.map(|estimate| estimate.value),
        interval: estimate.map(|estimate| estimate.interval.into()),
    }
}
