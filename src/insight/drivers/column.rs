//! A driver as columns of numbers: itself if it is a scale, and else a column of zeros and ones for each choice.

use crate::insight::answer::{Score, choices, score};
use crate::insight::order::descending;
use crate::insight::page_reader::Raw;

/// The most choices that are told apart before it is decided which of them have columns.
const MOST_FIRST: usize = 32;

/// The most choices of a driver with a column of their own.
const MOST_CHOICES: usize = 8;

/// How a driver is read.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// The choices with a column of their own; all others have one together. `None`: it is a scale.
    names: Option<Vec<String>>,
    /// The first number of a scale. It is subtracted from all, so that sums of products stay exact.
    origin: Option<f64>,
    /// Whether somebody made several choices.
    multiple: bool,
    /// How often a choice was given that has no column of its own.
    pub(super) pooled: u64,
}

impl Column {
    /// Decides how to read a driver from its first values: as a scale, if more than half of them are numbers; else with
    /// the most frequent choices, in at most `most` columns.
    pub(super) fn decide(values: &[Raw<'_>], most: impl Fn() -> usize) -> Column {
        let mut column = Column { names: None, origin: None, multiple: false, pooled: 0 };
        if !is_scale(values) {
            let mut names: Vec<(String, u64)> = Vec::new();
            for value in values {
                choices(value, &mut |choice| {
                    if let Some((_, count)) = names.iter_mut().find(|(name, _)| name == choice) {
                        *count = count.saturating_add(1);
                    } else if names.len() < MOST_FIRST {
                        names.push((choice.to_owned(), 1));
                    }
                });
            }
            let order = descending(names.iter().map(|(_, count)| *count));
            let kept = order.into_iter().filter_map(|place| names.get(place)).map(|(name, _)| name.clone());
            column.names = Some(kept.take(most().saturating_sub(1).min(MOST_CHOICES)).collect());
        }
        column
    }

    /// Whether it is read as a number.
    pub(super) fn is_scale(&self) -> bool {
        self.names.is_none()
    }

    /// Whether its columns are choices of which each response made one.
    pub(super) fn is_exclusive(&self) -> bool {
        self.names.is_some() && !self.multiple
    }

    /// How many columns it has.
    pub(super) fn width(&self) -> usize {
        self.names.as_ref().map_or(1, |names| names.len().saturating_add(1))
    }

    /// Whether a value can be read: a scale needs a number.
    pub(super) fn fits(&self, raw: Raw<'_>) -> bool {
        !self.is_scale() || matches!(score(raw), Score::Number(_))
    }

    /// Adds a value that can be read to a row.
    pub(super) fn add(&mut self, raw: Raw<'_>, row: &mut Vec<f64>) {
        let Column { names, origin, multiple, pooled } = self;
        let Some(names) = names else {
            let number = if let Score::Number(number) = score(raw) { number } else { 0.0 };
            row.push(number - *origin.get_or_insert(number));
            return;
        };
        let start = row.len();
        row.resize(start.saturating_add(names.len()).saturating_add(1), 0.0);
        let mut columns = 0_u32;
        choices(raw, &mut |choice| {
            let place = names.iter().position(|name| name == choice);
            *pooled = pooled.saturating_add(u64::from(place.is_none()));
            if let Some(cell) = row.get_mut(start.saturating_add(place.unwrap_or(names.len())))
                && *cell == 0.0
            {
                *cell = 1.0;
                columns = columns.saturating_add(1);
            }
        });
        *multiple |= columns > 1;
    }
}

/// Whether more than half of these values are numbers.
pub(super) fn is_scale(values: &[Raw<'_>]) -> bool {
    let numbers = values.iter().filter(|value| matches!(score(value), Score::Number(_))).count();
    numbers.saturating_mul(2) > values.len()
}
