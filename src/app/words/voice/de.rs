//! One's own voice, in German.

use super::{MishapWords, VoiceWords};

/// The words.
pub const VOICE: VoiceWords = VoiceWords {
    heading: "Meine Stimme",
    lead: "Das Modell hat Schauspieler gehört, dich noch nie. Spiele jedes Gefühl ein paar Mal, und es lernt, wie es \
           bei dir klingt: in ein, zwei Sekunden, in diesem Tab, und nichts verlässt ihn.",
    emotions: "Gefühle, die zu unterscheiden sind",
    own_label: "Eine eigene Bezeichnung",
    add_label: "Hinzufügen",
    made: |names| {
        format!(
            "Keines der acht Gefühle heißt „{names}“: Daraus ist eine eigene Bezeichnung geworden."
        )
    },
    sentences: [
        "Der Zug fährt um Viertel nach neun.",
        "Auf dem Küchentisch liegen zwei Briefe.",
        "Mein Vetter wohnt auf der anderen Seite des Flusses.",
        "Die Besprechung ist auf Donnerstag verschoben.",
        "Ich habe die Schlüssel neben dem Fenster gelassen.",
        "Sie haben die Tür in einer anderen Farbe gestrichen.",
        "Der Bus hält vor der Bücherei.",
        "Sie fragte mich, wie spät es ist.",
    ],
    read: "Lies, oder sprich, was du willst:",
    record: "Aufnehmen",
    stop: "Stopp",
    asking: "Warte auf das Mikrofon",
    add_files: "Dateien dazu",
    play: "Abspielen",
    pause: "Anhalten",
    forget: "Löschen",
    again: "Noch einmal aufnehmen",
    meant: "Was gemeint war",
    take: |number| format!("Aufnahme {number}"),
    missing: |emotion, takes| match takes {
        1 => format!("Für „{emotion}“ fehlt noch eine Aufnahme."),
        _ => format!("Für „{emotion}“ fehlen noch {takes} Aufnahmen."),
    },
    too_few_emotions: "Wähle mindestens zwei Gefühle oder Bezeichnungen, damit es etwas zu unterscheiden gibt.",
    ready: |takes| format!("Bereit, aus {takes} Aufnahmen zu lernen."),
    name: "Name deines Modells",
    first_name: "Meine Stimme",
    train: "Meine Stimme lernen",
    stop_training: "Nicht weiter lernen",
    pause_training: "Pause",
    go_on: "Noch einmal lernen",
    resume: "Weiter",
    interrupted: |heard, takes| {
        format!(
            "Das Lernen wurde unterbrochen; {heard} von {takes} Aufnahmen sind schon gehört. Es geht von dort weiter."
        )
    },
    paused: |heard, takes| {
        format!("Pause; {heard} von {takes} Aufnahmen sind gehört. Es geht von dort weiter.")
    },
    stopped: "Das Lernen wurde angehalten. Die Aufnahmen sind noch da.",
    hearing: |heard, takes| format!("{heard} von {takes} Aufnahmen gehört."),
    learning: |epochs| format!("Lernt, Epoche {epochs}."),
    better: |before, after, takes, seconds| {
        format!(
            "Es hat sich gelohnt: von {takes} Aufnahmen hörte es vorher {before} richtig und {after}, nachdem es aus \
             den anderen gelernt hatte. Das dauerte {seconds}. Jetzt hört dein Modell zu."
        )
    },
    steadier: |before, after, takes, seconds| {
        format!(
            "Es hört nicht mehr Aufnahmen richtig als zuvor (vorher {before} von {takes}, danach {after}, \
             nachdem es aus den anderen gelernt hatte), gibt dem Gemeinten aber mehr Gewicht. Das dauerte {seconds}. \
             Jetzt hört dein Modell zu; das für alle ist einen Klick entfernt."
        )
    },
    not_better: |before, after, takes| {
        format!(
            "Es wurde nicht besser: von {takes} Aufnahmen hörte es vorher {before} richtig und nachher {after}. Das \
             Modell bleibt, wie es war. Mehr Aufnahmen oder deutlichere Unterschiede könnten helfen."
        )
    },
    how: "Jede Aufnahme wurde einmal beiseitegelegt und von einem Modell beurteilt, das nur aus den anderen gelernt \
          hatte.",
    unknown_before: |names| {
        format!(
            "Das Modell für alle kennt „{names}“ nicht: Vorher konnte es solche Aufnahmen nicht richtig hören."
        )
    },
    before: "Vorher",
    after: "Nachher",
    curves: "Verlust und Trefferquote über die Epochen, bei den Aufnahmen, aus denen es lernt, und bei den \
             beiseitegelegten; der Verlust auch bei nicht aufgenommenen Emotionen, wie es sie sich vorstellt.",
    recall: "Trefferquote (%)",
    models: "Wer zuhört",
    everybody: "Das Modell für alle",
    model_recall: |before, after| {
        format!("vorher {before}, nachher {after}, bei beiseitegelegten Aufnahmen")
    },
    save: "Als Datei sichern",
    forget_model: "Löschen",
    open_model: "Modelldatei öffnen",
    save_takes: "Alle Aufnahmen sichern",
    bring_takes: "Aufnahmen holen (zip)",
    bring_folder: "Ordner holen",
    forget_takes: "Alle Aufnahmen löschen",
    kept: |takes, models, room| {
        let takes = if takes == 1 { "1 Aufnahme".to_owned() } else { format!("{takes} Aufnahmen") };
        let models = if models == 1 { "1 Modell".to_owned() } else { format!("{models} Modelle") };
        format!("Nur in diesem Browser: {takes} und {models}, {room}.")
    },
    not_kept: "Dieser Browser bewahrt für diese Seite nichts auf: Aufnahmen und Modelle bleiben, bis der Tab \
               geschlossen wird.",
    mishaps: MishapWords {
        too_short: "Die Aufnahme ist kürzer als eine halbe Sekunde. Bitte sprich einen ganzen Satz.",
        too_long: "Die Aufnahme ist länger als zehn Sekunden. Bitte sprich einen einzigen Satz.",
        silent: "In der Aufnahme ist nichts zu hören. Bitte prüfe das Mikrofon und nimm noch einmal auf.",
        of_file: |name, sentence| format!("{name}: {sentence}"),
        unreadable: |name, why| {
            format!("{name} lässt sich nicht als Ton lesen ({why}). Bitte wähle eine andere Datei.")
        },
        no_sounds: "In dem, was du gebracht hast, ist kein Ton. Bitte wähle Tondateien oder einen Ordner mit ihnen.",
        no_takes: |name| {
            format!(
                "{name} enthält keine Aufnahmen: erwartet wird ein Zip oder ein Ordner, in dem Töne in Ordnern liegen, \
                 die nach Gefühlen oder eigenen Bezeichnungen heißen."
            )
        },
        later: |name| {
            format!(
                "{name} enthält Aufnahmen einer späteren Fassung dieser Seite. Bitte lade die Seite neu, um sie zu bekommen."
            )
        },
        no_model: |name| {
            format!(
                "{name} ist kein Modell von Overtone. Bitte wähle eine Datei, die hier gesichert wurde."
            )
        },
        label_name: "Eine Bezeichnung hat 1 bis 24 Buchstaben und keines der Zeichen / \\ : * ? \" < > | darin.",
        label_taken: |name| format!("„{name}“ gibt es schon. Bitte wähle einen anderen Namen."),
        labels_full: "Es ist Platz für sechs eigene Bezeichnungen. Wähle eine ohne Aufnahmen ab, um eine andere hinzuzufügen.",
        full: "Der Browser hat keinen Platz mehr: dies geht verloren, wenn der Tab geschlossen wird. Lösche Aufnahmen \
               oder Modelle, oder sichere sie als Dateien.",
        storage: |why| {
            format!(
                "Der Browser konnte dies nicht aufbewahren ({why}). Sichere es als Datei, bevor du den Tab schließt."
            )
        },
    },
};
