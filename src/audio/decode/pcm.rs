//! Samples that are not compressed, in every encoding that WAV and AIFF have for them.

use super::chunks::ByteOrder;
use super::{AudioError, Source, Waveform, check_length};

/// How one sample is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// 8 bits, silence at 128.
    U8,
    /// 8 bits, silence at 0.
    S8,
    /// 16 bits.
    S16,
    /// 24 bits.
    S24,
    /// 32 bits.
    S32,
    /// 32 bit floating point.
    F32,
    /// 64 bit floating point.
    F64,
    /// 8 bits, ITU-T G.711 A-law.
    ALaw,
    /// 8 bits, ITU-T G.711 µ-law.
    MuLaw,
}

impl Encoding {
    /// Signed numbers in as many bytes.
    ///
    /// Numbers of odd widths (12 or 20 bits) stand at the upper end of their bytes.
    pub fn signed(bytes: usize) -> Option<Self> {
        Some(match bytes {
            1 => Self::S8,
            2 => Self::S16,
            3 => Self::S24,
            4 => Self::S32,
            _ => return None,
        })
    }

    /// Floating point numbers in as many bytes.
    pub fn float(bytes: usize) -> Option<Self> {
        Some(match bytes {
            4 => Self::F32,
            8 => Self::F64,
            _ => return None,
        })
    }

    const fn width_bytes(self) -> usize {
        match self {
            Self::U8 | Self::S8 | Self::ALaw | Self::MuLaw => 1,
            Self::S16 => 2,
            Self::S24 => 3,
            Self::S32 | Self::F32 => 4,
            Self::F64 => 8,
        }
    }
}

/// Interleaved samples and how to read them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub encoding: Encoding,
    pub byte_order: ByteOrder,
    pub channels: u16,
    pub rate_hz: u32,
}

impl Layout {
    /// Bytes that hold one sample of every channel.
    pub fn frame_bytes(&self) -> usize {
        self.encoding.width_bytes() * usize::from(self.channels)
    }

    /// Decodes interleaved samples to the mean of their channels; a last partial frame is dropped.
    pub fn decode(
        &self,
        data: &[u8],
        source: Source,
        is_cut: bool,
    ) -> Result<Waveform, AudioError> {
        if self.channels == 0 {
            return Err(AudioError::NoChannels);
        }
        Waveform::check_rate(self.rate_hz)?;
        check_length((data.len() / self.frame_bytes()) as u64, self.rate_hz)?;
        source.accept(self.mono(data), self.rate_hz, is_cut)
    }

    fn mono(&self, data: &[u8]) -> Vec<f32> {
        use ByteOrder::{Big, Little};
        let channels = usize::from(self.channels);
        match (self.encoding, self.byte_order) {
            (Encoding::U8, _) => mean(data, channels, |[b]| (f64::from(b) - 128.0) / 128.0),
            (Encoding::S8, _) => mean(data, channels, |b| f64::from(i8::from_le_bytes(b)) / 128.0),
            (Encoding::ALaw, _) => mean(data, channels, |[b]| a_law(b)),
            (Encoding::MuLaw, _) => mean(data, channels, |[b]| mu_law(b)),
            (Encoding::S16, Little) => mean(data, channels, |b| s16(i16::from_le_bytes(b))),
            (Encoding::S16, Big) => mean(data, channels, |b| s16(i16::from_be_bytes(b))),
            (Encoding::S24, Little) => {
                mean(data, channels, |[a, b, c]| s32(i32::from_le_bytes([0, a, b, c])))
            }
            (Encoding::S24, Big) => {
                mean(data, channels, |[a, b, c]| s32(i32::from_be_bytes([a, b, c, 0])))
            }
            (Encoding::S32, Little) => mean(data, channels, |b| s32(i32::from_le_bytes(b))),
            (Encoding::S32, Big) => mean(data, channels, |b| s32(i32::from_be_bytes(b))),
            (Encoding::F32, Little) => mean(data, channels, |b| f32::from_le_bytes(b).into()),
            (Encoding::F32, Big) => mean(data, channels, |b| f32::from_be_bytes(b).into()),
            (Encoding::F64, Little) => mean(data, channels, f64::from_le_bytes),
            (Encoding::F64, Big) => mean(data, channels, f64::from_be_bytes),
        }
    }
}

