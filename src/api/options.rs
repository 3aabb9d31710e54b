//! What a call may be asked for.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ApiError;
use crate::features::{FeatureSpec, FrameSpec, SummarySpec};

/// A [`FeatureSpec`] as JavaScript writes it: `{ kind: "frames", bands: 40 }`, the rest as
/// [`FeatureSpec::overtone`] or [`FeatureSpec::seed`] have it.
#[derive(Serialize, Deserialize)]
#[serde(remote = "FeatureSpec", tag = "kind", rename_all = "lowercase")]
pub(super) enum FeatureOptions {
    Summary(#[serde(with = "SummaryOptions")] SummarySpec),
    Frames(#[serde(with = "FrameOptions")] FrameSpec),
}

#[derive(Serialize, Deserialize)]
#[serde(
    remote = "SummarySpec",
    default = "SummarySpec::default",
    deny_unknown_fields,
    rename_all = "camelCase"
)]
struct SummaryOptions {
    #[serde(rename = "sampleRate")]
    rate_hz: u32,
    #[serde(rename = "offsetSeconds")]
    offset_s: f64,
    #[serde(rename = "longestSeconds")]
    longest_s: f64,
    fft_samples: usize,
    hop_samples: usize,
    coefficients: usize,
    bands: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(
    remote = "FrameSpec",
    default = "FrameSpec::whisper",
    deny_unknown_fields,
    rename_all = "camelCase"
)]
struct FrameOptions {
    #[serde(rename = "sampleRate")]
    rate_hz: u32,
    window_samples: usize,
    fft_samples: usize,
    hop_samples: usize,
    bands: usize,
    low_hz: f64,
    high_hz: f64,
    floor_db: f64,
}

/// How a stream is cut into windows, and who speaks in it.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StreamOptions {
    /// Length of a window, in seconds; see [`crate::audio::SlidingWindow::WINDOWS_S`].
    #[serde(rename = "windowSeconds")]
    pub window_s: f64,
    /// Time from one window to the next, in seconds; at most the window.
    #[serde(rename = "hopSeconds")]
    pub hop_s: f64,
    /// Whether one person speaks, whose voice the model is to get used to.
    #[serde(rename = "oneVoice")]
    pub one_voice: bool,
}

impl Default for StreamOptions {
    /// Windows as long as those that the networks were trained on, two a second.
    fn default() -> Self {
        Self { window_s: 3.0, hop_s: 0.5, one_voice: false }
    }
}

/// Which features: the name of a preset, "seed" or "overtone", or an object that says it all;
/// "overtone" if nothing is given.
///
/// # Errors
/// [`ApiError::Options`] if it reads as neither, [`ApiError::Features`] if no features can be
/// computed to it.
pub fn features(options: Value) -> Result<FeatureSpec, ApiError> {
    let spec = match options {
        Value::Null => FeatureSpec::overtone(),
        Value::String(name) => preset(&name)?,
        options => {
            #[derive(Deserialize)]
            struct Given(#[serde(with = "FeatureOptions")] FeatureSpec);
            read::<Given>(options)?.0
        }
    };
    spec.check()?;
    Ok(spec)
}

/// How a stream is cut; the default where nothing is given.
///
/// # Errors
/// [`ApiError::Options`] if it does not read as [`StreamOptions`].
pub fn stream(options: Value) -> Result<StreamOptions, ApiError> {
    if options.is_null() { Ok(StreamOptions::default()) } else { read(options) }
}

fn preset(name: &str) -> Result<FeatureSpec, ApiError> {
    match name {
        "seed" => Ok(FeatureSpec::seed()),
        "overtone" => Ok(FeatureSpec::overtone()),
        _ => Err(ApiError::Options(format!(
            "the preset \"{name}\" is unknown, expected \"seed\" or \"overtone\""
        ))),
    }
}

/// Reads an object; a field that JavaScript left undefined was not given.
fn read<T: DeserializeOwned>(options: Value) -> Result<T, ApiError> {
    let Value::Object(mut fields) = options else {
        return Err(ApiError::Options(format!("expected an object, got {options}")));
    };
    fields.retain(|_, value| !value.is_null());
    serde_json::from_value(Value::Object(fields))
        .map_err(|error| ApiError::Options(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_preset_is_a_name_and_the_default_is_overtone() {
        assert_eq!(features(json!("seed")).unwrap(), FeatureSpec::seed());
        assert_eq!(features(json!("overtone")).unwrap(), FeatureSpec::overtone());
        assert_eq!(features(Value::Null).unwrap(), FeatureSpec::overtone());
    }

    #[test]
    fn what_is_not_given_is_as_in_the_preset() {
        let given = json!({ "kind": "frames", "bands": 40, "highHz": null });
        let expected = FrameSpec { bands: 40, ..FrameSpec::whisper() };
        assert_eq!(features(given).unwrap(), FeatureSpec::Frames(expected));
        assert_eq!(features(json!({ "kind": "frames" })).unwrap(), FeatureSpec::overtone());
        assert_eq!(features(json!({ "kind": "summary" })).unwrap(), FeatureSpec::seed());
    }

    #[test]
    fn every_spec_can_be_written_and_read_back() {
        #[derive(Serialize)]
        struct Written(#[serde(with = "FeatureOptions")] FeatureSpec);
        for spec in [FeatureSpec::seed(), FeatureSpec::Frames(FrameSpec::default())] {
            let written = serde_json::to_value(Written(spec.clone())).unwrap();
            assert!(written["sampleRate"].is_u64(), "{written}");
            assert_eq!(features(written).unwrap(), spec);
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_from_what_cannot_be_computed() {
        let error = |options| {
            let error = features(options).unwrap_err();
            (error.code(), error.to_string())
        };
        for (options, part) in [
            (json!("mfcc"), "\"mfcc\""),
            (json!({ "bands": 40 }), "kind"),
            (json!({ "kind": "frames", "bnads": 40 }), "bnads"),
            (json!({ "kind": "frames", "bands": 40.5 }), "40.5"),
            (json!({ "kind": "frames", "bands": -1 }), "-1"),
            (json!([1, 2]), "[1,2]"),
        ] {
            let (code, sentence) = error(options);
            assert_eq!(code, "options/invalid");
            assert!(sentence.contains(part), "{sentence}");
        }
        let (code, sentence) = error(json!({ "kind": "frames", "sampleRate": 3 }));
        assert_eq!(code, "options/range");
        assert_eq!(sentence, "expected rate_hz from 1000 to 768000, got 3");
    }

    #[test]
    fn a_stream_has_windows_of_three_seconds_twice_a_second() {
        let default = StreamOptions { window_s: 3.0, hop_s: 0.5, one_voice: false };
        assert_eq!(stream(Value::Null).unwrap(), default);
        let given = stream(json!({ "hopSeconds": 0.25, "windowSeconds": null })).unwrap();
        assert_eq!(given, StreamOptions { hop_s: 0.25, ..default });
        assert_eq!(stream(json!({ "hop": 1 })).unwrap_err().code(), "options/invalid");
    }
}
