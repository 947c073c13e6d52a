//! What comes out: small, and ready to be serialised. Keys are in Refiner's manner (`response_rate`), intervals are
//! `[low, high]`, and what cannot be told is null.

use serde::Serialize;

use super::compare::Difference;
use super::metrics::MetricReport;

/// The answers to a query.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// How many pages were added.
    pub pages: u64,
    /// How many responses were on them.
    pub items: u64,
    /// How many items were no objects, and were left out.
    pub unreadable: u64,
    /// The metrics over all responses, in the query's order.
    pub metrics: Vec<MetricReport>,
    /// The groups: periods from the first to the last, others from the largest to the smallest; null without `group_by`.
    pub groups: Option<Vec<GroupReport>>,
    /// The responses of all groups beyond the most that are kept apart; null when there are none.
    pub other: Option<GroupReport>,
    /// How two groups differ; null unless it was asked for and both are known.
    pub comparison: Option<Comparison>,
}

/// The metrics over the responses of a group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupReport {
    /// The group's key: a form's uuid, an account's `remote_id`, `2026-01-31`, `2026-W05`, `2026-01`, or a value; null for
    /// the responses that have nothing to be grouped by.
    pub key: Option<String>,
    /// The form's or the account's name.
    pub label: Option<String>,
    /// The first day of a period.
    pub start: Option<String>,
    /// How many responses belong to it.
    pub items: u64,
    /// The metrics, in the query's order.
    pub metrics: Vec<MetricReport>,
}

/// How two groups differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The key of the first group.
    pub first: Option<String>,
    /// The key of the second group.
    pub second: Option<String>,
    /// The differences, metric by metric.
    pub differences: Vec<Difference>,
}