fn mean<const WIDTH: usize>(
    data: &[u8],
    channels: usize,
    sample: impl Fn([u8; WIDTH]) -> f64,
) -> Vec<f32> {
    data.as_chunks()
        .0
        .chunks_exact(channels)
        .map(|frame| {
            (frame.iter().map(|bytes| sample(*bytes)).sum::<f64>() / channels as f64) as f32
        })
        .collect()
}

fn s16(value: i16) -> f64 {
    f64::from(value) / 32_768.0
}

fn s32(value: i32) -> f64 {
    f64::from(value) / 2_147_483_648.0
}

/// A sample of ITU-T G.711 A-law.
fn a_law(byte: u8) -> f64 {
    let byte = byte ^ 0x55;
    let mantissa = i16::from(byte & 0x0f) << 4;
    let magnitude = match (byte >> 4) & 7 {
        0 => mantissa + 8,
        segment => (mantissa + 0x108) << (segment - 1),
    };
    s16(if byte & 0x80 != 0 { magnitude } else { -magnitude })
}

/// A sample of ITU-T G.711 µ-law.
fn mu_law(byte: u8) -> f64 {
    const BIAS: i16 = 0x84;
    let byte = !byte;
    let magnitude = (((i16::from(byte & 0x0f) << 3) + BIAS) << ((byte >> 4) & 7)) - BIAS;
    s16(if byte & 0x80 != 0 { -magnitude } else { magnitude })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: Source = Source { format: "PCM", bytes: 0 };

    fn decoded(encoding: Encoding, byte_order: ByteOrder, data: &[u8]) -> Vec<f32> {
        let layout = Layout { encoding, byte_order, channels: 1, rate_hz: 8_000 };
        layout.decode(data, SOURCE, false).unwrap().into_samples()
    }

    #[test]
    fn full_scale_and_silence_are_the_same_in_every_encoding() {
        use ByteOrder::{Big, Little};
        assert_eq!(decoded(Encoding::U8, Little, &[0, 128, 192]), [-1.0, 0.0, 0.5]);
        assert_eq!(decoded(Encoding::S8, Big, &[0x80, 0, 0x40]), [-1.0, 0.0, 0.5]);
        assert_eq!(decoded(Encoding::S16, Little, &[0, 0x80, 0, 0x40]), [-1.0, 0.5]);
        assert_eq!(decoded(Encoding::S16, Big, &[0x80, 0, 0x40, 0]), [-1.0, 0.5]);
        assert_eq!(decoded(Encoding::S24, Little, &[0, 0, 0x80, 0, 0, 0x40]), [-1.0, 0.5]);
        assert_eq!(decoded(Encoding::S24, Big, &[0x80, 0, 0, 0x40, 0, 0]), [-1.0, 0.5]);
        assert_eq!(decoded(Encoding::S32, Big, &[0x80, 0, 0, 0, 0x40, 0, 0, 0]), [-1.0, 0.5]);
        assert_eq!(decoded(Encoding::F32, Little, &0.5f32.to_le_bytes()), [0.5]);
        assert_eq!(decoded(Encoding::F64, Big, &(-0.5f64).to_be_bytes()), [-0.5]);
    }

    #[test]
    fn the_telephone_laws_agree_with_g711() {
        // First and last positive and negative values of the tables in the recommendation.
        let a_law_values = decoded(Encoding::ALaw, ByteOrder::Little, &[0xd5, 0x55, 0xaa, 0x2a]);
        assert_eq!(a_law_values, [8, -8, 32_256, -32_256].map(|v: i16| f32::from(v) / 32_768.0));
        let mu_law_values = decoded(Encoding::MuLaw, ByteOrder::Little, &[0xff, 0x7f, 0x80, 0x00]);
        assert_eq!(mu_law_values, [0, 0, 32_124, -32_124].map(|v: i16| f32::from(v) / 32_768.0));
    }

    #[test]
    fn channels_are_mixed_by_their_mean_and_a_partial_frame_is_dropped() {
        let stereo = Layout {
            encoding: Encoding::U8,
            byte_order: ByteOrder::Little,
            channels: 2,
            rate_hz: 8_000,
        };
        let sound = stereo.decode(&[192, 128, 0, 128, 255], SOURCE, false).unwrap();
        assert_eq!(sound.samples(), [0.25, -0.5]);
    }
}
