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

/// Does some work as one of the threads that share it out: the others need not wake a thread that
/// waits outside.
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub(crate) fn as_one_of_them<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    rayon::scope(|_| work())
}

/// Does some work on this thread, and something else meanwhile on another, or thereafter where this
/// thread is none of those that share work out.
pub(crate) fn beside<R: Send>(
    work: impl FnOnce() -> R + Send,
    meanwhile: impl FnOnce() + Send,
) -> R {
    #[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
    if rayon::current_thread_index().is_some() {
        return rayon::join(work, meanwhile).0;
    }
    let done = work();
    meanwhile();
    done
}
