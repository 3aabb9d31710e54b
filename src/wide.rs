//! Loops as wide as the processor.

/// Computes an expression with the widest registers that the processor has; programs are compiled
/// for the narrowest that a processor may have.
///
/// Only what is inlined becomes wide. The numbers stay the same to the bit: a compiler may compute
/// several turns of a loop side by side, but reorders no sum and rounds every product.
#[cfg(target_arch = "x86_64")]
macro_rules! wide {
    ($work:expr) => {{
        let once = $crate::wide::Once;
        pulp::Arch::new().dispatch(
            #[inline(always)]
            || {
                let _once = once;
                $work
            },
        )
    }};
}

/// Computes an expression: elsewhere the widest registers are part of the target.
#[cfg(not(target_arch = "x86_64"))]
macro_rules! wide {
    ($work:expr) => {
        $work
    };
}

pub(crate) use wide;

/// What makes a closure one that runs only once: others are called by way of a function that is not
/// inlined.
#[cfg(target_arch = "x86_64")]
pub(crate) struct Once;

/// The sum of products, in eight strands side by side.
#[cfg_attr(target_arch = "x86_64", inline(always))]
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let (a_chunks, a_rest) = a.as_chunks::<8>();
    let (b_chunks, b_rest) = b.as_chunks::<8>();
    let mut strands = [0.0_f32; 8];
    for (a, b) in a_chunks.iter().zip(b_chunks) {
        for lane in 0..8 {
            strands[lane] += a[lane] * b[lane];
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    strands.iter().sum::<f32>() + rest
}

/// The largest of some numbers, in strands side by side; −∞ of none.
#[cfg_attr(target_arch = "x86_64", inline(always))]
pub(crate) fn largest(values: &[f32]) -> f32 {
    let larger = |a: f32, b: f32| if a > b { a } else { b };
    let (chunks, rest) = values.as_chunks::<8>();
    let mut strands = [f32::NEG_INFINITY; 8];
    for chunk in chunks {
        for lane in 0..8 {
            strands[lane] = larger(chunk[lane], strands[lane]);
        }
    }
    strands.iter().chain(rest).copied().fold(f32::NEG_INFINITY, larger)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn strands_give_the_sum_of_products_and_the_largest(
            values in prop::collection::vec(-1.0..1.0_f32, 0..100),
        ) {
            let products: f32 = values.iter().map(|value| value * value).sum();
            prop_assert!((wide!(dot(&values, &values)) - products).abs() < 1e-4);
            let expected = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            prop_assert_eq!(wide!(largest(&values)), expected);
        }
    }
}
