//! The settings of a metric.

use crate::schema::types::{Identifier, QuestionList, ScaleEnd, TopBoxes, TopChoices};

crate::union! {
    /// A metric: its name, or an object with its settings.
    input Metric {
        /// By name.
        Name(MetricName),
        /// With settings.
        Settings(MetricSettings),
    }
}

crate::choice! {
    /// A metric.
    MetricName {
        /// The Net Promoter Score: the share of scores 9 and 10 minus the share of 0 to 6, times 100.
        Nps = "nps",
        /// Customer satisfaction: the share of answers in the highest boxes (`top_boxes`), in percent. Refiner stores these
        /// answers as -2 to 2; 1 and 2 are satisfied.
        Csat = "csat",
        /// The Customer Effort Score: the mean, and the share of answers above the middle of the scale.
        Ces = "ces",
        /// The mean rating.
        Rating = "rating",
        /// How often each choice was made.
        Distribution = "distribution",
        /// Views, responses, completed responses and their rates.
        Count = "count",
    }
}

crate::record! {
    /// A metric with its settings.
    input MetricSettings {
        /// The metric.
        required metric: MetricName,
        /// The question to read, or several whose answers are pooled. Default: the `question` of the whole summary.
        optional question: Questions where metric ["nps", "csat", "ces", "rating", "distribution"],
        /// The scale of the answers. Default: -2 to 2 for `csat`, 1 to 7 for `ces`, 0 to 10 for `rating`.
        optional scale: ScaleSettings where metric ["csat", "ces", "rating"],
        /// How many of the highest scores count as satisfied: from 1 to one less than the scale has.
        optional top_boxes: TopBoxes = 2 where metric ["csat"],
        /// How many choices to list. Default: the `top` of the whole summary.
        optional top: TopChoices where metric ["distribution"],
    }
}

crate::union! {
    /// A question's identifier, or several.
    input Questions {
        /// One question.
        One(Identifier),
        /// 1 to 100 questions, no duplicates.
        Several(QuestionList),
    }
}

crate::record! {
    /// A scale of whole numbers, both ends included, with at most 101 steps.
    input ScaleSettings {
        /// The lowest answer.
        required min: ScaleEnd,
        /// The highest answer.
        required max: ScaleEnd,
    }
}
