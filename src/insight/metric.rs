//! The metrics: what each reads of a response, what it counts, and what it reports.

use super::answer::{choices, score};
use super::compare::{self, Difference};
use super::count::{self, Counts, Listed};
use super::distribution::{self, Choices};
use super::report::MetricReport;
use super::scale::{Scale, Scores};
use super::scored::Scored;
use super::visit::Row;
use super::{ces, csat, nps, rating};

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
                    Kind::Csat { top_boxes, .. } => csat::report(scores, top_boxes),
                    Kind::Ces { .. } => ces::report(scores),
                    Kind::Rating { scale } => rating::report(scores, scale),
                    _ => nps::report(scores),
                };
                MetricReport::Scored(Scored { metric: self.name(), question: self.question.clone(), ..scored })
            }
            Tally::Choices(choices) => {
                MetricReport::Distribution(distribution::report(&self.question, choices, self.top()))
            }
            Tally::Counts(counts) => MetricReport::Count(count::report(counts, listed)),
        }
    }

    /// How the second tally differs from the first.
    pub fn compare(&self, first: &Tally, second: &Tally, listed: Listed, out: &mut Vec<Difference>) {
        match (first, second) {
            (Tally::Scores(first), Tally::Scores(second)) => compare::scores(self, first, second, out),
            (Tally::Choices(first), Tally::Choices(second)) => compare::choices(self, first, second, self.top(), out),
            (Tally::Counts(first), Tally::Counts(second)) => compare::counts(self, first, second, listed, out),
            _ => {}
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

    fn top(&self) -> usize {
        if let Kind::Distribution { top } = self.kind { top } else { 0 }
    }
}
