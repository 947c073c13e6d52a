//! The metrics: what each reads of a response, what it counts, and what it reports.

pub mod ces;
pub mod count;
pub mod csat;
pub mod distribution;
pub mod nps;
pub mod rating;
pub mod score_report;

use serde::Serialize;

use super::answer::{choices, score};
use super::page_reader::Row;
use super::scores::{Scale, Scores};
use count::{Count, Counts, Listed};
use distribution::{Choices, Distribution};
use score_report::Scored;

/// A metric, with its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metric {
    /// Which one.
    pub kind: Kind,
    /// The identifiers of the questions whose answers it reads; none for a count.
    pub question: Vec<String>,
    /// Where these answers stand in a [`Row`].
    pub fields: Vec<usize>,
}

/// Which metric, and its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
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
        /// The scale, when one is set.
        scale: Option<Scale>,
    },
    /// Choices.
    Distribution {
        /// How many choices are listed by name.
        top: usize,
    },
    /// Views, responses and rates.
    Count,
}

/// What a metric has counted.
#[derive(Clone, Debug)]
pub enum Tally {
    /// Scores.
    Scores(Scores),
    /// Choices.
    Choices(Choices),
    /// Rows.
    Counts(Counts),
}

impl Metric {
    /// An empty tally.
    pub fn tally(&self) -> Tally {
        let scale = match self.kind {
            Kind::Nps => nps::SCALE,
            Kind::Csat { scale, .. } | Kind::Ces { scale } => scale,
            Kind::Rating { scale } => scale.unwrap_or(rating::SCALE),
            Kind::Distribution { .. } => return Tally::Choices(Choices::default()),
            Kind::Count => return Tally::Counts(Counts::default()),
        };
        Tally::Scores(Scores::new(scale))
    }

    /// Counts a response, the `number`th from 1 on. New choices take from `room`.
    #[inline]
    pub fn add(&self, row: Row<'_, '_>, number: u64, room: &mut usize, tally: &mut Tally) {
        let answers = self.fields.iter().map(|field| row.field(*field));
        match tally {
            Tally::Scores(scores) => answers.for_each(|answer| scores.add(score(answer))),
            Tally::Choices(tally) => {
                answers.for_each(|answer| choices(answer, &mut |choice| tally.add(choice, number, room)));
            }
            Tally::Counts(counts) => counts.add(row),
        }
    }

    /// What the tally amounts to.
    pub fn report(&self, tally: &Tally, listed: Listed) -> MetricReport {
        match tally {
            Tally::Scores(scores) => {
                let scored = match self.kind {
                    Kind::Nps => nps::report(scores),
                    Kind::Csat { top_boxes, .. } => csat::report(scores, top_boxes),
                    Kind::Ces { .. } => ces::report(scores),
                    Kind::Rating { scale } => rating::report(scores, scale),
                    // Neither has a tally of scores.
                    Kind::Distribution { .. } | Kind::Count => Scored::default(),
                };
                MetricReport::Scored(Scored { metric: self.name(), question: self.question.clone(), ..scored })
            }
            Tally::Choices(choices) => {
                MetricReport::Distribution(distribution::report(&self.question, choices, self.top()))
            }
            Tally::Counts(counts) => MetricReport::Count(count::report(counts, listed)),
        }
    }

    /// The metric's name.
    pub fn name(&self) -> &'static str {
        match self.kind {
            Kind::Nps => "nps",
            Kind::Csat { .. } => "csat",
            Kind::Ces { .. } => "ces",
            Kind::Rating { .. } => "rating",
            Kind::Distribution { .. } => "distribution",
            Kind::Count => "count",
        }
    }

    /// How many choices are listed by name.
    pub fn top(&self) -> usize {
        match self.kind {
            Kind::Distribution { top } => top,
            Kind::Nps | Kind::Csat { .. } | Kind::Ces { .. } | Kind::Rating { .. } | Kind::Count => 0,
        }
    }
}

/// What one metric says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum MetricReport {
    /// NPS, satisfaction, effort, or a mean rating.
    Scored(Scored),
    /// Choices.
    Distribution(Distribution),
    /// Views, responses and rates.
    Count(Count),
}
