//! WAV and AIFF, as recorders, editors and laboratories write them.

use overtone::audio::{AudioError, LONGEST_S, decode};

use crate::tone::{LEVEL, assert_tone, tone};
use crate::writers::{Sample, Wav, aiff};

const RATE_HZ: u32 = 16_000;
const SAMPLES: usize = 6_400;

fn mono(sample: Sample) -> Wav {
    Wav::new(sample, vec![tone(LEVEL, RATE_HZ, SAMPLES)], RATE_HZ)
}

/// Left louder than right, with the tone's level as the mean.
fn stereo() -> Vec<Vec<f64>> {
    vec![tone(0.6, RATE_HZ, SAMPLES), tone(0.4, RATE_HZ, SAMPLES)]
}

/// What rounding to this width leaves beside the tone.
fn rounding(sample: Sample) -> f64 {
    match sample {
        Sample::U8 => 0.01,
        Sample::S16 => 1e-4,
        _ => 1e-6,
    }
}

const SAMPLE_KINDS: [Sample; 6] =
    [Sample::U8, Sample::S16, Sample::S24, Sample::S32, Sample::F32, Sample::F64];

#[test]
fn wav_of_every_width_is_the_tone() {
    for sample in SAMPLE_KINDS {
        for extensible in [false, true] {
            let sound = decode(&Wav { extensible, ..mono(sample) }.bytes()).unwrap();
            assert_eq!((sound.rate_hz(), sound.samples().len()), (RATE_HZ, SAMPLES));
            assert_tone(&sound, LEVEL, rounding(sample));
        }
    }
}

#[test]
fn aiff_of_every_width_is_the_tone() {
    let marks: [(Sample, Option<&[u8; 4]>); 8] = [
        (Sample::U8, None),
        (Sample::S16, None),
        (Sample::S24, None),
        (Sample::S32, None),
        (Sample::S16, Some(b"NONE")),
        (Sample::S16, Some(b"sowt")),
        (Sample::F32, Some(b"fl32")),
        (Sample::F64, Some(b"FL64")),
    ];
    for (sample, mark) in marks {
        let bytes = aiff(sample, &[tone(LEVEL, 24_414, SAMPLES)], 24_414, mark);
        let sound = decode(&bytes).unwrap();
        assert_eq!((sound.rate_hz(), sound.samples().len()), (24_414, SAMPLES));
        assert_tone(&sound, LEVEL, rounding(sample));
    }
}

#[test]
fn channels_are_mixed_by_their_mean() {
    let six = (1..=6).map(|i| tone(f64::from(i) / 7.0, RATE_HZ, SAMPLES)).collect();
    for wav in [Wav::new(Sample::S16, stereo(), RATE_HZ), Wav::new(Sample::F32, six, RATE_HZ)] {
        assert_tone(&decode(&wav.bytes()).unwrap(), LEVEL, 1e-4);
    }
    assert_tone(&decode(&aiff(Sample::S16, &stereo(), RATE_HZ, None)).unwrap(), LEVEL, 1e-4);
}

#[test]
fn chunks_around_the_data_are_stepped_over() {
    let wav = Wav {
        before_data: vec![
            (b"FLLR", vec![0; 4_044]),
            (b"LIST", b"INFOISFT\x0e\0\0\0Lavf58.29.100\0".to_vec()),
            (b"bext", vec![7; 603]),
            (b"fact", vec![0; 3]),
        ],
        after_data: vec![(b"_PMX", b"<x:xmpmeta/>".to_vec()), (b"LIST", vec![])],
        ..mono(Sample::S16)
    };
    let sound = decode(&wav.bytes()).unwrap();
    assert_eq!(sound.samples().len(), SAMPLES);
    assert_tone(&sound, LEVEL, 1e-4);
}

#[test]
fn sizes_that_a_streaming_recorder_left_open_do_not_matter() {
    for size in [0, u32::MAX, 0x7fff_ffff, 0x7fff_f000] {
        let wav = Wav { data_size: Some(size), riff_size: Some(size), ..mono(Sample::S16) };
        assert_eq!(decode(&wav.bytes()).unwrap().samples().len(), SAMPLES, "size {size:#x}");
    }
    let wav = Wav { riff_size: Some(36), ..mono(Sample::S16) };
    assert_eq!(decode(&wav.bytes()).unwrap().samples().len(), SAMPLES);
}

/// The tone and another chunk behind it, with this size of the data in 64 bits.
fn rf64(data_bytes: u64) -> Vec<u8> {
    let after_data = vec![(b"LIST", vec![0x7f; 2_000])];
    Wav { after_data, ..mono(Sample::S16) }.rf64(data_bytes)
}

