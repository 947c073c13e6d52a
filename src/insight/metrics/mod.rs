//! The metrics: what each reads from a response, counts and reports.

pub mod ces;
pub mod count;
pub mod csat;
pub mod distribution;
pub mod nps;
pub mod rating;
pub mod score;

use super::answer::{Score, choices, score as read_score};
use super::memory::Budget;
use super::page_reader::Row;
use super::projection::Projection;
use super::scores::Scores;
use crate::json::path::Path;
use crate::json::value::Value;
use crate::model::summary::{MetricName, MetricReport};
use crate::schema::problem::Problem;
use count::{Counts, Listed};
use distribution::Choices;
use score::ScoreKind;

/// At most how many bytes a tally takes, besides the counts of its scores.
const EMPTY_TALLY: usize = 512;

/// At most how many bytes a report takes, besides its lists.
const REPORT: usize = 2 * 1024;

/// A metric, with its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metric {
    /// The kind of metric.
    pub kind: Kind,
    /// The identifiers of the questions it reads; empty for a count.
    pub question: Vec<String>,
    /// The indices of their answers in a [`Row`].
    pub fields: Vec<usize>,
}

/// The kind of a metric, and its settings.
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

/// The counts of a metric; always of the metric's own kind.
#[derive(Clone, Debug)]
pub enum Tally {
    /// Scores, and the kind of score.
    Scores(ScoreKind, Scores),
    /// Choices, and how many of them are listed by name.
    Choices(Box<Choices>, usize),
    /// Rows.
    Counts(Counts),
}

impl Tally {
    /// At most how many figures two tallies are compared by.
    pub fn figures(&self) -> usize {
        match self {
            Tally::Scores(..) | Tally::Counts(_) => 2,
            Tally::Choices(choices, top) => choices.len().min(*top),
        }
    }
}

impl Metric {
    /// An empty tally.
    pub fn tally(&self) -> Tally {
        match self.kind {
            Kind::Score(kind) => Tally::Scores(kind, Scores::new(kind.scale())),
            Kind::Distribution { top } => Tally::Choices(Box::default(), top),
            Kind::Count => Tally::Counts(Counts::default()),
        }
    }

    /// Counts a response, with its `number` from 1. New choices take memory from `budget`.
    #[inline]
    pub fn add(&self, row: Row<'_, '_>, number: u64, budget: &mut Budget, tally: &mut Tally) {
        let answers = self.fields.iter().map(|field| row.field(*field));
        match tally {
            Tally::Scores(_, scores) => {
                let mut answered = false;
                for answer in answers {
                    let score = read_score(answer);
                    answered |= score != Score::None;
                    scores.add(score);
                }
                if !answered {
                    scores.add_absent();
                }
            }
            Tally::Choices(tally, _) => {
                answers.for_each(|answer| choices(answer, &mut |choice| tally.add(choice, number, budget)));
                tally.end(number);
            }
            Tally::Counts(counts) => counts.add(row, budget),
        }
    }

    /// At most how many bytes an empty tally takes.
    pub fn tally_size(&self) -> usize {
        let steps = if let Kind::Score(kind) = self.kind { kind.scale().steps() } else { 0 };
        steps.saturating_mul(8).saturating_add(EMPTY_TALLY)
    }

    /// At most how many bytes the report of a tally takes, with its JSON, besides the texts of its choices.
    pub fn report_size(&self, tally: &Tally) -> usize {
        match tally {
            // A score takes 32 bytes, and its JSON up to 48, or twice that while the text grows.
            Tally::Scores(_, scores) => scores.scale().steps().saturating_mul(128).saturating_add(REPORT),
            Tally::Choices(choices, _) => choices.len().saturating_mul(128).saturating_add(REPORT),
            Tally::Counts(_) => REPORT,
        }
    }

    /// The report of a tally.
    pub fn report(&self, tally: &Tally, listed: Listed) -> MetricReport {
        match tally {
            Tally::Scores(kind, scores) => kind.report(&self.question, scores).into(),
            Tally::Choices(choices, top) => distribution::report(&self.question, choices, *top).into(),
            Tally::Counts(counts) => count::report(counts, listed).into(),
        }
    }

    /// Whether the metric has a question, but a tally has no answer to it.
    pub fn is_unanswered(&self, tally: &Tally) -> bool {
        match tally {
            Tally::Scores(_, scores) => scores.n() == 0,
            Tally::Choices(choices, _) => choices.respondents() == 0,
            Tally::Counts(_) => false,
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

/// Reads the settings of a metric.
pub type ReadMetric<'a> = dyn Fn(&Value, &Path<'_>, &mut Projection) -> Result<Metric, Problem> + 'a;

/// The field of one score, and its kind.
///
/// # Errors
/// When the metric is no score, or reads several questions.
pub fn one_score(
    value: &Value,
    path: &Path<'_>,
    projection: &mut Projection,
    metric: &ReadMetric<'_>,
) -> Result<(usize, ScoreKind), Problem> {
    let metric = metric(value, path, projection)?;
    let Kind::Score(kind) = metric.kind else {
        return Err(Problem::new(&path.key("metric"), "must be nps, csat, ces or rating"));
    };
    match metric.fields.as_slice() {
        [field] => Ok((*field, kind)),
        _ => Err(Problem::new(&path.key("question"), "must be one question")),
    }
}
