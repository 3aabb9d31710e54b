//! The model that a command uses.

use std::fs;
use std::path::Path;

use super::{Failure, While};
use crate::model::apart;

/// The model that comes with the program.
static SHIPPED: &[u8] = include_bytes!("../../www/model/small.overtone");
/// What it has beside it.
static SHIPPED_MANNERS: &[u8] = include_bytes!("../../www/model/small.manners");
/// How the name of the file beside a model ends, see [`apart`].
pub const MANNERS: &str = "manners";

/// A model's name and bytes: the named file, or the one that comes with the program.
///
/// # Errors
/// If the file cannot be read.
pub fn read(path: Option<&Path>) -> Result<(String, Vec<u8>), Failure> {
    match path {
        None => Ok(("small.overtone".to_owned(), SHIPPED.to_vec())),
        Some(path) => {
            let name = path.display().to_string();
            let bytes = fs::read(path).during(|| format!("cannot read {name}"))?;
            Ok((name, bytes))
        }
    }
}

/// The same with the manners that lie beside it, if any do: what a model is taught with.
///
/// # Errors
/// If a file cannot be read, or the manners are another model's.
pub fn read_whole(path: Option<&Path>) -> Result<(String, Vec<u8>), Failure> {
    let (name, model) = read(path)?;
    let beside = path.map(|path| path.with_extension(MANNERS)).filter(|beside| beside.exists());
    let manners = match (path, beside) {
        (None, _) => Some(SHIPPED_MANNERS.to_vec()),
        (_, Some(beside)) => {
            Some(fs::read(&beside).during(|| format!("cannot read {}", beside.display()))?)
        }
        _ => None,
    };
    let whole = match manners {
        Some(manners) => apart::join(&model, &manners).during(|| name.clone())?,
        None => model,
    };
    Ok((name, whole))
}
