//! Compressed sound, through symphonia's readers and decoders.

use std::borrow::Cow;
use std::io::Cursor;
use std::panic::catch_unwind;

use symphonia::core::audio::GenericAudioBufferRef;
use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::{Error, Result as SymphoniaResult};
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::io::{MediaSourceStream, ReadBytes};
use symphonia::default::formats::{AdtsReader, FlacReader, IsoMp4Reader, MpaReader, OggReader};

use super::mp4::{self, Edit, SoundTrack};
use super::{AudioError, Source, Waveform, check_length, ogg};

/// The formats that symphonia decodes for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Flac,
    Mp3,
    Ogg,
    Mp4,
    /// AAC in the frames of ADTS, without a container.
    Adts,
}

impl Format {
    /// Name for a person.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Flac => "FLAC",
            Self::Mp3 => "MP3",
            Self::Ogg => "Ogg",
            Self::Mp4 => "MP4",
            Self::Adts => "AAC",
        }
    }

    fn open(self, bytes: &[u8]) -> SymphoniaResult<Box<dyn FormatReader + '_>> {
        let mut stream = MediaSourceStream::new(Box::new(Cursor::new(bytes)), Default::default());
        let options = FormatOptions::default();
        Ok(match self {
            Self::Flac => Box::new(FlacReader::try_new(stream, options)?),
            Self::Mp3 => Box::new(MpaReader::try_new(stream, options)?),
            Self::Ogg => Box::new(OggReader::try_new(stream, options)?),
            Self::Adts => Box::new(AdtsReader::try_new(stream, options)?),
            Self::Mp4 => {
                // This reader expects to stand after the size of the first box.
                stream.ignore_bytes(4)?;
                Box::new(IsoMp4Reader::try_new(stream, options)?)
            }
        })
    }

    /// Whether the length in the header is counted, not estimated from a first bit rate.
    const fn states_length(self) -> bool {
        matches!(self, Self::Flac | Self::Ogg | Self::Mp4)
    }
}

/// Decodes a compressed file.
///
/// Some damage makes symphonia panic, by arithmetic beyond a number's range or by its own
/// assertions. Natively that is one more damaged file; in a tab it ends the engine's worker, which
/// the page tells and can start again.
pub(super) fn decode(bytes: &[u8], format: Format, source: Source) -> Result<Waveform, AudioError> {
    catch_unwind(|| read(bytes, format, source))
        .unwrap_or_else(|_| Err(source.damaged("its parts contradict each other".to_owned())))
}

fn read(bytes: &[u8], format: Format, source: Source) -> Result<Waveform, AudioError> {
    let (bytes, chosen) = match format {
        Format::Mp4 => (mp4::mended(bytes), Some(mp4::sound_track(bytes, source)?)),
        Format::Ogg => (bytes.into(), ogg::check(bytes, source).map(|()| None)?),
        _ => (Cow::from(bytes), None),
    };
    let mut reader = format.open(&bytes).map_err(|error| unreadable(&error, source))?;
    let mut listener = Listener::new(&*reader, chosen, source)?;
    if let Some(samples) = listener.stated_samples.filter(|_| format.states_length()) {
        check_length(samples, listener.stated_rate_hz)?;
    }
    listener.hear(&mut *reader)?;
    listener.finish(chosen.and_then(|track| track.edit))
}

/// The error of a header that symphonia refuses.
fn unreadable(error: &Error, source: Source) -> AudioError {
    match error {
        Error::IoError(_) => source.cut_in_header(),
        other => source.damaged(format!("its header cannot be read ({other})")),
    }
}

/// Decodes one track's packets and mixes them to one channel.
struct Listener {
    source: Source,
    track_id: u32,
    decoder: Box<dyn AudioDecoder>,
    stated_samples: Option<u64>,
    stated_rate_hz: u32,
    mono: Mono,
    packets: u64,
    lost_packets: u64,
    ended_early: bool,
}

impl Listener {
    fn new(
        reader: &dyn FormatReader,
        chosen: Option<SoundTrack>,
        source: Source,
    ) -> Result<Self, AudioError> {
        let track = match chosen {
            Some(chosen) => reader.tracks().iter().find(|track| track.id == chosen.id),
            None => reader.default_track(TrackType::Audio),
        };
        let track = track.ok_or(source.no_audio_track())?;
        let (decoder, stated_rate_hz) = decoder(track, source)?;
        Ok(Self {
            source,
            track_id: track.id,
            decoder,
            stated_samples: track.num_frames,
            stated_rate_hz,
            mono: Mono::default(),
            packets: 0,
            lost_packets: 0,
            ended_early: false,
        })
    }

