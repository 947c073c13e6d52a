//! Responses that were given without care: the settings and the report.

use crate::schema::shape::{HasShape, Shape};
use crate::schema::types::Identifier;

crate::record! {
    /// Which responses to take for careless: counted, and left out if asked. At least one of the two.
    input QualitySettings {
        /// Responses with the same answer to all of several rating questions.
        optional straight_liners: StraightLinerSettings,
        /// Responses that were completed too fast.
        optional speeders: SpeederSettings,
    }
}

crate::record! {
    /// Responses with the same answer to all of several rating questions, of those they answered (simple
    /// nondifferentiation, Y. Kim and others, Social Science Computer Review 37, 2019).
    ///
    /// Take questions on one scale. Same answers can be honest, so read some before leaving them out.
    input StraightLinerSettings {
        /// The rating questions: 2 to 100, no duplicates.
        required questions: RatingQuestions,
        /// How many of them a response must have answered with a number: 2 to 100, at most the number of questions.
        /// Default: 3, or 2 if there are two questions.
        optional at_least: LeastRatings,
        /// Whether to leave them out of the summary, or only to count them.
        optional leave_out: bool,
    }
}

crate::record! {
    /// Completed responses that took less time than a bound, from the first showing to completion.
    ///
    /// The bound is fixed before the first response is read, because each is read once. Choose it by the number of words to
    /// read: nobody reads a word in less than 0.3 seconds (C. Zhang and F. G. Conrad, Survey Research Methods 8, 2014).
    input SpeederSettings {
        /// The bound in seconds: 1 to 86400. Whoever took exactly so long is no speeder.
        required seconds: SpeedBound,
        /// Whether to leave them out of the summary, or only to count them.
        optional leave_out: bool,
    }
}

/// 2 to 100 questions.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
#[serde(transparent)]
pub struct RatingQuestions(pub Vec<Identifier>);

impl HasShape for RatingQuestions {
    const SHAPE: &'static Shape = &Shape::List { of: Identifier::SHAPE, min: 2, max: 100 };
}

/// How many ratings make a line: 2 to 100.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
#[serde(transparent)]
pub struct LeastRatings(pub u8);

impl HasShape for LeastRatings {
    const SHAPE: &'static Shape = &Shape::Integer { min: 2, max: 100 };
}

/// A bound of 1 to 86400 seconds.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
#[serde(transparent)]
pub struct SpeedBound(pub u32);

impl HasShape for SpeedBound {
    const SHAPE: &'static Shape = &Shape::Integer { min: 1, max: 86_400 };
}

crate::record! {
    /// Responses that were given without care, of all that were read.
    report Quality {
        /// Responses with the same answer to all rating questions; null unless asked for.
        nullable straight_liners: CarelessResponses,
        /// Responses that were completed too fast; null unless asked for.
        nullable speeders: CarelessResponses,
        /// How many are both.
        required both: u64,
        /// How many responses the summary leaves out.
        required left_out: u64,
    }
}

crate::record! {
    /// The careless responses of one kind.
    report CarelessResponses {
        /// How many there are.
        required count: u64,
        /// How many responses could be judged: those with enough ratings, or completed ones with both times.
        required n: u64,
        /// The share of these that are careless, 0 to 1; null when none could be judged.
        nullable share: f64,
        /// Whether they are left out of the summary.
        required left_out: bool,
    }
}
