//! `overtone benchmark`: the whole protocol, as one table.

mod adapt;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use burn::tensor::Device;
use serde::Serialize;

use super::output::ScoresFormat;
use super::train::material::Material;
use super::train::options::Options;
use super::train::run::Run;
use super::{Failure, Sources, While, model_file};
use crate::corpus::{Clip, Corpus, Sex, Split, SplitKind};
use crate::emotion::Emotion;
use crate::evaluation::Judged;
use crate::evaluation::protocol::{Answer, Row};
use crate::laboratory::{CLIPS_BEFORE, Deal, Tested};
use crate::model::{Calibration, Classifier};

/// Folds of speakers.
const FOLDS: usize = 5;

/// Train and test over and over, so that every speaker is once unheard
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  overtone benchmark ~/corpora -o runs/benchmark
  overtone benchmark ~/corpora -o runs/large --preset large --encoder model.bin --seeds 3
  overtone benchmark ~/corpora -o runs/quick --only folds --seeds 1 --epochs 20
  overtone benchmark ~/corpora -o runs/own --adapt runs/first/model.overtone

Every training has a folder of its own below OUT; a benchmark that was stopped goes on when the same
command is given again. The table also goes to OUT/benchmark.md and OUT/benchmark.json.")]
pub struct Args {
    #[command(flatten)]
    sources: Sources,
    /// The folder for the trainings and the table
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    #[command(flatten)]
    options: Options,
    /// Only these parts of the protocol
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// How many seeds, from 0
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=100))]
    seeds: u64,
    /// Train nothing: measure what a few takes of their own do for speakers unheard by this model;
    /// given for each of several, such as those of the folds, for the speakers of all
    #[arg(long, value_name = "MODEL")]
    adapt: Vec<PathBuf>,
    /// With --adapt: whose clips
    #[arg(long, value_enum, default_value = "test", requires = "adapt")]
    speakers: adapt::Speakers,
    /// How to write the table
    #[arg(long, value_enum, default_value = "text")]
    format: ScoresFormat,
}

/// A part of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Part {
    /// Five folds of speakers, all corpora at once
    Folds,
    /// Each corpus judged by a model that heard only the others
    Corpora,
    /// CREMA-D's sentences, a quarter of them unheard
    Sentences,
    /// Not of the protocol: the same network with rows, clips and speakers dealt at random, to see
    /// how far the first two flatter
    Splits,
}

/// A training of the protocol.
struct Training {
    part: Part,
    /// Its folder's.
    name: String,
    deal: Deal,
}

/// Answers by protocol, how many clips of the speaker were heard before, and corpus; for each seed.
type Answers = BTreeMap<(Part, usize, &'static str, String), Vec<Vec<Answer>>>;

/// All corpora, where a split is not by speaker of each.
const ALL: &str = "all";

/// Runs the protocol and prints the table.
///
/// # Errors
/// A sentence if a source, the folder or the device cannot be used, or it was stopped.
pub fn run(args: &Args) -> Result<(), Failure> {
    if !args.adapt.is_empty() {
        return measure_adaptation(args);
    }
    let options = &args.options;
    if args.only.contains(&Part::Splits) && options.teacher.is_some() {
        return Err(Failure::new(
            "expected --teacher without --only splits: a training whose rows are dealt has no \
             answers for a pupil",
        ));
    }
    let recipe = options.recipe(0)?;
    let device = options.device.open()?;
    let material = Material::read(&args.sources, recipe, options.encoder.as_deref(), 0)?;
    let mut answers = Answers::new();
    for seed in 0..args.seeds {
        for training in args.trainings(&material, seed)? {
            eprintln!("seed {seed}, {}", training.name);
            let tested = args.train(&material, &training, &device)?;
            collect(&mut answers, &training, &material, &tested);
        }
    }
    let rows: Vec<Row> = (answers.iter())
        .map(|((_, clips_before, judged_by, corpus), seeds)| Row {
            clips_before: *clips_before,
            ..Row::of(judged_by, corpus, seeds)
        })
        .collect();
    let table = table::markdown(&rows, options, args.seeds);
    args.write("benchmark", &rows, table)
}

/// What a few takes do for the unheard speakers of finished models.
fn measure_adaptation(args: &Args) -> Result<(), Failure> {
    let device = args.options.device.open()?;
    let read = |model: &PathBuf| {
        let (name, bytes) = model_file::read_whole(Some(model))?;
        Classifier::from_bytes(&bytes, &device).during(|| name)
    };
    let classifiers: Vec<Classifier> = args.adapt.iter().map(read).collect::<Result<_, _>>()?;
    let clips = args.sources.scan_clips()?.clips;
    let adaptation = adapt::run(&clips, &classifiers, args.speakers, args.seeds, &device)?;
    let subject = match args.adapt.as_slice() {
        [model] => format!("Model {}", model.file_stem().unwrap_or_default().to_string_lossy()),
        models => format!("{} models, each by the speakers whom it has not heard", models.len()),
    };
    args.write("adaptation", &adaptation, adapt::table(&adaptation, &subject, args.seeds))
}

impl Part {
    /// Who judges when it is dealt in this way.
    const fn judged_by(self, kind: SplitKind) -> &'static str {
        match (self, kind) {
            (Self::Folds, _) | (Self::Splits, SplitKind::Speaker) => "unheard speakers",
            (Self::Corpora, _) => "unheard corpus",
            (Self::Sentences, _) => "unheard speakers and sentences",
            (Self::Splits, SplitKind::Clip) => "heard speakers, other clips",
            (Self::Splits, SplitKind::Row) => "heard speakers, copies of heard clips",
        }
    }

    /// Whether it is done unless something else is asked for.
    const fn is_protocol(self) -> bool {
        !matches!(self, Self::Splits)
    }
}

