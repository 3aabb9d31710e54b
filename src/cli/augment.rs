//! `overtone augment`: a variation of a sound, to be heard.

use std::fs;
use std::io::{self, Write};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{Failure, While};
use crate::audio::augment::{
    self, Band, Codec, GAIN_DB, PITCH_SEMITONES, Recording, Room, SNR_DB, STRETCH_RATES, Variation,
};
use crate::audio::{decode, wav_from_waveform};

/// Varies a sound as a training may: noise, speed, pitch, level, a room, a telephone, a codec
///
/// Numbers that are not given are drawn at random, the same for the same seed. The file written is
/// a WAV of 16 bits, and a line says what was done.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, allow_negative_numbers = true)]
pub struct Args {
    /// A sound in any audio format
    file: PathBuf,
    /// What to do to it
    #[arg(long, value_enum)]
    kind: Kind,
    /// The WAV file to write
    #[arg(short, long, value_name = "WAV")]
    output: PathBuf,
    /// Decides every number that is not given, and the noise itself
    #[arg(long, default_value_t = 0)]
    seed: u64,
    #[command(flatten)]
    numbers: Numbers,
}

/// The numbers of the kinds.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Numbers of one kind")]
struct Numbers {
    /// noise: largest level as a share of the sound's largest magnitude
    #[arg(long, value_parser = within(0.0..=10.0))]
    amount: Option<f64>,
    /// stretch: speed, 2 is twice as fast
    #[arg(long, value_parser = within(STRETCH_RATES))]
    rate: Option<f64>,
    /// shift: later by so many seconds, earlier where negative
    #[arg(long, value_name = "S", value_parser = within(-3_600.0..=3_600.0))]
    later_s: Option<f64>,
    /// pitch: up, or down where negative
    #[arg(long, value_parser = within(PITCH_SEMITONES))]
    semitones: Option<f64>,
    /// gain: louder, or quieter where negative
    #[arg(long, value_name = "DB", value_parser = within(GAIN_DB))]
    gain_db: Option<f64>,
    /// colour: how the noise sounds
    #[arg(long, value_enum)]
    colour: Option<Colour>,
    /// colour: speech above noise
    #[arg(long, value_name = "DB", value_parser = within(SNR_DB))]
    snr_db: Option<f64>,
    /// room: how long echoes take to fall by 60 dB
    #[arg(long, value_name = "S", value_parser = within(Room::RT60_S))]
    rt60_s: Option<f64>,
    /// room: direct sound above reflections
    #[arg(long, value_name = "DB", value_parser = within(Room::DIRECT_DB))]
    direct_db: Option<f64>,
    /// band: lower edge
    #[arg(long, value_name = "HZ", value_parser = within(0.0..=384_000.0))]
    low_hz: Option<f64>,
    /// band: upper edge
    #[arg(long, value_name = "HZ", value_parser = within(0.0..=384_000.0))]
    high_hz: Option<f64>,
    /// codec: a μ-law of so many bits
    #[arg(long, value_parser = bits(), conflicts_with = "below_db")]
    bits: Option<u32>,
    /// codec: a rounded spectrum, its error so far below the sound
    #[arg(long, value_name = "DB", value_parser = within(Codec::BELOW_DB))]
    below_db: Option<f64>,
}

const EXAMPLES: &str = "\
Examples:
  overtone augment voice.wav --kind room --rt60-s 0.6 -o room.wav
  overtone augment voice.wav --kind colour --colour pink --snr-db 10 -o rain.wav
  overtone augment voice.wav --kind band --low-hz 300 --high-hz 3400 -o telephone.wav
  overtone augment voice.wav --kind codec --seed 7 -o anything.wav
  overtone augment voice.wav --kind recording --seed 3 -o elsewhere.wav";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// White noise in proportion to the sound's largest magnitude
    Noise,
    /// Faster or slower at the same pitch
    Stretch,
    /// Later or earlier
    Shift,
    /// Higher or lower at the same speed
    Pitch,
    /// Louder or quieter, and clipped
    Gain,
    /// White, pink, brown or babble noise at a ratio to the speech
    Colour,
    /// Reflections and reverberation
    Room,
    /// Only a band of frequencies, as a telephone has it
    Band,
    /// Few bits a sample, or a coarse spectrum
    Codec,
    /// All that comes between mouth and file: by chance a room, noise, another level, a band and a
    /// codec, one after the other
    Recording,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    White,
    Pink,
    Brown,
    Babble,
}

/// A number within a range, refused with a sentence that names the range.
fn within(
    range: RangeInclusive<f64>,
) -> impl Fn(&str) -> Result<f64, String> + Clone + Send + Sync + 'static {
    move |text| match text.parse::<f64>() {
        Ok(number) if range.contains(&number) => Ok(number),
        _ => Err(format!("expected a number from {} to {}", range.start(), range.end())),
    }
}

fn bits() -> clap::builder::RangedI64ValueParser<u32> {
    let (least, most) = Codec::BITS.into_inner();
    clap::value_parser!(u32).range(i64::from(least)..=i64::from(most))
}

