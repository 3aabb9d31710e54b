//! `overtone card`: a model card's figures from the files that measured them.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::report::finished;
use super::{Failure, While, markdown};
use crate::evaluation::ClassScore;
use crate::evaluation::protocol::MISTAKES;
use crate::figures::{Evaluation, Figures, Named, Scores};
use crate::report::Finished;

/// Renew the figures of a model card
///
/// Whatever stands between the lines `<!-- figures NAME -->` and `<!-- end -->` is replaced; NAME is
/// `scores`, `mistakes`, `training`, `benchmark` and the preset, `adaptation` and the model, or
/// `elsewhere`. The words around them are yours.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  overtone card MODEL_CARD.md --run runs/first
  overtone card MODEL_CARD.md --run runs/first --benchmark runs/small --benchmark runs/large
  overtone card MODEL_CARD.md --adaptation runs/own --adaptation runs/own-large
  overtone card MODEL_CARD.md --run runs/first --elsewhere small.json --elsewhere large.json
  overtone card MODEL_CARD.md --run runs/first --figures www/model/small.json")]
pub struct Args {
    /// The model card, a Markdown file
    #[arg(value_name = "CARD")]
    card: PathBuf,
    /// The folder of the finished training that made the model
    #[arg(
        long,
        value_name = "RUN",
        required_unless_present_any = ["benchmark", "adaptation", "elsewhere"]
    )]
    run: Option<PathBuf>,
    /// The folder of a benchmark; once for each preset
    #[arg(long, value_name = "OUT")]
    benchmark: Vec<PathBuf>,
    /// The folder of a benchmark of adaptation; once for each model
    #[arg(long, value_name = "OUT")]
    adaptation: Vec<PathBuf>,
    /// What `overtone evaluate --rerecorded 0 --format json` printed; once for each model, the one
    /// of the run first
    #[arg(long, value_name = "JSON")]
    elsewhere: Vec<PathBuf>,
    /// Also write what was measured as JSON, for the page: www/model/small.json
    #[arg(long, value_name = "FILE", requires = "run")]
    figures: Option<PathBuf>,
}

/// Renews the figures and says which.
///
/// # Errors
/// A sentence if a file is missing or damaged, or the card has no place for figures: for any, or for
/// those of a benchmark that was named.
pub fn run(args: &Args) -> Result<(), Failure> {
    let finished = args.run.as_deref().map(finished::read).transpose()?;
    let of_run = finished.iter().flat_map(|finished| {
        [
            ("scores", scores(finished)),
            ("mistakes", mistakes(finished)),
            ("training", training(finished)),
        ]
    });
    let of_run: Vec<_> = of_run.map(|(place, text)| (place.to_owned(), text)).collect();
    let judged = args.judged_elsewhere()?;
    let asked_for = args.asked_for(&judged)?;
    let name = args.card.display();
    let mut card = read(&args.card)?;
    let mut renewed = Vec::new();
    for (place, text) in of_run.iter().chain(&asked_for) {
        if let Some(with) = replaced(&card, place, text) {
            card = with;
            renewed.push(place.as_str());
        }
    }
    // A card may do without figures of the run, but not without what was named on the command line.
    let missing = asked_for.iter().map(|(place, _)| place.as_str());
    let mut missing = missing.filter(|place| !renewed.contains(place));
    if let Some(place) = missing.next().or(renewed.is_empty().then_some("scores")) {
        return Err(Failure::new(format!(
            "expected a line \"{}\" and after it \"{END}\" in {name}, got none",
            beginning(place)
        )));
    }
    if let (Some(file), Some(finished)) = (&args.figures, &finished) {
        let elsewhere = judged.first().map(|evaluation| evaluation.pooled.uar);
        let figures = Figures { elsewhere, ..finished.figures() };
        let json = rounded(serde_json::to_value(figures)?).to_string();
        fs::write(file, json).during(|| format!("cannot write {}", file.display()))?;
    }
    fs::write(&args.card, card).during(|| format!("cannot write {name}"))?;
    writeln!(io::stdout().lock(), "{name}: {}", renewed.join(", "))?;
    Ok(())
}

impl Args {
    /// The figures that were named, by the places where they belong.
    fn asked_for(&self, judged: &[Evaluation]) -> Result<Vec<(String, String)>, Failure> {
        let mut figures = Vec::new();
        for folder in &self.benchmark {
            let table = read(&folder.join("benchmark.md"))?;
            figures.push((place_of("benchmark", "Preset ", &table), table));
        }
        for folder in &self.adaptation {
            let table = read(&folder.join("adaptation.md"))?;
            figures.push((place_of("adaptation", "Model ", &table), table));
        }
        if !judged.is_empty() {
            figures.push(("elsewhere".to_owned(), elsewhere(judged)));
        }
        Ok(figures)
    }

