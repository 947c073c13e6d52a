//! The settings of answers: what a summary is asked for one question, with fewer parameters.

use super::by::GroupBy;
use super::metric::{Metric, Questions};
use super::settings::Compare;
use crate::schema::types::{Identifier, MetricList};

crate::record! {
    /// Which groups to compare, and in what.
    input ComparisonSettings {
        /// The metrics: 1 to 20, no duplicates.
        required metrics: MetricList<Metric>,
        /// How to group the responses.
        required group_by: GroupBy,
        /// Which groups: each against the rest, all pairs, the last two periods, or two by their keys.
        optional compare: Compare = "each_against_rest",
        /// The question of each metric that names none itself. Default: the only one of its kind.
        optional question: Questions,
        /// The time zone of periods, such as `America/New_York`.
        optional time_zone: Identifier,
    }
}
