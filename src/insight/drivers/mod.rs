//! What drives a score: Johnson's relative weights, in one pass over the responses.
//!
//! A response is used if it has the score and every driver. The first 256 of these are kept, and decide which drivers are
//! scales. From then on only sums of products are kept, in 256 blocks of responses. A bootstrap sample is made of blocks,
//! drawn with replacement: up to 256 responses, that is the usual bootstrap; beyond, it is that of random groups
//! (K. Wolter, Introduction to Variance Estimation, chapter 2). The order of the responses decides the blocks; how they
//! are divided into pages does not.

mod bootstrap;
mod column;
mod johnson;
mod matrix;
mod moments;
mod plan;
mod report;
mod used;

use super::answer::{Score, score};
use super::memory::Budget;
use super::page_reader::{Raw, Row};
use crate::model::summary::{Drivers as Report, DriversLeftOut};
pub use plan::Plan;
use used::Used;

/// How many responses decide how the drivers are read.
const FIRST: usize = 256;

/// The longest first value that is kept, in bytes as written. A longer one is a choice without a name. Ours.
const LONGEST: usize = 512;

/// At most how many bytes the report takes, with the samples of the bootstrap. Ours.
const REPORT: usize = 512 * 1024;

/// What was read of a score and its drivers.
#[derive(Clone, Debug)]
pub struct Drivers {
    /// The first scores, each with the values of the drivers as written.
    first: Vec<(f64, Vec<Vec<u8>>)>,
    /// Once it is decided how the drivers are read.
    used: Option<Used>,
    left_out: DriversLeftOut,
}

impl Default for Drivers {
    fn default() -> Drivers {
        let left_out = DriversLeftOut { no_score: 0, odd_score: 0, no_driver: 0, odd_driver: 0 };
        Drivers { first: Vec::new(), used: None, left_out }
    }
}

impl Drivers {
    /// Adds a response.
    pub fn add(&mut self, plan: &Plan, row: Row<'_, '_>, budget: &mut Budget) {
        let left_out = &mut self.left_out;
        let number = match score(row.field(plan.score)) {
            Score::None => return count(&mut left_out.no_score),
            Score::Number(number) if plan.takes(number) => number,
            Score::Number(_) | Score::NotANumber => return count(&mut left_out.odd_score),
        };
        if plan.drivers.iter().any(|(field, _)| score(row.field(*field)) == Score::None) {
            return count(&mut left_out.no_driver);
        }
        if let Some(used) = &mut self.used {
            used.add(number, &|driver| plan.drivers.get(driver).map_or(&[][..], |(field, _)| row.field(*field)));
            return;
        }
        let kept: Vec<Raw<'_>> = plan.drivers.iter().map(|(field, _)| short(row.field(*field))).collect();
        if !budget.has_room(kept.iter().map(|value| value.len().saturating_add(64)).sum()) {
            return;
        }
        self.first.push((number, kept.into_iter().map(<[u8]>::to_vec).collect()));
        if self.first.len() >= FIRST && budget.has_room(used::SIZE) {
            self.used = Some(Used::new(&self.first, plan.drivers.len()));
            self.first = Vec::new();
        }
    }

    /// At most how many bytes the report takes, with what is reckoned for it.
    pub fn report_size(&self) -> usize {
        used::SIZE.saturating_add(REPORT)
    }

    /// The report on all responses so far.
    pub fn report(&self, plan: &Plan) -> Report {
        match &self.used {
            Some(used) => report::report(plan, used, &self.left_out),
            None => report::report(plan, &Used::new(&self.first, plan.drivers.len()), &self.left_out),
        }
    }
}

fn count(reason: &mut u64) {
    *reason = reason.saturating_add(1);
}

/// The value, or one that stands for a long text.
fn short(raw: Raw<'_>) -> Raw<'_> {
    if raw.len() > LONGEST { b"\"...\"" } else { raw }
}
