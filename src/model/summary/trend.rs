//! The report of how a figure changes over the periods.

use super::comparisons::{GroupComparison, Verdict};
use super::figure::Figure;
use super::settings::MetricName;

crate::record! {
    /// How one figure changes over the periods: the straight line through all answers, and the last period.
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
        /// How much the figure changes from one period to the next, on the straight line through all answers, in the
        /// metric's unit. Null when all answers are of one period.
        nullable slope: f64,
        /// How often chance alone makes such a slope or a steeper one, 0 to 1: the Cochran-Armitage test for shares, and
        /// Mantel's extension of it for scores. Null with fewer than 30 answers or 3 periods with answers.
        nullable p: f64,
        /// The same, adjusted for the number of tests in the report; see `adjustment`.
        nullable p_adjusted: f64,
        /// What the slope means.
        required verdict: Verdict,
        /// The last period that has responses, `a`, against all earlier ones together.
        required last_period: GroupComparison,
    }
}
