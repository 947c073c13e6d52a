//! The report of a summary. Keys are in Refiner's style (`response_rate`), intervals are `[low, high]`, and a figure
//! that cannot be computed is null.

use super::comparisons::{Adjustment, GroupComparison};
use super::figure::{Figure, Interval};
use super::settings::MetricName;
use super::trend::Trend;

crate::record! {
    /// The figures computed from all responses that were read.
    report Summary {
        /// The number of pages read.
        required pages: u64,
        /// The number of responses on these pages.
        required items: u64,
        /// Items skipped because they were not objects.
        required unreadable: u64,
        /// The metrics over all responses, in the order of the request.
        required metrics: Vec<MetricReport>,
        /// The groups: periods in order of time, empty ones too; others from the largest to the smallest. Null without
        /// `group_by`.
        nullable groups: Vec<SummaryGroup>,
        /// The questions in the responses (at most 100) when a metric has no answer to its own; else null.
        nullable questions_seen: Vec<String>,
        /// All groups beyond `max_groups`, pooled; null when there are none.
        nullable other: SummaryGroup,
        /// The differences between two groups; null unless two are to be compared and both exist.
        nullable comparison: Comparison,
        /// The differences between groups, tested together; null unless `compare` is set.
        nullable comparisons: Vec<GroupComparison>,
        /// How many pairs of groups `comparisons` leaves out, because they are more than it holds: 1,000 pairs, and about
        /// 8 MB. Null unless `compare` is set.
        nullable pairs_left_out: u64,
        /// How each figure changes over the periods; null unless grouped by `day`, `week` or `month`, and when some periods
        /// are pooled in `other`.
        nullable trend: Vec<Trend>,
        /// How the p-values of `comparisons` and `trend` are adjusted, all together; null when there are none.
        nullable adjustment: Adjustment,
    }
}

crate::record! {
    /// The metrics of one group of responses.
    report SummaryGroup {
        /// The group's key: the uuid of a form or segment, the `remote_id` of an account, a period (`2026-01-31`,
        /// `2026-W05`, `2026-01`), or a value. Null: no value.
        nullable key: String,
        /// The name of the form, account or segment.
        nullable label: String,
        /// The first day of a period, such as `2026-01-31`.
        nullable start: String,
        /// The number of responses in the group.
        required items: u64,
        /// The metrics, in the order of the request.
        required metrics: Vec<MetricReport>,
    }
}

crate::union! {
    /// The report of one metric; `metric` names which.
    report MetricReport {
        /// NPS, CSAT, CES or a mean rating.
        Score(ScoreReport),
        /// Choices and how often each was made.
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
        /// Customer satisfaction (CSAT).
        Csat = "csat",
        /// The Customer Effort Score (CES).
        Ces = "ces",
        /// The mean rating.
        Rating = "rating",
    }
}

crate::record! {
    /// A score and its confidence interval.
    report ScoreReport {
        /// The metric.
        required metric: ScoreMetric,
        /// The questions that were read.
        required question: Vec<String>,
        /// The number of scores on the scale.
        required n: u64,
        /// `nps`: -100 to 100. `csat`: 0 to 100 percent. `ces` and `rating`: the mean on the scale. Null without
        /// scores.
        nullable value: f64,
        /// The value's 95 % confidence interval.
        nullable interval: Interval,
        /// True with fewer than 30 scores.
        required small_sample: bool,
        /// Scores of 9 or 10.
        optional promoters: u64 where metric ["nps"],
        /// Scores of 7 or 8.
        optional passives: u64 where metric ["nps"],
        /// Scores of 0 to 6.
        optional detractors: u64 where metric ["nps"],
        /// Answers in the highest boxes (`top_boxes`).
        optional satisfied: u64 where metric ["csat"],
        /// Answers above the middle of the scale.
        optional agreeing: Share where metric ["ces"],
        /// The sum of all ratings.
        optional sum: i64 where metric ["rating"],
        /// How often each score was given.
        required distribution: Vec<ScoreCount>,
        /// Answers that are not counted.
        required ignored: Ignored,
        /// The number of responses without an answer.
        required absent: u64,
        /// Says how many numbers are off the scale, and so not counted; else null.
        nullable warning: String,
    }
}

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
    /// Answers that are not counted.
    report Ignored {
        /// Answers that are not numbers, or too large for a double.
        required not_a_number: u64,
        /// Numbers outside the scale, or between two of its steps.
        required off_scale: u64,
    }
}