impl Args {
    /// The trainings of a seed.
    fn trainings(&self, material: &Material, seed: u64) -> Result<Vec<Training>, Failure> {
        let clips = &material.clips;
        let wanted = |part: Part| match self.only.as_slice() {
            [] => part.is_protocol(),
            only => only.contains(&part),
        };
        let by_speaker = |part, name, split| Training {
            part,
            name,
            deal: Deal { kind: SplitKind::Speaker, split, seed },
        };
        let mut trainings = Vec::new();
        if wanted(Part::Folds) {
            let folds = Split::folds(clips, FOLDS, seed)?.into_iter().enumerate();
            trainings.extend(
                folds.map(|(i, split)| by_speaker(Part::Folds, format!("fold-{i}"), split)),
            );
        }
        let corpora: BTreeSet<&Corpus> = clips.iter().map(|clip| &clip.corpus).collect();
        if wanted(Part::Corpora) && corpora.len() > 1 {
            trainings.extend(corpora.iter().map(|corpus| {
                let split = Split::without_corpus(clips, corpus, seed);
                by_speaker(Part::Corpora, format!("without-{}", corpus.name()), split)
            }));
        }
        if wanted(Part::Sentences) && corpora.contains(&Corpus::CremaD) {
            let split = Split::without_sentences(clips, &Corpus::CremaD, seed);
            trainings.push(by_speaker(Part::Sentences, "sentences".to_owned(), split));
        }
        if wanted(Part::Splits) {
            trainings.extend(SplitKind::ALL.map(|kind| Training {
                part: Part::Splits,
                name: format!("by-{}", kind.name()),
                deal: material.deal(kind, seed),
            }));
        }
        Ok(trainings)
    }

    fn train(
        &self,
        material: &Material,
        Training { name, deal, .. }: &Training,
        device: &Device,
    ) -> Result<Tested, Failure> {
        let mut recipe = material.recipe.clone();
        recipe.trainer.seed = deal.seed;
        let below = PathBuf::from(format!("seed-{}", deal.seed)).join(name);
        let folder = self.output.join(&below);
        let teacher = self.options.teacher.as_ref().map(|runs| runs.join(&below));
        Run::new(material, recipe, deal, &folder, device.clone(), teacher.as_deref())?.train()
    }

