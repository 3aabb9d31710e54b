//! The page of a training.
//!
//! Well-formed as XML too, so that any reader of either can check it.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::html::{Table, chart, percent, picture, thousands};
use super::{Example, Finished, View};
use crate::corpus::{Corpus, SplitKind};
use crate::features::FeatureSpec;
use crate::figures::Scores;
use crate::plot::vector::Escaped;
use crate::plot::{Curves, Matrix, PlotError, Trust};

const STYLE: &str = include_str!("style.css");

/// Sizes of charts in CSS pixels: none is wider than a telephone, or it comes twice.
const WIDE_PX: (u32, u32) = (1_080, 360);
const NARROW_PX: (u32, u32) = (358, 560);
const SQUARE_PX: (u32, u32) = (384, 400);

/// The page, set in a typeface: the bytes of `bricolage-grotesque.woff2`.
///
/// # Errors
/// None for a finished training; the type is that of the charts.
pub fn of(run: &Finished, typeface: &[u8]) -> Result<String, PlotError> {
    let name = Escaped(&run.name);
    let typeface = format!(
        "@font-face {{\n  font-family: \"Bricolage Grotesque\";\n  \
         src: url(data:font/woff2;base64,{}) format(\"woff2\");\n  font-weight: 200 800;\n}}\n",
        STANDARD.encode(typeface)
    );
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; img-src data:; font-src data:\" />\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n\
         <meta name=\"color-scheme\" content=\"light dark\" />\n\
         <title>{name}: training report</title>\n<style>\n{typeface}{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <header>\n<p class=\"mark\">Overtone</p>\n<h1>{name}</h1>\n<p>{}</p>\n</header>\n",
        Escaped(&summary(run))
    );
    page.push_str(&warning(&run.model.training.split));
    page.push_str(&section("Scores", &scores(run)));
    for (corpus, scores) in corpora(run) {
        page.push_str(&section(corpus, &detail(corpus, scores)?));
    }
    page.push_str(&section("Learning curves", &learning(run)?));
    if let Some(shown) = &run.examples {
        page.push_str(&section("Examples", &examples(shown, &typeface)));
    }
    page.push_str(&section("The model", &model(run)));
    page.push_str("</main>\n</body>\n</html>\n");
    Ok(page)
}

fn section(heading: &str, content: &str) -> String {
    format!("<section>\n<h2>{}</h2>\n{content}</section>\n", Escaped(heading))
}

/// What was done, in two sentences.
fn summary(run: &Finished) -> String {
    let training = &run.model.training;
    format!(
        "The preset {} was trained on {} clips of {}. It was judged on {} \
         clips of the test side.",
        training.preset,
        thousands(training.training_clips),
        Corpus::titles(&training.corpora),
        thousands(run.evaluation.pooled.clips)
    )
}

/// What is wrong with figures from a split other than by speaker.
fn warning(split: &str) -> String {
    let reason = match split.parse() {
        Ok(SplitKind::Speaker) => return String::new(),
        Ok(SplitKind::Clip) => {
            "clips were dealt at random, so that the same speakers are in training and in test. \
             The model may know a voice instead of an emotion"
                .to_owned()
        }
        Ok(SplitKind::Row) => "rows were dealt at random, so that copies of one clip are in \
                               training and in test. The model may know a clip by heart"
            .to_owned(),
        Err(unknown) => unknown.to_string(),
    };
    format!(
        "<aside role=\"note\" class=\"warning\">\n<h2>These figures flatter</h2>\n<p>In this \
         training {}. Nothing here says how the model does on people whom it never heard; train \
         with <code>--split speaker</code> for that.</p>\n</aside>\n",
        Escaped(&reason)
    )
}

/// The corpora, and all of them together where there are several.
fn corpora(run: &Finished) -> impl Iterator<Item = (&str, &Scores)> {
    let evaluation = &run.evaluation;
    let all = (evaluation.corpora.len() > 1).then_some(("all corpora", &evaluation.pooled));
    let each = evaluation.corpora.iter().map(|(name, scores)| (name.as_str(), scores));
    each.chain(all)
}

