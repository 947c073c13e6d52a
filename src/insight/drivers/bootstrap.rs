//! Bootstrap intervals.

use crate::insight::mix::Sequence;
use crate::insight::order::descending;

/// How many samples are drawn.
const SAMPLES: usize = 500;

/// With fewer usable samples than this there is no interval.
const FEWEST: usize = 100;

/// The seed. Ours.
const SEED: u64 = 1_964;

/// Draws samples of `blocks` blocks, with replacement, and hands out how often each block is in a sample. Returns what
/// `figures` makes of the samples, without those of which it makes nothing.
pub(super) fn samples(blocks: usize, figures: &dyn Fn(&[u32]) -> Option<Vec<f64>>) -> Vec<Vec<f64>> {
    let mut sequence = Sequence(SEED);
    let mut drawn = Vec::new();
    for _ in 0..SAMPLES {
        let mut times = vec![0_u32; blocks];
        for _ in 0..blocks {
            if let Some(times) = times.get_mut(sequence.below(blocks)) {
                *times = times.saturating_add(1);
            }
        }
        drawn.extend(figures(&times));
    }
    drawn
}

/// The percentile interval of the figure at an index, which is never negative: of 500 samples, from the 13th smallest to
/// the 13th largest (B. Efron, 1979).
pub(super) fn interval(samples: &[Vec<f64>], index: usize) -> Option<[f64; 2]> {
    if samples.len() < FEWEST {
        return None;
    }
    let figures: Vec<f64> = samples.iter().filter_map(|sample| sample.get(index).copied()).collect();
    // As whole numbers, the bits of numbers that are not negative have the same order.
    let order = descending(figures.iter().map(|figure| figure.to_bits()));
    let beyond = figures.len() / 40;
    let at = |place: usize| order.get(place).and_then(|place| figures.get(*place)).copied();
    Some([at(figures.len().saturating_sub(beyond).saturating_sub(1))?, at(beyond)?])
}
