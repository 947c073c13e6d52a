//! Johnson's relative weights.

use super::matrix::{dot, to_eigenvectors};

/// Eigenvalues below this share of the largest one are taken as 0: then a column follows from the others.
const SINGULAR: f64 = 1e-9;

/// How the variance of a score divides among columns.
#[derive(Clone, Debug)]
pub(super) struct Weights {
    /// The raw weight of each column. They add up to R².
    pub(super) raw: Vec<f64>,
    /// The square root of the largest eigenvalue divided by the smallest one; infinite if that is 0.
    pub(super) condition: f64,
}

/// The relative weights of columns, from their correlations with each other and with the score.
///
/// J. W. Johnson, A Heuristic Method for Estimating the Relative Weight of Predictor Variables in Multiple Regression,
/// Multivariate Behavioral Research 35 (2000), 1-19. With the correlations `R = V D V′` and `r`: the uncorrelated columns
/// that are closest to the given ones have the loadings `L = V √D V′` and the coefficients `b = V (√D)⁻¹ V′ r`. Column j has
/// the weight `Σₖ Lⱼₖ² bₖ²`. A. Genizi found the same weights in 1993 (Statistica Sinica 3, 407-420). Where D has zeros, the
/// inverse leaves them out: columns that are equal then have equal weights.
pub(super) fn weights(mut correlations: Vec<f64>, with_score: &[f64]) -> Weights {
    let size = with_score.len();
    to_eigenvectors(&mut correlations, size);
    let mut loadings = vec![0.0; correlations.len()];
    let mut coefficients = vec![0.0; size];
    // `chunks_exact` needs a length, also where there is no row.
    let length = size.max(1);
    let values = || correlations.chunks_exact(length).map(|vector| dot(vector, vector).sqrt());
    let largest = values().fold(0.0, f64::max);
    let smallest = values().fold(largest, f64::min);
    for (vector, value) in correlations.chunks_exact(length).zip(values()) {
        if value > largest * SINGULAR {
            // The vectors are as long as their values.
            let unit = value * value * value.sqrt();
            add(&mut coefficients, dot(vector, with_score) / unit, vector);
            for (row, share) in loadings.chunks_exact_mut(length).zip(vector) {
                add(row, share * value / unit, vector);
            }
        }
    }
    let squares = |row: &[f64]| row.iter().zip(&coefficients).map(|(l, b)| (l * b) * (l * b)).sum();
    Weights {
        raw: loadings.chunks_exact(length).map(squares).collect(),
        condition: if smallest > largest * SINGULAR { (largest / smallest).sqrt() } else { f64::INFINITY },
    }
}

/// Adds a multiple of a vector.
#[inline(never)]
pub(super) fn add(sum: &mut [f64], times: f64, vector: &[f64]) {
    for (sum, part) in sum.iter_mut().zip(vector) {
        *sum += times * part;
    }
}