    /// The scores on re-recorded clips that were named.
    fn judged_elsewhere(&self) -> Result<Vec<Evaluation>, Failure> {
        let judged = self.elsewhere.iter().map(|file| {
            let damaged = || format!("expected scores of overtone evaluate in {}", file.display());
            serde_json::from_str(&read(file)?).during(damaged)
        });
        judged.collect()
    }
}

/// The line after figures.
const END: &str = "<!-- end -->";

/// The line before the figures of a place.
fn beginning(place: &str) -> String {
    format!("<!-- figures {place} -->")
}

fn read(file: &Path) -> Result<String, Failure> {
    fs::read_to_string(file).during(|| format!("cannot read {}", file.display()))
}

/// Where a table belongs that begins with what it is `of`, its name and a comma; or with how many.
fn place_of(kind: &str, of: &str, table: &str) -> String {
    let name = table.strip_prefix(of).unwrap_or(table).split_once(',');
    format!("{kind} {}", name.map_or("", |(name, _)| name))
}

/// Figures to five digits: no picture shows more, and every visitor fetches them.
fn rounded(figures: Value) -> Value {
    match figures {
        Value::Number(number) if number.is_f64() => {
            let five = number.as_f64().and_then(|value| format!("{value:.4e}").parse::<f64>().ok());
            five.map_or(Value::Number(number), Value::from)
        }
        Value::Array(all) => all.into_iter().map(rounded).collect(),
        Value::Object(all) => all.into_iter().map(|(key, value)| (key, rounded(value))).collect(),
        other => other,
    }
}

/// The card with other figures at a place; none if it has no such place.
fn replaced(card: &str, place: &str, text: &str) -> Option<String> {
    let begin = beginning(place) + "\n";
    let from = card.find(&begin)? + begin.len();
    let to = from + card[from..].find(END)?;
    Some(format!("{}\n{}\n\n{}", &card[..from], text.trim(), &card[to..]))
}

/// The scores on the clips kept apart, as a table.
fn scores(run: &Finished) -> String {
    let headings = [
        "unheard speakers of",
        "emotions",
        "clips",
        "UAR",
        "accuracy",
        "macro-F1",
        "UAR among all 8",
        "ECE",
        "named",
        "right then",
    ];
    let corpora = run.evaluation.corpora.iter().map(|(name, scores)| (name.as_str(), scores));
    let rows = corpora.chain([("all", &run.evaluation.pooled)]);
    let mut out = markdown::table(headings, rows.map(|(name, scores)| cells(name, scores)));
    if let Some(probe) = &run.evaluation.corpus_probe {
        // Writing to a string cannot fail.
        let _ = write!(out, "\n{probe}.");
    }
    out
}

fn cells(name: &str, scores: &Scores) -> [String; 10] {
    let (named, right) = named(scores);
    [
        name.to_owned(),
        scores.classes.len().to_string(),
        scores.clips.to_string(),
        percent(scores.uar),
        percent(scores.wa),
        percent(scores.macro_f1),
        percent(scores.uar_open),
        format!("{:.3}", scores.ece),
        named,
        right,
    ]
}

/// What is heard best and worst of each corpus, and what passes for what.
fn mistakes(run: &Finished) -> String {
    run.evaluation.corpora.iter().map(|(name, scores)| mistakes_on(name, scores)).collect()
}

fn mistakes_on(corpus: &str, scores: &Scores) -> String {
    let mut classes = scores.per_class();
    classes.retain(|class| class.support > 0);
    classes.sort_by(|a, b| b.recall.total_cmp(&a.recall));
    let told = |class: Option<&ClassScore>| {
        class.map_or_else(String::new, |c| format!("{} {:.0} %", c.label, 100.0 * c.recall))
    };
    let (best, worst) = (told(classes.first()), told(classes.last()));
    let mistakes = scores.confusion().mistakes(MISTAKES);
    let mistakes: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    format!("- {corpus}: best {best}, worst {worst}; {}\n", mistakes.join(", "))
}

