//! What a summary says. Keys are in Refiner's manner (`response_rate`), intervals are `[low, high]`, and what cannot be told is
//! null.

use super::settings::MetricName;

crate::record! {
    /// What the responses add up to.
    report Summary {
        /// How many pages were read.
        required pages: u64,
        /// How many responses were on them.
        required items: u64,
        /// How many items were no objects, and were left out.
        required unreadable: u64,
        /// The metrics over all responses, in the order in which they were asked for.
        required metrics: Vec<MetricReport>,
        /// The groups: periods from the first to the last, others from the largest to the smallest; null without `group_by`.
        nullable groups: Vec<SummaryGroup>,
        /// The responses of all groups beyond `max_groups`; null when there are none.
        nullable other: SummaryGroup,
        /// How two groups differ; null unless it was asked for and both are there.
        nullable comparison: Comparison,
    }
}

crate::record! {
    /// The metrics over the responses of a group.
    report SummaryGroup {
        /// The group's key: a form's or segment's uuid, an account's `remote_id`, `2026-01-31`, `2026-W05`, `2026-01`, or a
        /// value; null for the responses that have nothing to be grouped by.
        nullable key: String,
        /// The form's, the account's or the segment's name.
        nullable label: String,
        /// The first day of a period, such as `2026-01-31`.
        nullable start: String,
        /// How many responses belong to it.
        required items: u64,
        /// The metrics, in the order in which they were asked for.
        required metrics: Vec<MetricReport>,
    }
}

crate::union! {
    /// What one metric says; `metric` tells which.
    report MetricReport {
        /// NPS, satisfaction, effort, or a mean rating.
        Score(ScoreReport),
        /// Choices.
        Distribution(DistributionReport),
        /// Views, responses and rates.
        Count(CountReport),
    }
}

crate::choice! {
    /// The metrics that are scores.
    ScoreMetric {
        /// The Net Promoter Score.
        Nps = "nps",
        /// Customer satisfaction.
        Csat = "csat",
        /// The Customer Effort Score.
        Ces = "ces",
        /// The mean rating.
        Rating = "rating",
    }
}

crate::record! {
    /// A score with its certainty.
    report ScoreReport {
        /// Which score.
        required metric: ScoreMetric,
        /// The questions whose answers were read.
        required question: Vec<String>,
        /// How many answers were scores.
        required n: u64,
        /// NPS: -100 to 100. Satisfaction: 0 to 100 percent. Effort and ratings: a mean on the scale. Null without any scores.
        nullable value: f64,
        /// The value's 95 % confidence interval.
        nullable interval: Interval,
        /// Whether there are fewer than 30 scores.
        required small_sample: bool,
        /// How many scored 9 or 10.
        optional promoters: u64 where metric ["nps"],
        /// How many scored 7 or 8.
        optional passives: u64 where metric ["nps"],
        /// How many scored 0 to 6.
        optional detractors: u64 where metric ["nps"],
        /// How many chose one of the highest boxes.
        optional satisfied: u64 where metric ["csat"],
        /// Those who scored above the middle of the scale, 5 to 7 of 7.
        optional agreeing: Share where metric ["ces"],
        /// The sum of all ratings.
        optional sum: i64 where metric ["rating"],
        /// How often each score was given.
        required distribution: Vec<ScoreCount>,
        /// Answers that were no scores on the scale.
        required ignored: Ignored,
    }
}

/// The two ends of a 95 % confidence interval, the lower one first.
pub type Interval = [f64; 2];

crate::record! {
    /// How often a score was given.
    report ScoreCount {
        /// The score.
        required score: i64,
        /// How often it was given.
        required count: u64,
        /// Its share of the scores, 0 to 1; null when there are none.
        nullable share: f64,
    }
}

crate::record! {
    /// Answers that are no scores on the scale, and do not count.
    report Ignored {
        /// Answers that are no number, or one too large for a double.
        required not_a_number: u64,
        /// Numbers outside the scale or between two of its steps.
        required off_scale: u64,
    }
}

crate::record! {
    /// A part of a whole.
    report Share {
        /// How many.
        required count: u64,
        /// Their share, 0 to 1; null when the whole is nothing.
        nullable share: f64,
        /// The share's 95 % confidence interval, by Wilson.
        nullable interval: Interval,
    }
}

crate::choice! {
    /// The metric that is a distribution.
    DistributionMetric {
        /// How often each choice was made.
        Distribution = "distribution",
    }
}

