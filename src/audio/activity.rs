//! Where in a sound somebody speaks.
//!
//! Endpoints are found after L. R. Rabiner and M. R. Sambur, *An algorithm for determining the
//! endpoints of isolated utterances*, Bell System Technical Journal 54 (1975): the magnitude of
//! 10 ms frames against two thresholds that follow from the floor and the peak of this very sound,
//! and then the zero crossings around what was found, for weak fricatives. Two things differ. The
//! floor is that of the quietest tenth of the frames, since a clip need not begin with silence. And
//! only what holds a voiced stretch counts, so that clicks, wind and noise do not, while a voice
//! counts from a lower level on: voiced frames
//! have a normalised autocorrelation above 0.5 at a lag of a voice's pitch (B. S. Atal and L. R.
//! Rabiner, *A pattern recognition approach to voiced-unvoiced-silence classification*, IEEE
//! Transactions on ASSP 24, 1976).

mod endpoints;
mod frames;

use std::ops::Range;

use self::frames::Frames;
use super::Waveform;

/// The level below which nothing is taken for a sound: -60 dB of full scale.
pub const SILENCE_LEVEL: f32 = 0.001;

/// Whether a sound is digital silence or so near it that nothing can be heard in it.
///
/// Silent is what keeps within [`SILENCE_LEVEL`] of its own mean throughout, so that a constant
/// offset is silence too.
pub fn is_silent(sound: &Waveform) -> bool {
    is_silence(sound.samples())
}

/// Whether samples are as those of a silent sound; so are none.
pub(crate) fn is_silence(samples: &[f32]) -> bool {
    let mean = samples.iter().map(|s| f64::from(*s)).sum::<f64>() / samples.len() as f64;
    samples.iter().all(|s| (f64::from(*s) - mean).abs() < f64::from(SILENCE_LEVEL))
}

/// The samples from the first to the last moment of speech, or `None` where nobody speaks.
///
/// Pauses within are part of it. Where nothing is five times louder than the rest, as in a held
/// vowel or in loud noise, it is what is voiced.
pub fn active_range(sound: &Waveform) -> Option<Range<usize>> {
    if is_silent(sound) {
        return None;
    }
    let frames = Frames::of(sound);
    let active = endpoints::find(&frames)?;
    let at = |frame: usize| (frame * frames.hop_samples).min(sound.samples().len());
    // The last frame may be a partial one.
    let end = if active.end == frames.len() { sound.samples().len() } else { at(active.end) };
    Some(at(active.start)..end)
}

#[cfg(test)]
mod tests {
    use rand::rngs::SmallRng;
    use rand::{RngExt, SeedableRng};

    use super::*;

    const RATE_HZ: u32 = 16_000;

    /// A vowel of a falling pitch around 150 Hz.
    fn vowel(level: f32, seconds: f32, rate_hz: u32) -> Vec<f32> {
        let mut phase = 0.0f32;
        let samples = (seconds * rate_hz as f32) as usize;
        (0..samples)
            .map(|i| {
                let f0_hz = 170.0 - 40.0 * i as f32 / samples as f32;
                phase += std::f32::consts::TAU * f0_hz / rate_hz as f32;
                let sum: f32 = (1..=12).map(|h| (h as f32 * phase).sin() / h as f32).sum();
                level * 0.5 * sum
            })
            .collect()
    }

    fn noise(level: f32, seconds: f32, rate_hz: u32) -> Vec<f32> {
        let mut rng = SmallRng::seed_from_u64(1);
        let samples = (seconds * rate_hz as f32) as usize;
        (0..samples).map(|_| level * rng.random_range(-1.0..1.0)).collect()
    }

    fn sound(parts: &[Vec<f32>], rate_hz: u32) -> Waveform {
        Waveform::new(parts.concat(), rate_hz).unwrap()
    }

    /// Start and end in seconds.
    fn active_s(sound: &Waveform) -> Option<(f32, f32)> {
        let range = active_range(sound)?;
        let seconds = |samples| samples as f32 / sound.rate_hz() as f32;
        Some((seconds(range.start), seconds(range.end)))
    }

    #[track_caller]
    fn assert_near(found: Option<(f32, f32)>, expected: (f32, f32)) {
        let (start, end) = found.expect("somebody speaks");
        let near = (start - expected.0).abs() < 0.04 && (end - expected.1).abs() < 0.04;
        assert!(near, "expected {expected:?}, got {:?}", (start, end));
    }

    #[test]
    fn a_voice_between_pauses_is_found_at_every_rate() {
        for rate_hz in [8_000, 11_025, 24_414, 44_100, 96_000] {
            let pause = |seconds| noise(0.001, seconds, rate_hz);
            let parts = [pause(0.5), vowel(0.3, 0.8, rate_hz), pause(0.7)];
            assert_near(active_s(&sound(&parts, rate_hz)), (0.5, 1.3));
        }
    }

