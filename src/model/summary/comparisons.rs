//! The report of many comparisons: groups against the rest, or against each other.

use super::figure::{Figure, Interval};
use super::settings::MetricName;

crate::record! {
    /// The difference of one figure between two groups, or between a group and the rest, tested together with all others
    /// of the report.
    report GroupComparison {
        /// The key of a group.
        nullable a: String,
        /// The key of the group that it is compared with; null for anything else that `against` says.
        nullable b: String,
        /// What `a` is compared with.
        required against: Against,
        /// The metric.
        required metric: MetricName,
        /// The questions that were read; empty for `count`.
        required question: Vec<String>,
        /// The figure.
        required figure: Figure,
        /// The choice, for `distribution`.
        nullable choice: String,
        /// The sample sizes of `a`, and of what it is compared with.
        required n: [u64; 2],
        /// The figure of `a`, and of what it is compared with, in the metric's unit; null without data.
        required values: [Option<f64>; 2],
        /// Between groups, the value of `b` minus that of `a`. Against `rest` or `earlier`, the value of `a` minus theirs.
        /// Null when either is missing.
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

crate::choice! {
    /// What a group is compared with.
    Against {
        /// Another group, `b`. With `b` null, that of the responses without a value to group by.
        Group = "group",
        /// All responses that are not in the group.
        Rest = "rest",
        /// All earlier periods together.
        Earlier = "earlier",
    }
}

crate::choice! {
    /// What a test says.
    Verdict {
        /// The difference is above zero: `p_adjusted` is below 0.05.
        Up = "up",
        /// The difference is below zero: `p_adjusted` is below 0.05.
        Down = "down",
        /// Chance alone may well have made the difference. That is no proof that there is none.
        NoEvidence = "no_evidence",
        /// There are too few answers to tell: fewer than 5 on either side, and for a slope fewer than 30 or fewer than 3
        /// periods.
        TooFew = "too_few",
    }
}

crate::choice! {
    /// How p-values are adjusted for their number.
    Adjustment {
        /// Up to 20 tests: at least 95 % of all reports have no wrong verdict (S. Holm, 1979).
        Holm = "holm",
        /// More than 20 tests: at most 5 % of all verdicts are wrong in the long run (Y. Benjamini and Y. Hochberg, 1995).
        BenjaminiHochberg = "benjamini_hochberg",
    }
}
