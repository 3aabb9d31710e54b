//! What the tests of several rooms share.

use std::path::PathBuf;

/// The folder of real recordings that lies beside the checkout, `../shared`.
///
/// Where it is absent a test says so and passes; under `CI` it must be there.
///
/// # Panics
/// If the environment variable `CI` is set and the folder is not there.
pub fn shared_folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "CI needs the recordings in {}", folder.display());
    eprintln!("skipped: no recordings in {}", folder.display());
    None
}
