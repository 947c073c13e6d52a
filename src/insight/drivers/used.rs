//! The responses that are used, as sums of products.

use super::column::{Column, is_scale};
use super::moments::Moments;
use crate::insight::page_reader::Raw;

/// The most columns of all drivers together. With at most 20 drivers, each can have two.
const MOST_COLUMNS: usize = 40;

/// At most how many bytes the sums of products take.
pub(super) const SIZE: usize = 256 * 8 * (MOST_COLUMNS + 2) * (MOST_COLUMNS + 3) / 2;

/// What is known of the responses that are used.
#[derive(Clone, Debug)]
pub(super) struct Used {
    pub(super) columns: Vec<Column>,
    pub(super) moments: Moments,
    /// The number of responses that are not used because of a value that is no number, where a scale needs one.
    pub(super) odd: u64,
    /// The first score. It is subtracted from all.
    origin: Option<f64>,
    /// Kept to reuse its memory.
    row: Vec<f64>,
}

impl Used {
    /// Decides how the drivers are read from the first responses, and adds these. Each has a score and `drivers` values.
    pub(super) fn new(first: &[(f64, Vec<Vec<u8>>)], drivers: usize) -> Used {
        let values = |driver: usize| -> Vec<Raw<'_>> {
            first.iter().map(|(_, values)| values.get(driver).map_or(&[][..], Vec::as_slice)).collect()
        };
        let scales = (0..drivers).filter(|driver| is_scale(&values(*driver))).count();
        let most =
            || MOST_COLUMNS.saturating_sub(scales).checked_div(drivers.saturating_sub(scales)).unwrap_or_default();
        let columns: Vec<Column> = (0..drivers).map(|driver| Column::decide(&values(driver), most)).collect();
        // The last column is the score.
        let width = columns.iter().map(Column::width).sum::<usize>().saturating_add(1);
        let mut used = Used { columns, moments: Moments::new(width), odd: 0, origin: None, row: Vec::new() };
        for (score, values) in first {
            used.add(*score, &|driver| values.get(driver).map_or(&[][..], Vec::as_slice));
        }
        used
    }

    /// Adds a response with a score and a value for each driver.
    #[inline(never)]
    pub(super) fn add<'a>(&mut self, score: f64, value: &dyn Fn(usize) -> Raw<'a>) {
        if !self.columns.iter().enumerate().all(|(driver, column)| column.fits(value(driver))) {
            self.odd = self.odd.saturating_add(1);
            return;
        }
        self.row.clear();
        self.row.push(1.0);
        for (driver, column) in self.columns.iter_mut().enumerate() {
            column.add(value(driver), &mut self.row);
        }
        self.row.push(score - *self.origin.get_or_insert(score));
        self.moments.add(&self.row);
    }
}
