//! What is asked of a summary: metrics, groups and comparisons.

use crate::schema::types::{
    Identifier, MaxGroups, MetricList, QuestionList, ScaleEnd, TopBoxes, TopChoices, UtcOffsetMinutes,
};

crate::record! {
    /// What to count, and in which groups.
    input SummarySettings {
        /// What to count: 1 to 20 metrics, none twice.
        required metrics: MetricList<Metric>,
        /// The question of every metric that has none of its own.
        optional question: Questions,
        /// How responses are put into groups.
        optional group_by: GroupBy,
        /// Where a day begins, in minutes east of UTC: -1439 to 1439.
        optional utc_offset_minutes: UtcOffsetMinutes = 0,
        /// Which two groups are compared: the last two periods, or two by their keys. Needs a `group_by`.
        optional compare: Compare,
        /// How many choices of a distribution are listed: 1 to 1000.
        optional top: TopChoices = 20,
        /// How many groups are kept apart: 1 to 1000. All others are pooled in `other`.
        optional max_groups: MaxGroups = 1000,
    }
}

crate::union! {
    /// What to count: by name, or with settings of its own.
    input Metric {
        /// By name.
        Name(MetricName),
        /// With settings.
        Settings(MetricSettings),
    }
}

crate::choice! {
    /// The metrics there are.
    MetricName {
        /// The Net Promoter Score: the share of 9 and 10 less that of 0 to 6, times 100.
        Nps = "nps",
        /// Customer satisfaction: the share of those who chose one of the highest boxes, in percent.
        Csat = "csat",
        /// The Customer Effort Score: the mean, and the share of those above the middle of the scale.
        Ces = "ces",
        /// The mean rating.
        Rating = "rating",
        /// How often each choice was made.
        Distribution = "distribution",
        /// How many saw a survey, began it and completed it.
        Count = "count",
    }
}

crate::record! {
    /// A metric with settings of its own.
    input MetricSettings {
        /// What to count.
        required metric: MetricName,
        /// The question whose answers are read, or several: their answers are pooled. Default: that of the whole summary.
        optional question: Questions where metric ["nps", "csat", "ces", "rating", "distribution"],
        /// The scale of the answers. Default: 1 to 5 for `csat`, 1 to 7 for `ces`, 1 to 10 for `rating`.
        optional scale: ScaleSettings where metric ["csat", "ces", "rating"],
        /// How many of the highest boxes count as satisfied: at most one less than the scale has.
        optional top_boxes: TopBoxes = 2 where metric ["csat"],
        /// How many choices are listed: 1 to 1000. Default: that of the whole summary.
        optional top: TopChoices where metric ["distribution"],
    }
}

crate::union! {
    /// A question by its identifier, or several.
    input Questions {
        /// One question.
        One(Identifier),
        /// 1 to 100 questions, none twice.
        Several(QuestionList),
    }
}

crate::record! {
    /// A scale of whole numbers, both ends included, of at most 101 steps.
    input ScaleSettings {
        /// The lowest answer.
        required min: ScaleEnd,
        /// The highest answer.
        required max: ScaleEnd,
    }
}

crate::union! {
    /// How responses are put into groups.
    input GroupBy {
        /// By what every response has.
        Word(GroupWord),
        /// By a trait.
        Attribute(ByAttribute),
        /// By an answer.
        Answer(ByAnswer),
    }
}

crate::choice! {
    /// What every response can be grouped by. `segment` costs one walk more for each segment, because responses do not name
    /// theirs.
    GroupWord {
        /// No groups.
        None = "none",
        /// By survey.
        Form = "form",
        /// By the account of whoever answered.
        Account = "account",
        /// By segment: all responses are walked once for the total, then those of each segment that the query names
        /// (`segment_uuid`, `segment_uuids`), or else of each there is. A response of two segments counts in both.
        Segment = "segment",
        /// By the day of the latest answer, or else of the last showing.
        Day = "day",
        /// By the ISO week.
        Week = "week",
        /// By the month.
        Month = "month",
    }
}

crate::record! {
    /// Groups by a trait of whoever answered. Responses have traits only with `with_attributes`.
    input ByAttribute {
        /// The trait's name.
        required attribute: Identifier,
    }
}

crate::record! {
    /// Groups by the answer to a question.
    input ByAnswer {
        /// The question's identifier.
        required answer: Identifier,
    }
}

crate::union! {
    /// Which two groups are compared.
    input Compare {
        /// The last two periods. Needs a `group_by` of `day`, `week` or `month`.
        Word(CompareWord),
        /// The keys of two groups, as the summary names them; null for the responses that have nothing to be grouped by.
        Keys([Option<String>; 2]),
    }
}

crate::choice! {
    /// Two groups by a word.
    CompareWord {
        /// The last two periods.
        LastTwo = "last_two",
    }
}