    /// Writes figures to files of this name, the table as Markdown, and prints what was asked for.
    fn write(&self, name: &str, figures: &impl Serialize, table: String) -> Result<(), Failure> {
        let json = serde_json::to_string_pretty(figures)?;
        let folder = &self.output;
        fs::create_dir_all(folder).during(|| format!("cannot make {}", folder.display()))?;
        for (extension, content) in [("json", &json), ("md", &table)] {
            let path = folder.join(name).with_extension(extension);
            fs::write(&path, content).during(|| format!("cannot write {}", path.display()))?;
        }
        let mut out = io::stdout().lock();
        match self.format {
            ScoresFormat::Json => writeln!(out, "{json}")?,
            ScoresFormat::Text => write!(out, "{table}")?,
        }
        Ok(())
    }
}

/// Adds the answers of a finished training.
fn collect(answers: &mut Answers, training: &Training, material: &Material, tested: &Tested) {
    let Training { part, deal, .. } = training;
    let (seed, judged_by) = (deal.seed as usize, part.judged_by(deal.kind));
    let mut ways = vec![(0, &tested.judged)];
    if part.is_protocol() {
        ways.push((CLIPS_BEFORE, &tested.acquainted));
    }
    for (clips_before, judged) in ways {
        for (corpus, new) in by_corpus(training, material, tested.calibration, judged) {
            let seeds = answers.entry((*part, clips_before, judged_by, corpus)).or_default();
            seeds.resize(seeds.len().max(seed + 1), Vec::new());
            seeds[seed].extend(new);
        }
    }
}

/// The answers to a training's test clips. Emotions that nobody trained with are out of the game:
/// clips that show them, and answers that name them.
fn by_corpus(
    Training { part, deal, .. }: &Training,
    material: &Material,
    calibration: Calibration,
    judged: &[Judged],
) -> BTreeMap<String, Vec<Answer>> {
    let mut trained = [false; Emotion::COUNT];
    let learned = material.clips_at(deal, &deal.split.train);
    learned.for_each(|clip| trained[clip.emotion.index()] = true);
    let mut answers = BTreeMap::<String, Vec<Answer>>::new();
    for (clip, &judged) in material.clips_at(deal, &deal.split.test).zip(judged) {
        if !trained[clip.emotion.index()] {
            continue;
        }
        let held = std::array::from_fn(|i| judged.held[i] && trained[i]);
        let over = if part.is_protocol() { clip.corpus.name() } else { ALL };
        answers.entry(over.to_owned()).or_default().push(Answer {
            judged: Judged { held, ..judged },
            calibration,
            speaker: clip.speaker.clone(),
            groups: groups(clip),
        });
    }
    answers
}

/// The groups that a clip's speaker belongs to, each after its kind: "age 30 to 49", "race Unknown".
fn groups(clip: &Clip) -> Vec<String> {
    let about = clip.demographics.as_ref();
    let age = about.and_then(|about| about.age).map(|age| match age {
        0..30 => "under 30",
        30..50 => "30 to 49",
        _ => "50 and older",
    });
    let kinds = [
        ("sex", clip.sex.map(Sex::name)),
        ("age", age),
        ("race", about.map(|about| about.race.as_str())),
        ("ethnicity", about.map(|about| about.ethnicity.as_str())),
    ];
    let told = kinds.into_iter().filter_map(|(kind, group)| Some((kind, group?)));
    let told = told.filter(|(_, group)| !group.is_empty());
    told.map(|(kind, group)| format!("{kind} {group}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Demographics;
    use crate::corpus::testing::clip;

    fn actor(age: Option<u8>, race: &str, ethnicity: &str) -> Clip {
        let demographics =
            Some(Demographics { age, race: race.into(), ethnicity: ethnicity.into() });
        Clip { sex: Some(Sex::Female), demographics, ..clip("crema-d", "1001", 1) }
    }

    #[test]
    fn groups_are_named_after_their_kind() {
        let told = groups(&actor(Some(49), "Asian", "Not Hispanic"));
        assert_eq!(told, ["sex female", "age 30 to 49", "race Asian", "ethnicity Not Hispanic"]);
        assert_eq!(groups(&actor(Some(29), "Unknown", ""))[1..], ["age under 30", "race Unknown"]);
        assert_eq!(groups(&actor(Some(50), "", ""))[1..], ["age 50 and older"]);
        assert_eq!(groups(&actor(None, "", "")), ["sex female"]);
        assert!(groups(&clip("mine", "a", 1)).is_empty());
    }
}
