//! What the room of a visitor's own voice says.

use crate::emotion::Emotion;

/// The words of the room.
pub struct VoiceWords {
    /// The heading.
    pub heading: &'static str,
    /// What it is for.
    pub lead: &'static str,
    /// Above the choice of emotions.
    pub emotions: &'static str,
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
    /// Forgets a take and records it again.
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
    /// Begins again after the page was closed, or an engine was lost.
    pub go_on: &'static str,
    /// That it was interrupted.
    pub interrupted: &'static str,
    /// That the visitor stopped it.
    pub stopped: &'static str,
    /// Takes heard, of so many.
    pub hearing: fn(usize, usize) -> String,
    /// Epochs gone through.
    pub learning: fn(usize) -> String,
    /// That it was worth it: heard rightly before and after, of so many, in seconds.
    pub better: fn(usize, usize, usize, &str) -> String,
    /// That it was not: heard rightly before and after, of so many.
    pub not_better: fn(usize, usize, usize) -> String,
    /// How the comparison was made.
    pub how: &'static str,
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
    /// A file that holds no takes.
    pub no_takes: fn(&str) -> String,
    /// A file that is no model.
    pub no_model: fn(&str) -> String,
    /// No more room.
    pub full: &'static str,
    /// The browser keeps nothing.
    pub storage: fn(&str) -> String,
}

/// English.
pub const ENGLISH: VoiceWords = VoiceWords {
    heading: "My voice",
    lead: "The model has heard actors, never you. Act each emotion a few times, and it learns how it sounds when you \
           do: in a second or two, in this tab, and nothing leaves it.",
    emotions: "Emotions to tell apart",
    sentences: [
        "The train leaves at a quarter past nine.",
        "There are two letters on the kitchen table.",
        "My cousin lives on the other side of the river.",
        "The meeting has been moved to Thursday.",
        "I left the keys beside the window.",
        "They painted the door a different colour.",
        "The bus stops in front of the library.",
        "She asked me what time it was.",
    ],
    read: "Read, or say what you like:",
    record: "Record a take",
    stop: "Stop",
    asking: "Waiting for the microphone",
    add_files: "Add files",
    play: "Play",
    pause: "Stop playing",
    forget: "Delete",
    again: "Record again",
    meant: "What was meant",
    take: |number| format!("Take {number}"),
    missing: |emotion, takes| match takes {
        1 => format!("One more take of {emotion} is needed."),
        _ => format!("{takes} more takes of {emotion} are needed."),
    },
    too_few_emotions: "Choose at least two emotions, so that there is something to tell apart.",
    ready: |takes| format!("Ready to learn from {takes} takes."),
    name: "Name of your model",
    first_name: "My voice",
    train: "Learn my voice",
    stop_training: "Stop learning",
    go_on: "Learn again",
    interrupted: "Learning was interrupted. The takes are still here.",
    stopped: "Learning was stopped. The takes are still here.",
    hearing: |heard, takes| format!("Heard {heard} of {takes} takes."),
    learning: |epochs| format!("Learning, round {epochs}."),
    better: |before, after, takes, seconds| {
        format!(
            "It was worth it: of {takes} takes it heard {before} rightly before, and {after} after it had learned \
             from the others. That took {seconds}. Your model listens now."
        )
    },
    not_better: |before, after, takes| {
        format!(
            "It did not get better: of {takes} takes it heard {before} rightly before and {after} after. The model \
             stays as it was. More takes, or takes that differ more, may help."
        )
    },
    how: "Every take was kept aside once and judged by a model that had learned from the others only.",
    before: "Before",
    after: "After",
    curves: "Loss and recall over the rounds, of the takes that it learns from and of those kept aside.",
    recall: "Recall (%)",
    models: "Who listens",
    everybody: "The model for everybody",
    model_recall: |before, after| format!("{before} before, {after} after, on takes kept aside"),
    save: "Save as a file",
    forget_model: "Delete",
    open_model: "Open a model file",
    save_takes: "Save all takes",
    bring_takes: "Bring takes (zip)",
    bring_folder: "Bring a folder",
    forget_takes: "Delete all takes",
    kept: |takes, models, room| {
        format!("Kept in this browser only: {takes} takes and {models} models, {room}.")
    },
    not_kept: "This browser keeps nothing for this page: takes and models last until the tab is closed.",
    mishaps: MishapWords {
        too_short: "The take is shorter than half a second. Please speak a whole sentence.",
        too_long: "The take is longer than ten seconds. Please speak a single sentence.",
        silent: "Nothing is heard in the take. Please check the microphone and record it again.",
        of_file: |name, sentence| format!("{name}: {sentence}"),
        unreadable: |name, why| {
            format!("{name} cannot be read as a sound ({why}). Please choose another file.")
        },
        no_takes: |name| {
            format!(
                "{name} holds no takes: expected a zip, or a folder, in which folders named after emotions hold sounds."
            )
        },
        no_model: |name| {
            format!("{name} is no Overtone model. Please choose a file that was saved here.")
        },
        full: "The browser has no more room: this will be lost when the tab is closed. Delete takes or models, or save \
               them as files.",
        storage: |why| {
            format!(
                "The browser could not keep this ({why}). Save it as a file before you close the tab."
            )
        },
    },
};

impl VoiceWords {
    /// The sentence to read for the next take: another one for every take, and for every emotion.
    pub fn sentence(&self, emotion: Emotion, takes: usize) -> &'static str {
        self.sentences[(emotion.index() + takes) % self.sentences.len()]
    }
}
