//! What workers that have ended leave behind.

use crate::app::browser::pause;
use crate::laboratory::files;

/// How often it is tried to remove files.
const TRIES: usize = 10;
const BETWEEN_TRIES_MS: i32 = 100;

/// Removes the files of workers. One that has just ended has its own open for a moment; what another
/// tab has open stays, and goes when the next worker starts.
pub async fn remove() {
    let Ok(folder) = files::folder().await else { return };
    for _ in 0..TRIES {
        if !matches!(files::empty(&folder).await, Ok(locked) if locked > 0) {
            return;
        }
        pause(BETWEEN_TRIES_MS).await;
    }
}