/// Runs the command.
///
/// # Errors
/// A sentence where a number belongs to another kind, the sound cannot be read or the file cannot
/// be written.
pub fn run(args: &Args) -> Result<(), Failure> {
    args.numbers.refuse_strangers(args.kind)?;
    if same_file(&args.file, &args.output) {
        let name = args.output.display();
        return Err(Failure::new(format!("expected another file than {name} to write to")));
    }
    let name = || args.file.display().to_string();
    let bytes = fs::read(&args.file).during(name)?;
    let sound = decode(&bytes).during(name)?;
    let mut rng = ChaCha8Rng::seed_from_u64(args.seed);
    let recording = args.recording(&mut rng);
    let varied = recording.of(&sound, &mut rng)?;
    let output = args.output.display();
    fs::write(&args.output, wav_from_waveform(&varied))
        .during(|| format!("cannot write {output}"))?;
    let clips = match augment::clipped(&varied) {
        0 => String::new(),
        count => format!(", clipped samples: {count}"),
    };
    let (seed, seconds) = (args.seed, varied.seconds());
    writeln!(io::stdout().lock(), "{output}: {recording}, seed {seed}, {seconds:.2} s{clips}")?;
    Ok(())
}

impl Args {
    /// What is to be done to the sound.
    fn recording(&self, rng: &mut impl Rng) -> Recording {
        let Some(kind) = self.kind.alone() else { return Recording::draw(rng) };
        let mut variation = Variation::draw(kind, rng);
        self.numbers.set(&mut variation);
        variation.into()
    }
}

/// Whether both names lead to one file that is there.
fn same_file(a: &Path, b: &Path) -> bool {
    matches!((fs::canonicalize(a), fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}

impl Numbers {
    /// Refuses a number that says nothing about the kind.
    fn refuse_strangers(&self, kind: Kind) -> Result<(), Failure> {
        let given = [
            ("--amount", self.amount.is_some(), Kind::Noise),
            ("--rate", self.rate.is_some(), Kind::Stretch),
            ("--later-s", self.later_s.is_some(), Kind::Shift),
            ("--semitones", self.semitones.is_some(), Kind::Pitch),
            ("--gain-db", self.gain_db.is_some(), Kind::Gain),
            ("--colour", self.colour.is_some(), Kind::Colour),
            ("--snr-db", self.snr_db.is_some(), Kind::Colour),
            ("--rt60-s", self.rt60_s.is_some(), Kind::Room),
            ("--direct-db", self.direct_db.is_some(), Kind::Room),
            ("--low-hz", self.low_hz.is_some(), Kind::Band),
            ("--high-hz", self.high_hz.is_some(), Kind::Band),
            ("--bits", self.bits.is_some(), Kind::Codec),
            ("--below-db", self.below_db.is_some(), Kind::Codec),
        ];
        match given.into_iter().find(|(_, is_given, of)| *is_given && *of != kind) {
            None => Ok(()),
            Some((option, _, of)) => Err(Failure::new(format!(
                "{option} belongs to --kind {}, got --kind {}",
                of.name(),
                kind.name()
            ))),
        }
    }

    /// Puts the given numbers in place of drawn ones.
    fn set(&self, variation: &mut Variation) {
        match variation {
            Variation::Noise { amount } => put(self.amount.map(|a| a as f32), amount),
            Variation::Stretch { rate } => put(self.rate, rate),
            Variation::Shift { later_s } => put(self.later_s, later_s),
            Variation::Pitch { semitones } => put(self.semitones, semitones),
            Variation::Gain { gain_db } => put(self.gain_db, gain_db),
            Variation::Colour { colour, snr_db } => {
                put(self.colour.map(Colour::into), colour);
                put(self.snr_db, snr_db);
            }
            Variation::Room(Room { rt60_s, direct_db }) => {
                put(self.rt60_s, rt60_s);
                put(self.direct_db, direct_db);
            }
            Variation::Band(Band { low_hz, high_hz }) => {
                put(self.low_hz, low_hz);
                put(self.high_hz, high_hz);
            }
            Variation::Codec(codec) => {
                put(self.bits.map(|bits| Codec::MuLaw { bits }), codec);
                put(self.below_db.map(|below_db| Codec::Masked { below_db }), codec);
            }
        }
    }
}

fn put<T>(given: Option<T>, into: &mut T) {
    if let Some(given) = given {
        *into = given;
    }
}

impl Kind {
    /// As it is written after `--kind`.
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// The variation that it is; none if it is a way of several.
    fn alone(self) -> Option<augment::Kind> {
        Some(match self {
            Self::Noise => augment::Kind::Noise,
            Self::Stretch => augment::Kind::Stretch,
            Self::Shift => augment::Kind::Shift,
            Self::Pitch => augment::Kind::Pitch,
            Self::Gain => augment::Kind::Gain,
            Self::Colour => augment::Kind::Colour,
            Self::Room => augment::Kind::Room,
            Self::Band => augment::Kind::Band,
            Self::Codec => augment::Kind::Codec,
            Self::Recording => return None,
        })
    }
}

impl From<Colour> for augment::Colour {
    fn from(colour: Colour) -> Self {
        match colour {
            Colour::White => Self::White,
            Colour::Pink => Self::Pink,
            Colour::Brown => Self::Brown,
            Colour::Babble => Self::Babble,
        }
    }
}
