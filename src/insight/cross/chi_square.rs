//! Whether the rows and columns of a table of counts go together.

use super::super::mix::Sequence;
use super::super::normal::{above, cube_root, exp};

/// At most how many tables are simulated. Ours.
const MOST_TABLES: usize = 9_999;

/// How many tables are simulated at least, of however many responses. Ours.
const FEWEST_TABLES: usize = 199;

/// About how many responses are dealt out in all. Ours: a fraction of a second.
const MOST_DEALT: usize = 20_000_000;

/// Beyond so many responses nothing is simulated. Ours.
const MOST_SIMULATED: u64 = 100_000;

/// From so many degrees of freedom on the distribution is taken from the normal one.
const MANY: u64 = 100;

/// A table of counts: as many columns in each row, no row and no column without a response, and two of each at least.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    rows: Vec<Vec<u64>>,
    row_sums: Vec<u64>,
    column_sums: Vec<u64>,
}

/// How a table was tested.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    /// By the chi-square distribution; `true` if the expected counts are large enough for it.
    ChiSquare(bool),
    /// By all tables with these margins.
    Exact,
    /// By so many random tables with these margins.
    Simulated(usize),
}

/// The outcome of a test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// How it was made.
    pub method: Method,
    /// The number of responses.
    pub n: u64,
    /// Pearson's chi-square.
    pub statistic: f64,
    /// Its degrees of freedom.
    pub df: u64,
    /// How often chance alone makes a statistic as large.
    pub p: f64,
}

impl Table {
    /// The table of these rows, without the empty rows and columns. `None` if fewer than two of either are left.
    pub fn of(rows: &[Vec<u64>]) -> Option<Table> {
        let width = rows.iter().map(Vec::len).max()?;
        let of_column = |column: usize| rows.iter().filter_map(move |row| row.get(column)).sum::<u64>();
        let kept: Vec<usize> = (0..width).filter(|column| of_column(*column) > 0).collect();
        let without = |row: &Vec<u64>| kept.iter().map(|column| row.get(*column).copied().unwrap_or(0)).collect();
        let rows: Vec<Vec<u64>> = rows.iter().filter(|row| row.iter().any(|count| *count > 0)).map(without).collect();
        let row_sums = rows.iter().map(|row| row.iter().sum()).collect();
        let column_sums = kept.iter().map(|column| of_column(*column)).collect();
        (rows.len() > 1 && kept.len() > 1).then_some(Table { rows, row_sums, column_sums })
    }

    /// The number of responses.
    pub fn n(&self) -> u64 {
        self.row_sums.iter().sum()
    }

    /// The degrees of freedom.
    pub fn df(&self) -> u64 {
        let [rows, columns] = [&self.row_sums, &self.column_sums].map(|sums| sums.len().saturating_sub(1));
        u64::try_from(rows.saturating_mul(columns)).unwrap_or(u64::MAX)
    }

    /// Cramér's V: `√(χ² / (n (min(rows, columns) - 1)))`, H. Cramér, 1946.
    pub fn cramers_v(&self) -> f64 {
        let fewer = self.row_sums.len().min(self.column_sums.len()).saturating_sub(1);
        (self.statistic() / (self.n() as f64 * fewer as f64)).sqrt().min(1.0)
    }

    /// Tests it.
    pub fn test(&self) -> Test {
        let (n, df, statistic) = (self.n(), self.df(), self.statistic());
        let outcome = |method, p| Test { method, n, statistic, df, p };
        if self.is_large() {
            return outcome(Method::ChiSquare(true), chi_square_above(statistic, df));
        }
        if let ([first, _], [left, _], Some([cell, _])) =
            (&*self.row_sums, &*self.column_sums, self.rows.first().map(Vec::as_slice))
        {
            return outcome(Method::Exact, fisher(*cell, *first, *left, n));
        }
        if n > MOST_SIMULATED {
            return outcome(Method::ChiSquare(false), chi_square_above(statistic, df));
        }
        let dealt = usize::try_from(n).unwrap_or(usize::MAX);
        let tables = MOST_DEALT.checked_div(dealt).unwrap_or_default().clamp(FEWEST_TABLES, MOST_TABLES);
        outcome(Method::Simulated(tables), self.simulated(statistic, tables))
    }

    /// Pearson's chi-square: `n (Σ count² / (row · column) - 1)`.
    fn statistic(&self) -> f64 {
        self.statistic_of(&self.rows.concat())
    }

    /// The chi-square of counts in the order of the rows, with these margins.
    fn statistic_of(&self, counts: &[u64]) -> f64 {
        let margins = self.row_sums.iter().flat_map(|row| self.column_sums.iter().map(move |column| (*row, *column)));
        let n = self.n() as f64;
        let distance = |(count, (row, column)): (&u64, (u64, u64))| {
            let expected = row as f64 * column as f64 / n;
            let apart = *count as f64 - expected;
            apart * apart / expected
        };
        counts.iter().zip(margins).map(distance).sum()
    }

