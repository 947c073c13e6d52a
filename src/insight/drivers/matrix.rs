//! The eigenvectors of a symmetric matrix.

/// The most sweeps over all pairs of rows. A correlation matrix needs about eight.
const MOST_SWEEPS: usize = 40;

/// Two rows are at right angles if the cosine between them is at most this.
const RIGHT: f64 = 1e-15;

/// A square that counts as 0.
const NOTHING: f64 = 1e-30;

/// Turns the rows of a symmetric matrix without negative eigenvalues into its eigenvectors, in no order; the length of each
/// is its eigenvalue. The rows, `size` long, stand one after another.
///
/// The one-sided Jacobi method (M. R. Hestenes, 1958): rows are turned two by two until all are at right angles. `W = Q A`
/// with `W W′` diagonal means that `Q` has the eigenvectors, and then `W = D Q`.
pub(super) fn to_eigenvectors(cells: &mut [f64], size: usize) {
    for _ in 0..MOST_SWEEPS {
        let mut turned = false;
        let mut rest = &mut *cells;
        while let Some((first, others)) = rest.split_at_mut_checked(size).filter(|_| size > 0) {
            for second in others.chunks_exact_mut(size) {
                turned |= turn(first, second);
            }
            rest = others;
        }
        if !turned {
            return;
        }
    }
}

/// Turns two rows until they are at right angles; false if they are.
fn turn(first: &mut [f64], second: &mut [f64]) -> bool {
    let (one, other, both) = (dot(first, first), dot(second, second), dot(first, second));
    if both.is_nan() || both.abs() <= RIGHT * (one * other).sqrt() + NOTHING {
        return false;
    }
    let angle = (other - one) / (2.0 * both);
    let tangent = if angle < 0.0 { -1.0 } else { 1.0 } / (angle.abs() + (angle * angle + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    for (one, other) in first.iter_mut().zip(second) {
        (*one, *other) = (cosine * *one - sine * *other, sine * *one + cosine * *other);
    }
    true
}

/// The sum of the products.
#[inline(never)]
pub(super) fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}
