//! The browser's own decoder, for what the engine cannot decode: WebM with Opus, ….

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AudioBuffer, AudioContext};

use super::browser::words_of;
use super::trouble::Trouble;

/// Decodes a file with the browser's own decoder. Returns mono samples and their rate.
///
/// # Errors
/// [`Trouble::Unreadable`] if it cannot decode the file either, [`Trouble::Sound`] if it is too
/// long.
pub async fn decode(file: &[u8]) -> Result<(Vec<f32>, u32), Trouble> {
    let words = |thrown: JsValue| Trouble::Unreadable(words_of(&thrown));
    let context = AudioContext::new().map_err(words)?;
    let bytes = Uint8Array::from(file).buffer();
    let decoded = match context.decode_audio_data(&bytes) {
        Ok(promise) => JsFuture::from(promise).await,
        Err(thrown) => Err(thrown),
    };
    let rate_hz = context.sample_rate() as u32;
    let _ = context.close();
    let buffer: AudioBuffer = decoded.map_err(words)?.unchecked_into();
    // Before it is copied: an hour takes a gigabyte.
    Trouble::check_length(buffer.length(), rate_hz)?;
    let channels: Vec<Vec<f32>> =
        (0..buffer.number_of_channels()).map_while(|i| buffer.get_channel_data(i).ok()).collect();
    Ok((mean_of(&channels), rate_hz))
}

/// One channel from many, by mean.
fn mean_of(channels: &[Vec<f32>]) -> Vec<f32> {
    let share = 1.0 / channels.len().max(1) as f32;
    let length = channels.first().map_or(0, Vec::len);
    (0..length).map(|i| channels.iter().map(|channel| channel[i]).sum::<f32>() * share).collect()
}
