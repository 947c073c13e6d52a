//! Weights: the settings, and the weighted figure.

use serde::Serialize;

use super::by::GroupBy;
use super::figure::Interval;
use crate::schema::shape::{HasShape, Shape};

crate::union! {
    /// The targets of one grouping, or of several.
    input Weights {
        /// One grouping.
        One(WeightSettings),
        /// 1 to 5 groupings. The weights then meet the targets of each.
        Several(WeightList<WeightSettings>),
    }
}

crate::record! {
    /// The shares that the groups have among all whom the survey is about, such as the share of each plan among all customers.
    input WeightSettings {
        /// The grouping; not by segment.
        required by: GroupBy,
        /// The share of each group by its key: numbers above 0, which may sum up to 1, to 100, or to a number of people.
        /// Responses of other groups, and those in several, are not in the weighted figures.
        required targets: std::collections::BTreeMap<String, f64>,
    }
}

/// 1 to 5 groupings.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct WeightList<T>(pub Vec<T>);

impl<T: HasShape> HasShape for WeightList<T> {
    const SHAPE: &'static Shape = &Shape::List { of: T::SHAPE, min: 1, max: 5 };
}

crate::record! {
    /// A score whose answers are weighted so that the groups have their target shares among them (raking).
    report Weighted {
        /// The number of answers that have a weight.
        required n: u64,
        /// The number of answers that have none, because the response is of a group without a target, or of several.
        required without_target: u64,
        /// The weighted score, in the metric's unit; null without answers, or when `problem` says why.
        nullable value: f64,
        /// The value's 95 % confidence interval, as wide as that of `effective_n` answers.
        nullable interval: Interval,
        /// How many unweighted answers would say as much (L. Kish, 1965): `(Σw)² / Σw²`. Null like `value`.
        nullable effective_n: f64,
        /// How much larger the variance is for the weights: `n / effective_n`. Null like `value`.
        nullable design_effect: f64,
        /// True with an `effective_n` below 30.
        required small_sample: bool,
        /// Why there is no weighted score, although there are answers; else null.
        nullable problem: WeightProblem,
    }
}

crate::choice! {
    /// Why answers cannot be weighted.
    WeightProblem {
        /// Nobody of a group that has a target has answered: take the group out of the targets, or pool it with another.
        EmptyGroup = "empty_group",
        /// No weights meet the targets of all groupings.
        NotConverged = "not_converged",
    }
}
