//! The report of a summary. Keys are in Refiner's style (`response_rate`), intervals are `[low, high]`, and a figure
//! that cannot be computed is null.

use super::comments::Comments;
use super::comparisons::{Adjustment, GroupComparison};
use super::cross_tab::CrossTab;
use super::drivers::Drivers;
use super::figure::{Figure, Interval};
use super::metric::MetricName;
use super::metric_report::MetricReport;
use super::quality::Quality;
use super::trend::Trend;

crate::record! {
    /// The figures computed from all responses that were read.
    report Summary {
        /// The number of pages read.
        required pages: u64,
        /// The number of responses on these pages, without those that `quality` leaves out.
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
        /// Two groupings against each other; absent unless `cross` is set.
        optional cross_tab: CrossTab,
        /// Responses that were given without care; absent unless asked for.
        optional quality: Quality,
        /// What drives a score, over all responses; absent unless asked for.
        optional drivers: Drivers,
        /// What people wrote, over all responses; absent unless asked for.
        optional comments: Comments,
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
