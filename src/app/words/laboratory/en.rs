//! The laboratory, in English.

use super::{
    ClipWords, LabMishapWords, LabWords, MeasureWords, ReasonWords, ResultWords, TrainingWords,
};

/// The words.
pub const LABORATORY: LabWords = LabWords {
    heading: "Laboratory",
    lead: "Train a model from the first clip to the last figure: corpora in, features, learning curves, confusion \
           matrix, model out. It is what the command line does, in this tab, and nothing leaves it.",
    kept_before: |clips, room| match clips {
        1 => format!("One clip of an earlier visit is kept in this browser, measured ({room})."),
        _ => format!(
            "{clips} clips of an earlier visit are kept in this browser, measured ({room})."
        ),
    },
    take_up: "Go on with them",
    forget_kept: "Delete what is kept",
    clips: ClipWords {
        heading: "Clips",
        how: "RAVDESS, CREMA-D, TESS and SAVEE are known by the names of their files. The clips of any other corpus lie \
              in folders named after emotions. Sounds are read one by one and not kept.",
        folder: "Choose a folder",
        zips: "Choose zip files",
        drop_here: "or drop folders and zip files here",
        looking: "Looking through what you brought",
        caption: "Clips by corpus and emotion",
        columns: ["corpus", "clips", "speakers", "hours"],
        all: "all",
        none: "No clip was found: expected sounds with names of a known corpus, or in folders named after emotions.",
        left_out: |files| match files {
            0 => "Nothing was left out.".to_owned(),
            1 => "1 file was left out".to_owned(),
            _ => format!("{files} files were left out"),
        },
        more: |files| format!("and {files} more"),
        of_kind: |corpus, kind, files| match corpus {
            Some(corpus) => format!("{corpus}, {kind}: {files}"),
            None => format!("{kind}: {files}"),
        },
        reasons: ReasonWords {
            song: ["song", "sung, not spoken"],
            video: ["video without sound", "a video without sound"],
            code: ("unknown code in its name", |got| format!("its corpus has no \"{got}\"")),
            emotion: "unknown emotion",
            unrecognised: [
                "not recognised",
                "neither a name of a known corpus nor in a folder named after an emotion",
            ],
            ambiguous: ("two emotions", |outer, inner| {
                format!("its folders name two emotions, {outer} and {inner}")
            }),
            incomplete: "incomplete row",
            gone: ["gone", "it is not there any more"],
            unreadable: ("unreadable", |why| format!("cannot be read: {why}")),
            pointer: ["pointer", "a Git LFS pointer, not the sound itself"],
            empty: ["empty", "there is no sound in it"],
            undecodable: ("undecodable", |why| format!("cannot be decoded: {why}")),
            silent: ["silent", "nothing is heard in it"],
            copy: ("another copy", |kept| format!("another file of the same clip is used, {kept}")),
            duplicate: ("duplicate", |kept| format!("the same audio as {kept}")),
            contradictory: ("contradictory", |other, emotion| {
                format!("the same audio as {other}, which is labelled {emotion}")
            }),
        },
        clear: "Put all clips away",
    },
    measures: MeasureWords {
        heading: "Features",
        preset: "What to train",
        presets: ["overtone", "seed"],
        presets_are: [
            "This page's own kind of network: mel bands every 10 ms, residual convolutions, attention.",
            "The described pipeline: 162 averages, each clip three times, a plain convolutional network.",
        ],
        seed: "Seed of everything random",
        measure: |clips| match clips {
            1 => "Measure 1 clip".to_owned(),
            _ => format!("Measure {clips} clips"),
        },
        measuring: |clips| format!("Measuring {clips} clips"),
        progress: |done, total| format!("{done} of {total} clips are measured"),
        pace: |a_second| format!("{a_second} a second"),
        left: |clock| format!("about {clock} left"),
        cancel: "Stop",
        fetching: |loaded, total| format!("Fetching the laboratory, {loaded} of {total}"),
        starting: "The laboratory is starting",
        stopped: "Stopped; what is measured stays.",
        done: |clips, hours| format!("{clips} clips are measured, {hours} of speech."),
        save_csv: "Save features.csv",
        writing_csv: "Writing the table",
        kept: |clips, room| {
            format!("Kept in this browser only: the features of {clips} clips, {room}.")
        },
        not_kept: "This browser keeps nothing for this page: features and training last until the tab is closed.",
    },
    training: TrainingWords {
        heading: "Training",
        split: "What the test is made of",
        splits: ["unheard speakers", "unheard clips", "any rows"],
        splits_are: [
            "Honest: nobody who is heard in the test is heard in the training.",
            "Flattering: the same speakers on both sides, so that a voice may pass for an emotion.",
            "More flattering: copies of the same clip on both sides, which the model can know by heart.",
        ],
        dealt: |train, validation, test| {
            format!(
                "{} clips of {} speakers to learn from, {} of {} to choose by, {} of {} kept apart for the test",
                train[0], train[1], validation[0], validation[1], test[0], test[1]
            )
        },
        devices_are: [
            "In every browser; the same clips and seed make the same model.",
            "For large networks and many clips; its larger module is fetched when it is needed.",
            "In this browser the GPU is a program: right, but slower than the CPU.",
        ],
        epochs: "Epochs",
        batch: "Clips of a step",
        learning_rate: "Learning rate",
        plateau: "Let it fall where the loss stands still",
        patience: "Epochs without progress before it falls",
        factor: "Then it is multiplied by",
        augment: "Vary the clips while it learns",
        variations: [
            "Faster and slower",
            "Another vocal tract",
            "Another microphone",
            "Noise behind the voice",
            "Parts unheard",
        ],
        train: "Train",
        stop: "Stop",
        go_on: "Go on",
        anew: "Train anew",
        progress: |epoch, clips| {
            format!("Epoch {} of {}, {} of {} clips", epoch[0], epoch[1], clips[0], clips[1])
        },
        loss: |loss| format!("loss {loss}"),
        pace: |a_second| format!("{a_second} clips a second"),
        stopped: |epochs, of| format!("Stopped after {epochs} of {of} epochs."),
        interrupted: |epochs, of| {
            format!("Interrupted after {epochs} of {of} epochs; it can go on from there.")
        },
        epochs_done: |epochs, of| format!("{epochs} of {of} epochs are over."),
        curves: "Loss and accuracy of the clips that it learns from and of those that it is chosen by, epoch by epoch.",
        curves_table: "The curves as numbers",
        curves_columns: [
            "epoch",
            "learning rate",
            "training loss",
            "training accuracy",
            "validation loss",
            "validation recall",
        ],
    },
    results: ResultWords {
        heading: "What came of it",
        outcome: |uar, chance, clips, speakers| {
            let speakers = match speakers {
                1 => "1 speaker".to_owned(),
                _ => format!("{speakers} speakers"),
            };
            format!(
                "A mean recall of {uar} on {clips} clips of {speakers} kept apart; guessing comes to {chance}."
            )
        },
        kept_epoch: |epoch, epochs, clock| {
            format!("Epoch {epoch} of {epochs} was kept; they took {clock}.")
        },
        flatters: [
            "These figures flatter: the same speakers are in training and in test, so that the model may know a voice \
             instead of an emotion.",
            "These figures flatter: copies of one clip are in training and in test, so that the model may know a clip \
             by heart.",
        ],
        report: |corpus| format!("Emotion by emotion: {corpus}"),
        report_columns: ["emotion", "precision", "recall", "F1", "clips"],
        name: "Name of the model",
        first_name: "My model",
        caption: "How many were heard of the emotions that were meant: the mean over the emotions of a corpus.",
        examples: "A clip of each emotion, from the test",
        bring_again: "Sounds are not kept: bring the folder or zip of these clips once more, and they are drawn here.",
        on_stage: "Hear it on the stage",
        listen: "Let it listen",
        listening: "This model listens now.",
        save_model: "Save the model",
        save_report: "Save the report",
        side_by_side: "Side by side",
        only_unheard: "All trainings of this visit. Only the test on unheard speakers says how a network does on people it \
                       never heard; the others flatter.",
        compared_columns: ["test", "mean recall", "accuracy", "network", "epochs", "seed"],
    },
    the_module: "The laboratory's module",
    the_typeface: "The typeface",
    mishaps: LabMishapWords {
        unreadable: |why| {
            format!("What you brought cannot be read ({why}). Please choose it again.")
        },
        compressed: "This browser unpacks no compressed zip files. Please unpack them and choose the folder.",
        lost: |why| {
            format!(
                "The laboratory has stopped ({why}). What is measured is kept; please begin again."
            )
        },
        fell_back: "The laboratory goes on on the CPU; a training can go on from its last epoch.",
        failed: |sentence| sentence.to_owned(),
        full: "The browser has no more room: what comes now lasts until the tab is closed. Delete what is kept, or save \
               it as files.",
        storage: |why| {
            format!("The browser could not keep this ({why}): it lasts until the tab is closed.")
        },
    },
};
