//! The settings of a summary: metrics, groups and comparisons.

use super::by::GroupBy;
use super::comments::CommentSettings;
use super::drivers::DriverSettings;
use super::metric::{Metric, Questions};
use super::quality::QualitySettings;
use super::weights::Weights;
use crate::schema::types::{Identifier, MaxGroups, MetricList, TopChoices, UtcOffsetMinutes};

crate::record! {
    /// Which metrics to compute, and for which groups.
    input SummarySettings {
        /// The metrics: 1 to 20, no duplicates.
        required metrics: MetricList<Metric>,
        /// The question of each metric that names none itself. Default: the only one of its kind.
        optional question: Questions,
        /// How to group the responses.
        optional group_by: GroupBy,
        /// The time zone of periods, such as `America/New_York`.
        optional time_zone: Identifier,
        /// Instead of `time_zone`: minutes east of UTC.
        optional utc_offset_minutes: UtcOffsetMinutes = 0,
        /// Which groups to compare: each against the rest, all pairs, the last two periods, or two by their keys. Needs
        /// `group_by`.
        optional compare: Compare,
        /// What drives a score.
        optional drivers: DriverSettings,
        /// What people wrote.
        optional comments: CommentSettings,
        /// Two groupings to put against each other, as in `group_by`: the rows and the columns of a cross-tab.
        optional cross: [GroupBy; 2],
        /// Weights for the scores, by the shares that groups should have. Comparisons, trends and cross-tabs stay unweighted.
        optional weights: Weights,
        /// Which responses to take for careless: straight-liners and speeders.
        optional quality: QualitySettings,
        /// How many choices of a distribution to list.
        optional top: TopChoices = 20,
        /// How many groups to report separately. All others are pooled in `other`.
        optional max_groups: MaxGroups = 1000,
    }
}

crate::union! {
    /// Which groups to compare.
    input Compare {
        /// By name.
        Word(CompareWord),
        /// Two groups by their `key` in the summary. Null: the group of responses without a value to group by.
        Keys([Option<String>; 2]),
    }
}

crate::choice! {
    /// Which groups to compare, by name.
    CompareWord {
        /// Each group against all responses that are not in it.
        EachAgainstRest = "each_against_rest",
        /// Every two groups; of more than 45 groups, those of the 45 largest.
        AllPairs = "all_pairs",
        /// The last two periods. Needs a `group_by` of `day`, `week` or `month`.
        LastTwo = "last_two",
    }
}
