//! Reports: figures that Refiner itself computes from responses.

use std::collections::BTreeMap;

use crate::schema::types::{Counter, Time};

crate::record! {
    /// Figures that Refiner computed. Which keys are present depends on the requested `type`. Counters can be text, and
    /// scores are rounded. See <https://refiner.io/docs/api/#get-reporting>.
    output Report {
        /// Counts by group (`promoters`, `satisfied`), by score (`5`) or by answer. For all types but `count`.
        optional data: BTreeMap<String, Counter>,
        /// The number of answers counted. For `nps`, `csat` and `ratings`.
        optional count: Counter,
        /// The Net Promoter Score, from -100 to 100. For `nps`.
        optional nps: Counter,
        /// The share of satisfied answers in percent. For `csat`.
        optional csat: Counter,
        /// The sum of all ratings. For `ratings`.
        optional sum: Counter,
        /// The mean rating. For `ratings`.
        optional average: Counter,
        /// The number of answers counted; a response can hold several. For `distribution`.
        optional datapoints: Counter,
        /// The number of responses counted. For `distribution` and `count`.
        optional responses: Counter,
        /// How often the surveys were shown. For `count`.
        optional views: Counter,
        /// The start of the period that was counted.
        required date_range_start: Time,
        /// The end of the period that was counted.
        required date_range_end: Time,
    }
}
