//! Clips as other microphones in other rooms would have recorded them.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::audio::augment::Recording;
use crate::audio::{AudioError, Waveform};
use crate::corpus::Clip;

/// A clip as it would have been recorded elsewhere: another way for every clip and number, always
/// the same for both.
///
/// # Errors
/// Those of [`Recording::of`].
pub fn rerecorded(clip: &Clip, sound: &Waveform, number: u64) -> Result<Waveform, AudioError> {
    let mut rng = ChaCha8Rng::from_seed(*clip.hash.as_bytes());
    rng.set_stream(number);
    Recording::draw(&mut rng).of(sound, &mut rng)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::testing::clip;

    #[test]
    fn every_clip_and_number_has_a_way_of_its_own() {
        let samples = (0..8_000).map(|n| 0.3 * (n as f32 * 0.07).sin()).collect();
        let sound = Waveform::new(samples, 16_000).unwrap();
        let of = |audio, number| {
            let clip = clip("mine", "anna", audio);
            rerecorded(&clip, &sound, number).unwrap()
        };
        assert_eq!(of(1, 3), of(1, 3));
        assert_ne!(of(1, 3), of(1, 4));
        assert_ne!(of(1, 3), of(2, 3));
    }
}
