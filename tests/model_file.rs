//! A model file, whole and broken.
#![cfg(feature = "model")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common {
    pub mod voice;
}

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use burn::module::Module;
use burn::tensor::Device;
use futures::executor::block_on;
use overtone::audio::Waveform;
use overtone::emotion::Emotion;
use overtone::features::FeatureSpec;
use overtone::judgement::{Judgement, Verdict};
use overtone::model::{
    Calibration, CheckpointError, Classifier, EncodedNetConfig, EncoderConfig, FrameNetConfig,
    Framing, ModelCard, NetworkConfig, Scaler, StatisticsNetConfig, TrainingRecord, apart,
    checkpoint,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use common::voice::voice;

/// A small untrained model as a file.
static MODEL_FILE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    model_file(NetworkConfig::Frames(FrameNetConfig {
        rows: FeatureSpec::overtone().rows(),
        stem: 16,
        widths: vec![16],
        apart: 3,
        hidden: 16,
        dropout: 0.0,
        classes: Emotion::COUNT,
    }))
});

/// The same with a speech encoder.
static ENCODED_FILE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let (bands, taps) = (FeatureSpec::overtone().rows(), vec![0, 2]);
    let encoder = EncoderConfig { bands, width: 8, heads: 2, layers: 2, taps };
    let (values, classes) = (encoder.statistics(), Emotion::COUNT);
    let head = StatisticsNetConfig { values, hidden: 8, dropout: 0.0, classes };
    model_file(NetworkConfig::Encoded(EncodedNetConfig { encoder, head }))
});

fn model_file(network: NetworkConfig) -> Vec<u8> {
    let device = Device::flex();
    device.seed(1);
    let features = FeatureSpec::overtone();
    let mut card = ModelCard {
        scaler: Scaler::fit(features.rows(), std::iter::empty()),
        features,
        framing: Some(Framing::DEFAULT),
        labels: Emotion::ALL.to_vec(),
        calibration: Calibration { temperature: 1.3, sure_from: 0.0 },
        training: TrainingRecord::default(),
        golden_logits: Vec::new(),
        strangers: None,
        manners: None,
        personal: None,
        network: network.clone(),
    };
    let weights = checkpoint::rounded(network.init(&device).valid(), network.grain()).unwrap();
    card.golden_logits = block_on(checkpoint::golden_logits(&card, &weights, &device)).unwrap();
    checkpoint::encode(&card, &weights).unwrap()
}

#[test]
fn a_model_reads_back_and_gives_its_golden_logits() {
    let classifier = Classifier::from_bytes(&MODEL_FILE, &Device::flex()).unwrap();
    assert_eq!(classifier.card().calibration.temperature, 1.3);
    let difference = block_on(classifier.golden_difference()).unwrap();
    assert!(difference < 1e-5, "{difference}");
}

#[test]
fn the_preset_overtone_is_what_the_shipped_model_hears() {
    let shipped = include_bytes!("../www/model/small.overtone");
    assert_eq!(checkpoint::read_card(shipped).unwrap().features, FeatureSpec::overtone());
}

#[test]
fn the_shipped_models_are_as_small_as_was_asked() {
    let bytes = |name: &str| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/model").join(name);
        fs::metadata(file).unwrap().len()
    };
    assert!(bytes("small.overtone") <= 1_000_000);
    assert!(bytes("large.overtone") <= 10_000_000);
}

#[test]
fn manners_beside_a_model_are_this_models_and_no_others() {
    let light = include_bytes!("../www/model/small.overtone");
    let beside = include_bytes!("../www/model/small.manners");
    let (card, _) = checkpoint::decode(light, &Device::flex()).unwrap();
    assert_eq!(card.manners, None, "the page does not wait for them");
    let whole = apart::join(light, beside).unwrap();
    let (card, _) = checkpoint::decode(&whole, &Device::flex()).unwrap();
    assert_eq!(card.manners, apart::read(beside, light));
    assert!(card.manners.unwrap().is_sound(card.network.statistics_width()));
    let (parted, apart) = apart::part(&whole).unwrap();
    assert!(parted == light && apart.as_deref() == Some(&beside[..]));
    assert_eq!(apart::part(light).unwrap().1, None);

    assert_eq!(apart::read(beside, &MODEL_FILE), None);
    let error = apart::join(&MODEL_FILE, beside).unwrap_err().to_string();
    assert!(error.contains("another model's"), "{error}");
    let mut damaged = beside.to_vec();
    damaged[beside.len() / 2] ^= 1;
    for bytes in [&damaged[..], &beside[1..], &[], &[0; 32]] {
        assert_eq!(apart::read(bytes, light), None);
    }
}

