//! Work that is shared out over threads where there are some.

/// Does the same to every part, on all threads; what comes of the parts, in their order.
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub(crate) fn each<T: Send, R: Send>(parts: Vec<T>, work: impl Fn(T) -> R + Send + Sync) -> Vec<R> {
    use rayon::prelude::*;
    parts.into_par_iter().map(work).collect()
}

/// Does the same to every part; what comes of the parts, in their order.
#[cfg(not(all(feature = "cli", not(target_arch = "wasm32"))))]
pub(crate) fn each<T: Send, R: Send>(parts: Vec<T>, work: impl Fn(T) -> R + Send + Sync) -> Vec<R> {
    parts.into_iter().map(work).collect()
}
