//! Johnson's relative weights.

use super::matrix::Matrix;

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
pub(super) fn weights(correlations: Matrix, with_score: &[f64]) -> Weights {
    let size = correlations.size();
    let (values, vectors) = correlations.eigen();
    let largest = values.iter().copied().fold(0.0, f64::max);
    let smallest = values.iter().copied().fold(largest, f64::min);
    let is_zero = |value: f64| value <= largest * SINGULAR;
    let mut loadings = Matrix::new(size);
    let mut coefficients = vec![0.0; size];
    for (axis, value) in values.iter().enumerate().filter(|(_, value)| !is_zero(**value)) {
        let root = value.sqrt();
        let along: f64 = with_score.iter().enumerate().map(|(column, r)| vectors.get(axis, column) * r).sum();
        for (row, coefficient) in coefficients.iter_mut().enumerate() {
            let share = vectors.get(axis, row);
            *coefficient += share * along / root;
            for column in 0..size {
                let loading = loadings.get(row, column) + root * share * vectors.get(axis, column);
                loadings.set(row, column, loading);
            }
        }
    }
    let raw = (0..size).map(|row| {
        let parts = coefficients.iter().enumerate().map(|(column, coefficient)| {
            let part = loadings.get(row, column) * coefficient;
            part * part
        });
        parts.sum()
    });
    let condition = if is_zero(smallest) { f64::INFINITY } else { (largest / smallest).sqrt() };
    Weights { raw: raw.collect(), condition }
}
