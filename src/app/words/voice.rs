//! What the room of a visitor's own voice says.

pub mod de;
pub mod en;
pub mod fr;

use crate::meaning::Meaning;

/// The words of the room.
#[derive(Debug)]
pub struct VoiceWords {
    /// The heading.
    pub heading: &'static str,
    /// What it is for.
    pub lead: &'static str,
    /// Above the choice of emotions.
    pub emotions: &'static str,
    /// The name of a label of the visitor's own.
    pub own_label: &'static str,
    /// Adds it.
    pub add_label: &'static str,
    /// That folders made labels of the visitor's own of these names.
    pub made: fn(&str) -> String,
    /// Sentences to read, neither glad nor sad in themselves.
    pub sentences: [&'static str; 8],
    /// Before the sentence to read.
    pub read: &'static str,
    /// Begins a take.
    pub record: &'static str,
    /// Ends a take.
    pub stop: &'static str,
    /// While the microphone is asked for.
    pub asking: &'static str,
    /// Chooses files as takes.
    pub add_files: &'static str,
    /// Plays a take.
    pub play: &'static str,
    /// Stops a take that is heard.
    pub pause: &'static str,
    /// Forgets a take.
    pub forget: &'static str,
    /// Records a take again.
    pub again: &'static str,
    /// The emotion that was meant by a take.
    pub meant: &'static str,
    /// A take by number.
    pub take: fn(usize) -> String,
    /// So many takes of an emotion are still missing.
    pub missing: fn(&str, usize) -> String,
    /// There is nothing to tell apart yet.
    pub too_few_emotions: &'static str,
    /// Ready to learn from so many takes.
    pub ready: fn(usize) -> String,
    /// What the model to be is called.
    pub name: &'static str,
    /// A first name for it.
    pub first_name: &'static str,
    /// Begins the training.
    pub train: &'static str,
    /// Stops the training.
    pub stop_training: &'static str,
    /// Pauses the training.
    pub pause_training: &'static str,
    /// Begins again after it was stopped.
    pub go_on: &'static str,
    /// Goes on after a pause, or after the page was closed or an engine was lost.
    pub resume: &'static str,
    /// That it was interrupted: so many takes were heard, of so many.
    pub interrupted: fn(usize, usize) -> String,
    /// That it is paused, likewise.
    pub paused: fn(usize, usize) -> String,
    /// That the visitor stopped it.
    pub stopped: &'static str,
    /// Takes heard, of so many.
    pub hearing: fn(usize, usize) -> String,
    /// Epochs gone through.
    pub learning: fn(usize) -> String,
    /// That it was worth it: heard rightly before and after, of so many, in seconds.
    pub better: fn(usize, usize, usize, &str) -> String,
    /// That it hears no more rightly, but gives what was meant more weight; as [`Self::better`].
    pub steadier: fn(usize, usize, usize, &str) -> String,
    /// That it was not: heard rightly before and after, of so many.
    pub not_better: fn(usize, usize, usize) -> String,
    /// How the comparison was made.
    pub how: &'static str,
    /// That the model for everybody does not know labels of these names.
    pub unknown_before: fn(&str) -> String,
    /// Above the answers without the layer.
    pub before: &'static str,
    /// Above the answers with it.
    pub after: &'static str,
    /// Below the curves.
    pub curves: &'static str,
    /// What "recall" is on the curves.
    pub recall: &'static str,
    /// Above the models.
    pub models: &'static str,
    /// The model for everybody.
    pub everybody: &'static str,
    /// How an own model did, before and after.
    pub model_recall: fn(&str, &str) -> String,
    /// Saves a file.
    pub save: &'static str,
    /// Forgets a model.
    pub forget_model: &'static str,
    /// Opens a model file.
    pub open_model: &'static str,
    /// Saves all takes as one file.
    pub save_takes: &'static str,
    /// Brings takes back from one file, or a folder.
    pub bring_takes: &'static str,
    /// Brings a folder of takes.
    pub bring_folder: &'static str,
    /// Forgets all takes.
    pub forget_takes: &'static str,
    /// Where things are kept: takes, models, and their room.
    pub kept: fn(usize, usize, &str) -> String,
    /// That nothing is kept beyond this visit.
    pub not_kept: &'static str,
    /// What can go wrong.
    pub mishaps: MishapWords,
}

/// Sentences for what can go wrong.
#[derive(Debug)]
pub struct MishapWords {
    /// A recording that is too short.
    pub too_short: &'static str,
    /// One that is too long.
    pub too_long: &'static str,
    /// One in which nothing is heard.
    pub silent: &'static str,
    /// The same of the named file.
    pub of_file: fn(&str, &str) -> String,
    /// A file that is no sound.
    pub unreadable: fn(&str, &str) -> String,
    /// That there is no sound in what was brought.
    pub no_sounds: &'static str,
    /// A file that holds no takes.
    pub no_takes: fn(&str) -> String,
    /// A file of takes of a later version.
    pub later: fn(&str) -> String,
    /// A file that is no model.
    pub no_model: fn(&str) -> String,
    /// What cannot be the name of a label.
    pub label_name: &'static str,
    /// A name that an emotion or another label has.
    pub label_taken: fn(&str) -> String,
    /// As many own labels as there can be.
    pub labels_full: &'static str,
    /// No more room.
    pub full: &'static str,
    /// The browser keeps nothing.
    pub storage: fn(&str) -> String,
}

impl VoiceWords {
    /// The sentence to read for the next take: another one for every take, and for every label.
    pub fn sentence(&self, label: Meaning, takes: usize) -> &'static str {
        self.sentences[(label.number() + takes) % self.sentences.len()]
    }
}