    /// Decodes to the end, or until the sound is too long.
    fn hear(&mut self, reader: &mut dyn FormatReader) -> Result<(), AudioError> {
        loop {
            match reader.next_packet() {
                Ok(Some(packet)) if packet.track_id != self.track_id => {}
                Ok(Some(packet)) => {
                    self.packets += 1;
                    let is_heard = match self.decoder.decode(&packet) {
                        Ok(block) => self.mono.push(block)?,
                        Err(_) => false,
                    };
                    self.lost_packets += u64::from(!is_heard);
                }
                Ok(None) => return Ok(()),
                // A further stream in the same file, as internet radio chains them.
                Err(Error::ResetRequired) => self.follow(reader)?,
                Err(_) => {
                    self.ended_early = true;
                    return Ok(());
                }
            }
        }
    }

    fn follow(&mut self, reader: &dyn FormatReader) -> Result<(), AudioError> {
        if let Some(track) = reader.default_track(TrackType::Audio) {
            self.track_id = track.id;
            (self.decoder, _) = decoder(track, self.source)?;
        }
        Ok(())
    }

    fn finish(self, edit: Option<Edit>) -> Result<Waveform, AudioError> {
        let Self { source, mono, packets, lost_packets, .. } = self;
        if packets > 0 && 2 * lost_packets >= packets {
            let reason = format!("{lost_packets} of {packets} packets cannot be decoded");
            return Err(source.damaged(reason));
        }
        let heard = mono.samples.len() as u64;
        let is_cut =
            self.ended_early || self.stated_samples.is_some_and(|stated| 2 * heard < stated);
        let Some(rate_hz) = mono.rate_hz else {
            return Err(if is_cut { source.cut_in_header() } else { AudioError::Empty });
        };
        let samples = keep(mono.samples, rate_hz, edit);
        source.accept(samples, rate_hz, is_cut)
    }
}

fn decoder(track: &Track, source: Source) -> Result<(Box<dyn AudioDecoder>, u32), AudioError> {
    let parameters = track.codec_params.as_ref().and_then(|parameters| parameters.audio());
    let parameters = parameters.ok_or(source.no_audio_track())?;
    let rate_hz = parameters.sample_rate.unwrap_or_default();
    Waveform::check_rate(rate_hz)?;
    let decoder = symphonia::default::get_codecs()
        .make_audio_decoder(parameters, &AudioDecoderOptions::default())
        .map_err(|error| match error {
            Error::Unsupported(feature) => {
                source.unsupported(format!("a codec or profile beyond these ({feature})"))
            }
            other => unreadable(&other, source),
        })?;
    Ok((decoder, rate_hz))
}

/// The part that an edit list keeps; a list that would leave nothing is not believed.
fn keep(mut samples: Vec<f32>, rate_hz: u32, edit: Option<Edit>) -> Vec<f32> {
    let Some(Edit { skip_s, keep_s }) = edit else { return samples };
    let in_samples = |seconds: f64| (seconds * f64::from(rate_hz)).round() as usize;
    let skip = in_samples(skip_s);
    if skip < samples.len() {
        samples.drain(..skip);
        samples.truncate(keep_s.map_or(usize::MAX, in_samples).max(1));
    }
    samples
}

/// The mean of the channels of all blocks so far.
#[derive(Default)]
struct Mono {
    samples: Vec<f32>,
    /// The rate of the first block.
    rate_hz: Option<u32>,
    interleaved: Vec<f32>,
}

impl Mono {
    /// Adds a block; `false` if its rate is not that of the blocks before.
    fn push(&mut self, block: GenericAudioBufferRef<'_>) -> Result<bool, AudioError> {
        let (channels, rate_hz) = (block.spec().channels().count(), block.spec().rate());
        if channels == 0 {
            return Err(AudioError::NoChannels);
        }
        Waveform::check_rate(rate_hz)?;
        if *self.rate_hz.get_or_insert(rate_hz) != rate_hz {
            return Ok(false);
        }
        block.copy_to_vec_interleaved(&mut self.interleaved);
        let mean = |frame: &[f32]| frame.iter().sum::<f32>() / channels as f32;
        self.samples.extend(self.interleaved.chunks_exact(channels).map(mean));
        check_length(self.samples.len() as u64, rate_hz)?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_list_keeps_its_piece_unless_it_leaves_nothing() {
        let samples: Vec<f32> = (0..10).map(|i| i as f32).collect();
        let edit = |skip_s, keep_s| Some(Edit { skip_s, keep_s });
        let kept = |edit| keep(samples.clone(), 1_000, edit);
        assert_eq!(kept(None), samples);
        assert_eq!(kept(edit(0.002, Some(0.003))), [2.0, 3.0, 4.0]);
        assert_eq!(kept(edit(0.008, None)), [8.0, 9.0]);
        assert_eq!(kept(edit(1.0, Some(1.0))), samples);
    }
}
