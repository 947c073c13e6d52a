//! Reporting: what Refiner counts itself.

use std::collections::BTreeMap;

use crate::model::report::Report;
use crate::schema::types::{Identifiers, Scalar, Time};

crate::choice! {
    /// What is counted.
    ReportType {
        /// The Net Promoter Score.
        Nps = "nps",
        /// Satisfaction.
        Csat = "csat",
        /// Ratings by score.
        Ratings = "ratings",
        /// Answers by value.
        Distribution = "distribution",
        /// Views and responses.
        Count = "count",
    }
}

crate::record! {
    /// What to count, and of which responses. All conditions must hold.
    input GetReporting {
        /// `nps`, `csat`, `ratings`, `distribution` or `count`.
        required r#type: ReportType,
        /// Of any of these surveys.
        optional form_uuids: Identifiers,
        /// By contacts of any of these segments.
        optional segment_uuids: Identifiers,
        /// With any of these tags.
        optional tag_uuids: Identifiers,
        /// Answers to any of these questions.
        optional question_identifiers: Identifiers,
        /// From this time on (inclusive). Default: the last 7 days.
        optional date_range_start: Time,
        /// Up to this time (exclusive).
        optional date_range_end: Time,
        /// Whose answer to each of these questions equals the value.
        optional response_data: BTreeMap<String, Scalar>,
        /// Whose contact has these traits.
        optional contact_data: BTreeMap<String, Scalar>,
        /// Whose account has these traits.
        optional account_data: BTreeMap<String, Scalar>,
    }
}

crate::actions! {
    {
    name: "get_reporting",
    aliases: ["REFINER_GET_REPORTING"],
    title: "Get a report",
    description: "Gets a score or counts that Refiner makes of responses: nps, csat, ratings, distribution or count.",
    method: Get,
    path: "/reporting",
    effect: Read,
    destroys: "",
    idempotent: true,
    list: false,
    input: GetReporting,
    output: Report,
    anchor: "get-reporting",
},
}