#[test]
fn rf64_ends_where_its_64_bits_say() {
    let sound = decode(&rf64(2 * SAMPLES as u64)).unwrap();
    assert_eq!(sound.samples().len(), SAMPLES);
    assert_tone(&sound, LEVEL, 1e-4);
    let shorter = decode(&rf64(2_000)).unwrap();
    assert_eq!(shorter.samples().len(), 1_000);
}

#[test]
fn sizes_of_64_bits_that_lie_reach_to_the_end() {
    for lie in [0, 1 << 20, 1 << 40, u64::MAX] {
        let sound = decode(&rf64(lie)).unwrap();
        assert!(sound.samples().len() >= SAMPLES, "{lie}");
    }
    // A hundred bytes after the header of the data.
    let cut = &rf64(2 * SAMPLES as u64)[..180];
    assert!(matches!(decode(cut), Err(AudioError::Truncated { format: "WAV", .. })));
}

#[test]
fn a_block_that_contradicts_its_bits_is_not_believed() {
    let mut bytes = mono(Sample::S16).bytes();
    bytes[32..34].copy_from_slice(&1u16.to_le_bytes());
    assert_tone(&decode(&bytes).unwrap(), LEVEL, 1e-4);
}

#[test]
fn twenty_four_bits_in_four_bytes_stand_at_the_upper_end() {
    let mut bytes = Wav { extensible: true, ..mono(Sample::S32) }.bytes();
    // The bits that are valid, after the size of the extension.
    bytes[38..40].copy_from_slice(&24u16.to_le_bytes());
    assert_tone(&decode(&bytes).unwrap(), LEVEL, 1e-6);
    // The same without the extension: 24 bits, blocks of four bytes.
    let mut bytes = mono(Sample::S32).bytes();
    bytes[34..36].copy_from_slice(&24u16.to_le_bytes());
    assert_tone(&decode(&bytes).unwrap(), LEVEL, 1e-6);
}

#[test]
fn a_file_without_samples_is_empty() {
    let none = Wav::new(Sample::S16, vec![vec![]], RATE_HZ).bytes();
    assert_eq!(decode(&none), Err(AudioError::Empty));
    assert_eq!(decode(&[]), Err(AudioError::Empty));
}

#[test]
fn headers_that_make_no_sense_are_refused_with_the_reason() {
    let wav = mono(Sample::S16).bytes();
    let changed = |at: usize, bytes: &[u8]| {
        let mut wav = wav.clone();
        wav[at..at + bytes.len()].copy_from_slice(bytes);
        decode(&wav)
    };
    assert_eq!(changed(22, &[0, 0]), Err(AudioError::NoChannels));
    assert_eq!(changed(24, &[5, 0, 0, 0]), Err(AudioError::AbsurdRate(5)));
    assert_eq!(changed(24, &[0xff; 4]), Err(AudioError::AbsurdRate(u32::MAX)));
    let codec = "Microsoft ADPCM".into();
    assert_eq!(changed(20, &[2, 0]), Err(AudioError::UnsupportedCodec { format: "WAV", codec }));
    let codec = "2056 bit PCM".into();
    assert_eq!(changed(34, &[8, 8]), Err(AudioError::UnsupportedCodec { format: "WAV", codec }));
    let mute = aiff(Sample::S16, &stereo(), RATE_HZ, Some(b"ima4"));
    assert!(matches!(decode(&mute), Err(AudioError::UnsupportedCodec { .. })));
}

#[test]
fn samples_that_are_no_numbers_are_refused_with_their_place() {
    let mut samples = tone(LEVEL, RATE_HZ, SAMPLES);
    samples[77] = f64::NAN;
    for sample in [Sample::F32, Sample::F64] {
        let bytes = Wav::new(sample, vec![samples.clone()], RATE_HZ).bytes();
        assert!(matches!(decode(&bytes), Err(AudioError::NotFinite { position: 77, .. })));
    }
}

#[test]
fn the_longest_sound_is_decoded_and_one_sample_more_is_not() {
    let wav = |samples| {
        let mut wav = Wav::new(Sample::U8, vec![vec![]], 1_000).bytes();
        let size = wav.len() - 4;
        wav[size..].copy_from_slice(&(samples as u32).to_le_bytes());
        wav.resize(wav.len() + samples, 128);
        decode(&wav).map(|sound| sound.seconds())
    };
    let longest = LONGEST_S as usize * 1_000;
    assert_eq!(wav(longest), Ok(LONGEST_S));
    assert_eq!(wav(longest + 1), Err(AudioError::TooLong { at_least_s: LONGEST_S + 0.001 }));
}
