//! Symmetric matrices and their eigenvectors.

/// The most sweeps over all pairs. A correlation matrix needs about eight.
const MOST_SWEEPS: usize = 40;

/// When the squares beside the diagonal add up to less than this for each row, the matrix is diagonal.
const NOTHING: f64 = 1e-26;

/// A square matrix.
#[derive(Clone, Debug)]
pub(super) struct Matrix {
    size: usize,
    cells: Vec<f64>,
}

impl Matrix {
    /// A matrix of zeros.
    pub(super) fn new(size: usize) -> Matrix {
        Matrix { size, cells: vec![0.0; size.saturating_mul(size)] }
    }

    /// The number of its rows.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// A cell; 0 outside the matrix.
    pub(super) fn get(&self, row: usize, column: usize) -> f64 {
        self.cells.get(self.place(row, column)).copied().unwrap_or_default()
    }

    /// Sets a cell.
    pub(super) fn set(&mut self, row: usize, column: usize, value: f64) {
        let place = self.place(row, column);
        if let Some(cell) = self.cells.get_mut(place) {
            *cell = value;
        }
    }

    fn place(&self, row: usize, column: usize) -> usize {
        row.wrapping_mul(self.size).wrapping_add(column)
    }

    /// The eigenvalues of a symmetric matrix, in no order, and its eigenvectors, each a row.
    ///
    /// The cyclic Jacobi method: G. H. Golub and C. F. Van Loan, Matrix Computations, 8.5.
    pub(super) fn eigen(mut self) -> (Vec<f64>, Matrix) {
        let size = self.size;
        let mut vectors = Matrix::new(size);
        for row in 0..size {
            vectors.set(row, row, 1.0);
        }
        for _ in 0..MOST_SWEEPS {
            let mut beside = 0.0;
            for row in 0..size {
                for column in row.saturating_add(1)..size {
                    beside += self.get(row, column) * self.get(row, column);
                }
            }
            // The comparison is also false for NaN, which ends it.
            if !(beside > NOTHING * size as f64) {
                break;
            }
            for row in 0..size {
                for column in row.saturating_add(1)..size {
                    self.rotate(&mut vectors, row, column);
                }
            }
        }
        ((0..size).map(|row| self.get(row, row)).collect(), vectors)
    }

    /// Turns two axes so that their cell beside the diagonal becomes 0.
    fn rotate(&mut self, vectors: &mut Matrix, one: usize, other: usize) {
        let cell = self.get(one, other);
        if cell == 0.0 {
            return;
        }
        let theta = (self.get(other, other) - self.get(one, one)) / (2.0 * cell);
        let tangent = if theta < 0.0 { -1.0 } else { 1.0 } / (theta.abs() + (theta * theta + 1.0).sqrt());
        let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
        let sine = tangent * cosine;
        for row in 0..self.size {
            let (first, second) = (self.get(row, one), self.get(row, other));
            self.set(row, one, cosine * first - sine * second);
            self.set(row, other, sine * first + cosine * second);
        }
        for matrix in [self, vectors] {
            for column in 0..matrix.size {
                let (first, second) = (matrix.get(one, column), matrix.get(other, column));
                matrix.set(one, column, cosine * first - sine * second);
                matrix.set(other, column, sine * first + cosine * second);
            }
        }
    }
}
