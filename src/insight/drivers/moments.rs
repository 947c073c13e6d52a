//! Sums of products, from which means, variances and correlations follow.

use super::johnson::add;
use crate::insight::mix::mix;

/// Into how many blocks rows are divided for the bootstrap.
pub(super) const BLOCKS: u64 = 256;

/// A variance below this share of the mean square is taken as 0.
const CONSTANT: f64 = 1e-12;

/// The sums of products of all pairs of columns, in blocks of rows.
///
/// Each of the first 256 rows is a block of its own; a later row is added to one of them, by a hash of its number. So the
/// blocks are samples of the rows, and their sum is over all rows.
#[derive(Clone, Debug)]
pub(super) struct Moments {
    /// The number of columns, with one of ones at the beginning.
    width: usize,
    rows: u64,
    /// One block after another.
    blocks: Vec<f64>,
}

impl Moments {
    /// No rows of that many columns.
    pub(super) fn new(columns: usize) -> Moments {
        Moments { width: columns.saturating_add(1), rows: 0, blocks: Vec::new() }
    }

    /// The number of rows.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// The number of blocks of rows: at most 256.
    pub(super) fn blocks(&self) -> usize {
        usize::try_from(self.rows.min(BLOCKS)).unwrap_or_default()
    }

    fn cells(&self) -> usize {
        self.width.saturating_mul(self.width.saturating_add(1)) / 2
    }

    /// Adds a row. It must begin with a 1.
    pub(super) fn add(&mut self, row: &[f64]) {
        let place = if self.rows < BLOCKS { self.rows } else { mix(self.rows) % BLOCKS };
        self.rows = self.rows.saturating_add(1);
        self.blocks.resize(self.blocks().saturating_mul(self.cells()), 0.0);
        let start = usize::try_from(place).unwrap_or_default().saturating_mul(self.cells());
        let mut cells = self.blocks.get_mut(start..).unwrap_or_default();
        for (index, first) in row.iter().enumerate() {
            let rest = row.get(index..).unwrap_or_default();
            let (own, after) = cells.split_at_mut_checked(rest.len()).unwrap_or_default();
            // Most choices are zeros.
            if *first != 0.0 {
                add(own, *first, rest);
            }
            cells = after;
        }
    }

    /// The sums of products of as many blocks as there are; `pick` says which comes next.
    pub(super) fn sum(&self, pick: &mut dyn FnMut(usize) -> usize) -> Sums {
        let size = self.cells();
        let mut cells = vec![0.0; size];
        for place in 0..self.blocks() {
            let start = pick(place).saturating_mul(size);
            add(&mut cells, 1.0, self.blocks.get(start..).unwrap_or_default());
        }
        Sums { width: self.width, cells }
    }
}

/// The sums of products of all pairs of columns.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    width: usize,
    cells: Vec<f64>,
}

impl Sums {
    /// The sum of the products of two columns, from 0, the column of ones.
    fn product(&self, one: usize, other: usize) -> f64 {
        let (low, high) = (one.min(other), one.max(other));
        // The rows before this one have `width`, `width - 1`, … cells.
        let before = low.saturating_mul(self.width.saturating_mul(2).saturating_sub(low).saturating_add(1)) / 2;
        self.cells.get(before.saturating_add(high.saturating_sub(low))).copied().unwrap_or_default()
    }

    /// The sum of a column, from 1.
    pub(super) fn total(&self, column: usize) -> f64 {
        self.product(0, column)
    }

    #[inline(never)]
    fn covariance(&self, one: usize, other: usize) -> f64 {
        let n = self.product(0, 0);
        self.product(one, other) / n - (self.total(one) / n) * (self.total(other) / n)
    }

    /// The standard deviation of a column; `None` if it is constant.
    pub(super) fn deviation(&self, column: usize) -> Option<f64> {
        let variance = self.covariance(column, column);
        let square = self.product(column, column) / self.product(0, 0);
        (variance > square * CONSTANT).then(|| variance.sqrt())
    }

    /// The correlation of two columns; `None` if one of them is constant.
    pub(super) fn correlation(&self, one: usize, other: usize) -> Option<f64> {
        Some(self.between((one, self.deviation(one)?), (other, self.deviation(other)?)))
    }

    fn between(&self, one: (usize, f64), other: (usize, f64)) -> f64 {
        if one.0 == other.0 {
            return 1.0;
        }
        let correlation = self.covariance(one.0, other.0) / (one.1 * other.1);
        // Not `f64::clamp`, which can panic.
        if correlation.abs() > 1.0 { correlation.signum() } else { correlation }
    }

    /// Adds the correlations of columns with another one. Each comes with its deviation.
    pub(super) fn correlations(&self, columns: &[(usize, f64)], with: (usize, f64), all: &mut Vec<f64>) {
        all.extend(columns.iter().map(|column| self.between(*column, with)));
    }
}