/// The scores on clips that other rooms and microphones had, a line for each model and corpus.
fn elsewhere(judged: &[Evaluation]) -> String {
    let headings = [
        "model",
        "unheard speakers of",
        "clips",
        "UAR",
        "UAR among all 8",
        "ECE",
        "named",
        "right then",
    ];
    let rows = judged.iter().flat_map(|evaluation| {
        let file = Path::new(&evaluation.model);
        let model = file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy();
        let corpora = evaluation.corpora.iter().map(|(name, scores)| (name.as_str(), scores));
        corpora.chain([("all", &evaluation.pooled)]).map(move |(name, scores)| {
            let (named, right) = named(scores);
            [
                model.to_string(),
                name.to_owned(),
                scores.clips.to_string(),
                percent(scores.uar),
                percent(scores.uar_open),
                format!("{:.3}", scores.ece),
                named,
                right,
            ]
        })
    });
    markdown::table(headings, rows)
}

fn percent(share: f64) -> String {
    format!("{:.1}", 100.0 * share)
}

/// How many clips get an emotion, and how many of these the intended one, in per cent.
fn named(scores: &Scores) -> (String, String) {
    let of = |share: fn(&Named) -> f64| {
        scores.named.as_ref().map_or_else(|| "–".to_owned(), |named| percent(share(named)))
    };
    (of(|named| named.share), of(|named| named.right))
}

/// How the model was made, as a sentence.
fn training(run: &Finished) -> String {
    let record = &run.model.training;
    let first = run.history.epochs.iter().map(|epoch| epoch.seconds);
    let seconds: f64 = first.chain(run.refit.iter().map(|epoch| epoch.seconds)).sum();
    let (epochs, chose) = (record.epochs, record.validation_speakers.len());
    let epochs = match run.refit.is_empty() {
        true => format!(
            "{epochs} epochs of which epoch {} was chosen by {chose} validation speakers",
            record.best_epoch
        ),
        false => format!("{epochs} epochs, after {epochs} without its {chose} validation speakers"),
    };
    format!(
        "Preset {}, seed {}: {} clips of {} speakers, {epochs}, {} of the test; {:.0} minutes of \
         training, {} bytes.",
        record.preset,
        record.seed,
        record.training_clips,
        record.training_speakers.len(),
        record.test_speakers.len(),
        seconds / 60.0,
        run.model_bytes
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::emotion::Emotion;

    #[test]
    fn what_nobody_meant_is_not_what_is_heard_worst() {
        let scores = Scores {
            clips: 5,
            classes: vec![Emotion::Happy, Emotion::Sad],
            uar: 0.4,
            wa: 0.4,
            macro_f1: 0.57,
            uar_open: 0.4,
            ece: 0.1,
            named: None,
            confusion: vec![vec![2, 3], vec![0, 0]],
            reliability: Vec::new(),
        };
        let told = "- mine: best happy 40 %, worst happy 40 %; happy heard as sad 60 %\n";
        assert_eq!(mistakes_on("mine", &scores), told);
    }

    #[test]
    fn figures_for_the_page_have_five_digits() {
        let figures = json!({ "uar": [0.644_812_345, 1e-7, 3], "name": "all", "epochs": 60 });
        let expected = json!({ "uar": [0.64481, 1e-7, 3], "name": "all", "epochs": 60 });
        assert_eq!(rounded(figures), expected);
    }

    #[test]
    fn a_benchmark_belongs_where_its_preset_is_named() {
        let place = place_of("benchmark", "Preset ", "Preset large, 3 seeds, 20 epochs;");
        assert_eq!(place, "benchmark large");
        assert_eq!(place_of("adaptation", "Model ", "Model small, UAR"), "adaptation small");
        assert_eq!(place_of("adaptation", "Model ", "5 models, each by"), "adaptation 5 models");
        let card = "<!-- figures benchmark large -->\nold\n<!-- end -->\n";
        assert_eq!(replaced(card, "benchmark overtone", "new"), None);
        assert!(replaced(card, "benchmark large", "new").is_some());
    }

    #[test]
    fn only_what_stands_between_the_marks_is_replaced() {
        let card = "Words.\n<!-- figures scores -->\nold\n<!-- end -->\nMore.\n";
        let renewed = replaced(card, "scores", "new\n").unwrap();
        assert_eq!(renewed, "Words.\n<!-- figures scores -->\n\nnew\n\n<!-- end -->\nMore.\n");
        assert_eq!(replaced(&renewed, "scores", "new").as_ref(), Some(&renewed));
        assert_eq!(replaced(card, "benchmark", "new"), None);
        assert_eq!(replaced("<!-- figures scores -->\n", "scores", "new"), None);
    }
}