fn scores(run: &Finished) -> String {
    let head = ["UAR", "chance", "WA", "macro-F1", "UAR of 8", "ECE", "emotions", "clips"];
    let caption = "Scores on the test side, in per cent";
    let mut table = Table::numbers(caption, ["corpus"].into_iter().chain(head));
    for (corpus, scores) in corpora(run) {
        table.row([
            corpus.to_owned(),
            percent(scores.uar),
            percent(1.0 / scores.classes.len().max(1) as f64),
            percent(scores.wa),
            percent(scores.macro_f1),
            percent(scores.uar_open),
            percent(scores.ece),
            scores.classes.len().to_string(),
            thousands(scores.clips),
        ]);
    }
    format!(
        "{table}<p class=\"note\">UAR: the mean recall over the emotions that a corpus has, each \
         clip answered among these; chance is what guessing reaches. WA: the share of right \
         answers. UAR of 8: the mean recall when all eight emotions may be answered. ECE: how far \
         the probabilities are from the truth.</p>\n"
    )
}

/// What a corpus shows: its matrix, whether the probabilities can be trusted, each emotion.
fn detail(corpus: &str, scores: &Scores) -> Result<String, PlotError> {
    let matrix = chart(&Matrix::of(scores).chart("Confusion matrix"), SQUARE_PX)?;
    // Runs that were scored before the bins were kept have no diagram.
    let trust = match Trust::of(scores) {
        Some(trust) => chart(&trust.chart("Reliability diagram"), SQUARE_PX)?,
        None => String::new(),
    };
    Ok(format!(
        "<div class=\"charts\">\n{matrix}{trust}<div>\n{}</div>\n</div>\n<details>\n<summary>The \
         confusion matrix as numbers</summary>\n{}</details>\n",
        classification(corpus, scores),
        counts(corpus, scores)
    ))
}

fn classification(corpus: &str, scores: &Scores) -> Table {
    let caption = format!("Classification report of {corpus}, in per cent");
    let mut table = Table::numbers(&caption, ["emotion", "precision", "recall", "F1", "support"]);
    for score in scores.per_class() {
        table.row([
            score.label.to_string(),
            percent(score.precision),
            percent(score.recall),
            percent(score.f1),
            thousands(score.support),
        ]);
    }
    table
}

fn counts(corpus: &str, scores: &Scores) -> Table {
    let names = scores.classes.iter().map(|emotion| emotion.name());
    let caption = format!("Clips of {corpus} by intended emotion (row) and answer (column)");
    let mut table = Table::numbers(&caption, ["meant"].into_iter().chain(names.clone()));
    for (name, row) in names.zip(&scores.confusion) {
        table.row([name.to_owned()].into_iter().chain(row.iter().map(usize::to_string)));
    }
    table
}

fn learning(run: &Finished) -> Result<String, PlotError> {
    let curves = Curves::of(&run.history);
    let curves = curves.chart("Loss and accuracy by epoch");
    let seconds = run.history.epochs.iter().map(|epoch| epoch.seconds).sum();
    Ok(format!(
        "<div class=\"wide\">\n{}</div>\n<div class=\"narrow\">\n{}</div>\n<p class=\"note\">The \
         point marks epoch {}, whose weights were kept: the best by mean recall over the \
         validation clips of each corpus. {} epochs took {}. The training curves \
         are taken while it learns, with dropout and varied clips, so that validation may look the \
         better of the two.{}</p>\n",
        chart(&curves, WIDE_PX)?,
        chart(&curves, NARROW_PX)?,
        run.history.best().map_or(0, |best| best.epoch),
        run.history.epochs.len(),
        duration(seconds),
        refit(run)
    ))
}

/// What followed the training whose curves are drawn, if something did.
fn refit(run: &Finished) -> String {
    if run.refit.is_empty() {
        return String::new();
    }
    format!(
        " Then another network was trained, for all of {} epochs, in {}, with those speakers among \
         the teachers, {} in all, by whom the epoch was chosen: it is the model. How sure it may be \
         they had told before, when they had not taught.",
        run.refit.len(),
        duration(run.refit.iter().map(|epoch| epoch.seconds).sum()),
        run.model.training.validation_speakers.len()
    )
}

/// A time as people say it.
fn duration(seconds: f64) -> String {
    match seconds {
        ..120.0 => format!("{seconds:.0} seconds"),
        120.0..7_200.0 => format!("{:.0} minutes", seconds / 60.0),
        _ => format!("{:.1} hours", seconds / 3_600.0),
    }
}

