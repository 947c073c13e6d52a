//! What people wrote: the settings and the report.

use super::by::{ByAnswer, ByAttribute};
use super::metric::MetricSettings;
use crate::schema::shape::{HasShape, Shape};
use crate::schema::types::Identifier;

crate::record! {
    /// A sample of the comments, and the terms that set a camp apart.
    input CommentSettings {
        /// The question whose answers are comments.
        required question: Identifier,
        /// What divides the comments into camps. Default: the first `nps` of the metrics; without one, there is one camp.
        optional by: CommentsBy,
        /// How many comments to show: 1 to 200.
        optional sample: SampleSize = 20,
        /// A whole number that decides which comments are shown: 0 to 2147483647. The same comments and the same seed give
        /// the same sample.
        optional seed: Seed = 1,
    }
}

crate::union! {
    /// What divides comments into camps.
    input CommentsBy {
        /// A score: promoters, passives and detractors for `nps`; above the middle of the scale, in the middle and below it
        /// for `csat`, `ces` and `rating`.
        Metric(MetricSettings),
        /// An answer: each choice is a camp. Of several choices, the first one counts.
        Answer(ByAnswer),
        /// A trait of the contact: each value is a camp. Of several values, the first one counts.
        Attribute(ByAttribute),
    }
}

/// How many comments to show: 1 to 200.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
#[serde(transparent)]
pub struct SampleSize(pub u8);

impl HasShape for SampleSize {
    const SHAPE: &'static Shape = &Shape::Integer { min: 1, max: 200 };
}

/// The seed of a sample: 0 to 2147483647.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
#[serde(transparent)]
pub struct Seed(pub u32);

impl HasShape for Seed {
    const SHAPE: &'static Shape = &Shape::Integer { min: 0, max: 2_147_483_647 };
}

crate::record! {
    /// What people wrote.
    report Comments {
        /// The question.
        required question: String,
        /// The number of comments: answers that are not empty or white space.
        required n: u64,
        /// The number of responses without a comment.
        required absent: u64,
        /// A sample that covers the breadth: camps, lengths (from 40 and from 160 characters on), scripts and times. It takes
        /// one comment after another, always the one whose camp, length, script and quarter of the time are in it least
        /// often; the seed decides among equals. So what is rare is shown more often than it occurs.
        required sample: Vec<Comment>,
        /// The camps with their terms, the largest first.
        required camps: Vec<CommentCamp>,
        /// How many comments at most are missing in the count of a term. 0: all counts are exact, as they are up to 8,192
        /// different terms.
        required missed: u64,
    }
}

crate::record! {
    /// A comment in a sample.
    report Comment {
        /// What was written, without white space around it; of a longer one the first 500 characters.
        required text: String,
        /// True if it is longer than that.
        required cut: bool,
        /// The camp; null without one.
        nullable camp: String,
        /// The score of this response, if camps are by a score; else null.
        nullable score: f64,
        /// When the survey was completed, as Refiner wrote it.
        nullable completed_at: String,
        /// When the latest answer arrived, as Refiner wrote it.
        nullable last_data_reception_at: String,
        /// The response's uuid; of several with the same text, that of the first one that was read.
        nullable uuid: String,
        /// How many of its camp wrote the same, but for capitals and white space; at least that many.
        required count: u64,
    }
}

crate::record! {
    /// What one camp wrote.
    report CommentCamp {
        /// The camp. Null: the comments without one, or those of all camps after the first eight (`pooled`).
        nullable camp: String,
        /// True for the comments of all camps after the first eight.
        required pooled: bool,
        /// The number of its comments.
        required n: u64,
        /// The terms that set it apart, the clearest first: at most 20, each in two of its comments or more. If there is one
        /// camp only: its most frequent terms, without those in more than a third of its comments.
        required terms: Vec<CommentTerm>,
    }
}

crate::record! {
    /// A word, two words in a row, or in scripts without spaces two characters in a row. A word of one letter is a term
    /// only together with another one. No list of words is left out: what all camps write alike does not set one apart.
    report CommentTerm {
        /// The term, in small letters.
        required term: String,
        /// How many comments of the camp it is in.
        required count: u64,
        /// How clearly the camp uses it more than all others: the log-odds ratio with a prior, divided by its standard error.
        /// Beyond 1.96 it is unlikely to be chance for a single term. Null if there is one camp only.
        nullable z: f64,
    }
}
