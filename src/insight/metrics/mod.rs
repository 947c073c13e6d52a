//! The metrics: what each reads of a response, what it counts, and what it reports.

pub mod ces;
pub mod count;
pub mod csat;
pub mod distribution;
pub mod nps;
pub mod rating;
pub mod score;

use super::answer::{choices, score as read_score};
use super::page_reader::Row;
use super::scores::Scores;
use crate::model::summary::{MetricName, MetricReport};
use count::{Counts, Listed};
use distribution::Choices;
use score::ScoreKind;

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
    /// A score.
    Score(ScoreKind),
    /// Choices.
    Distribution {
        /// How many choices are listed by name.
        top: usize,
    },
    /// Views, responses and rates.
    Count,
}

/// What a metric has counted. It is always the metric's own kind of tally.
#[derive(Clone, Debug)]
pub enum Tally {
    /// Scores, and which score they are for.
    Scores(ScoreKind, Scores),
    /// Choices, and how many of them are listed by name.
    Choices(Choices, usize),
    /// Rows.
    Counts(Counts),
}

impl Metric {
    /// An empty tally.
    pub fn tally(&self) -> Tally {
        match self.kind {
            Kind::Score(kind) => Tally::Scores(kind, Scores::new(kind.scale())),
            Kind::Distribution { top } => Tally::Choices(Choices::default(), top),
            Kind::Count => Tally::Counts(Counts::default()),
        }
    }

    /// Counts a response, the `number`th from 1 on. New choices take from `room`.
    #[inline]
    pub fn add(&self, row: Row<'_, '_>, number: u64, room: &mut usize, tally: &mut Tally) {
        let answers = self.fields.iter().map(|field| row.field(*field));
        match tally {
            Tally::Scores(_, scores) => answers.for_each(|answer| scores.add(read_score(answer))),
            Tally::Choices(tally, _) => {
                answers.for_each(|answer| choices(answer, &mut |choice| tally.add(choice, number, room)));
            }
            Tally::Counts(counts) => counts.add(row),
        }
    }

    /// What the tally amounts to.
    pub fn report(&self, tally: &Tally, listed: Listed) -> MetricReport {
        match tally {
            Tally::Scores(kind, scores) => kind.report(&self.question, scores).into(),
            Tally::Choices(choices, top) => distribution::report(&self.question, choices, *top).into(),
            Tally::Counts(counts) => count::report(counts, listed).into(),
        }
    }

    /// The metric's name.
    pub fn name(&self) -> MetricName {
        match self.kind {
            Kind::Score(ScoreKind::Nps) => MetricName::Nps,
            Kind::Score(ScoreKind::Csat { .. }) => MetricName::Csat,
            Kind::Score(ScoreKind::Ces { .. }) => MetricName::Ces,
            Kind::Score(ScoreKind::Rating { .. }) => MetricName::Rating,
            Kind::Distribution { .. } => MetricName::Distribution,
            Kind::Count => MetricName::Count,
        }
    }
}
