//! `overtone plot`: one chart of one sound.

use std::fs;
use std::path::PathBuf;

use clap::ValueEnum;

use super::{Failure, While};
use crate::audio::{self, Waveform};
use crate::features::{chroma, mfcc, pitch};
use crate::plot;
use crate::plot::disk::{self, Format};
use crate::plot::{Analysis, Chart, Chroma, ColourMap, Mfcc, Pitch, Scale, Theme};

/// Draws a sound: its waveform, spectrogram, mel bands, MFCC, chroma or pitch
///
/// A PNG has two pixels for each of width and height; an SVG names the typeface Bricolage Grotesque
/// and falls back to the system's.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A sound in any audio format
    file: PathBuf,
    /// What to draw
    #[arg(long, value_enum, default_value_t = Kind::Spectrogram)]
    kind: Kind,
    /// The file to write; its name ends in .svg or .png
    #[arg(short, long, value_name = "PICTURE")]
    output: PathBuf,
    /// Width in CSS pixels
    #[arg(long, default_value_t = 900, value_parser = side())]
    width: u32,
    /// Height in CSS pixels
    #[arg(long, default_value_t = 360, value_parser = side())]
    height: u32,
    /// Colours for a light or a dark ground
    #[arg(long, value_enum, default_value_t = Ground::Light)]
    theme: Ground,
    /// A title; "" for none [default: the name of the sound's file]
    #[arg(long)]
    title: Option<String>,
    /// How a spectrogram spreads frequencies
    #[arg(long, value_enum, default_value_t = Spread::Linear)]
    scale: Spread,
    /// Where a spectrogram ends, in Hz; at most at half the sound's rate
    #[arg(long, value_name = "HZ", default_value_t = 8_000, value_parser = frequency())]
    max_hz: u32,
    /// The colours of a spectrogram or of mel bands [default: the theme's]
    #[arg(long, value_enum)]
    colours: Option<Colours>,
}

const EXAMPLES: &str = "\
Examples:
  overtone plot voice.wav -o voice.svg
  overtone plot voice.flac --kind pitch -o melody.png --width 1200
  overtone plot song.mp3 --scale log --max-hz 16000 --theme dark -o song.png";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Amplitude over time
    Waveform,
    /// Level over time and frequency, windows of 40 ms
    Spectrogram,
    /// 64 mel bands, 50 to 5000 Hz
    Mel,
    /// Mel-frequency cepstral coefficients 1 to 19
    Mfcc,
    /// The twelve pitch classes
    Chroma,
    /// The fundamental frequency of the voice
    Pitch,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Ground {
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Spread {
    /// Equal differences, equal heights
    Linear,
    /// Equal intervals, equal heights
    Log,
    /// As the ear has it (Slaney)
    Mel,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colours {
    Magma,
    Inferno,
    Viridis,
    Grey,
}

/// Coefficients of the MFCC, the level among them.
const COEFFICIENTS: usize = 20;

/// The rate at which MFCC and chroma are computed, librosa's default.
const RATE_HZ: u32 = 22_050;

/// Samples from one frame of MFCC and chroma to the next, librosa's default.
const HOP_SAMPLES: f64 = 512.0;

fn side() -> clap::builder::RangedI64ValueParser<u32> {
    let (least, most) = disk::SIDES_PX.into_inner();
    clap::value_parser!(u32).range(i64::from(least)..=i64::from(most))
}

fn frequency() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(100..=384_000)
}

/// Runs the command.
///
/// # Errors
/// A sentence where the sound cannot be read or the picture cannot be written.
pub fn run(args: &Args) -> Result<(), Failure> {
    // A wrong name shall not cost the time of an analysis.
    Format::of(&args.output)?;
    let sound = args.sound()?;
    let (title, seconds) = (args.title(), sound.seconds());
    match args.kind {
        Kind::Waveform => args.write(&plot::Waveform {
            title,
            samples: sound.samples(),
            rate_hz: sound.rate_hz(),
            labelled: true,
            gutter: None,
        }),
        Kind::Spectrogram => {
            let analysis = Analysis::stft(&sound, f64::from(args.max_hz))?;
            args.write(&analysis.chart(title, Some(args.scale.into()), args.colours()))
        }
        Kind::Mel => args.write(&Analysis::mel(&sound)?.chart(title, None, args.colours())),
        Kind::Mfcc => {
            let values = &mfcc::mfcc(&audio::resample(&sound, RATE_HZ)?, COEFFICIENTS)?;
            args.write(&Mfcc { title, values, hop_s: hop_s(), seconds })
        }
        Kind::Chroma => {
            let values = &chroma::chroma(&audio::resample(&sound, RATE_HZ)?)?;
            args.write(&Chroma { title, values, hop_s: hop_s(), seconds })
        }
        Kind::Pitch => {
            let track = pitch::track(&sound)?;
            args.write(&Pitch { title, hz: &track.hz, hop_s: track.hop_s, seconds, gutter: None })
        }
    }
}

impl Args {
    fn sound(&self) -> Result<Waveform, Failure> {
        let name = || self.file.display().to_string();
        let bytes = fs::read(&self.file).during(name)?;
        audio::decode(&bytes).during(name)
    }

    fn title(&self) -> String {
        let name = || self.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.title.clone().unwrap_or_else(name)
    }

    fn colours(&self) -> Option<ColourMap> {
        self.colours.map(ColourMap::from)
    }

    fn write(&self, chart: &impl Chart) -> Result<(), Failure> {
        let theme = match self.theme {
            Ground::Light => Theme::light(),
            Ground::Dark => Theme::dark(),
        };
        Ok(disk::write(chart, &self.output, (self.width, self.height), &theme)?)
    }
}

fn hop_s() -> f64 {
    HOP_SAMPLES / f64::from(RATE_HZ)
}

impl From<Spread> for Scale {
    fn from(spread: Spread) -> Self {
        match spread {
            Spread::Linear => Self::Linear,
            Spread::Log => Self::Log,
            Spread::Mel => Self::Mel,
        }
    }
}

impl From<Colours> for ColourMap {
    fn from(colours: Colours) -> Self {
        match colours {
            Colours::Magma => Self::Magma,
            Colours::Inferno => Self::Inferno,
            Colours::Viridis => Self::Viridis,
            Colours::Grey => Self::Grey,
        }
    }
}
