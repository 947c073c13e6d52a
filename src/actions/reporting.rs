//! Reporting: figures that Refiner itself computes.

use std::collections::BTreeMap;

use crate::model::report::Report;
use crate::schema::types::{Identifiers, Scalar, Time};

crate::choice! {
    /// The type of a report.
    ReportType {
        /// The Net Promoter Score.
        Nps = "nps",
        /// Customer satisfaction (CSAT).
        Csat = "csat",
        /// Ratings: counts by score, and the mean.
        Ratings = "ratings",
        /// Counts by answer.
        Distribution = "distribution",
        /// Views and responses.
        Count = "count",
    }
}

crate::record! {
    /// What to count, over which responses. A response must meet all conditions.
    input GetReporting {
        /// The type: `nps`, `csat`, `ratings`, `distribution` or `count`.
        required r#type: ReportType,
        /// Only responses to any of these surveys.
        optional form_uuids: Identifiers,
        /// Only responses of contacts in any of these segments.
        optional segment_uuids: Identifiers,
        /// Only responses with any of these tags.
        optional tag_uuids: Identifiers,
        /// Only answers to any of these questions.
        optional question_identifiers: Identifiers,
        /// The start of the period (inclusive). Default: 7 days ago.
        optional date_range_start: Time,
        /// The end of the period (exclusive).
        optional date_range_end: Time,
        /// Only responses with exactly these answers, by question identifier.
        optional response_data: BTreeMap<String, Scalar>,
        /// Only responses of contacts with exactly these traits.
        optional contact_data: BTreeMap<String, Scalar>,
        /// Only responses of contacts whose account has exactly these traits.
        optional account_data: BTreeMap<String, Scalar>,
    }
}

crate::actions! {
    {
    name: "get_reporting",
    aliases: ["REFINER_GET_REPORTING"],
    title: "Get a report",
    description: "Gets figures that Refiner computes from responses: nps, csat, ratings, distribution or count.",
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
