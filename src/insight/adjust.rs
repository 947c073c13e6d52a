//! P-values adjusted for their number, and what they say.

use super::order::descending;
use crate::model::summary::{Adjustment, Verdict};

/// Adjusted p-values below this are a verdict.
const LEVEL: f64 = 0.05;

/// From more tests on, verdicts may be wrong now and then, as long as most are right. Ours.
const FEW_TESTS: usize = 20;

/// Adjusts p-values for their number, each at its place, and says how; `None` when there are none.
///
/// The i-th smallest of m becomes, by S. Holm, 1979, the largest of `(m - j + 1) p` over all j up to i; and by
/// Y. Benjamini and Y. Hochberg, 1995, the smallest of `m p / j` over all j from i on. Both at most 1.
pub(super) fn adjusted(values: &[Option<f64>]) -> (Vec<Option<f64>>, Option<Adjustment>) {
    let tests: Vec<(usize, f64)> =
        values.iter().enumerate().filter_map(|(place, value)| value.map(|value| (place, value))).collect();
    let many = tests.len() > FEW_TESTS;
    let m = tests.len() as f64;
    // The bits of doubles from 0 up sort as the doubles do.
    let mut order = descending(tests.iter().map(|(_, value)| value.to_bits()));
    if !many {
        order.reverse();
    }
    let mut all = vec![None; values.len()];
    let mut bound = if many { 1.0_f64 } else { 0.0 };
    for (number, (place, value)) in order.into_iter().filter_map(|test| tests.get(test)).enumerate() {
        let left = m - number as f64;
        bound = if many { bound.min(value * m / left) } else { bound.max((value * left).min(1.0)) };
        if let Some(adjusted) = all.get_mut(*place) {
            *adjusted = Some(bound);
        }
    }
    let adjustment = if many { Adjustment::BenjaminiHochberg } else { Adjustment::Holm };
    (all, (!tests.is_empty()).then_some(adjustment))
}

/// What an adjusted p-value says of a difference.
pub(super) fn verdict(adjusted: Option<f64>, difference: Option<f64>) -> Verdict {
    match (adjusted, difference) {
        (None, _) | (_, None) => Verdict::TooFew,
        (Some(p), Some(difference)) if p < LEVEL => {
            if difference > 0.0 {
                Verdict::Up
            } else {
                Verdict::Down
            }
        }
        _ => Verdict::NoEvidence,
    }
}
