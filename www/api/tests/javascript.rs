//! The API from JavaScript's side of the wire, in a browser.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../../tests/common/voice.rs"]
mod voice;

use js_sys::{Array, Error, Float32Array, Object, Promise, Reflect, Uint8Array};
use overtone::audio::wav_from_waveform;
use overtone::features::{FeatureSpec, Features};
use overtone_api::{Classifier, decode, extract_features};
use voice::voice;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test as test;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// The model that ships, as a file.
const MODEL: &[u8] = include_bytes!("../../model/small.overtone");
const RATE_HZ: f64 = 16_000.0;
const EMOTIONS: [&str; 8] =
    ["neutral", "calm", "happy", "sad", "angry", "fear", "disgust", "surprise"];

fn samples(samples: &[f32]) -> JsValue {
    Float32Array::from(samples).into()
}

fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn spoken(seconds: f32) -> JsValue {
    samples(voice(seconds).samples())
}

async fn classifier() -> Classifier {
    Classifier::load(bytes(MODEL)).await.unwrap()
}

fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap()
}

fn number(value: &JsValue, name: &str) -> f64 {
    get(value, name).as_f64().unwrap()
}

fn object(entries: &[(&str, f64)]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        Reflect::set(&object, &(*name).into(), &(*value).into()).unwrap();
    }
    object.into()
}

fn strings(array: JsValue) -> Vec<String> {
    Array::from(&array).iter().map(|item| item.as_string().unwrap()).collect()
}

/// The code of an error, which must have a sentence.
fn code(error: JsValue) -> String {
    let error: Error = error.dyn_into().unwrap();
    assert_eq!(error.name(), "OvertoneError");
    assert!(String::from(error.message()).len() > 20, "{:?}", error.message());
    get(&error, "code").as_string().unwrap()
}

async fn code_of_rejection(promise: Promise) -> String {
    code(JsFuture::from(promise).await.unwrap_err())
}

/// Eight probabilities by emotion, which sum to 1.
fn assert_probabilities(holder: &JsValue) {
    let probabilities: Object = get(holder, "probabilities").unchecked_into();
    assert_eq!(strings(Object::keys(&probabilities).into()), EMOTIONS);
    let sum: f64 = EMOTIONS.iter().map(|emotion| number(&probabilities, emotion)).sum();
    assert!((sum - 1.0).abs() < 1e-4, "{sum}");
}

#[test]
fn presets_and_descriptions_give_named_features() {
    let voice = voice(1.0);
    let expected = |spec: FeatureSpec| -> (Vec<String>, Features) {
        (spec.columns(), spec.extract(&voice).unwrap())
    };
    for (options, spec) in [
        (JsValue::from("seed"), FeatureSpec::seed()),
        (JsValue::from("overtone"), FeatureSpec::overtone()),
        (JsValue::UNDEFINED, FeatureSpec::overtone()),
    ] {
        let got = extract_features(samples(voice.samples()), RATE_HZ, options).unwrap();
        let (names, features) = expected(spec.clone());
        assert_eq!(strings(get(&got, "names")), names);
        assert_eq!(number(&got, "rows"), features.rows as f64);
        assert_eq!(number(&got, "frames"), features.frames as f64);
        assert_eq!(get(&got, "hopSeconds").as_f64(), spec.hop_s());
        let values: Float32Array = get(&got, "values").dyn_into().unwrap();
        assert_eq!(values.to_vec(), features.values);
    }
    let few = object(&[("bands", 12.0), ("hopSamples", 320.0)]);
    Reflect::set(&few, &"kind".into(), &"frames".into()).unwrap();
    let got = extract_features(samples(voice.samples()), RATE_HZ, few).unwrap();
    assert_eq!(number(&got, "rows"), 12.0);
    assert_eq!(number(&got, "hopSeconds"), 0.02);
}

#[test]
async fn a_classifier_tells_what_it_is_and_judges_a_voice() {
    let classifier = classifier().await;
    assert_eq!(strings(classifier.labels().unwrap()), EMOTIONS);
    let model = classifier.model().unwrap();
    assert!(number(&model, "trainingClips") > 1_000.0);
    assert!(strings(get(&model, "corpora")).contains(&"ravdess".to_owned()));
    let features = extract_features(spoken(1.0), RATE_HZ, get(&model, "features")).unwrap();
    assert_eq!(number(&features, "rows"), number(&get(&model, "features"), "bands"));

    let judgement = JsFuture::from(classifier.classify(spoken(3.0), RATE_HZ)).await.unwrap();
    assert_probabilities(&judgement);
    assert_ne!(get(&judgement, "verdict").as_string().unwrap(), "no speech");
    let windows = Array::from(&get(&judgement, "windows"));
    let last = windows.get(windows.length() - 1);
    assert_probabilities(&last);
    assert!(number(&last, "endSeconds") > 2.5);
}

