//! Reads a driver as numbers or as choices. Which of them it is, is decided by its first values.

use crate::insight::answer::{Score, choices, score};
use crate::insight::memory::Budget;
use crate::insight::order::descending;
use crate::insight::page_reader::Raw;

/// The most choices that are told apart before it is decided which of them have columns.
const MOST_FIRST: usize = 31;

/// The most choices of a driver with a column of their own.
const MOST_CHOICES: usize = 8;

/// The longest text that is a choice, in bytes. Longer ones are pooled.
const LONGEST: usize = 256;

/// One of the first values of a driver.
#[derive(Clone, Copy, Debug)]
pub(super) struct First {
    number: Option<f64>,
    /// One bit for each choice, the last one for all others.
    choices: u32,
}

/// How a driver is read.
#[derive(Clone, Debug)]
pub(super) enum Column {
    /// Not decided yet: how many of its values are numbers, and which choices came up how often.
    Open { numbers: u64, values: u64, names: Vec<(String, u64)> },
    /// As a number. `first` is the first one, and subtracted from all, so that sums of products stay exact.
    Scale { first: Option<f64> },
    /// As zeros and ones: a column for each of these choices, and one for all others.
    Choices {
        names: Vec<String>,
        /// Whether somebody made more than one.
        multiple: bool,
        pooled: u64,
    },
}

impl Column {
    pub(super) fn new() -> Column {
        Column::Open { numbers: 0, values: 0, names: Vec::new() }
    }

    /// Reads a value while nothing is decided yet.
    pub(super) fn read_first(&mut self, raw: Raw<'_>, budget: &mut Budget) -> First {
        let number = if let Score::Number(number) = score(raw) { Some(number) } else { None };
        let Column::Open { numbers, values, names } = self else { return First { number, choices: 0 } };
        let mut bits = 0_u32;
        choices(raw, &mut |choice| {
            let place = names.iter().position(|(name, _)| name == choice).unwrap_or_else(|| {
                if names.len() >= MOST_FIRST || choice.len() > LONGEST || !budget.take(choice.len()) {
                    return MOST_FIRST;
                }
                names.push((choice.to_owned(), 0));
                names.len().saturating_sub(1)
            });
            let bit = bit(place);
            if let Some((_, count)) = names.get_mut(place).filter(|_| bits & bit == 0) {
                *count = count.saturating_add(1);
            }
            bits |= bit;
        });
        *values = values.saturating_add(1);
        *numbers = numbers.saturating_add(u64::from(number.is_some()));
        First { number, choices: bits }
    }

    /// Whether it is read as a number, or will be: if most of the first values are numbers.
    pub(super) fn is_scale(&self) -> bool {
        match self {
            Column::Open { numbers, values, .. } => numbers.saturating_mul(2) > *values,
            Column::Scale { .. } => true,
            Column::Choices { .. } => false,
        }
    }

    /// Decides how to read it: with at most that many columns. Returns the choices of the first values.
    pub(super) fn decide(&mut self, most: usize) -> Vec<String> {
        let is_scale = self.is_scale();
        let Column::Open { names, .. } = self else { return Vec::new() };
        let names = core::mem::take(names);
        *self = Column::Scale { first: None };
        if !is_scale {
            let order = descending(names.iter().map(|(_, count)| *count));
            let most = most.saturating_sub(1).min(MOST_CHOICES);
            let kept = order.into_iter().take(most).filter_map(|place| names.get(place));
            let kept = kept.map(|(name, _)| name.clone()).collect();
            *self = Column::Choices { names: kept, multiple: false, pooled: 0 };
        }
        names.into_iter().map(|(name, _)| name).collect()
    }

    /// How many columns it has.
    pub(super) fn width(&self) -> usize {
        if let Column::Choices { names, .. } = self { names.len().saturating_add(1) } else { 1 }
    }

    /// Whether its columns are choices of which each response made one.
    pub(super) fn is_exclusive(&self) -> bool {
        matches!(self, Column::Choices { multiple: false, .. })
    }

    /// How often a choice was given that has no column of its own.
    pub(super) fn pooled(&self) -> u64 {
        if let Column::Choices { pooled, .. } = self { *pooled } else { 0 }
    }

    /// Whether one of the first values can be used: a scale needs a number.
    pub(super) fn fits(&self, first: First) -> bool {
        !self.is_scale() || first.number.is_some()
    }

    /// Adds one of the first values to a row. `known` are the choices of the first values.
    pub(super) fn add_first(&mut self, first: First, known: &[String], row: &mut Vec<f64>) {
        self.add_number(first.number, row);
        self.add_choices(row, &mut |take| {
            for place in (0..=MOST_FIRST).filter(|place| first.choices & bit(*place) != 0) {
                take(known.get(place).map(String::as_str));
            }
        });
    }

    /// Why a response with this value cannot be used, if it cannot.
    pub(super) fn unused(&self, raw: Raw<'_>) -> Option<Unused> {
        match score(raw) {
            Score::None => Some(Unused::Missing),
            Score::NotANumber if matches!(self, Column::Scale { .. }) => Some(Unused::Odd),
            Score::NotANumber | Score::Number(_) => None,
        }
    }

    /// Adds a value that can be used to a row.
    pub(super) fn add(&mut self, raw: Raw<'_>, row: &mut Vec<f64>) {
        let number = if let Score::Number(number) = score(raw) { Some(number) } else { None };
        self.add_number(number, row);
        self.add_choices(row, &mut |take| choices(raw, &mut |choice| take(Some(choice))));
    }

    fn add_number(&mut self, number: Option<f64>, row: &mut Vec<f64>) {
        if let Column::Scale { first } = self {
            let number = number.unwrap_or_default();
            row.push(number - *first.get_or_insert(number));
        }
    }

    fn add_choices(&mut self, row: &mut Vec<f64>, each: &mut dyn FnMut(&mut dyn FnMut(Option<&str>))) {
        let Column::Choices { names, multiple, pooled } = self else { return };
        let start = row.len();
        row.resize(start.saturating_add(names.len()).saturating_add(1), 0.0);
        let mut columns = 0_u32;
        each(&mut |choice| {
            let place = choice.and_then(|choice| names.iter().position(|name| name == choice));
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

/// Why a response is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unused {
    /// A driver has no value.
    Missing,
    /// A driver that is a scale has a value that is no number.
    Odd,
}

fn bit(place: usize) -> u32 {
    u32::try_from(place).ok().and_then(|place| 1_u32.checked_shl(place)).unwrap_or_default()
}
