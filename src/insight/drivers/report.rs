//! The report of drivers, from their sums of products.

use super::bootstrap;
use super::column::Column;
use super::johnson::{Weights, weights};
use super::moments::Sums;
use super::plan::Plan;
use super::used::Used;
use crate::insight::projection::Field;
use crate::insight::stats::SMALL_SAMPLE;
use crate::model::summary::{DriverKind, DriverSource, DriverWeight, Drivers as Report, DriversLeftOut, NoWeights};

/// With fewer responses there are no weights. Ours.
const FEWEST: u64 = 10;

/// With fewer responses for each column, the weights are unreliable: the usual rule of thumb.
const FEWEST_EACH: u64 = 10;

/// From this condition index on, columns are nearly the same (D. A. Belsley, E. Kuh and R. E. Welsch, 1980).
const COLLINEAR: f64 = 30.0;

const WARNING: &str =
    "some drivers are nearly the same as others, or as several together: their weights cannot be told apart";

/// The report on a score and its drivers.
pub(super) fn report(plan: &Plan, used: &Used, left_out: &DriversLeftOut) -> Report {
    let Used { columns: drivers, moments, .. } = used;
    let sums = moments.sum(&mut |block| block);
    let model = Model::new(drivers, &sums);
    let n = moments.rows();
    let count = size(model.columns.len());
    let reason = if n < FEWEST || n < count.saturating_add(2) {
        Some(NoWeights::TooFew)
    } else if sums.deviation(model.score).is_none() {
        Some(NoWeights::ConstantScore)
    } else if count == 0 {
        Some(NoWeights::ConstantDrivers)
    } else {
        None
    };
    let found = if reason.is_none() { model.figures(&sums) } else { None };
    let samples = match found {
        Some(_) => bootstrap::samples(moments, &|sums| Some(model.figures(sums)?.weights)),
        None => Vec::new(),
    };
    let r_squared = found.as_ref().map(|found| found.weights.iter().sum::<f64>());
    let mut weights: Vec<DriverWeight> = Vec::new();
    for (index, (driver, column)) in plan.drivers.iter().zip(drivers).enumerate() {
        let mut own = model.columns.iter().filter(|(owner, _)| *owner == index).map(|(_, column)| *column);
        let (first, columns) = (own.next(), size(own.count()));
        let weight = first.and_then(|_| found.as_ref()?.weights.get(index).copied());
        let (source, name) = match driver {
            (_, Field::Answer(name)) => (DriverSource::Answer, name),
            (_, Field::Attribute(name)) => (DriverSource::Attribute, name),
        };
        let driver = DriverWeight {
            name: name.clone(),
            source,
            kind: if column.is_scale() { DriverKind::Scale } else { DriverKind::Choices },
            weight,
            interval: weight.and_then(|weight| {
                bootstrap::interval(weight, samples.iter().skip(index).step_by(drivers.len().max(1)).copied())
            }),
            share: weight.zip(r_squared).filter(|(_, all)| *all > 0.0).map(|(weight, all)| weight / all),
            correlation: first
                .filter(|_| weight.is_some() && column.is_scale())
                .and_then(|first| sums.correlation(first, model.score)),
            columns: columns.saturating_add(u64::from(first.is_some())),
            pooled: column.pooled,
        };
        // Behind those with a larger weight. `None` is less than any weight.
        let place = weights.partition_point(|known| known.weight >= weight);
        weights.insert(place, driver);
    }
    Report {
        weights,
        r_squared,
        n,
        left_out: DriversLeftOut { odd_driver: used.odd, ..left_out.clone() },
        small_sample: n < SMALL_SAMPLE || n < count.saturating_mul(FEWEST_EACH),
        reason,
        warning: found.filter(|found| found.condition > COLLINEAR).map(|_| WARNING.to_owned()),
    }
}

/// Which columns take part.
struct Model {
    /// The columns, each with the index of its driver.
    columns: Vec<(usize, usize)>,
    /// The number of drivers.
    drivers: usize,
    /// The column of the score.
    score: usize,
}

/// What follows from the sums of products.
struct Figures {
    /// The weight of each driver.
    weights: Vec<f64>,
    /// See [`Weights`].
    condition: f64,
}

impl Model {
    /// The columns that are not constant. Of choices that exclude each other, the most frequent one follows from the rest,
    /// and is left out.
    fn new(drivers: &[Column], sums: &Sums) -> Model {
        let mut columns = Vec::new();
        let mut column = 1_usize;
        for (owner, driver) in drivers.iter().enumerate() {
            let (mut most, mut place) = (0.0, columns.len());
            for _ in 0..driver.width() {
                if sums.deviation(column).is_some() {
                    let total = sums.total(column);
                    if total > most {
                        (most, place) = (total, columns.len());
                    }
                    columns.push((owner, column));
                }
                column = column.saturating_add(1);
            }
            if driver.is_exclusive() && place < columns.len() {
                columns.remove(place);
            }
        }
        Model { columns, drivers: drivers.len(), score: column }
    }

    /// The weights of the drivers in a sample; `None` if the score is constant there. A column that is constant there
    /// weighs nothing.
    fn figures(&self, sums: &Sums) -> Option<Figures> {
        let score = (self.score, sums.deviation(self.score)?);
        let mut owners = Vec::new();
        let mut columns = Vec::new();
        for (owner, column) in &self.columns {
            if let Some(deviation) = sums.deviation(*column) {
                owners.push(*owner);
                columns.push((*column, deviation));
            }
        }
        let (mut correlations, mut with_score) = (Vec::new(), Vec::new());
        for column in &columns {
            sums.correlations(&columns, *column, &mut correlations);
        }
        sums.correlations(&columns, score, &mut with_score);
        let Weights { raw, condition } = weights(correlations, &with_score);
        let mut weights = vec![0.0; self.drivers];
        for (owner, raw) in owners.iter().zip(raw) {
            if let Some(weight) = weights.get_mut(*owner) {
                *weight += raw;
            }
        }
        Some(Figures { weights, condition })
    }
}

fn size(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
