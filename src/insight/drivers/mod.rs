//! What drives a score: Johnson's relative weights, in one pass over the responses.
//!
//! A response is used if it has the score and every driver. The first 256 of these are kept, and decide which drivers are
//! scales. From then on only sums of products are kept, in 256 blocks of responses. A bootstrap sample is made of blocks,
//! drawn with replacement: up to 256 responses, that is the usual bootstrap; beyond, it is that of random groups
//! (K. Wolter, Introduction to Variance Estimation, chapter 2). The order of the responses decides the blocks, and how the
//! responses are divided into pages does not.

mod bootstrap;
mod column;
mod johnson;
mod matrix;
mod moments;
mod plan;
mod report;

use super::answer::{Score, score};
use super::memory::Budget;
use super::page_reader::Row;
use crate::model::summary::{Drivers as Report, DriversLeftOut};
use column::{Column, First, Unused};
use moments::Moments;
pub use plan::Plan;

/// How many responses decide how the drivers are read.
const FIRST_ROWS: usize = 256;

/// The most columns of all drivers together. With at most 20 drivers, each can have two.
const MOST_COLUMNS: usize = 40;

/// At most how many bytes the report takes, with the samples of the bootstrap. Ours.
const REPORT: usize = 512 * 1024;

/// At most how many bytes the choices of the first values take, for each driver.
const FIRST_CHOICES: usize = 16 * 1024;

/// What was read of a score and its drivers.
#[derive(Clone, Debug)]
pub struct Drivers {
    columns: Vec<Column>,
    /// The first scores, each with its drivers.
    first: Vec<(f64, Vec<First>)>,
    /// Once it is decided how the drivers are read.
    moments: Option<Moments>,
    /// The score of the first response that is used; it is subtracted from all.
    origin: Option<f64>,
    left_out: DriversLeftOut,
    /// Kept to reuse its memory.
    row: Vec<f64>,
}

impl Drivers {
    /// Nothing yet.
    pub fn new(plan: &Plan) -> Drivers {
        Drivers {
            columns: plan.drivers.iter().map(|_| Column::new()).collect(),
            first: Vec::new(),
            moments: None,
            origin: None,
            left_out: DriversLeftOut { no_score: 0, odd_score: 0, no_driver: 0, odd_driver: 0 },
            row: Vec::new(),
        }
    }

    /// Adds a response.
    pub fn add(&mut self, plan: &Plan, row: Row<'_, '_>, budget: &mut Budget) {
        let score = match score(row.field(plan.score)) {
            Score::None => return count(&mut self.left_out.no_score),
            Score::Number(number) if plan.takes(number) => number,
            Score::Number(_) | Score::NotANumber => return count(&mut self.left_out.odd_score),
        };
        let values = || plan.drivers.iter().map(|driver| row.field(driver.field));
        match self.columns.iter().zip(values()).find_map(|(column, value)| column.unused(value)) {
            Some(Unused::Missing) => return count(&mut self.left_out.no_driver),
            Some(Unused::Odd) => return count(&mut self.left_out.odd_driver),
            None => {}
        }
        if self.moments.is_none() {
            if self.first.is_empty() && !budget.has_room(plan.drivers.len().saturating_mul(FIRST_CHOICES)) {
                return;
            }
            let firsts = self.columns.iter_mut().zip(values()).map(|(column, value)| column.read_first(value, budget));
            self.first.push((score, firsts.collect()));
            if self.first.len() >= FIRST_ROWS {
                self.decide(budget);
            }
            return;
        }
        let mut cells = core::mem::take(&mut self.row);
        cells.clear();
        cells.push(1.0);
        for (column, value) in self.columns.iter_mut().zip(values()) {
            column.add(value, &mut cells);
        }
        self.end(score, cells);
    }

    /// Decides how the drivers are read, and adds the first responses.
    fn decide(&mut self, budget: &mut Budget) {
        let choices = self.columns.iter().filter(|column| !column.is_scale()).count();
        let scales = self.columns.len().saturating_sub(choices);
        let most = MOST_COLUMNS.saturating_sub(scales).checked_div(choices).unwrap_or_default();
        let known: Vec<_> = self.columns.iter_mut().map(|column| column.decide(most)).collect();
        let width = self.columns.iter().map(Column::width).sum::<usize>();
        // The last column is the score.
        let moments = Moments::new(width.saturating_add(1));
        if !budget.has_room(moments.size()) {
            return;
        }
        self.moments = Some(moments);
        for (score, firsts) in core::mem::take(&mut self.first) {
            let mut values = self.columns.iter().zip(&firsts);
            if !values.all(|(column, first)| column.fits(*first)) {
                count(&mut self.left_out.odd_driver);
                continue;
            }
            let mut cells = vec![1.0];
            for ((column, first), known) in self.columns.iter_mut().zip(firsts).zip(&known) {
                column.add_first(first, known, &mut cells);
            }
            self.end(score, cells);
        }
    }

    fn end(&mut self, score: f64, mut cells: Vec<f64>) {
        cells.push(score - *self.origin.get_or_insert(score));
        if let Some(moments) = &mut self.moments {
            moments.add(&cells);
        }
        self.row = cells;
    }

    /// At most how many bytes the report takes, with what is reckoned for it.
    pub fn report_size(&self) -> usize {
        let columns = MOST_COLUMNS.saturating_add(1);
        Moments::new(columns).size().saturating_add(REPORT)
    }

    /// The report on all responses so far.
    pub fn report(&self, plan: &Plan) -> Report {
        if let Some(moments) = &self.moments {
            return report::report(plan, self, moments);
        }
        let mut decided = self.clone();
        decided.decide(&mut Budget::new(0));
        // Without room for the sums, none of the responses is used.
        let none = Moments::new(0);
        report::report(plan, &decided, decided.moments.as_ref().unwrap_or(&none))
    }
}

fn count(reason: &mut u64) {
    *reason = reason.saturating_add(1);
}
