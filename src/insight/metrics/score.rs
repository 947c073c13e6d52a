//! The metrics that are scores: their kinds, estimates and reports.

use super::{ces, csat, nps, rating};
use crate::insight::sample::Sample;
use crate::insight::scores::{Scale, Scores};
use crate::insight::stats::{Estimate, SMALL_SAMPLE};
use crate::json::text;
use crate::model::summary::{ScoreMetric, ScoreReport};

/// The kind of score, and its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreKind {
    /// Net Promoter Score.
    Nps,
    /// Customer satisfaction.
    Csat {
        /// The scale.
        scale: Scale,
        /// How many of the highest boxes count as satisfied.
        top_boxes: i64,
    },
    /// Customer Effort Score.
    Ces {
        /// The scale.
        scale: Scale,
    },
    /// Mean rating.
    Rating {
        /// The scale, if one is set.
        scale: Option<Scale>,
    },
}

impl ScoreKind {
    /// The scale on which answers are counted.
    pub fn scale(self) -> Scale {
        match self {
            ScoreKind::Nps => nps::SCALE,
            ScoreKind::Csat { scale, .. } | ScoreKind::Ces { scale } => scale,
            ScoreKind::Rating { scale } => scale.unwrap_or(rating::SCALE),
        }
    }

    /// The score and its interval; `None` without answers.
    pub fn estimate(self, scores: &Scores) -> Option<Estimate> {
        match self {
            ScoreKind::Csat { top_boxes, .. } => csat::estimate(scores, top_boxes),
            ScoreKind::Nps | ScoreKind::Ces { .. } | ScoreKind::Rating { .. } => self.sample(scores).estimate(),
        }
    }

    /// The answers as a sample whose mean is the score.
    pub fn sample(self, scores: &Scores) -> Sample {
        match self {
            ScoreKind::Nps => nps::sample(scores),
            ScoreKind::Csat { top_boxes, .. } => csat::sample(scores, top_boxes),
            ScoreKind::Ces { .. } => scores.sample(),
            ScoreKind::Rating { scale } => rating::sample(scores, scale),
        }
    }

    fn metric(self) -> ScoreMetric {
        match self {
            ScoreKind::Nps => ScoreMetric::Nps,
            ScoreKind::Csat { .. } => ScoreMetric::Csat,
            ScoreKind::Ces { .. } => ScoreMetric::Ces,
            ScoreKind::Rating { .. } => ScoreMetric::Rating,
        }
    }

    /// What to say when the answers do not fit the scale.
    fn warning(self, scores: &Scores) -> Option<String> {
        let off = scores.ignored().off_scale;
        let numbers = scores.n().saturating_add(off);
        if off == 0 {
            return None;
        }
        let Scale { min, max } = self.scale();
        let advice = match self {
            ScoreKind::Nps => "is it another kind of question?",
            ScoreKind::Csat { .. } | ScoreKind::Ces { .. } | ScoreKind::Rating { .. } => {
                "set the scale of the question"
            }
        };
        Some(text!(off, " of ", numbers, " numbers are not on the scale of ", min, " to ", max, ": ", advice))
    }

    /// The report of the scores.
    pub fn report(self, question: &[String], scores: &Scores) -> ScoreReport {
        let estimate = self.estimate(scores);
        let (first, last) = match self {
            ScoreKind::Rating { scale } => (rating::first(scores, scale), rating::last(scores, scale)),
            ScoreKind::Nps | ScoreKind::Csat { .. } | ScoreKind::Ces { .. } => (scores.scale().min, scores.scale().max),
        };
        let n = scores.n();
        let mut report = ScoreReport {
            metric: self.metric(),
            question: question.to_vec(),
            n,
            value: estimate.map(|estimate| estimate.value),
            interval: estimate.map(|estimate| estimate.interval.into()),
            small_sample: n < SMALL_SAMPLE,
            promoters: None,
            passives: None,
            detractors: None,
            satisfied: None,
            agreeing: None,
            sum: None,
            distribution: scores.distribution(first, last),
            ignored: scores.ignored(),
            absent: scores.absent(),
            warning: self.warning(scores),
        };
        match self {
            ScoreKind::Nps => {
                report.promoters = Some(nps::promoters(scores));
                report.passives = Some(nps::passives(scores));
                report.detractors = Some(nps::detractors(scores));
            }
            ScoreKind::Csat { top_boxes, .. } => report.satisfied = Some(csat::satisfied(scores, top_boxes)),
            ScoreKind::Ces { .. } => report.agreeing = Some(ces::agreeing(scores)),
            ScoreKind::Rating { .. } => report.sum = Some(scores.sum()),
        }
        report
    }
}
