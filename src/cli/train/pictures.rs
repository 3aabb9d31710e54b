//! What a finished training looks like: the pictures in its folder, each as SVG and as PNG.
//!
//! | below `pictures/` | what |
//! | --- | --- |
//! | `learning-curves` | loss and accuracy, training and validation |
//! | `confusion`, `confusion-CORPUS` | the confusion matrix over all test clips, and of a corpus |
//! | `reliability`, `reliability-CORPUS` | accuracy over confidence, likewise |
//! | `EMOTION-waveform`, `EMOTION-spectrogram` | a test clip of each emotion |

use std::collections::BTreeMap;
use std::fs;

use super::run_folder::RunFolder;
use crate::audio;
use crate::cli::{Failure, While};
use crate::corpus::Clip;
use crate::emotion::Emotion;
use crate::figures::{Evaluation, History, Scores};
use crate::plot::disk::{png, svg};
use crate::plot::{Analysis, Chart, Curves, Matrix, Theme, Trust, Waveform};
use crate::report::View;

/// The folder of the pictures, in the training's.
pub const FOLDER: &str = "pictures";

/// Sizes in CSS pixels.
const CURVES_PX: (u32, u32) = (960, 360);
const SQUARE_PX: (u32, u32) = (520, 500);

/// Where the spectrograms end: above it, speech is hiss.
const HIGHEST_HZ: f64 = 8_000.0;

/// Draws everything that a training came to, with an example of each emotion among these clips.
///
/// # Errors
/// At the first picture that cannot be drawn or written.
pub fn draw<'a>(
    folder: &RunFolder,
    history: &History,
    evaluation: &Evaluation,
    clips: impl IntoIterator<Item = &'a Clip>,
) -> Result<(), Failure> {
    let pictures = Pictures { folder };
    let path = folder.file(FOLDER);
    fs::create_dir_all(&path).during(|| format!("cannot make {}", path.display()))?;
    pictures.write("learning-curves", &Curves::of(history).chart(""), CURVES_PX)?;
    pictures.scores("", "all corpora", &evaluation.pooled)?;
    for (corpus, scores) in &evaluation.corpora {
        pictures.scores(&format!("-{}", file_name(corpus)), corpus, scores)?;
    }
    examples(clips).into_values().try_for_each(|clip| pictures.example(clip))
}

/// The first clip of each emotion.
fn examples<'a>(clips: impl IntoIterator<Item = &'a Clip>) -> BTreeMap<Emotion, &'a Clip> {
    let mut first = BTreeMap::new();
    for clip in clips {
        first.entry(clip.emotion).or_insert(clip);
    }
    first
}

/// A name as part of a file's: a corpus may be called anything.
fn file_name(name: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    name.chars().map(kept).collect()
}

/// The folder that pictures are drawn into.
struct Pictures<'a> {
    folder: &'a RunFolder,
}

impl Pictures<'_> {
    fn scores(&self, ending: &str, title: &str, scores: &Scores) -> Result<(), Failure> {
        let matrix = Matrix::of(scores);
        self.write(&format!("confusion{ending}"), &matrix.chart(title), SQUARE_PX)?;
        let Some(trust) = Trust::of(scores) else { return Ok(()) };
        self.write(&format!("reliability{ending}"), &trust.chart(title), SQUARE_PX)
    }

    fn example(&self, clip: &Clip) -> Result<(), Failure> {
        let name = || format!("cannot draw {}", clip.path.display());
        let sound = audio::decode(&fs::read(&clip.path).during(name)?).during(name)?;
        let title = View::title(clip.emotion, &clip.speaker);
        let waveform = Waveform {
            title: title.clone(),
            samples: sound.samples(),
            rate_hz: sound.rate_hz(),
            labelled: true,
            gutter: None,
        };
        self.write(&View::Waveform.of(clip.emotion), &waveform, View::Waveform.size_px())?;
        let spectrogram = Analysis::stft(&sound, HIGHEST_HZ).during(name)?;
        let chart = spectrogram.chart(title, None, None);
        self.write(&View::Spectrogram.of(clip.emotion), &chart, View::Spectrogram.size_px())
    }

    fn write(&self, name: &str, chart: &impl Chart, size_px: (u32, u32)) -> Result<(), Failure> {
        let theme = Theme::light();
        let svg = svg(chart, size_px, &theme)?;
        self.folder.write(&format!("{FOLDER}/{name}.svg"), svg.as_bytes())?;
        self.folder.write(&format!("{FOLDER}/{name}.png"), &png(chart, size_px, &theme)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corpus_of_any_name_has_a_file_of_its_own_in_the_folder() {
        assert_eq!(file_name("crema-d"), "crema-d");
        assert_eq!(file_name("../été 2\\x"), ".._été_2_x");
    }
}
