//! The report of a cross-tab.

use super::super::group::{By, Key};
use super::super::metrics::count::Listed;
use super::super::order::descending;
use super::super::pool::Group;
use super::super::query::Query;
use super::super::stats::SMALL_SAMPLE;
use super::chi_square::{Method, Table, Test};
use super::{Axis, Cross};
use crate::model::summary::{
    CrossCell, CrossColumn, CrossMethod, CrossRow, CrossTab, CrossTest, MetricReport, Untested,
};

impl Cross {
    /// At most how many bytes the report takes, with its JSON, besides its texts.
    pub(in super::super) fn report_size(&self, query: &Query) -> usize {
        let [rows, columns] = self.axes.each_ref().map(|axis| axis.lines.len());
        let of = |group: &Group| {
            let both = query.metrics.iter().zip(&group.tallies);
            both.fold(512_usize, |sum, (metric, tally)| sum.saturating_add(metric.report_size(tally)))
        };
        let empty = of(&Group::new(&query.metrics, Key::None, None)).saturating_mul(rows.saturating_mul(columns));
        let lines = self.axes.iter().flat_map(|axis| &axis.lines);
        lines.chain(self.cells.iter().map(|(_, cell)| cell)).fold(empty, |sum, group| sum.saturating_add(of(group)))
    }

    /// The report.
    pub(in super::super) fn report(&self, query: &Query, by: [By; 2], listed: Listed) -> CrossTab {
        let metrics = |group: &Group| -> Vec<MetricReport> {
            let both = query.metrics.iter().zip(&group.tallies);
            both.map(|(metric, tally)| metric.report(tally, listed)).collect()
        };
        let [rows, columns] = &self.axes;
        let [row_by, column_by] = by;
        let [row_order, column_order] = [rows.in_order(row_by), columns.in_order(column_by)];
        let table = if self.is_several { None } else { self.table(&row_order, &column_order) };
        let untested = match (&table, self.is_several) {
            (_, true) => Some(Untested::SeveralChoices),
            (None, false) => Some(Untested::TooFew),
            (Some(_), false) => None,
        };
        let empty = Group::new(&query.metrics, Key::None, None);
        let cells = |row: usize| {
            let row_items = rows.items(row);
            let cell = |column: usize| {
                let place = self.cells.binary_search_by_key(&[row, column], |(at, _)| *at);
                let cell = place.ok().and_then(|place| self.cells.get(place)).map_or(&empty, |(_, cell)| cell);
                let expected = table.as_ref().filter(|_| rows.is_tested(row) && columns.is_tested(column));
                CrossCell {
                    items: cell.items,
                    expected: expected
                        .map(|table| self.tested(Some(row), None) * self.tested(None, Some(column)) / table.n() as f64),
                    row_share: part(cell.items, row_items),
                    column_share: part(cell.items, columns.items(column)),
                    small_sample: cell.items < SMALL_SAMPLE,
                    metrics: metrics(cell),
                }
            };
            column_order.iter().map(|column| cell(*column)).collect()
        };
        let row = |place: &usize| {
            let line = rows.lines.get(*place)?;
            Some(CrossRow {
                key: row_by.name(&line.key),
                label: line.label.clone(),
                start: row_by.start(&line.key),
                pooled: rows.is_pooled_at(*place),
                items: line.items,
                metrics: metrics(line),
                cells: cells(*place),
            })
        };
        let column = |place: &usize| {
            let line = columns.lines.get(*place)?;
            Some(CrossColumn {
                key: column_by.name(&line.key),
                label: line.label.clone(),
                start: column_by.start(&line.key),
                pooled: columns.is_pooled_at(*place),
                items: line.items,
                metrics: metrics(line),
            })
        };
        CrossTab {
            rows: row_order.iter().filter_map(row).collect(),
            columns: column_order.iter().filter_map(column).collect(),
            test: table.as_ref().map(|table| said(table.test())),
            untested,
            cramers_v: table.as_ref().map(Table::cramers_v),
        }
    }

    /// The counts of the responses that have a row and a column.
    fn table(&self, rows: &[usize], columns: &[usize]) -> Option<Table> {
        let [row_axis, column_axis] = &self.axes;
        let count = |row: usize, column: usize| {
            let place = self.cells.binary_search_by_key(&[row, column], |(at, _)| *at);
            place.ok().and_then(|place| self.cells.get(place)).map_or(0, |(_, cell)| cell.items)
        };
        let columns: Vec<usize> = columns.iter().copied().filter(|column| column_axis.is_tested(*column)).collect();
        let rows = rows.iter().filter(|row| row_axis.is_tested(**row));
        let counts: Vec<Vec<u64>> =
            rows.map(|row| columns.iter().map(|column| count(*row, *column)).collect()).collect();
        Table::of(&counts)
    }

    /// How many of the responses of the test are in a row, or in a column.
    fn tested(&self, row: Option<usize>, column: Option<usize>) -> f64 {
        let [rows, columns] = &self.axes;
        let is_in = |[at_row, at_column]: [usize; 2]| {
            let is_asked = row.is_none_or(|row| row == at_row) && column.is_none_or(|column| column == at_column);
            is_asked && rows.is_tested(at_row) && columns.is_tested(at_column)
        };
        self.cells.iter().filter(|(at, _)| is_in(*at)).map(|(_, cell)| cell.items as f64).sum()
    }
}

impl Axis {
    /// The places of the lines in the order of the report: periods by time, others by size, the pooled one last.
    fn in_order(&self, by: By) -> Vec<usize> {
        let own = self.lines.iter().take(self.sorted.len());
        let mut order =
            if let By::Period(_) = by { self.sorted.clone() } else { descending(own.map(|line| line.items)) };
        if self.is_pooled {
            order.push(self.lines.len().saturating_sub(1));
        }
        order
    }

    fn items(&self, place: usize) -> u64 {
        self.lines.get(place).map_or(0, |line| line.items)
    }

    fn is_pooled_at(&self, place: usize) -> bool {
        self.is_pooled && place.saturating_add(1) == self.lines.len()
    }

    /// Whether the line is one of the test: not that of the responses without a value.
    fn is_tested(&self, place: usize) -> bool {
        self.is_pooled_at(place) || self.lines.get(place).is_some_and(|line| line.key != Key::None)
    }
}

fn part(of: u64, n: u64) -> Option<f64> {
    (n > 0).then_some(of as f64 / n as f64)
}

fn said(test: Test) -> CrossTest {
    let Test { method, n, statistic, df, p } = test;
    let (method, simulations) = match method {
        Method::ChiSquare(true) => (CrossMethod::ChiSquare, None),
        Method::ChiSquare(false) => (CrossMethod::ChiSquareOfSmallCounts, None),
        Method::Exact => (CrossMethod::FisherExact, None),
        Method::Simulated(tables) => (CrossMethod::Simulated, Some(u64::try_from(tables).unwrap_or(u64::MAX))),
    };
    CrossTest { method, n, statistic, df, p, simulations }
}
