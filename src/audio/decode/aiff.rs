//! AIFF and AIFF-C: a `COMM` and an `SSND` chunk among any others, in any order.

use super::chunks::{ByteOrder, Chunk, Chunks};
use super::pcm::{Encoding, Layout};
use super::{AudioError, Source, Waveform};

/// Decodes an AIFF or AIFF-C file; chunks other than `COMM` and `SSND` are stepped over.
pub(super) fn decode(bytes: &[u8], source: Source) -> Result<Waveform, AudioError> {
    let (mut common, mut sound) = (None, None);
    for chunk in Chunks::of(bytes, ByteOrder::Big) {
        match &chunk.name {
            b"COMM" => common = common.or(Some(chunk.body)),
            b"SSND" => sound = sound.or(Some(chunk)),
            _ => {}
        }
    }
    let is_compressed_form = bytes.get(8..12) == Some(b"AIFC");
    let (layout, frames) =
        common_chunk(common.ok_or(source.cut_in_header())?, is_compressed_form, source)?;
    let (samples, is_cut) = sound_chunk(&sound.ok_or(source.cut_in_header())?, source)?;
    layout.decode(first_frames(samples, frames, &layout), source, is_cut)
}

/// Reads the common chunk: the layout, and the number of frames.
fn common_chunk(
    common: &[u8],
    is_compressed_form: bool,
    source: Source,
) -> Result<(Layout, u32), AudioError> {
    let word = |at| ByteOrder::Big.u16_at(common, at).ok_or(source.cut_in_header());
    let channels = word(0)?;
    let frames = ByteOrder::Big.u32_at(common, 2).ok_or(source.cut_in_header())?;
    let bits = word(6)?;
    let rate = common.get(8..).and_then(|rest| rest.first_chunk()).ok_or(source.cut_in_header())?;
    let compression = match is_compressed_form {
        true => {
            *common.get(18..).and_then(|rest| rest.first_chunk()).ok_or(source.cut_in_header())?
        }
        false => *b"NONE",
    };
    let (encoding, byte_order) =
        encoding(compression, bits).ok_or_else(|| source.unsupported(name(compression, bits)))?;
    Ok((Layout { encoding, byte_order, channels, rate_hz: rate_from_extended(*rate) }, frames))
}

/// The samples after the offset and block size that open a sound chunk.
fn sound_chunk<'a>(chunk: &Chunk<'a>, source: Source) -> Result<(&'a [u8], bool), AudioError> {
    let (body, is_cut) = chunk.samples();
    let offset = ByteOrder::Big.u32_at(body, 0).ok_or(source.cut_in_header())? as usize;
    let samples = offset.checked_add(8).and_then(|start| body.get(start..));
    Ok((samples.ok_or(source.cut_in_header())?, is_cut))
}

/// The frames that the common chunk counts; writers that did not know the count left 0.
fn first_frames<'a>(samples: &'a [u8], frames: u32, layout: &Layout) -> &'a [u8] {
    let counted = (frames as usize).saturating_mul(layout.frame_bytes());
    if counted == 0 { samples } else { &samples[..samples.len().min(counted)] }
}

/// The encodings of *AIFF-C* (Apple, 1991) and of QuickTime after it.
fn encoding(compression: [u8; 4], bits: u16) -> Option<(Encoding, ByteOrder)> {
    use ByteOrder::{Big, Little};
    let signed = Encoding::signed(usize::from(bits.div_ceil(8)));
    match &compression.to_ascii_lowercase()[..] {
        b"none" | b"twos" => Some((signed?, Big)),
        b"sowt" => Some((signed?, Little)),
        b"raw " => Some((Encoding::U8, Big)),
        b"in24" => Some((Encoding::S24, Big)),
        b"42ni" => Some((Encoding::S24, Little)),
        b"in32" => Some((Encoding::S32, Big)),
        b"23ni" => Some((Encoding::S32, Little)),
        b"fl32" => Some((Encoding::F32, Big)),
        b"fl64" => Some((Encoding::F64, Big)),
        b"alaw" => Some((Encoding::ALaw, Big)),
        b"ulaw" => Some((Encoding::MuLaw, Big)),
        _ => None,
    }
}

fn name(compression: [u8; 4], bits: u16) -> String {
    match &compression {
        b"NONE" => format!("{bits} bit PCM"),
        other => format!("the codec \"{}\"", other.escape_ascii()),
    }
}

/// The nearest whole rate of an 80 bit extended number (IEEE 754); 0 for what is negative or NaN.
fn rate_from_extended(bytes: [u8; 10]) -> u32 {
    let [high, low, mantissa @ ..] = bytes;
    let exponent = i32::from(i16::from_be_bytes([high, low]));
    // A set sign bit makes the exponent negative, and so the rate 0.
    let scale = 2f64.powi(exponent.max(-1) - 16_383 - 63);
    (u64::from_be_bytes(mantissa) as f64 * scale).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_from_extended_numbers() {
        let rate = |exponent: u16, mantissa: u64| {
            let mut bytes = [0; 10];
            bytes[..2].copy_from_slice(&exponent.to_be_bytes());
            bytes[2..].copy_from_slice(&mantissa.to_be_bytes());
            rate_from_extended(bytes)
        };
        assert_eq!(rate(0x400e, 0xac44_0000_0000_0000), 44_100);
        // 24414.0625 Hz, the rate of a hearing laboratory's converters.
        assert_eq!(rate(0x400d, 0xbebc_2000_0000_0000), 24_414);
        assert_eq!(rate(0, 0), 0);
        assert_eq!(rate(0xc00e, 0xac44_0000_0000_0000), 0);
        assert_eq!(rate(0x7fff, u64::MAX), u32::MAX);
    }
}
