//! What programs get, apart from the page: features, judgements and streams, with options as they
//! write them, values as they read them and errors with codes.
//!
//! Nothing here knows a browser. `www/api` hands it to JavaScript.

mod error;
pub mod options;
mod sound;
mod stream;
pub mod values;

use std::rc::Rc;

use burn::tensor::Device;

use crate::model::Classifier;

pub use error::ApiError;
pub use sound::{rate_hz_of, sound_of};
pub use stream::Stream;

/// Reads a model file for the processor.
///
/// # Errors
/// [`ApiError::Model`] with any [`crate::model::CheckpointError`].
pub fn load(file: &[u8]) -> Result<Rc<Classifier>, ApiError> {
    Ok(Rc::new(Classifier::from_bytes(file, &Device::flex())?))
}
