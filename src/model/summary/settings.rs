//! The settings of a summary: metrics, groups and comparisons.

use crate::schema::types::{
    Identifier, MaxGroups, MetricList, QuestionList, ScaleEnd, TopBoxes, TopChoices, UtcOffsetMinutes,
};

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
        /// How many choices of a distribution to list.
        optional top: TopChoices = 20,
        /// How many groups to report separately. All others are pooled in `other`.
        optional max_groups: MaxGroups = 1000,
    }
}

crate::union! {
    /// A metric: its name, or an object with its settings.
    input Metric {
        /// By name.
        Name(MetricName),
        /// With settings.
        Settings(MetricSettings),
    }
}

crate::choice! {
    /// A metric.
    MetricName {
        /// The Net Promoter Score: the share of scores 9 and 10 minus the share of 0 to 6, times 100.
        Nps = "nps",
        /// Customer satisfaction: the share of answers in the highest boxes (`top_boxes`), in percent. Refiner stores these
        /// answers as -2 to 2; 1 and 2 are satisfied.
        Csat = "csat",
        /// The Customer Effort Score: the mean, and the share of answers above the middle of the scale.
        Ces = "ces",
        /// The mean rating.
        Rating = "rating",
        /// How often each choice was made.
        Distribution = "distribution",
        /// Views, responses, completed responses and their rates.
        Count = "count",
    }
}

crate::record! {
    /// A metric with its settings.
    input MetricSettings {
        /// The metric.
        required metric: MetricName,
        /// The question to read, or several whose answers are pooled. Default: the `question` of the whole summary.
        optional question: Questions where metric ["nps", "csat", "ces", "rating", "distribution"],
        /// The scale of the answers. Default: -2 to 2 for `csat`, 1 to 7 for `ces`, 0 to 10 for `rating`.
        optional scale: ScaleSettings where metric ["csat", "ces", "rating"],
        /// How many of the highest scores count as satisfied: from 1 to one less than the scale has.
        optional top_boxes: TopBoxes = 2 where metric ["csat"],
        /// How many choices to list. Default: the `top` of the whole summary.
        optional top: TopChoices where metric ["distribution"],
    }
}

crate::union! {
    /// A question's identifier, or several.
    input Questions {
        /// One question.
        One(Identifier),
        /// 1 to 100 questions, no duplicates.
        Several(QuestionList),
    }
}

crate::record! {
    /// A scale of whole numbers, both ends included, with at most 101 steps.
    input ScaleSettings {
        /// The lowest answer.
        required min: ScaleEnd,
        /// The highest answer.
        required max: ScaleEnd,
    }
}

crate::union! {
    /// How to group the responses.
    input GroupBy {
        /// By a property of every response.
        Word(GroupWord),
        /// By a trait of the contact.
        Attribute(ByAttribute),
        /// By an answer.
        Answer(ByAnswer),
    }
}

crate::choice! {
    /// A property to group by. `segment` reads the list once more for each segment, because responses do not name their
    /// segments.
    GroupWord {
        /// No groups.
        None = "none",
        /// By survey.
        Form = "form",
        /// By the contact's account.
        Account = "account",
        /// By segment. Reads all responses once for the total, then those of each segment in the query (`segment_uuid`,
        /// `segment_uuids`), or else of every segment. A response in two segments counts in both.
        Segment = "segment",
        /// By the day of the latest answer, or without an answer, of the last showing.
        Day = "day",
        /// By ISO week, of the same date as `day`.
        Week = "week",
        /// By month, of the same date as `day`.
        Month = "month",
    }
}

crate::record! {
    /// Groups by a trait of the contact.
    input ByAttribute {
        /// The trait's name.
        required attribute: Identifier,
    }
}

crate::record! {
    /// Groups by the answer to a question. Each choice is a group.
    input ByAnswer {
        /// The question's identifier.
        required answer: Identifier,
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