    #[test]
    fn a_word_after_minutes_of_silence_is_found_where_no_frame_has_10_ms() {
        for rate_hz in [11_025, 22_050] {
            let silence = |seconds: usize| vec![0.0; seconds * rate_hz as usize];
            let parts = [silence(180), vowel(0.3, 0.3, rate_hz), silence(1)];
            assert_near(active_s(&sound(&parts, rate_hz)), (180.0, 180.3));
        }
    }

    #[test]
    fn digital_silence_around_a_voice_is_a_pause_too() {
        let parts = [vec![0.0; 8_000], vowel(0.3, 0.5, RATE_HZ), vec![0.0; 4_000]];
        assert_near(active_s(&sound(&parts, RATE_HZ)), (0.5, 1.0));
    }

    #[test]
    fn pauses_within_belong_to_it() {
        let pause = |seconds| noise(0.001, seconds, RATE_HZ);
        let word = || vowel(0.3, 0.3, RATE_HZ);
        let parts = [pause(0.4), word(), pause(0.6), word(), pause(0.4)];
        assert_near(active_s(&sound(&parts, RATE_HZ)), (0.4, 1.6));
    }

    #[test]
    fn a_weak_fricative_before_the_vowel_belongs_to_it() {
        // A hiss below the lower threshold, told by its zero crossings from the hum of the pause.
        let hum: Vec<f32> = vowel(0.002, 0.5, RATE_HZ);
        let hiss = noise(0.004, 0.1, RATE_HZ);
        let parts = [hum.clone(), hiss, vowel(0.5, 0.5, RATE_HZ), hum];
        assert_near(active_s(&sound(&parts, RATE_HZ)), (0.5, 1.1));
    }

    #[test]
    fn clicks_and_bursts_are_no_voice() {
        let mut clicks = noise(0.001, 2.0, RATE_HZ);
        for at in [5_000, 14_000, 23_000] {
            clicks[at..at + 40].fill(0.8);
        }
        assert_eq!(active_s(&sound(&[clicks.clone()], RATE_HZ)), None);
        let burst =
            [noise(0.001, 0.5, RATE_HZ), noise(0.3, 0.5, RATE_HZ), noise(0.001, 0.5, RATE_HZ)];
        assert_eq!(active_s(&sound(&burst, RATE_HZ)), None);
        // A click half a second before the voice is left out.
        let parts =
            [clicks[4_900..5_100].to_vec(), noise(0.001, 0.5, RATE_HZ), vowel(0.3, 0.5, RATE_HZ)];
        assert_near(active_s(&sound(&parts, RATE_HZ)), (0.51, 1.01));
    }

    #[test]
    fn steady_noise_is_no_voice_and_a_voice_in_it_is() {
        assert_eq!(active_s(&sound(&[noise(0.05, 2.0, RATE_HZ)], RATE_HZ)), None);
        let mut speech = noise(0.05, 2.0, RATE_HZ);
        for (sample, voice) in speech[12_000..].iter_mut().zip(vowel(0.2, 0.5, RATE_HZ)) {
            *sample += voice;
        }
        assert_near(active_s(&sound(&[speech], RATE_HZ)), (0.75, 1.25));
    }

    #[test]
    fn a_held_vowel_is_active_throughout() {
        assert_near(active_s(&sound(&[vowel(0.3, 1.0, RATE_HZ)], RATE_HZ)), (0.0, 1.0));
    }

    #[test]
    fn an_offset_is_no_sound() {
        assert!(is_silent(&sound(&[vec![0.25; 16_000]], RATE_HZ)));
        let parts =
            [noise(0.001, 0.5, RATE_HZ), vowel(0.3, 0.5, RATE_HZ), noise(0.001, 0.5, RATE_HZ)];
        let offset = parts.concat().iter().map(|sample| sample + 0.25).collect();
        assert_near(active_s(&Waveform::new(offset, RATE_HZ).unwrap()), (0.5, 1.0));
    }

    #[test]
    fn silence_is_what_keeps_below_a_thousandth() {
        assert!(is_silent(&sound(&[noise(0.000_9, 1.0, RATE_HZ)], RATE_HZ)));
        assert!(!is_silent(&sound(&[noise(0.002, 1.0, RATE_HZ)], RATE_HZ)));
        assert_eq!(active_range(&sound(&[vec![0.0; 16_000]], RATE_HZ)), None);
    }

    #[test]
    fn the_shortest_sounds_get_an_answer() {
        for samples in [vec![0.5], vec![0.5, -0.5], noise(0.5, 0.02, RATE_HZ)] {
            for rate_hz in [1_000, 16_000, 768_000] {
                assert_eq!(active_range(&sound(std::slice::from_ref(&samples), rate_hz)), None);
            }
        }
    }
}
