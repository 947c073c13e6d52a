//! A report: counts that Refiner makes of responses.

use std::collections::BTreeMap;

use crate::schema::types::{Counter, Time};

crate::record! {
    /// What Refiner counted. Which keys there are depends on the `type` that was asked for. Counters may come as text, and
    /// scores are rounded. See <https://refiner.io/docs/api/#get-reporting>.
    output Report {
        /// Counts by group (`promoters`, `satisfied`), score (`5`) or answer. Not for `count`.
        optional data: BTreeMap<String, Counter>,
        /// How many answers were counted. For `nps`, `csat` and `ratings`.
        optional count: Counter,
        /// The Net Promoter Score, from -100 to 100. For `nps`.
        optional nps: Counter,
        /// The share of satisfied answers in percent. For `csat`.
        optional csat: Counter,
        /// The sum of all ratings. For `ratings`.
        optional sum: Counter,
        /// The mean rating. For `ratings`.
        optional average: Counter,
        /// How many answers were counted; a response can hold several. For `distribution`.
        optional datapoints: Counter,
        /// How many responses were counted. For `distribution` and `count`.
        optional responses: Counter,
        /// How often the surveys were shown. For `count`.
        optional views: Counter,
        /// From when on responses were counted.
        required date_range_start: Time,
        /// Up to when responses were counted.
        required date_range_end: Time,
    }
}
