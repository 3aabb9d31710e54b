//! What the laboratory says.

pub mod de;
pub mod en;
pub mod fr;
mod reasons;

pub use reasons::ReasonWords;

/// The words of the laboratory.
#[derive(Debug)]
pub struct LabWords {
    /// The heading.
    pub heading: &'static str,
    /// What it is for.
    pub lead: &'static str,
    /// Clips of an earlier visit, by their count and their room.
    pub kept_before: fn(clips: usize, room: &str) -> String,
    /// Takes these up.
    pub take_up: &'static str,
    /// Deletes them.
    pub forget_kept: &'static str,
    /// The part on clips.
    pub clips: ClipWords,
    /// The part on what is measured of them.
    pub measures: MeasureWords,
    /// The part on the training.
    pub training: TrainingWords,
    /// The part on what came of it.
    pub results: ResultWords,
    /// Its module, as a part of a sentence.
    pub the_module: &'static str,
    /// What reports are set in, likewise.
    pub the_typeface: &'static str,
    /// What can go wrong.
    pub mishaps: LabMishapWords,
}

/// Words on clips.
#[derive(Debug)]
pub struct ClipWords {
    /// The heading.
    pub heading: &'static str,
    /// What can be brought.
    pub how: &'static str,
    /// Chooses a folder.
    pub folder: &'static str,
    /// Chooses zips.
    pub zips: &'static str,
    /// Says that something can be dropped.
    pub drop_here: &'static str,
    /// While folders are walked.
    pub looking: &'static str,
    /// Above the table.
    pub caption: &'static str,
    /// The table's columns before the emotions.
    pub columns: [&'static str; 4],
    /// The row of all corpora.
    pub all: &'static str,
    /// That nothing was of use.
    pub none: &'static str,
    /// How much was left out.
    pub left_out: fn(files: usize) -> String,
    /// That there are more of them.
    pub more: fn(files: usize) -> String,
    /// A kind of reason and how many there are.
    pub of_kind: fn(corpus: Option<&str>, kind: &str, files: &str) -> String,
    /// Why files are left out.
    pub reasons: ReasonWords,
    /// Begins anew, with nothing.
    pub clear: &'static str,
}

/// Words on features.
#[derive(Debug)]
pub struct MeasureWords {
    /// The heading.
    pub heading: &'static str,
    /// Above the presets.
    pub preset: &'static str,
    /// Our own network, and the described pipeline.
    pub presets: [&'static str; 2],
    /// What each of them is.
    pub presets_are: [&'static str; 2],
    /// The seed of everything random.
    pub seed: &'static str,
    /// Begins to measure so many clips.
    pub measure: fn(clips: usize) -> String,
    /// While so many clips are measured.
    pub measuring: fn(clips: &str) -> String,
    /// While it is on its way: clips, of so many.
    pub progress: fn(done: &str, total: &str) -> String,
    /// How many in a second.
    pub pace: fn(a_second: &str) -> String,
    /// How long it will take.
    pub left: fn(clock: &str) -> String,
    /// Stops it.
    pub cancel: &'static str,
    /// While the module is fetched.
    pub fetching: fn(loaded: &str, total: &str) -> String,
    /// While it starts.
    pub starting: &'static str,
    /// That it was stopped.
    pub stopped: &'static str,
    /// That all are measured: clips and their length.
    pub done: fn(clips: &str, hours: &str) -> String,
    /// Saves the features as a table.
    pub save_csv: &'static str,
    /// While the table is written.
    pub writing_csv: &'static str,
    /// What is kept: clips and their room.
    pub kept: fn(clips: &str, room: &str) -> String,
    /// That nothing is kept beyond this visit.
    pub not_kept: &'static str,
}

/// Words on the training.
#[derive(Debug)]
pub struct TrainingWords {
    /// The heading.
    pub heading: &'static str,
    /// Above the ways to split.
    pub split: &'static str,
    /// By speaker, by clip, by row.
    pub splits: [&'static str; 3],
    /// What each of them means for the figures.
    pub splits_are: [&'static str; 3],
    /// How many clips and speakers are on each side: (clips, speakers) to learn from, to choose by
    /// and kept apart.
    pub dealt: fn(train: [&str; 2], validation: [&str; 2], test: [&str; 2]) -> String,
    /// What it means to train on the CPU, on a GPU, and on a GPU that is a program.
    pub devices_are: [&'static str; 3],
    /// Rounds over the clips.
    pub epochs: &'static str,
    /// Clips of a step.
    pub batch: &'static str,
    /// How far a step goes.
    pub learning_rate: &'static str,
    /// Whether the rate falls where the loss stands still.
    pub plateau: &'static str,
    /// Epochs without progress before steps get shorter.
    pub patience: &'static str,
    /// By how much they get shorter.
    pub factor: &'static str,
    /// Above the ways in which clips are varied.
    pub augment: &'static str,
    /// Speed, vocal tract, microphone, noise, parts unheard; as
    /// [`crate::features::FrameKind::ALL`] has them.
    pub variations: [&'static str; 5],
    /// Begins.
    pub train: &'static str,
    /// Stops.
    pub stop: &'static str,
    /// Goes on where it was.
    pub go_on: &'static str,
    /// Begins anew.
    pub anew: &'static str,
    /// While it goes on: epoch, of so many, clips of the epoch, of so many.
    pub progress: fn(epoch: [&str; 2], clips: [&str; 2]) -> String,
    /// The loss of now.
    pub loss: fn(loss: &str) -> String,
    /// Clips in a second.
    pub pace: fn(a_second: &str) -> String,
    /// That it was stopped after so many epochs.
    pub stopped: fn(epochs: &str, of: &str) -> String,
    /// That it was interrupted after so many epochs, and can go on.
    pub interrupted: fn(epochs: &str, of: &str) -> String,
    /// Epochs that are over, of so many.
    pub epochs_done: fn(epochs: &str, of: &str) -> String,
    /// Above the curves.
    pub curves: &'static str,
    /// The curves as a table.
    pub curves_table: &'static str,
    /// Its columns.
    pub curves_columns: [&'static str; 6],
}

/// Words on what came of it.
#[derive(Debug)]
pub struct ResultWords {
    /// The heading.
    pub heading: &'static str,
    /// How it did: recall, chance, clips and speakers of the test.
    pub outcome: fn(uar: &str, chance: &str, clips: &str, speakers: usize) -> String,
    /// Which epoch was kept, of how many, in how long.
    pub kept_epoch: fn(epoch: &str, epochs: &str, clock: &str) -> String,
    /// That the figures flatter, by clip and by row.
    pub flatters: [&'static str; 2],
    /// Above the table of a corpus' emotions.
    pub report: fn(corpus: &str) -> String,
    /// Its columns.
    pub report_columns: [&'static str; 5],
    /// What the model is called.
    pub name: &'static str,
    /// A first name for it.
    pub first_name: &'static str,
    /// Above the table of scores.
    pub caption: &'static str,
    /// Above a clip of the test for each emotion.
    pub examples: &'static str,
    /// That their sounds are needed again.
    pub bring_again: &'static str,
    /// Shows such a clip on the stage, where it can be heard.
    pub on_stage: &'static str,
    /// Lets the model listen.
    pub listen: &'static str,
    /// That it listens.
    pub listening: &'static str,
    /// Saves the model.
    pub save_model: &'static str,
    /// Saves the report.
    pub save_report: &'static str,
    /// Above the trainings of a visit.
    pub side_by_side: &'static str,
    /// That only one kind of test counts.
    pub only_unheard: &'static str,
    /// The columns: test, mean recall, accuracy, network, epochs, seed.
    pub compared_columns: [&'static str; 6],
}

/// Sentences for what can go wrong.
#[derive(Debug)]
pub struct LabMishapWords {
    /// What was brought cannot be read.
    pub unreadable: fn(why: &str) -> String,
    /// Zips are compressed, and the browser unpacks none.
    pub compressed: &'static str,
    /// The laboratory's module cannot be had, or is lost.
    pub lost: fn(why: &str) -> String,
    /// Behind the sentence that the GPU is lost: the CPU takes its place.
    pub fell_back: &'static str,
    /// It says why, in English.
    pub failed: fn(sentence: &str) -> String,
    /// No more room.
    pub full: &'static str,
    /// The browser keeps nothing.
    pub storage: fn(why: &str) -> String,
}
