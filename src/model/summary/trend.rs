//! The report of how a figure changes over the periods.

use super::comparisons::Verdict;
use super::metric::MetricName;
use super::report::{Figure, Interval};

crate::record! {
    /// How one figure changes over the periods.
    report Trend {
        /// The metric.
        required metric: MetricName,
        /// The questions that were read; empty for `count`.
        required question: Vec<String>,
        /// The figure.
        required figure: Figure,
        /// The choice, for `distribution`.
        nullable choice: String,
        /// The number of periods with answers.
        required periods: u64,
        /// The number of answers in all periods.
        required n: u64,
        /// Whether it rises or falls steadily.
        required slope: Slope,
        /// Whether the last period differs from all earlier ones together.
        required last_period: LastPeriod,
    }
}

crate::record! {
    /// The straight line through all answers, and whether it rises or falls.
    report Slope {
        /// How much the figure changes from one period to the next, in the metric's unit; null when all answers are of one
        /// period.
        nullable per_period: f64,
        /// How often chance alone makes such a slope or a steeper one, 0 to 1: the Cochran-Armitage test for shares, and
        /// Mantel's extension of it for scores. Null when there are too few answers or periods.
        nullable p: f64,
        /// The same, adjusted for the number of tests in the report; see `adjustment`.
        nullable p_adjusted: f64,
        /// What that means.
        required verdict: Verdict,
    }
}

crate::record! {
    /// The last period that has responses, against all earlier ones.
    report LastPeriod {
        /// The key of the last period.
        nullable key: String,
        /// The sample sizes of the earlier periods together, and of the last one.
        required n: [u64; 2],
        /// The figure of the earlier periods together, and of the last one; null without data.
        required values: [Option<f64>; 2],
        /// The last value minus the earlier one; null when either is missing.
        nullable difference: f64,
        /// The difference's 95 % confidence interval, not adjusted.
        nullable interval: Interval,
        /// How often chance alone makes such a difference or a larger one, 0 to 1 (a two-sided permutation test). Null when
        /// there are too few answers.
        nullable p: f64,
        /// The same, adjusted for the number of tests in the report; see `adjustment`.
        nullable p_adjusted: f64,
        /// What that means.
        required verdict: Verdict,
    }
}
