//! Reads `goldens.bin`, which `make.py` wrote.

use std::collections::BTreeMap;

use overtone::audio::Waveform;
use serde::Deserialize;

static FILE: &[u8] = include_bytes!("goldens.bin");

/// All golden values.
pub struct Goldens {
    header: Header,
    data: &'static [u8],
}

#[derive(Deserialize)]
struct Header {
    librosa: String,
    signals: BTreeMap<String, Known>,
    arrays: BTreeMap<String, Place>,
}

#[derive(Deserialize)]
struct Known {
    rate_hz: u32,
    f0_hz: Option<f32>,
}

#[derive(Deserialize)]
struct Place {
    kind: String,
    shape: Vec<usize>,
    at: usize,
}

/// A test sound and what librosa makes of it.
pub struct Signal<'a> {
    goldens: &'a Goldens,
    pub name: &'a str,
    pub rate_hz: u32,
    /// The pitch: 0 where there is none, nothing where it is not tested.
    pub f0_hz: Option<f32>,
}

impl Goldens {
    pub fn read() -> Self {
        let (length, rest) = FILE.split_first_chunk().unwrap();
        let (header, data) = rest.split_at(u32::from_le_bytes(*length) as usize);
        let header: Header = serde_json::from_slice(header).unwrap();
        assert_eq!(header.librosa, "0.11.0");
        Self { header, data }
    }

    pub fn signals(&self) -> impl Iterator<Item = Signal<'_>> {
        self.header.signals.iter().map(|(name, known)| Signal {
            goldens: self,
            name,
            rate_hz: known.rate_hz,
            f0_hz: known.f0_hz,
        })
    }

    pub fn signal(&self, name: &str) -> Signal<'_> {
        self.signals().find(|signal| signal.name == name).unwrap()
    }

    /// Names of arrays that begin so, without that beginning.
    pub fn names<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        self.header.arrays.keys().filter_map(move |name| name.strip_prefix(prefix))
    }

    pub fn shape(&self, name: &str) -> &[usize] {
        &self.place(name).shape
    }

    pub fn f32(&self, name: &str) -> Vec<f32> {
        self.array(name, "f4", f32::from_le_bytes)
    }

    pub fn f64(&self, name: &str) -> Vec<f64> {
        self.array(name, "f8", f64::from_le_bytes)
    }

    pub fn u32(&self, name: &str) -> Vec<u32> {
        self.array(name, "u4", u32::from_le_bytes)
    }

    /// Samples, full scale at ±1, as floats or in 16 bits.
    fn samples(&self, name: &str) -> Vec<f32> {
        match self.place(name).kind.as_str() {
            "i2" => self.array(name, "i2", |bytes| f32::from(i16::from_le_bytes(bytes)) / 32_768.0),
            _ => self.f32(name),
        }
    }

    fn place(&self, name: &str) -> &Place {
        self.header.arrays.get(name).unwrap_or_else(|| panic!("no golden array {name}"))
    }

    fn array<const N: usize, T>(&self, name: &str, kind: &str, read: fn([u8; N]) -> T) -> Vec<T> {
        let place = self.place(name);
        assert_eq!(place.kind, kind, "{name}");
        let count: usize = place.shape.iter().product();
        let (values, _) = self.data[place.at..][..count * N].as_chunks::<N>();
        values.iter().map(|bytes| read(*bytes)).collect()
    }
}

impl Signal<'_> {
    /// The sound, the mean of its channels.
    pub fn sound(&self) -> Waveform {
        let name = self.full("samples");
        let channels = self.goldens.shape(&name).get(1).copied().unwrap_or(1);
        let samples = self.goldens.samples(&name);
        let mono = samples.chunks(channels).map(|c| c.iter().sum::<f32>() / channels as f32);
        Waveform::new(mono.collect(), self.rate_hz).unwrap()
    }

    pub fn f32(&self, array: &str) -> Vec<f32> {
        self.goldens.f32(&self.full(array))
    }

    pub fn tuning(&self) -> f64 {
        self.goldens.f64(&self.full("tuning"))[0]
    }

    /// The frames whose spectra are kept.
    pub fn shown(&self) -> Vec<usize> {
        self.goldens.u32(&self.full("shown")).into_iter().map(|frame| frame as usize).collect()
    }

    fn full(&self, array: &str) -> String {
        format!("{}/{array}", self.name)
    }
}