#[test]
fn a_sound_becomes_probabilities_window_by_window() {
    let classifier = Classifier::from_bytes(&MODEL_FILE, &Device::flex()).unwrap();
    let judgement = block_on(classifier.classify(&voice(7.0))).unwrap();
    assert!(matches!(judgement.verdict, Verdict::Named(_)));
    assert!((judgement.probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5);
    assert!(judgement.windows.len() >= 4);
    let last = judgement.windows.last().unwrap();
    assert!((last.end_s - 7.0).abs() < 0.1, "{last:?}");
    assert!(judgement.windows.iter().all(|window| window.end_s > window.start_s));
}

/// Seconds of a tone of 1 kHz.
fn tone(seconds: u32) -> Vec<f32> {
    let turn = std::f32::consts::TAU * 1_000.0 / 16_000.0;
    (0..16_000 * seconds).map(|i| 0.3 * (turn * (i % 16) as f32).sin()).collect()
}

#[test]
fn silence_and_tones_are_no_speech() {
    let classifier = Classifier::from_bytes(&MODEL_FILE, &Device::flex()).unwrap();
    for samples in [vec![0.0], vec![0.5], vec![0.0; 32_000], tone(2), tone(8)] {
        let sound = Waveform::new(samples, 16_000).unwrap();
        let judgement = block_on(classifier.classify(&sound)).unwrap();
        assert_eq!(judgement, Judgement::no_speech());
    }
}

#[test]
fn only_windows_with_speech_are_pooled() {
    let classifier = Classifier::from_bytes(&MODEL_FILE, &Device::flex()).unwrap();
    let parts = [tone(6), voice(6.0).into_samples(), tone(6)];
    let sound = Waveform::new(parts.concat(), 16_000).unwrap();
    let judgement = block_on(classifier.classify(&sound)).unwrap();
    assert!(judgement.windows.len() >= 3, "{:?}", judgement.windows);
    let heard = judgement.windows.iter().all(|view| view.end_s > 6.5 && view.start_s < 11.5);
    assert!(heard, "{:?}", judgement.windows);
}

#[test]
fn what_is_no_model_is_refused_with_a_sentence() {
    let file = MODEL_FILE.clone();
    let refusal = |bytes: &[u8]| checkpoint::read_card(bytes).unwrap_err();
    assert!(matches!(refusal(b""), CheckpointError::Foreign(0)));
    assert!(matches!(refusal(b"RIFF....WAVE"), CheckpointError::Foreign(12)));
    assert!(matches!(refusal(&file[..9]), CheckpointError::Damaged(9)));
    assert!(matches!(refusal(&file[..file.len() - 1]), CheckpointError::Damaged(_)));
    let mut newer = file.clone();
    newer[8] = 9;
    assert_eq!(refusal(&newer), CheckpointError::Version(9));
    let sentence = refusal(&newer).to_string();
    assert!(sentence.contains("expected") && sentence.contains("got version 9"), "{sentence}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_change_of_a_byte_goes_unnoticed(position in any::<prop::sample::Index>(), by in 1u8..) {
        let mut file = MODEL_FILE.clone();
        let position = position.index(file.len());
        file[position] = file[position].wrapping_add(by);
        prop_assert!(Classifier::from_bytes(&file, &Device::flex()).is_err());
    }

    #[test]
    fn no_bytes_make_reading_panic(
        card in prop::collection::vec(any::<u8>(), 0..200),
        weights in prop::collection::vec(any::<u8>(), 0..200),
        length in prop::option::of(any::<u32>()),
    ) {
        let length = length.unwrap_or(card.len() as u32).to_le_bytes();
        let file = sealed([&MODEL_FILE[..10], &length, &card, &weights].concat());
        prop_assert!(!matches!(checkpoint::read_card(&file), Err(CheckpointError::Foreign(_))));
        prop_assert!(Classifier::from_bytes(&file, &Device::flex()).is_err());
    }

    #[test]
    fn no_weights_make_reading_panic(weights in prop::collection::vec(any::<u8>(), 0..400)) {
        let file = sealed([&MODEL_FILE[..card_range(&MODEL_FILE).end], &weights].concat());
        prop_assert!(checkpoint::read_card(&file).is_ok(), "behind the checksum");
        prop_assert!(Classifier::from_bytes(&file, &Device::flex()).is_err());
    }

    #[test]
    fn no_number_of_a_card_makes_reading_or_judging_panic(
        is_encoded in any::<bool>(),
        place in any::<prop::sample::Index>(),
        number in prop::sample::select(vec![
            json!(0), json!(1), json!(2), json!(7), json!(1_u64 << 40), json!(1_u64 << 62),
            json!(-1), json!(-0.5), json!(1e-30), json!(1e38), json!(null),
        ]),
    ) {
        let file = if is_encoded { &ENCODED_FILE } else { &MODEL_FILE };
        let mut card = card_of(file);
        let mut numbers = Vec::new();
        numbers_of(&mut card, &mut numbers);
        let place = place.index(numbers.len());
        *numbers.swap_remove(place) = number;
        if let Ok(classifier) = Classifier::from_bytes(&with_card(file, &card), &Device::flex()) {
            drop(block_on(classifier.classify(&voice(0.5))));
        }
    }
}

/// Where the card lies in a model file.
fn card_range(file: &[u8]) -> std::ops::Range<usize> {
    let length = u32::from_le_bytes(file[10..14].try_into().unwrap()) as usize;
    14..14 + length
}

fn card_of(file: &[u8]) -> Value {
    serde_json::from_slice(&file[card_range(file)]).unwrap()
}

/// The file with another card, and the checksum of that.
fn with_card(file: &[u8], card: &Value) -> Vec<u8> {
    let card = serde_json::to_vec(card).unwrap();
    let weights = &file[card_range(file).end..file.len() - 32];
    let length = u32::try_from(card.len()).unwrap().to_le_bytes();
    sealed([&file[..10], &length, &card, weights].concat())
}

/// Bytes with their checksum behind them.
fn sealed(mut file: Vec<u8>) -> Vec<u8> {
    let checksum = blake3::hash(&file);
    file.extend(checksum.as_bytes());
    file
}

/// All numbers of a document.
fn numbers_of<'a>(value: &'a mut Value, numbers: &mut Vec<&'a mut Value>) {
    match value {
        Value::Number(_) => numbers.push(value),
        Value::Array(list) => list.iter_mut().for_each(|value| numbers_of(value, numbers)),
        Value::Object(fields) => fields.values_mut().for_each(|value| numbers_of(value, numbers)),
        _ => {}
    }
}

