//! WAV: RIFF, RIFX, RF64 and BW64 with a `fmt ` and a `data` chunk among any others.

use super::chunks::{ByteOrder, Chunks};
use super::pcm::{Encoding, Layout};
use super::{AudioError, Source, Waveform};

/// Decodes a WAV file; chunks other than `fmt ` and `data` are stepped over.
pub(super) fn decode(
    bytes: &[u8],
    byte_order: ByteOrder,
    source: Source,
) -> Result<Waveform, AudioError> {
    let (mut format, mut data) = (None, None);
    for chunk in Chunks::of(bytes, byte_order) {
        match &chunk.name {
            b"fmt " => format = format.or(Some(chunk.body)),
            b"data" => data = data.or(Some(chunk)),
            _ => {}
        }
    }
    let layout = layout(format.ok_or(source.cut_in_header())?, byte_order, source)?;
    let (samples, is_cut) = data.ok_or(source.cut_in_header())?.samples();
    layout.decode(samples, source, is_cut)
}

/// The tags of `mmreg.h` that stand for samples without compression.
mod tag {
    pub const PCM: u16 = 0x0001;
    pub const IEEE_FLOAT: u16 = 0x0003;
    pub const A_LAW: u16 = 0x0006;
    pub const MU_LAW: u16 = 0x0007;
    pub const EXTENSIBLE: u16 = 0xfffe;
}

/// Reads WAVEFORMAT, WAVEFORMATEX or WAVEFORMATEXTENSIBLE.
fn layout(format: &[u8], byte_order: ByteOrder, source: Source) -> Result<Layout, AudioError> {
    let word = |at| byte_order.u16_at(format, at).ok_or(source.cut_in_header());
    let channels = word(2)?;
    let rate_hz = byte_order.u32_at(format, 4).ok_or(source.cut_in_header())?;
    let (block_bytes, bits) = (word(12)?, word(14)?);
    // In the extensible form the tag opens the GUID of the sub-format.
    let tag = match word(0)? {
        tag::EXTENSIBLE => word(24)?,
        tag => tag,
    };
    if channels == 0 {
        return Err(AudioError::NoChannels);
    }
    let width = width_bytes(block_bytes, channels, bits);
    let encoding = encoding(tag, width).ok_or_else(|| source.unsupported(name(tag, bits)))?;
    Ok(Layout { encoding, byte_order, channels, rate_hz })
}

/// Bytes that one sample takes: what the block says, unless that cannot hold the bits.
fn width_bytes(block_bytes: u16, channels: u16, bits: u16) -> usize {
    let needed = bits.div_ceil(8);
    let stated = block_bytes / channels;
    let is_sound = block_bytes.is_multiple_of(channels) && stated >= needed && stated <= 8;
    usize::from(if is_sound { stated } else { needed })
}

fn encoding(tag: u16, width_bytes: usize) -> Option<Encoding> {
    match (tag, width_bytes) {
        // The one width at which WAV counts from 0 up.
        (tag::PCM, 1) => Some(Encoding::U8),
        (tag::PCM, width) => Encoding::signed(width),
        (tag::IEEE_FLOAT, width) => Encoding::float(width),
        (tag::A_LAW, _) => Some(Encoding::ALaw),
        (tag::MU_LAW, _) => Some(Encoding::MuLaw),
        _ => None,
    }
}

/// What a person calls a format tag.
fn name(tag: u16, bits: u16) -> String {
    match tag {
        tag::PCM => format!("{bits} bit PCM"),
        tag::IEEE_FLOAT => format!("{bits} bit floating point"),
        0x0002 => "Microsoft ADPCM".into(),
        0x0011 => "IMA ADPCM".into(),
        0x0031 => "GSM 6.10".into(),
        0x0050 => "MPEG audio".into(),
        0x0055 => "MP3 inside WAV".into(),
        0x0161 | 0x0162 => "Windows Media Audio".into(),
        other => format!("the codec with tag {other:#06x}"),
    }
}
