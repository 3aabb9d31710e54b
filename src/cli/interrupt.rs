//! Ctrl-C ends a long work at the next good place.

use std::sync::atomic::{AtomicBool, Ordering};

use super::Failure;

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// From now on, Ctrl-C (or a polite kill) only asks; a second one ends the process at once.
///
/// # Errors
/// A sentence when the system does not let signals be caught, or they are caught already.
pub fn listen() -> Result<(), Failure> {
    Ok(ctrlc::set_handler(|| {
        if REQUESTED.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    })?)
}

/// Whether someone has asked.
pub fn requested() -> bool {
    REQUESTED.load(Ordering::Relaxed)
}

/// What a work that the same command takes up again says when someone has asked.
pub fn stopped() -> Failure {
    Failure::Interrupted("stopped; give the same command again to go on".to_owned())
}
