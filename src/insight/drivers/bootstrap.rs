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

/// The percentile interval of a figure that is never negative: of 500 samples, from the 13th smallest to the 13th largest
/// (B. Efron, 1979). `None` if too few samples gave any.
pub(super) fn interval(figures: impl Iterator<Item = f64>) -> Option<[f64; 2]> {
    // As whole numbers, the bits of numbers that are not negative have the same order.
    let bits: Vec<u64> = figures.map(f64::to_bits).collect();
    let order = descending(bits.iter().copied());
    let beyond = bits.len() / 40;
    let at = |place: usize| Some(f64::from_bits(*bits.get(*order.get(place)?)?));
    let last = bits.len().checked_sub(beyond.saturating_add(1))?;
    if bits.len() < FEWEST { None } else { Some([at(last)?, at(beyond)?]) }
}
