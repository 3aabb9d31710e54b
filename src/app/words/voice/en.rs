//! One's own voice, in English.

use super::{MishapWords, VoiceWords};

/// The words.
pub const VOICE: VoiceWords = VoiceWords {
    heading: "My voice",
    lead: "The model has heard actors, never you. Act each emotion a few times, and it learns how it sounds when you \
           do: in a second or two, in this tab, and nothing leaves it.",
    emotions: "Emotions to tell apart",
    own_label: "A label of your own",
    add_label: "Add",
    made: |names| {
        format!("None of the eight emotions is called {names}: now there is a label of your own.")
    },
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
    too_few_emotions: "Choose at least two emotions or labels, so that there is something to tell apart.",
    ready: |takes| format!("Ready to learn from {takes} takes."),
    name: "Name of your model",
    first_name: "My voice",
    train: "Learn my voice",
    stop_training: "Stop learning",
    pause_training: "Pause",
    go_on: "Learn again",
    resume: "Go on",
    interrupted: |heard, takes| {
        format!(
            "Learning was interrupted; {heard} of {takes} takes were heard already. It goes on from there."
        )
    },
    paused: |heard, takes| {
        format!("Paused; {heard} of {takes} takes are heard. It goes on from there.")
    },
    stopped: "Learning was stopped. The takes are still here.",
    hearing: |heard, takes| format!("Heard {heard} of {takes} takes."),
    learning: |epochs| format!("Learning, round {epochs}."),
    better: |before, after, takes, seconds| {
        format!(
            "It was worth it: of {takes} takes it heard {before} rightly before, and {after} after it had learned \
             from the others. That took {seconds}. Your model listens now."
        )
    },
    steadier: |before, after, takes, seconds| {
        format!(
            "It hears no more takes rightly than before ({before} of {takes} before, {after} after it had \
             learned from the others), but it gives what was meant more weight. That took {seconds}. Your model \
             listens now; the one for everybody is a click away."
        )
    },
    not_better: |before, after, takes| {
        format!(
            "It did not get better: of {takes} takes it heard {before} rightly before and {after} after. The model \
             stays as it was. More takes, or takes that differ more, may help."
        )
    },
    how: "Every take was kept aside once and judged by a model that had learned from the others only.",
    unknown_before: |names| {
        format!(
            "The model for everybody does not know {names}: before, such takes could not be heard rightly."
        )
    },
    before: "Before",
    after: "After",
    curves: "Loss and recall over the rounds, of the takes that it learns from and of those kept aside; the loss also \
             of emotions that were not recorded, as it imagines them.",
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
        let plural = |count: usize, one: &str| match count {
            1 => format!("1 {one}"),
            _ => format!("{count} {one}s"),
        };
        let (takes, models) = (plural(takes, "take"), plural(models, "model"));
        format!("Kept in this browser only: {takes} and {models}, {room}.")
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
        no_sounds: "There is no sound in what you brought. Please choose sound files, or a folder of them.",
        no_takes: |name| {
            format!(
                "{name} holds no takes: expected a zip, or a folder, in which folders named after emotions or labels of your own hold sounds."
            )
        },
        later: |name| {
            format!(
                "{name} holds takes of a later version of this page. Please reload the page to get it."
            )
        },
        no_model: |name| {
            format!("{name} is no Overtone model. Please choose a file that was saved here.")
        },
        label_name: "A label has 1 to 24 letters, and none of the signs / \\ : * ? \" < > | in it.",
        label_taken: |name| format!("There is a label {name} already. Please choose another name."),
        labels_full: "There is room for six labels of your own. Choose one without takes off to add another.",
        full: "The browser has no more room: this will be lost when the tab is closed. Delete takes or models, or save \
               them as files.",
        storage: |why| {
            format!(
                "The browser could not keep this ({why}). Save it as a file before you close the tab."
            )
        },
    },
};