fn examples(examples: &[Example], typeface: &str) -> String {
    if examples.is_empty() {
        return "<p class=\"note\">The folder holds no pictures of clips; a training draws them \
                when it ends.</p>\n"
            .to_owned();
    }
    let pictures: String = examples
        .iter()
        .map(|Example { emotion, view, svg }| {
            let shown = match view {
                View::Waveform => "Waveform",
                View::Spectrogram => "Spectrogram",
            };
            let alt = format!("{shown} of a test clip in which {emotion} is acted");
            picture(svg, typeface, &alt)
        })
        .collect();
    format!(
        "<p class=\"note\">The first clip of each emotion on the test side.</p>\n\
         <div class=\"pictures\">\n{pictures}</div>\n"
    )
}

fn model(run: &Finished) -> String {
    let (card, training) = (&run.model, &run.model.training);
    let mut facts = Table::facts("What the model says of itself");
    let emotions: Vec<&str> = card.labels.iter().map(|emotion| emotion.name()).collect();
    let rows = [
        ("preset", training.preset.clone()),
        ("corpora", training.corpora.join(", ")),
        ("split by", training.split.clone()),
        ("clips trained on", thousands(training.training_clips)),
        ("speakers trained on", training.training_speakers.len().to_string()),
        ("speakers it was chosen by", training.validation_speakers.len().to_string()),
        ("speakers it was tested on", training.test_speakers.len().to_string()),
        ("seed", training.seed.to_string()),
        ("clips of a step", training.batch_size.to_string()),
        ("epochs", format!("{}, of which {} was kept", training.epochs, training.best_epoch)),
        ("validation recall", format!("{} %", percent(training.validation_uar))),
        ("hears", features(&card.features)),
        ("answers", emotions.join(", ")),
        ("temperature", format!("{:.2}", card.calibration.temperature)),
        ("names an emotion from", format!("{} %", percent(f64::from(card.calibration.sure_from)))),
        ("file", format!("{} bytes", thousands(run.model_bytes))),
    ];
    rows.into_iter().for_each(|(name, value)| facts.row([name.to_owned(), value]));
    let mut settings = Table::facts("config.json");
    flattened("", &run.config, &mut |name, value| settings.row([name, value]));
    let mut out = facts.to_string();
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<details>\n<summary>All settings</summary>\n{settings}</details>\n<details>\n<summary>The \
         speakers of the test</summary>\n<p>{}</p>\n</details>\n",
        Escaped(&training.test_speakers.join(", "))
    );
    out
}

fn features(spec: &FeatureSpec) -> String {
    let (values, rate_hz) = (spec.rows(), spec.rate_hz());
    match spec {
        FeatureSpec::Summary(_) => format!("{values} averaged values at {rate_hz} Hz"),
        FeatureSpec::Frames(frames) => format!(
            "{values} mel bands of {:.0} to {:.0} Hz, a frame every {:.0} ms, at {rate_hz} Hz",
            frames.low_hz,
            frames.high_hz,
            1_000.0 * frames.hop_s()
        ),
    }
}

/// Every value of a JSON document with the path to it: "trainer.epochs".
fn flattened(path: &str, value: &serde_json::Value, each: &mut impl FnMut(String, String)) {
    match value {
        serde_json::Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            let dot = if path.is_empty() { "" } else { "." };
            flattened(&format!("{path}{dot}{name}"), value, each);
        }),
        serde_json::Value::String(text) => each(path.to_owned(), text.clone()),
        other => each(path.to_owned(), other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_split_by_speaker_needs_no_warning() {
        assert_eq!(warning("speaker"), "");
        assert!(warning("clip").contains("the same speakers"));
        assert!(warning("row").contains("copies of one clip"));
        assert!(warning("<b>").contains("got &quot;&lt;b&gt;&quot;"), "{}", warning("<b>"));
    }

    #[test]
    fn times_are_said_in_the_unit_that_fits() {
        assert_eq!(duration(59.7), "60 seconds");
        assert_eq!(duration(600.0), "10 minutes");
        assert_eq!(duration(9_000.0), "2.5 hours");
    }

    #[test]
    fn settings_are_named_by_their_path() {
        let config = serde_json::json!({"a": {"b": 1, "c": ["x"]}, "d": "text"});
        let mut found = Vec::new();
        flattened("", &config, &mut |name, value| found.push(format!("{name}={value}")));
        assert_eq!(found, ["a.b=1", "a.c=[\"x\"]", "d=text"]);
    }
}
