//! Manners in a file of their own, beside a model that is waited for: fetched when somebody teaches it.
//!
//! | bytes | what |
//! | --- | --- |
//! | … | the tensors of [`Manners`], as `packing.rs` packs them |
//! | 32 | BLAKE3 of the weights that they belong to, as the model file has them, and of these tensors |

use burn::prelude::*;

use super::{CheckpointError, Manners, ModelCard, checkpoint, packing};

const HASH_BYTES: usize = 32;

/// A model file without its manners, and their file; none if it has none.
///
/// # Errors
/// [`CheckpointError`] if the file is no model's.
pub fn part(file: &[u8]) -> Result<(Vec<u8>, Option<Vec<u8>>), CheckpointError> {
    let (card, network) = checkpoint::decode(file, &Device::flex())?;
    let light = checkpoint::encode(&ModelCard { manners: None, ..card.clone() }, &network)?;
    let Some(manners) = card.manners else { return Ok((light, None)) };
    let mut apart = packing::to_bytes(manners.packed()?)?.to_vec();
    let seal = seal(checkpoint::weights(&light)?, &apart);
    apart.extend(seal);
    Ok((light, Some(apart)))
}

/// A model file with the manners of a file beside it.
///
/// # Errors
/// [`CheckpointError`] if the file is no model's, or the other one is not about this model.
pub fn join(file: &[u8], apart: &[u8]) -> Result<Vec<u8>, CheckpointError> {
    let (card, network) = checkpoint::decode(file, &Device::flex())?;
    let manners = read(apart, file).ok_or_else(|| {
        CheckpointError::Contradiction("the manners beside it are another model's".to_owned())
    })?;
    checkpoint::encode(&ModelCard { manners: Some(manners), ..card }, &network)
}

/// The manners of a file, if they are about a model.
pub fn read(apart: &[u8], model: &[u8]) -> Option<Manners> {
    let (tensors, hash) = apart.split_last_chunk::<HASH_BYTES>()?;
    if seal(checkpoint::weights(model).ok()?, tensors) != *hash {
        return None;
    }
    Manners::take_from(&mut packing::unpacked(tensors).ok()?).ok()?
}

fn seal(weights: &[u8], tensors: &[u8]) -> [u8; HASH_BYTES] {
    *blake3::Hasher::new().update(weights).update(tensors).finalize().as_bytes()
}
