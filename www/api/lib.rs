//! Overtone for JavaScript: the room `api` of the crate `overtone`, as wasm-pack packs it.
//!
//! Samples are copied before a promise is given, so that a caller may reuse its buffer. Arguments
//! come as bare values and are checked here: what is wrong with one is an error with a code like
//! any other.
#![cfg(target_arch = "wasm32")]

use std::rc::Rc;

use js_sys::{Error, Float32Array, Object, Promise, Reflect, Uint8Array};
use overtone::api::values::{JudgementValue, ModelValue};
use overtone::api::{self, ApiError, Stream, options, rate_hz_of, sound_of};
use overtone::{audio, model};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// Lets a bug in the crate tell where it happened.
#[wasm_bindgen(start, skip_typescript)]
fn start() {
    console_error_panic_hook::set_once();
}

/// Decodes a sound file (WAV, AIFF, FLAC, MP3, Ogg Vorbis, M4A) into one channel, at its own rate.
///
/// # Errors
/// An `OvertoneError` with a code of `audio/…` if the file cannot be read.
#[wasm_bindgen(unchecked_return_type = "Sound")]
pub fn decode(
    #[wasm_bindgen(unchecked_param_type = "Uint8Array")] bytes: JsValue,
) -> Result<JsValue, JsValue> {
    let sound = audio::decode(&bytes_of(bytes)?).map_err(thrown)?;
    value(&SoundValue {
        samples: Float32Array::from(sound.samples()),
        sample_rate: sound.rate_hz(),
    })
}

/// Computes features of a sound: of a preset, "overtone" if none is named, or to a description of
/// one's own.
///
/// # Errors
/// An `OvertoneError` with a code of `audio/…` or `options/…`.
#[wasm_bindgen(js_name = extractFeatures, unchecked_return_type = "Features")]
pub fn extract_features(
    #[wasm_bindgen(unchecked_param_type = "Float32Array")] samples: JsValue,
    #[wasm_bindgen(js_name = sampleRate)] sample_rate: f64,
    #[wasm_bindgen(unchecked_optional_param_type = "FeatureOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let spec = options::features(json(options)?).map_err(thrown)?;
    let sound = sound_of(samples_of(samples)?, sample_rate).map_err(thrown)?;
    let features = spec.extract(&sound).map_err(thrown)?;
    value(&FeaturesValue {
        names: spec.columns(),
        values: Float32Array::from(features.values.as_slice()),
        rows: features.rows,
        frames: features.frames,
        hop_seconds: spec.hop_s(),
    })
}

/// A model, ready to judge sounds on the processor.
///
/// A minute of sound takes about a second: call it in a worker where a page must stay responsive.
#[wasm_bindgen]
pub struct Classifier(Rc<model::Classifier>);

#[wasm_bindgen]
impl Classifier {
    /// Reads a model file (`*.overtone`).
    ///
    /// # Errors
    /// An `OvertoneError` with a code of `model/…`.
    pub async fn load(
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] bytes: JsValue,
    ) -> Result<Classifier, JsValue> {
        Ok(Self(api::load(&bytes_of(bytes)?).map_err(thrown)?))
    }

    /// What the model tells apart, in the order of its probabilities: the emotions, then labels of its
    /// own.
    ///
    /// # Errors
    /// None but that of a value that cannot cross.
    #[wasm_bindgen(getter, unchecked_return_type = "readonly Label[]")]
    pub fn labels(&self) -> Result<JsValue, JsValue> {
        value(&self.0.labels().iter().collect::<Vec<_>>())
    }

    /// What the model says of itself: what it hears, and whom it was trained on.
    ///
    /// # Errors
    /// None but that of a value that cannot cross.
    #[wasm_bindgen(getter, unchecked_return_type = "Model")]
    pub fn model(&self) -> Result<JsValue, JsValue> {
        value(&ModelValue::from(self.0.card()))
    }

    /// Judges a sound by those of its windows in which somebody speaks.
    ///
    /// # Errors
    /// The promise is rejected with an `OvertoneError` with a code of `audio/…`.
    #[wasm_bindgen(unchecked_return_type = "Promise<Judgement>")]
    pub fn classify(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Float32Array")] samples: JsValue,
        #[wasm_bindgen(js_name = sampleRate)] sample_rate: f64,
    ) -> Promise {
        let classifier = Rc::clone(&self.0);
        let samples = samples_of(samples);
        future_to_promise(async move {
            let sound = sound_of(samples?, sample_rate).map_err(thrown)?;
            let judgement = classifier.classify(&sound).await.map_err(thrown)?;
            value(&JudgementValue::from(judgement))
        })
    }

    /// Begins a stream of samples, to be judged while they come in. It goes on when this classifier
    /// is freed. Of one voice (`oneVoice`) the model gets used to it, as it may to each stream's own.
    ///
    /// # Errors
    /// An `OvertoneError` with the code `audio/rate`, or one of `options/…`.
    pub fn stream(
        &self,
        #[wasm_bindgen(js_name = sampleRate)] sample_rate: f64,
        #[wasm_bindgen(unchecked_optional_param_type = "StreamOptions")] options: JsValue,
    ) -> Result<StreamingClassifier, JsValue> {
        let options = options::stream(json(options)?).map_err(thrown)?;
        let rate_hz = rate_hz_of(sample_rate).map_err(thrown)?;
        let stream = Stream::new(Rc::clone(&self.0), rate_hz, options).map_err(thrown)?;
        Ok(StreamingClassifier(stream))
    }
}