    /// Whether the chi-square distribution is near enough: W. G. Cochran, 1954.
    fn is_large(&self) -> bool {
        let n = self.n() as f64;
        let (mut all, mut below_five, mut below_one) = (0_u32, 0_u32, false);
        for row in &self.row_sums {
            for column in &self.column_sums {
                let expected = *row as f64 * *column as f64 / n;
                all = all.saturating_add(1);
                below_five = below_five.saturating_add(u32::from(expected < 5.0));
                below_one |= expected < 1.0;
            }
        }
        !below_one && below_five.saturating_mul(5) <= all
    }

    /// The share of random tables whose statistic is as large, this one counted with them.
    ///
    /// Every response keeps its row, and the columns are dealt out anew (A. C. A. Hope, 1968).
    fn simulated(&self, statistic: f64, tables: usize) -> f64 {
        let width = self.column_sums.len();
        let mut columns: Vec<u8> = Vec::new();
        for (column, sum) in self.column_sums.iter().enumerate() {
            let end = columns.len().saturating_add(usize::try_from(*sum).unwrap_or(0));
            columns.resize(end, u8::try_from(column).unwrap_or(u8::MAX));
        }
        let mut random = Sequence(0);
        let mut as_large = 1_usize;
        let mut counts = vec![0_u64; self.row_sums.len().saturating_mul(width)];
        for _ in 0..tables {
            counts.fill(0);
            let mut rows = counts.chunks_mut(width.max(1)).zip(&self.row_sums);
            let mut row = rows.next().map(|(row, sum)| (row, *sum));
            for place in (0..columns.len()).rev() {
                columns.swap(place, random.below(place.saturating_add(1)));
                while row.as_ref().is_some_and(|(_, left)| *left == 0) {
                    row = rows.next().map(|(row, sum)| (row, *sum));
                }
                let (Some((row, left)), Some(column)) = (&mut row, columns.get(place)) else { break };
                *left = left.saturating_sub(1);
                if let Some(count) = row.get_mut(usize::from(*column)) {
                    *count = count.saturating_add(1);
                }
            }
            // Sums in another order differ in their last digits.
            if self.statistic_of(&counts) >= statistic * (1.0 - 1e-9) {
                as_large = as_large.saturating_add(1);
            }
        }
        as_large as f64 / tables.saturating_add(1) as f64
    }
}

/// The probability of a chi-square above `x`.
///
/// The finite sums of Abramowitz and Stegun, 26.4.4 and 26.4.5; for 100 degrees of freedom and more E. B. Wilson's and
/// M. M. Hilferty's cube root (1931), whose error is below 0.0005.
pub fn chi_square_above(x: f64, df: u64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let df_ = df as f64;
    if df >= MANY {
        let part = 2.0 / (9.0 * df_);
        let root = cube_root(x / df_);
        return above((root - (1.0 - part)) / part.sqrt());
    }
    let half = x / 2.0;
    // Of an odd number of degrees, the terms are at 1/2, 3/2 and so on; of an even one, at 0, 1 and so on.
    let is_odd = df % 2 == 1;
    let mut at = if is_odd { 0.5 } else { 0.0 };
    let mut term = if is_odd { (half / core::f64::consts::PI).sqrt() * 2.0 } else { 1.0 };
    let mut sum = 0.0;
    while at < df_ / 2.0 - 0.25 {
        sum += term;
        at += 1.0;
        term *= half / at;
    }
    let tail = if is_odd { 2.0 * above(x.sqrt()) } else { 0.0 };
    (tail + exp(-half) * sum).min(1.0)
}

/// R. A. Fisher's exact test of two rows and two columns: the probability of all tables with these margins that are no
/// more likely than this one. `cell` is the first count, `row` and `column` are the sums of its row and column.
fn fisher(cell: u64, row: u64, column: u64, n: u64) -> f64 {
    let lowest = row.saturating_add(column).saturating_sub(n);
    let highest = row.min(column);
    // How much more likely a count is than the one before it.
    let ratio = |count: u64| {
        let [taken, others] = [row, column].map(|sum| (sum.saturating_sub(count).saturating_add(1)) as f64);
        taken * others / (count as f64 * (n.saturating_add(count).saturating_sub(row).saturating_sub(column)) as f64)
    };
    // Likelihoods relative to that of the count seen.
    let up = (cell.saturating_add(1)..=highest).scan(1.0, |weight, count| {
        *weight *= ratio(count);
        Some(*weight)
    });
    let down = (lowest.saturating_add(1)..=cell).rev().scan(1.0, |weight, count| {
        *weight /= ratio(count);
        Some(*weight)
    });
    let (mut all, mut rare) = (1.0, 1.0);
    for weight in up.chain(down) {
        all += weight;
        // Rounding must not tell apart two tables that are equally likely.
        if weight <= 1.0 + 1e-7 {
            rare += weight;
        }
    }
    rare / all
}
