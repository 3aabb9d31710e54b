//! The model that a command uses.

use std::path::Path;

use super::{Failure, While};


/// The model that comes with the program.
static SHIPPED: &[u8] = include_bytes!("../../www/model/small.overtone");

/// A model's name and bytes: the named file, or the one that comes with the program.
///
/// # Errors
/// If the file cannot be read.
pub fn read(path: Option<&Path>) -> Result<(String, Vec<u8>), Failure> {
    match path {
        None => Ok(("small.overtone".to_owned(), SHIPPED.to_vec())),
        Some(path) => {
            let name = path.display().to_string();
            let bytes = std::fs::read(path).during(|| format!("cannot read {name}"))?;
            Ok((name, bytes))
        }
    }
}
