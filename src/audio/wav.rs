//! Sounds as WAV files.

use super::Waveform;

/// Format, channels, rate, bytes a second, bytes a frame, bits: the `fmt ` chunk of PCM.
const FORMAT_BYTES: u32 = 16;

/// A sound as a WAV file: one channel of 16 bits, which everything plays.
///
/// Samples are rounded, ±1 to ±32 767; what lies beyond clips.
pub fn wav_from_waveform(sound: &Waveform) -> Vec<u8> {
    let rate_hz = sound.rate_hz();
    // A waveform of two billion samples would take 8 GB; a header has no place for more.
    let data_bytes = u32::try_from(2 * sound.samples().len()).unwrap_or(u32::MAX);
    let mut bytes = Vec::with_capacity(44 + 2 * sound.samples().len());
    bytes.extend(b"RIFF");
    bytes.extend(data_bytes.saturating_add(20 + FORMAT_BYTES).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(FORMAT_BYTES.to_le_bytes());
    bytes.extend([1u16, 1].map(u16::to_le_bytes).as_flattened());
    bytes.extend([rate_hz, 2 * rate_hz].map(u32::to_le_bytes).as_flattened());
    bytes.extend([2u16, 16].map(u16::to_le_bytes).as_flattened());
    bytes.extend(b"data");
    bytes.extend(data_bytes.to_le_bytes());
    let whole = |sample: &f32| (sample.clamp(-1.0, 1.0) * 32_767.0).round() as i16;
    bytes.extend(sound.samples().iter().map(whole).flat_map(i16::to_le_bytes));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::decode;

    #[test]
    fn what_is_written_is_read_again() {
        let sound = Waveform::new(vec![0.0, 0.5, -0.25, 1.0, -1.0, 3.0], 22_050).unwrap();
        let read = decode(&wav_from_waveform(&sound)).unwrap();
        assert_eq!(read.rate_hz(), 22_050);
        for (read, written) in read.samples().iter().zip([0.0f32, 0.5, -0.25, 1.0, -1.0, 1.0]) {
            assert!((read - written).abs() < 1e-4, "{read} for {written}");
        }
    }

    #[test]
    fn the_header_states_the_sizes() {
        let bytes = wav_from_waveform(&Waveform::new(vec![0.0; 10], 8_000).unwrap());
        assert_eq!(bytes.len(), 64);
        assert_eq!(bytes[4..8], 56u32.to_le_bytes());
        assert_eq!(bytes[40..44], 20u32.to_le_bytes());
    }
}
