//! The figures that are compared, and their intervals.

/// The ends of a 95 % confidence interval, the lower one first.
pub type Interval = [f64; 2];

crate::choice! {
    /// The figure that is compared.
    Figure {
        /// The score.
        Value = "value",
        /// `ces`: the share of answers above the middle of the scale.
        Agreeing = "agreeing",
        /// The share of a choice.
        Share = "share",
        /// The share of those shown that have an answer.
        ResponseRate = "response_rate",
        /// The share of those with an answer that are completed.
        CompletionRate = "completion_rate",
    }
}