#[test]
async fn a_classifier_that_is_freed_still_keeps_its_promises() {
    let classifier = classifier().await;
    let mut stream = classifier.stream(RATE_HZ, JsValue::UNDEFINED).unwrap();
    let promise = classifier.classify(spoken(1.0), RATE_HZ);
    drop(classifier);
    assert_probabilities(&JsFuture::from(promise).await.unwrap());
    assert_probabilities(&JsFuture::from(stream.push(spoken(1.0))).await.unwrap());
}

#[test]
async fn a_stream_answers_every_hop_and_in_the_end() {
    let classifier = classifier().await;
    let options = object(&[("windowSeconds", 2.0), ("hopSeconds", 1.0)]);
    let mut stream = classifier.stream(RATE_HZ, options).unwrap();
    let mut answered = Vec::new();
    for block in voice(3.0).samples().chunks(8_000) {
        let answer = JsFuture::from(stream.push(samples(block))).await.unwrap();
        answered.push(!answer.is_undefined());
    }
    assert_eq!(answered, [false, true, false, true, false, true]);
    let judgement = JsFuture::from(stream.finish()).await.unwrap();
    assert_probabilities(&judgement);
    assert!(Array::from(&get(&judgement, "windows")).length() >= 3);
    assert_eq!(code_of_rejection(stream.push(samples(&[0.0]))).await, "stream/finished");
}

#[test]
async fn a_stream_of_one_voice_is_heard_otherwise_once_the_voice_is_known() {
    let classifier = classifier().await;
    assert_eq!(get(&classifier.model().unwrap(), "getsUsedToVoices"), JsValue::TRUE);
    let one_voice = Object::new();
    Reflect::set(&one_voice, &"oneVoice".into(), &JsValue::TRUE).unwrap();
    let mut answers = Vec::new();
    for options in [JsValue::UNDEFINED, one_voice.into()] {
        let mut stream = classifier.stream(RATE_HZ, options).unwrap();
        JsFuture::from(stream.push(spoken(3.5))).await.unwrap();
        let answer = JsFuture::from(stream.push(spoken(1.0))).await.unwrap();
        answers.push(number(&get(&answer, "probabilities"), "neutral"));
    }
    assert_ne!(answers[0], answers[1]);
}

#[test]
fn a_sound_file_becomes_samples() {
    let voice = voice(0.5);
    let sound = decode(bytes(&wav_from_waveform(&voice))).unwrap();
    assert_eq!(number(&sound, "sampleRate"), RATE_HZ);
    let decoded: Float32Array = get(&sound, "samples").dyn_into().unwrap();
    assert_eq!(decoded.length() as usize, voice.samples().len());
    assert_eq!(code(decode(bytes(b"a letter to a friend")).unwrap_err()), "audio/not-audio");
}

#[test]
async fn every_mistake_is_an_error_with_a_code() {
    let features =
        |samples, rate_hz, options| code(extract_features(samples, rate_hz, options).unwrap_err());
    assert_eq!(features(samples(&[]), RATE_HZ, JsValue::UNDEFINED), "audio/empty");
    assert_eq!(features(spoken(0.1), 44_100.5, JsValue::UNDEFINED), "audio/rate");
    assert_eq!(features(spoken(0.1), f64::NAN, JsValue::UNDEFINED), "audio/rate");
    assert_eq!(features(samples(&[f32::NAN]), RATE_HZ, JsValue::UNDEFINED), "audio/not-finite");
    assert_eq!(features(JsValue::from("la la"), RATE_HZ, JsValue::UNDEFINED), "argument/type");
    assert_eq!(features(spoken(0.1), RATE_HZ, JsValue::from("mfcc")), "options/invalid");
    assert_eq!(features(spoken(0.1), RATE_HZ, object(&[("bands", 3.0)])), "options/invalid");

    let load = async |file| code(Classifier::load(file).await.err().unwrap());
    assert_eq!(load(bytes(b"GIF89a")).await, "model/foreign");
    assert_eq!(load(bytes(&MODEL[..MODEL.len() - 1])).await, "model/damaged");
    assert_eq!(load(JsValue::NULL).await, "argument/type");

    let classifier = classifier().await;
    let too_long = samples(&vec![0.0; 1_000 * 901]);
    assert_eq!(code_of_rejection(classifier.classify(too_long, 1_000.0)).await, "audio/too-long");
    assert_eq!(code_of_rejection(classifier.classify(spoken(0.1), 0.0)).await, "audio/rate");
    let stream = |rate_hz, options| code(classifier.stream(rate_hz, options).err().unwrap());
    assert_eq!(stream(0.0, JsValue::UNDEFINED), "audio/rate");
    assert_eq!(stream(RATE_HZ, object(&[("hopSeconds", 9.0)])), "options/range");
    assert_eq!(stream(RATE_HZ, object(&[("hop", 1.0)])), "options/invalid");
}
