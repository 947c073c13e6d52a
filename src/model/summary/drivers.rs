//! What drives a score: the settings and the report.

use serde::Serialize;

use super::by::{ByAnswer, ByAttribute};
use super::metric::MetricSettings;
use crate::schema::shape::{HasShape, Shape};
use crate::schema::types::Identifier;

crate::record! {
    /// Which other answers and traits go together with a score, and how much of it each accounts for.
    ///
    /// Johnson's relative weights, from the responses that have the score and all of the drivers.
    input DriverSettings {
        /// The score.
        required of: DriverScore,
        /// The drivers: 1 to 20, no duplicates. Text names a question.
        required from: DriverList<Driver>,
    }
}

crate::union! {
    /// The score whose drivers are wanted.
    input DriverScore {
        /// The answers to this question, as numbers.
        Question(Identifier),
        /// The answers to a metric's question that are on its scale: `nps`, `csat`, `ces` or `rating`. Each answer counts as
        /// the number that it is, so an NPS from 0 to 10.
        Metric(MetricSettings),
    }
}

crate::union! {
    /// A driver. It is a scale if more than half of its first values (those of 256 responses) are numbers; else each of its
    /// choices is a column of zeros and ones.
    input Driver {
        /// The answer to this question.
        Question(Identifier),
        /// The answer to a question.
        Answer(ByAnswer),
        /// A trait of the contact.
        Attribute(ByAttribute),
    }
}

/// 1 to 20 drivers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct DriverList<T>(pub Vec<T>);

impl<T: HasShape> HasShape for DriverList<T> {
    const SHAPE: &'static Shape = &Shape::List { of: T::SHAPE, min: 1, max: 20 };
}

crate::record! {
    /// What drives a score: how its variance divides among the drivers.
    report Drivers {
        /// The drivers, the one with the largest weight first; those without a weight last.
        required weights: Vec<DriverWeight>,
        /// The share of the score's variance that all drivers account for together, 0 to 1: R² of the linear regression. Null
        /// with a `reason`.
        nullable r_squared: f64,
        /// The number of responses that were used: those with the score and every driver.
        required n: u64,
        /// The number of responses that were not used, by reason.
        required left_out: DriversLeftOut,
        /// True with fewer than 30 responses, or fewer than 10 for each column. Then the weights are unreliable.
        required small_sample: bool,
        /// Why there are no weights; null when there are.
        nullable reason: NoWeights,
        /// Says that drivers are nearly the same as others, so that their shares cannot be told apart; else null.
        nullable warning: String,
    }
}

crate::record! {
    /// How much of a score's variance one driver accounts for.
    report DriverWeight {
        /// The question's identifier, or the trait's name.
        required name: String,
        /// Where it is from.
        required source: DriverSource,
        /// How it was read.
        required kind: DriverKind,
        /// Its raw relative weight, 0 to 1: all weights add up to `r_squared`. Null if there are no weights, or the driver
        /// is constant.
        nullable weight: f64,
        /// The weight's 95 % confidence interval, from 500 bootstrap samples with a fixed seed. Where it begins with 0, the
        /// driver may account for nothing.
        nullable interval: [f64; 2],
        /// The weight divided by `r_squared`: its share of what is accounted for, 0 to 1.
        nullable share: f64,
        /// The correlation with the score, -1 to 1, of a scale: whether it drives the score up or down. Null for choices.
        nullable correlation: f64,
        /// How many columns it has. A scale has one. Choices have one each but the most frequent, if nobody made two of them.
        required columns: u64,
        /// How often a choice was given that has no column of its own; they have one together.
        required pooled: u64,
    }
}

crate::choice! {
    /// Where a driver is from.
    DriverSource {
        /// An answer.
        Answer = "answer",
        /// A trait of the contact.
        Attribute = "attribute",
    }
}

crate::choice! {
    /// How a driver was read.
    DriverKind {
        /// As numbers.
        Scale = "scale",
        /// As choices.
        Choices = "choices",
    }
}

crate::choice! {
    /// Why there are no weights.
    NoWeights {
        /// Fewer responses than columns and two more, or fewer than 10.
        TooFew = "too_few",
        /// All scores are equal.
        ConstantScore = "constant_score",
        /// All drivers are constant.
        ConstantDrivers = "constant_drivers",
    }
}

crate::record! {
    /// Responses that were not used for the weights, by the first of these reasons that applies.
    report DriversLeftOut {
        /// Without the score.
        required no_score: u64,
        /// With a score that is not a number, or not on the scale.
        required odd_score: u64,
        /// Without one of the drivers.
        required no_driver: u64,
        /// With a driver that is a scale, but no number here.
        required odd_driver: u64,
    }
}
