//! Convolution by the Fourier transform, block after block (overlap and add).

use super::transform::Transform;

/// Blocks are not shorter than this, lest the overhead outweigh the work.
const SHORTEST_BLOCK: usize = 2_048;

/// The samples convolved with a kernel, as many as there were, from `delay` samples on.
///
/// `delay` is where the kernel's own centre lies, so that nothing moves in time: 0 for an impulse
/// response that begins with the direct sound, half its length for a symmetric filter.
pub(super) fn convolved(samples: &[f32], kernel: &[f32], delay: usize) -> Vec<f32> {
    let size = (2 * kernel.len()).next_power_of_two().max(SHORTEST_BLOCK);
    let step = size - kernel.len() + 1;
    let transform = Transform::new(size);
    let (mut block, mut response) = (transform.samples(), transform.spectrum());
    block[..kernel.len()].copy_from_slice(kernel);
    transform.forward(&mut block, &mut response);
    let mut spectrum = transform.spectrum();
    let mut sum = vec![0.0; samples.len() + size];
    for (index, part) in samples.chunks(step).enumerate() {
        block.fill(0.0);
        block[..part.len()].copy_from_slice(part);
        transform.forward(&mut block, &mut spectrum);
        spectrum.iter_mut().zip(&response).for_each(|(bin, factor)| *bin *= factor);
        transform.inverse(&mut spectrum, &mut block);
        let into = &mut sum[index * step..];
        into.iter_mut().zip(&block).for_each(|(sum, sample)| *sum += sample);
    }
    sum.drain(..delay);
    sum.truncate(samples.len());
    sum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The sum that defines it.
    fn naive(samples: &[f32], kernel: &[f32], delay: usize) -> Vec<f32> {
        let at = |i: usize, k: usize| (i + delay).checked_sub(k).and_then(|at| samples.get(at));
        let sum = |i| (0..kernel.len()).filter_map(|k| Some(kernel[k] * at(i, k)?)).sum();
        (0..samples.len()).map(sum).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn blocks_give_what_the_definition_gives(
            samples in prop::collection::vec(-1.0f32..1.0, 1..5_000),
            kernel in prop::collection::vec(-1.0f32..1.0, 1..80),
            delay in 0.0..1.0,
        ) {
            let delay = (delay * kernel.len() as f64) as usize;
            let found = convolved(&samples, &kernel, delay);
            let expected = naive(&samples, &kernel, delay);
            prop_assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(&expected) {
                prop_assert!((found - expected).abs() < 1e-4);
            }
        }
    }
}
