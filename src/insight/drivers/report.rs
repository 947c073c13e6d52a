//! The report of drivers, from their sums of products.

use super::column::Column;
use super::johnson::{Weights, weights};
use super::moments::{Moments, Sums};
use super::plan::Plan;
use super::{Drivers, bootstrap};
use crate::insight::order::descending;
use crate::insight::stats::SMALL_SAMPLE;
use crate::model::summary::{DriverKind, DriverWeight, Drivers as Report, NoWeights};

/// With fewer responses there are no weights. Ours.
const FEWEST: u64 = 10;

/// With fewer responses for each column, the weights are unreliable: the usual rule of thumb.
const FEWEST_EACH: u64 = 10;

/// From this condition index on, columns are nearly the same (D. A. Belsley, E. Kuh and R. E. Welsch, 1980).
const COLLINEAR: f64 = 30.0;

const WARNING: &str =
    "some drivers are nearly the same as others, or as several together: their weights cannot be told apart";

/// The report on a score and its drivers, from their sums of products.
pub(super) fn report(plan: &Plan, drivers: &Drivers, moments: &Moments) -> Report {
    let blocks = moments.blocks().len();
    let sums = moments.sum(&vec![1; blocks]);
    let model = Model::new(&drivers.columns, &sums);
    let n = moments.rows();
    let count = size(model.columns.iter().map(Vec::len).sum());
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
        Some(_) => {
            bootstrap::samples(blocks, &|times| model.figures(&moments.sum(times)).map(|figures| figures.weights))
        }
        None => Vec::new(),
    };
    let r_squared = found.as_ref().map(|found| found.weights.iter().sum::<f64>());
    let mut weights = Vec::new();
    for (index, ((driver, column), own)) in plan.drivers.iter().zip(&drivers.columns).zip(&model.columns).enumerate() {
        let weight = found.as_ref().filter(|_| !own.is_empty()).and_then(|found| found.weights.get(index)).copied();
        weights.push(DriverWeight {
            name: driver.name.clone(),
            source: driver.source,
            kind: if column.is_scale() { DriverKind::Scale } else { DriverKind::Choices },
            weight,
            interval: weight.and_then(|_| bootstrap::interval(&samples, index)),
            share: weight.zip(r_squared).filter(|(_, all)| *all > 0.0).map(|(weight, all)| weight / all),
            correlation: match own.as_slice() {
                [own] if weight.is_some() && column.is_scale() => sums.correlation(*own, model.score),
                _ => None,
            },
            columns: size(own.len()),
            pooled: column.pooled(),
        });
    }
    // As whole numbers, the bits of numbers that are not negative have the same order.
    let order =
        descending(weights.iter().map(|driver| driver.weight.map_or(0, |weight| weight.to_bits().saturating_add(1))));
    Report {
        weights: order.into_iter().filter_map(|place| weights.get(place).cloned()).collect(),
        r_squared,
        n,
        left_out: drivers.left_out.clone(),
        small_sample: n < SMALL_SAMPLE || n < count.saturating_mul(FEWEST_EACH),
        reason,
        warning: found.filter(|found| found.condition > COLLINEAR).map(|_| WARNING.to_owned()),
    }
}

/// Which columns take part.
struct Model {
    /// The columns of each driver.
    columns: Vec<Vec<usize>>,
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
        let mut score = 1_usize;
        let columns = drivers.iter().map(|driver| {
            let start = score;
            score = score.saturating_add(driver.width());
            let mut own: Vec<usize> = (start..score).filter(|column| sums.deviation(*column).is_some()).collect();
            if driver.is_exclusive() {
                let mut most = (0.0, 0);
                for column in &own {
                    let total = sums.total(*column);
                    most = if total > most.0 { (total, *column) } else { most };
                }
                own.retain(|column| *column != most.1);
            }
            own
        });
        Model { columns: columns.collect(), score }
    }

    /// The weights of the drivers in a sample; `None` if the score is constant there. A column that is constant there
    /// weighs nothing.
    fn figures(&self, sums: &Sums) -> Option<Figures> {
        let score = (self.score, sums.deviation(self.score)?);
        let mut owners = Vec::new();
        let mut columns = Vec::new();
        for (owner, own) in self.columns.iter().enumerate() {
            for column in own {
                if let Some(deviation) = sums.deviation(*column) {
                    owners.push(owner);
                    columns.push((*column, deviation));
                }
            }
        }
        let (correlations, with_score) = sums.correlations(&columns, score);
        let Weights { raw, condition } = weights(correlations, &with_score);
        let mut sums = vec![0.0; self.columns.len()];
        for (owner, raw) in owners.iter().zip(raw) {
            if let Some(sum) = sums.get_mut(*owner) {
                *sum += raw;
            }
        }
        Some(Figures { weights: sums, condition })
    }
}

fn size(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