crate::record! {
    /// How often each choice was made. Of a multiple choice every item counts, so shares can sum to more than 1.
    report DistributionReport {
        /// `distribution`.
        required metric: DistributionMetric,
        /// The questions whose answers were read.
        required question: Vec<String>,
        /// How many respondents made a choice.
        required n: u64,
        /// Whether there are fewer than 30 of them.
        required small_sample: bool,
        /// How many choices they made.
        required datapoints: u64,
        /// The most frequent choices, the most frequent first.
        required distribution: Vec<ChoiceCount>,
        /// All other choices together; null when there are none.
        nullable rest: OtherChoices,
    }
}

crate::record! {
    /// How often a choice was made.
    report ChoiceCount {
        /// The choice as it was answered; numbers, true and false as they are written.
        required choice: String,
        /// How often it was made.
        required count: u64,
        /// By how many respondents.
        required respondents: u64,
        /// Their share of all respondents who made a choice, 0 to 1.
        nullable share: f64,
        /// The share's 95 % confidence interval, by Wilson.
        nullable interval: Interval,
    }
}

crate::record! {
    /// The choices that are not listed.
    report OtherChoices {
        /// How many different ones there are; those of `unlisted` count as one.
        required choices: u64,
        /// How often they were made.
        required count: u64,
        /// How often choices were made that were only counted, because there were too many different ones to tell apart.
        required unlisted: u64,
    }
}

crate::choice! {
    /// The metric that counts responses.
    CountMetric {
        /// How many saw a survey, began it and completed it.
        Count = "count",
    }
}

crate::record! {
    /// How many saw a survey, began it and completed it.
    report CountReport {
        /// `count`.
        required metric: CountMetric,
        /// How many responses there are of any kind, views too.
        required n: u64,
        /// Whether there are fewer than 30 of them.
        required small_sample: bool,
        /// How many were shown.
        required views: u64,
        /// How many have an answer: the partial and the completed ones.
        required responses: u64,
        /// How many have an answer and are not completed.
        required partials: u64,
        /// How many are completed.
        required completed: u64,
        /// Of those that were shown, the ones with an answer; null unless some without one are listed (`include: "all"`).
        nullable response_rate: Rate,
        /// Of those with an answer, the ones completed; null unless some that are not are listed.
        nullable completion_rate: Rate,
        /// The median of the seconds from the first showing to the completion; null when there is none.
        nullable median_seconds: f64,
        /// Whether the median is exact; if not, it is right to within 0.4 %.
        required median_exact: bool,
    }
}

crate::record! {
    /// A share of something.
    report Rate {
        /// Of how many it is a share.
        required n: u64,
        /// The share, 0 to 1.
        required value: f64,
        /// Its 95 % confidence interval, by Wilson.
        required interval: Interval,
        /// Whether there are fewer than 30.
        required small_sample: bool,
    }
}

crate::record! {
    /// How two groups differ.
    report Comparison {
        /// The key of the first group.
        nullable first: String,
        /// The key of the second group.
        nullable second: String,
        /// The differences, metric by metric.
        required differences: Vec<Difference>,
    }
}

crate::choice! {
    /// Which of a metric's figures is compared.
    Figure {
        /// The score.
        Value = "value",
        /// Effort: the share of those above the middle of the scale.
        Agreeing = "agreeing",
        /// The share of a choice.
        Share = "share",
        /// Of those who were shown the survey, the share who answered.
        ResponseRate = "response_rate",
        /// Of those who answered, the share who completed.
        CompletionRate = "completion_rate",
    }
}

crate::record! {
    /// How one figure differs between two groups. The groups are taken as independent.
    ///
    /// At 95 %, about one in twenty differences that are none looks significant: who compares many choices or groups finds some.
    report Difference {
        /// The metric.
        required metric: MetricName,
        /// The questions whose answers were read; none for a count.
        required question: Vec<String>,
        /// Which of the metric's figures.
        required figure: Figure,
        /// The choice, of a distribution.
        nullable choice: String,
        /// How many there are in the first group and in the second.
        required n: [u64; 2],
        /// The figure in the first group and in the second, in the metric's unit; null when there are none.
        required values: [Option<f64>; 2],
        /// By how much the second is more than the first; null when one of them has none.
        nullable difference: f64,
        /// The difference's 95 % confidence interval.
        nullable interval: Interval,
        /// Whether the interval leaves out zero.
        required significant: bool,
        /// Whether one of the groups has fewer than 30.
        required small_sample: bool,
    }
}
