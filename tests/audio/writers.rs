//! Writes WAV and AIFF files byte by byte, the sound ones and the odd ones.

/// How samples are put into bytes.
#[derive(Debug, Clone, Copy)]
pub enum Sample {
    U8,
    S16,
    S24,
    S32,
    F32,
    F64,
}

impl Sample {
    pub fn bytes(self) -> usize {
        match self {
            Self::U8 => 1,
            Self::S16 => 2,
            Self::S24 => 3,
            Self::S32 | Self::F32 => 4,
            Self::F64 => 8,
        }
    }

    pub fn is_float(self) -> bool {
        matches!(self, Self::F32 | Self::F64)
    }

    /// One sample, least significant byte first.
    pub fn little(self, value: f64) -> Vec<u8> {
        let scaled = |full: f64| (value * full).round().clamp(-full, full - 1.0);
        match self {
            Self::U8 => vec![(scaled(128.0) + 128.0) as u8],
            Self::S16 => (scaled(32_768.0) as i16).to_le_bytes().to_vec(),
            Self::S24 => (scaled(8_388_608.0) as i32).to_le_bytes()[..3].to_vec(),
            Self::S32 => (scaled(2_147_483_648.0) as i32).to_le_bytes().to_vec(),
            Self::F32 => (value as f32).to_le_bytes().to_vec(),
            Self::F64 => value.to_le_bytes().to_vec(),
        }
    }

    /// One sample, most significant byte first; eight bits are signed, as AIFF has them.
    pub fn big(self, value: f64) -> Vec<u8> {
        let mut bytes = self.little(value);
        if matches!(self, Self::U8) {
            bytes[0] ^= 0x80;
        }
        bytes.reverse();
        bytes
    }
}

/// A WAV file to be: change what is to be odd about it.
#[derive(Debug, Clone)]
pub struct Wav {
    pub sample: Sample,
    pub channels: Vec<Vec<f64>>,
    pub rate_hz: u32,
    pub extensible: bool,
    pub before_data: Vec<(&'static [u8; 4], Vec<u8>)>,
    pub after_data: Vec<(&'static [u8; 4], Vec<u8>)>,
    /// In place of the true size of the data.
    pub data_size: Option<u32>,
    /// In place of the true size of the file.
    pub riff_size: Option<u32>,
}

impl Wav {
    pub fn new(sample: Sample, channels: Vec<Vec<f64>>, rate_hz: u32) -> Self {
        Self {
            sample,
            channels,
            rate_hz,
            extensible: false,
            before_data: vec![],
            after_data: vec![],
            data_size: None,
            riff_size: None,
        }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let data = interleaved(&self.channels, |value| self.sample.little(value));
        let mut chunks = chunk(b"fmt ", &self.format());
        for (name, body) in &self.before_data {
            chunks.extend(chunk(name, body));
        }
        let mut data_chunk = chunk(b"data", &data);
        if let Some(size) = self.data_size {
            data_chunk[4..8].copy_from_slice(&size.to_le_bytes());
        }
        chunks.extend(data_chunk);
        for (name, body) in &self.after_data {
            chunks.extend(chunk(name, body));
        }
        let size = self.riff_size.unwrap_or(chunks.len() as u32 + 4);
        [b"RIFF", &size.to_le_bytes()[..], b"WAVE", &chunks].concat()
    }

    /// The same as RF64 (EBU Tech 3306): `ds64` states the size of the data.
    pub fn rf64(&self, data_bytes: u64) -> Vec<u8> {
        let wav = Self { data_size: Some(u32::MAX), ..self.clone() }.bytes();
        let frames = self.channels.first().map_or(0, Vec::len) as u64;
        let sizes = [0, data_bytes, frames].map(u64::to_le_bytes).concat();
        let body = [&sizes[..], &[0; 4]].concat();
        [b"RF64\xff\xff\xff\xffWAVE", &chunk(b"ds64", &body)[..], &wav[12..]].concat()
    }

    fn format(&self) -> Vec<u8> {
        let (channels, width) = (self.channels.len() as u16, self.sample.bytes() as u16);
        let tag: u16 = if self.sample.is_float() { 3 } else { 1 };
        let mut format = if self.extensible { 0xfffe } else { tag }.to_le_bytes().to_vec();
        format.extend(channels.to_le_bytes());
        format.extend(self.rate_hz.to_le_bytes());
        format.extend((self.rate_hz * u32::from(channels * width)).to_le_bytes());
        format.extend((channels * width).to_le_bytes());
        format.extend((8 * width).to_le_bytes());
        if self.extensible {
            format.extend(22u16.to_le_bytes());
            format.extend((8 * width).to_le_bytes());
            format.extend([0; 4]);
            format.extend(tag.to_le_bytes());
            format.extend(*b"\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71");
        }
        format
    }
}

/// An AIFF file; with a compression mark it is AIFF-C.
pub fn aiff(
    sample: Sample,
    channels: &[Vec<f64>],
    rate_hz: u32,
    compression: Option<&[u8; 4]>,
) -> Vec<u8> {
    let is_little = compression == Some(b"sowt");
    let data = interleaved(channels, |value| match is_little {
        true => sample.little(value),
        false => sample.big(value),
    });
    let mut common = (channels.len() as u16).to_be_bytes().to_vec();
    common.extend((channels[0].len() as u32).to_be_bytes());
    common.extend((8 * sample.bytes() as u16).to_be_bytes());
    common.extend(extended(rate_hz));
    if let Some(mark) = compression {
        common.extend(mark);
        common.extend([0, 0]);
    }
    let sound = [&[0; 8], &data[..]].concat();
    let form: &[u8; 4] = if compression.is_some() { b"AIFC" } else { b"AIFF" };
    let chunks: Vec<u8> =
        [big_chunk(b"COMM", &common), big_chunk(b"NAME", b"odd"), big_chunk(b"SSND", &sound)]
            .concat();
    [b"FORM", &(chunks.len() as u32 + 4).to_be_bytes()[..], form, &chunks].concat()
}

/// An 80 bit floating point number with a whole value.
fn extended(value: u32) -> [u8; 10] {
    let shift = value.leading_zeros();
    let mut bytes = [0; 10];
    bytes[..2].copy_from_slice(&(16_383 + 31 - shift as u16).to_be_bytes());
    bytes[2..6].copy_from_slice(&(value << shift).to_be_bytes());
    bytes
}

fn interleaved(channels: &[Vec<f64>], bytes: impl Fn(f64) -> Vec<u8>) -> Vec<u8> {
    let frames = channels.first().map_or(0, Vec::len);
    (0..frames).flat_map(|i| channels.iter().flat_map(move |c| [c[i]])).flat_map(bytes).collect()
}

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let pad = if body.len() % 2 == 1 { &[0][..] } else { &[] };
    [&name[..], &(body.len() as u32).to_le_bytes(), body, pad].concat()
}

fn big_chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut bytes = chunk(name, body);
    bytes[4..8].reverse();
    bytes
}