crate::record! {
    /// A part of a whole.
    report Share {
        /// The size of the part.
        required count: u64,
        /// Its share of the whole, 0 to 1; null when the whole is 0.
        nullable share: f64,
        /// The share's 95 % confidence interval (Wilson).
        nullable interval: Interval,
    }
}

crate::choice! {
    /// The metric of a distribution.
    DistributionMetric {
        /// How often each choice was made.
        Distribution = "distribution",
    }
}

crate::record! {
    /// How often each choice was made. In a multiple choice each item counts, so shares can add up to more than 1.
    report DistributionReport {
        /// Always `distribution`.
        required metric: DistributionMetric,
        /// The questions that were read.
        required question: Vec<String>,
        /// The number of respondents who made a choice.
        required n: u64,
        /// True with fewer than 30 respondents.
        required small_sample: bool,
        /// The number of choices they made.
        required datapoints: u64,
        /// The most frequent choices, in descending order; at most `top`.
        required distribution: Vec<ChoiceCount>,
        /// All other choices together; null when there are none.
        nullable rest: OtherChoices,
        /// The number of responses without an answer.
        required absent: u64,
    }
}

crate::record! {
    /// How often one choice was made.
    report ChoiceCount {
        /// The choice as answered. Numbers, true and false are given as text.
        required choice: String,
        /// How often it was made.
        required count: u64,
        /// How many respondents made it.
        required respondents: u64,
        /// Their share of all respondents who made any choice, 0 to 1.
        nullable share: f64,
        /// The share's 95 % confidence interval (Wilson).
        nullable interval: Interval,
    }
}

crate::record! {
    /// The choices that are not listed.
    report OtherChoices {
        /// Different choices; all those in `unlisted` count as one.
        required choices: u64,
        /// How often they were made.
        required count: u64,
        /// How often a choice was made that is only counted here, because there were too many.
        required unlisted: u64,
    }
}

crate::choice! {
    /// The metric that counts responses.
    CountMetric {
        /// Views, responses, completed responses and their rates.
        Count = "count",
    }
}

crate::record! {
    /// Views, responses, completed responses and their rates.
    report CountReport {
        /// Always `count`.
        required metric: CountMetric,
        /// The number of responses of any kind, views included.
        required n: u64,
        /// True with fewer than 30 of them.
        required small_sample: bool,
        /// How many were shown.
        required views: u64,
        /// How many have an answer: partial and completed ones.
        required responses: u64,
        /// How many have an answer but are not completed.
        required partials: u64,
        /// How many are completed.
        required completed: u64,
        /// The share of those shown that have an answer. Null unless the list includes views (`include: "all"`).
        nullable response_rate: Rate,
        /// The share of those with an answer that are completed. Null unless the list includes any that are not.
        nullable completion_rate: Rate,
        /// The median seconds from the first showing to completion; null when none was measured.
        nullable median_seconds: f64,
        /// Whether the median is exact. If not, its error is at most 0.4 %.
        required median_exact: bool,
    }
}

crate::record! {
    /// A rate.
    report Rate {
        /// The number of responses it is a share of.
        required n: u64,
        /// The share, 0 to 1.
        required value: f64,
        /// Its 95 % confidence interval (Wilson).
        required interval: Interval,
        /// True when `n` is below 30.
        required small_sample: bool,
    }
}

crate::record! {
    /// The differences between two groups.
    report Comparison {
        /// The key of the first group.
        nullable first: String,
        /// The key of the second group.
        nullable second: String,
        /// The differences, metric by metric.
        required differences: Vec<Difference>,
    }
}

crate::record! {
    /// The difference of one figure between two groups, taken as independent samples.
    ///
    /// About one in twenty comparisons without a true difference looks significant: for more than one, take
    /// `comparisons`.
    report Difference {
        /// The metric.
        required metric: MetricName,
        /// The questions that were read; empty for `count`.
        required question: Vec<String>,
        /// The figure.
        required figure: Figure,
        /// The choice, for `distribution`.
        nullable choice: String,
        /// The sample sizes of the first and the second group.
        required n: [u64; 2],
        /// The figure of the first and the second group, in the metric's unit; null without data.
        required values: [Option<f64>; 2],
        /// The second value minus the first; null when either is missing.
        nullable difference: f64,
        /// The difference's 95 % confidence interval.
        nullable interval: Interval,
        /// True when the interval excludes zero.
        required significant: bool,
        /// True when either group has fewer than 30.
        required small_sample: bool,
    }
}