#[test]
fn a_card_that_was_sealed_anew_is_read() {
    let mut card = card_of(&MODEL_FILE);
    assert!(checkpoint::read_card(&with_card(&MODEL_FILE, &card)).is_ok());
    card["network"]["Frames"]["stem"] = json!(1_u64 << 62);
    let refusal = checkpoint::read_card(&with_card(&MODEL_FILE, &card)).unwrap_err();
    assert!(matches!(refusal, CheckpointError::Contradiction(_)), "{refusal}");
    for window_frames in [json!(0), json!(1_u64 << 40)] {
        let mut card = card_of(&MODEL_FILE);
        card["framing"]["window_frames"] = window_frames;
        let refusal = checkpoint::read_card(&with_card(&MODEL_FILE, &card)).unwrap_err();
        assert!(matches!(refusal, CheckpointError::Contradiction(_)), "{refusal}");
    }
}

#[test]
fn labels_in_another_order_are_refused() {
    let mut card = card_of(&MODEL_FILE);
    card["labels"].as_array_mut().unwrap().swap(0, 3);
    let refusal = checkpoint::read_card(&with_card(&MODEL_FILE, &card)).unwrap_err();
    let sentence = refusal.to_string();
    assert!(matches!(refusal, CheckpointError::Contradiction(_)), "{sentence}");
    assert!(sentence.contains("got sad, calm, happy, neutral, angry"), "{sentence}");
}

#[test]
fn a_layer_that_is_heard_twice_is_refused() {
    let mut card = card_of(&ENCODED_FILE);
    assert_eq!(card["network"]["Encoded"]["encoder"]["taps"], json!([0, 2]));
    card["network"]["Encoded"]["encoder"]["taps"] = json!([2, 2]);
    let refusal = checkpoint::read_card(&with_card(&ENCODED_FILE, &card)).unwrap_err();
    assert!(matches!(refusal, CheckpointError::Contradiction(_)), "{refusal}");
}
