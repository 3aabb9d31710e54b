//! How the visitor wants the microphone to be heard: the rules, free of any browser.

use serde::{Deserialize, Serialize};

/// The visitor's wishes, remembered as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Microphone {
    /// The device's identity as the browser gives it; none for the system's own choice.
    pub device: Option<String>,
    /// Gain before everything else, in decibels.
    pub gain_db: f32,
    /// Whether rumble below a voice is filtered out.
    pub high_pass: bool,
    /// How often the last seconds are judged, in milliseconds.
    pub hop_ms: u32,
}

/// What a browser does to the sound unless it is asked not to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Processing {
    /// It takes out what the loudspeaker plays.
    Echo,
    /// It takes out what it holds for noise.
    Noise,
    /// It turns the gain up and down.
    Gain,
}

impl Default for Microphone {
    fn default() -> Self {
        Self { device: None, gain_db: 0.0, high_pass: false, hop_ms: 250 }
    }
}

impl Microphone {
    /// The least and the largest gain, in decibels.
    pub const GAINS_DB: (f32, f32) = (-12.0, 24.0);
    /// The hops that a visitor can choose from, in milliseconds.
    pub const HOPS_MS: [u32; 4] = [125, 250, 500, 1_000];
    /// Below it lies no voice; the corner of the high-pass, in Hz.
    pub const HIGH_PASS_HZ: f32 = 80.0;

    /// What was remembered; the defaults for whatever it does not say, or says wrongly.
    pub fn from_memory(words: &str) -> Self {
        let mut remembered: Self = serde_json::from_str(words).unwrap_or_default();
        let (least, most) = Self::GAINS_DB;
        remembered.gain_db = remembered.gain_db.clamp(least, most);
        if !Self::HOPS_MS.contains(&remembered.hop_ms) {
            remembered.hop_ms = Self::default().hop_ms;
        }
        remembered
    }

    /// What is to be remembered.
    pub fn to_memory(&self) -> String {
        // Plain fields, which JSON can always hold.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The factor of the gain.
    pub fn gain(&self) -> f32 {
        10f32.powf(self.gain_db / 20.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_are_remembered_whole() {
        let wishes =
            Microphone { device: Some("usb".into()), gain_db: 6.0, high_pass: true, hop_ms: 500 };
        assert_eq!(Microphone::from_memory(&wishes.to_memory()), wishes);
    }

    #[test]
    fn nonsense_from_another_time_does_no_harm() {
        assert_eq!(Microphone::from_memory("loud!"), Microphone::default());
        let odd = Microphone::from_memory(r#"{"gain_db": 400.0, "hop_ms": 7}"#);
        assert_eq!((odd.gain_db, odd.hop_ms, odd.high_pass), (24.0, 250, false));
    }

    #[test]
    fn six_decibels_double() {
        let wishes = Microphone { gain_db: 6.02, ..Microphone::default() };
        assert!((wishes.gain() - 2.0).abs() < 1e-3);
    }
}