/// A sound that comes in blocks of any size and is judged window by window, then as a whole.
///
/// The windows do not depend on the blocks: the first ends after a second, the next ones a hop
/// later each. Push silence like any other sound. Memory does not grow with the stream.
#[wasm_bindgen]
pub struct StreamingClassifier(Stream);

#[wasm_bindgen]
impl StreamingClassifier {
    /// Takes the next samples. Gives the judgement of the newest window that they complete, with
    /// times from the beginning of the stream, or nothing if they complete none.
    ///
    /// # Errors
    /// The promise is rejected with an `OvertoneError`: `audio/not-finite` where a sample is no
    /// number, and nothing of the block is taken; `stream/finished` after [`Self::finish`].
    #[wasm_bindgen(unchecked_return_type = "Promise<Judgement | undefined>")]
    pub fn push(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Float32Array")] samples: JsValue,
    ) -> Promise {
        let judged = samples_of(samples).and_then(|block| self.0.push(&block).map_err(thrown));
        future_to_promise(async move {
            let judgement = judged?.await.map_err(thrown)?;
            value(&judgement.map(JudgementValue::from))
        })
    }

    /// Ends the stream and gives its judgement: all windows pooled in which somebody spoke, of
    /// which it lists the newest thousand.
    ///
    /// # Errors
    /// The promise is rejected with an `OvertoneError`: `audio/empty` if nothing was pushed,
    /// `stream/finished` if it was finished before.
    #[wasm_bindgen(unchecked_return_type = "Promise<Judgement>")]
    pub fn finish(&mut self) -> Promise {
        let judged = self.0.finish().map_err(thrown);
        future_to_promise(async move {
            let judgement = judged?.await.map_err(thrown)?;
            value(&JudgementValue::from(judgement))
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SoundValue {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    samples: Float32Array,
    sample_rate: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FeaturesValue {
    names: Vec<String>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    values: Float32Array,
    rows: usize,
    frames: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    hop_seconds: Option<f64>,
}

/// An error as JavaScript throws it: an `Error` with a `code`.
fn thrown(error: impl Into<ApiError>) -> JsValue {
    let error = error.into();
    let value = Error::new(&error.to_string());
    value.set_name("OvertoneError");
    // A fresh object takes any property.
    let _ = Reflect::set(&value, &"code".into(), &error.code().into());
    value.into()
}

/// Hands a value over; maps as plain objects.
fn value(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    Ok(value.serialize(&serializer)?)
}

/// Takes options in; nothing is null.
fn json(options: JsValue) -> Result<serde_json::Value, JsValue> {
    serde_wasm_bindgen::from_value(options)
        .map_err(|error| thrown(ApiError::Options(error.to_string())))
}

fn samples_of(samples: JsValue) -> Result<Vec<f32>, JsValue> {
    Ok(argument::<Float32Array>(samples, "a Float32Array of samples")?.to_vec())
}

fn bytes_of(bytes: JsValue) -> Result<Vec<u8>, JsValue> {
    Ok(argument::<Uint8Array>(bytes, "a Uint8Array of a file's bytes")?.to_vec())
}

fn argument<T: JsCast>(value: JsValue, expected: &'static str) -> Result<T, JsValue> {
    value.dyn_into().map_err(|value| thrown(ApiError::Argument { expected, got: kind_of(&value) }))
}

/// The class of an object, the type of anything else.
fn kind_of(value: &JsValue) -> String {
    match value.dyn_ref::<Object>() {
        Some(object) => String::from(object.constructor().name()),
        None if value.is_null() => "null".to_owned(),
        None => value.js_typeof().as_string().unwrap_or_default(),
    }
}
