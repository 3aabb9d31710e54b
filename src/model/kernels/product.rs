//! Products of matrices that lie in slices.
//!
//! gemm computes them, as it does burn's. burn's own product (flex 0.22) sets memory aside for its
//! answer twice, fills the one with zeros and copies it to the other before it is written: work of one
//! thread, six per cent of a step of the small network.

use gemm::Parallelism;

/// A matrix whose rows, and whose columns, begin so many values apart; rows may overlap.
#[derive(Debug, Clone, Copy)]
pub struct Matrix<'a> {
    values: &'a [f32],
    /// Rows and columns.
    shape: [usize; 2],
    /// From a row, and from a column, to the next.
    strides: [usize; 2],
}

impl<'a> Matrix<'a> {
    /// # Panics
    /// If the last value lies beyond the slice.
    pub fn new(values: &'a [f32], shape: [usize; 2], strides: [usize; 2]) -> Self {
        let reach = |axis: usize| shape[axis].saturating_sub(1).saturating_mul(strides[axis]);
        let last = reach(0).saturating_add(reach(1));
        assert!(shape.contains(&0) || last < values.len(), "a matrix reaches beyond its values");
        Self { values, shape, strides }
    }

    /// Rows of so many columns, one after the other.
    pub fn of_rows(values: &'a [f32], columns: usize) -> Self {
        Self::new(values, [values.len() / columns.max(1), columns], [columns, 1])
    }

    /// How many columns it has.
    pub fn columns(&self) -> usize {
        self.shape[1]
    }

    /// Its columns as rows.
    pub fn transposed(self) -> Self {
        let ([rows, columns], [down, right]) = (self.shape, self.strides);
        Self { shape: [columns, rows], strides: [right, down], ..self }
    }

    /// The product with another, row by row.
    ///
    /// # Panics
    /// If the other has not as many rows as this one has columns.
    #[expect(unsafe_code, reason = "gemm takes pointers")]
    pub fn times(self, other: Matrix<'_>) -> Vec<f32> {
        let ([rows, depth], [height, columns]) = (self.shape, other.shape);
        assert_eq!(
            depth, height,
            "the columns of a matrix are the rows of what it is multiplied by"
        );
        let mut product = vec![0.0; rows * columns];
        let [down, right] = self.strides.map(|stride| stride as isize);
        let [other_down, other_right] = other.strides.map(|stride| stride as isize);
        let (to, across) = (product.as_mut_ptr(), columns as isize);
        let (left, right_hand) = (self.values.as_ptr(), other.values.as_ptr());
        let threads = threads(rows * columns * depth);
        // SAFETY: both matrices lie within their slices, which `new` has seen to, and the product
        // fills the vector, which is nobody else's.
        unsafe {
            gemm::gemm(
                rows,
                columns,
                depth,
                to,
                1,
                across,
                false,
                left,
                right,
                down,
                right_hand,
                other_right,
                other_down,
                0.0,
                1.0,
                false,
                false,
                false,
                threads,
            );
        }
        product
    }
}

/// All threads, if there are as many products of numbers as burn shares.
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
fn threads(products: usize) -> Parallelism {
    if products < 192 * 192 * 192 { Parallelism::None } else { Parallelism::Rayon(0) }
}

/// There is one.
#[cfg(not(all(feature = "cli", not(target_arch = "wasm32"))))]
fn threads(_products: usize) -> Parallelism {
    Parallelism::None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_overlap_are_multiplied_as_if_they_were_written_out() {
        let values: Vec<f32> = (0..8).map(|value| value as f32).collect();
        // Three rows of four, each two values after the other.
        let overlapping = Matrix::new(&values, [3, 4], [2, 1]);
        let weights = [1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0];
        let product = overlapping.times(Matrix::of_rows(&weights, 2));
        assert_eq!(product, [2.0, 4.0, 6.0, 8.0, 10.0, 12.0]);
        let again = Matrix::of_rows(&weights, 2).transposed().times(overlapping.transposed());
        assert_eq!(again, [2.0, 6.0, 10.0, 4.0, 8.0, 12.0]);
    }

    #[test]
    fn nothing_times_anything_is_zero() {
        let nothing = Matrix::new(&[], [2, 0], [1, 1]);
        assert_eq!(nothing.times(Matrix::new(&[], [0, 3], [1, 1])), [0.0; 6]);
    }

    #[test]
    #[should_panic(expected = "beyond its values")]
    fn a_matrix_larger_than_its_slice_is_refused() {
        Matrix::new(&[0.0; 7], [2, 4], [4, 1]);
    }

    #[test]
    #[should_panic(expected = "beyond its values")]
    fn strides_beyond_all_memory_are_refused() {
        Matrix::new(&[0.0; 7], [3, 1], [usize::MAX / 2 + 1, 1]);
    }
}
