//! The laboratory, in German.

use super::{
    ClipWords, LabMishapWords, LabWords, MeasureWords, ReasonWords, ResultWords, TrainingWords,
};

/// The words.
pub const LABORATORY: LabWords = LabWords {
    heading: "Labor",
    lead: "Bring einem Modell alles selbst bei, vom ersten Clip bis zur letzten Zahl: Korpora hinein, Merkmale, \
           Lernkurven, Verwechslungsmatrix, Modell heraus. Es ist das, was die Kommandozeile tut, in diesem Tab, und \
           nichts verlässt ihn.",
    kept_before: |clips, room| match clips {
        1 => format!(
            "Ein Clip von einem früheren Besuch liegt vermessen in diesem Browser ({room})."
        ),
        _ => format!(
            "{clips} Clips von einem früheren Besuch liegen vermessen in diesem Browser ({room})."
        ),
    },
    take_up: "Mit ihnen weitermachen",
    forget_kept: "Behaltenes löschen",
    clips: ClipWords {
        heading: "Clips",
        how: "RAVDESS, CREMA-D, TESS und SAVEE sind an den Namen ihrer Dateien zu erkennen. Die Clips jedes anderen \
              Korpus liegen in Ordnern, die englisch nach Gefühlen heißen. Die Töne werden einer nach dem anderen \
              gelesen und nicht behalten.",
        folder: "Ordner wählen",
        zips: "Zip-Dateien wählen",
        drop_here: "oder lass Ordner und Zip-Dateien hier fallen",
        looking: "Sieht durch, was du gebracht hast",
        caption: "Clips nach Korpus und Gefühl",
        columns: ["Korpus", "Clips", "Stimmen", "Stunden"],
        all: "alle",
        none: "Kein Clip gefunden: erwartet werden Töne mit Namen eines bekannten Korpus, oder in Ordnern, die nach \
               Gefühlen heißen.",
        left_out: |files| match files {
            0 => "Nichts wurde ausgelassen.".to_owned(),
            1 => "1 Datei wurde ausgelassen".to_owned(),
            _ => format!("{files} Dateien wurden ausgelassen"),
        },
        more: |files| format!("und {files} weitere"),
        of_kind: |corpus, kind, files| match corpus {
            Some(corpus) => format!("{corpus}, {kind}: {files}"),
            None => format!("{kind}: {files}"),
        },
        reasons: ReasonWords {
            song: ["Gesang", "gesungen, nicht gesprochen"],
            video: ["Video ohne Ton", "ein Video ohne Ton"],
            code: ("unbekannter Teil im Namen", |got| format!("sein Korpus kennt kein „{got}“")),
            emotion: "unbekanntes Gefühl",
            unrecognised: [
                "nicht erkannt",
                "weder ein Name eines bekannten Korpus noch in einem Ordner, der nach einem Gefühl heißt",
            ],
            ambiguous: ("zwei Gefühle", |outer, inner| {
                format!("seine Ordner nennen zwei Gefühle, „{outer}“ und „{inner}“")
            }),
            incomplete: "unvollständige Zeile",
            gone: ["verschwunden", "nicht mehr da, wo es war"],
            unreadable: ("unlesbar", |why| format!("nicht zu lesen: {why}")),
            pointer: ["Verweis", "ein Verweis von Git LFS, nicht der Ton selbst"],
            empty: ["leer", "es ist kein Ton darin"],
            undecodable: ("nicht zu entschlüsseln", |why| {
                format!("nicht zu entschlüsseln: {why}")
            }),
            silent: ["stumm", "es ist nichts darin zu hören"],
            copy: ("weitere Fassung", |kept| {
                format!("eine andere Datei desselben Clips gilt, {kept}")
            }),
            duplicate: ("doppelt", |kept| format!("derselbe Ton wie {kept}")),
            contradictory: ("widersprüchlich", |other, emotion| {
                format!("derselbe Ton wie {other}, das als „{emotion}“ bezeichnet ist")
            }),
        },
        clear: "Alle Clips weglegen",
    },
    measures: MeasureWords {
        heading: "Merkmale",
        preset: "Was trainiert wird",
        presets: ["overtone", "seed"],
        presets_are: [
            "Ein Netz von der Art dieser Seite: alle 10 ms die Mel-Bänder, Faltungen mit Abkürzungen, Aufmerksamkeit.",
            "Das beschriebene Verfahren: 162 Mittelwerte, jeder Clip dreimal, ein einfaches Faltungsnetz.",
        ],
        seed: "Startzahl alles Zufälligen",
        measure: |clips| match clips {
            1 => "1 Clip vermessen".to_owned(),
            _ => format!("{clips} Clips vermessen"),
        },
        measuring: |clips| format!("{clips} Clips werden vermessen"),
        progress: |done, total| format!("{done} von {total} Clips sind vermessen"),
        pace: |a_second| format!("{a_second} in der Sekunde"),
        left: |clock| format!("noch etwa {clock}"),
        cancel: "Anhalten",
        fetching: |loaded, total| format!("Das Labor wird geholt, {loaded} von {total}"),
        starting: "Das Labor fährt hoch",
        stopped: "Angehalten; was vermessen ist, bleibt.",
        done: |clips, hours| format!("{clips} Clips sind vermessen, {hours} Sprache."),
        save_csv: "features.csv sichern",
        writing_csv: "Die Tabelle wird geschrieben",
        kept: |clips, room| {
            format!("Nur in diesem Browser behalten: die Merkmale von {clips} Clips, {room}.")
        },
        not_kept: "Dieser Browser behält nichts für diese Seite: Merkmale und Training bleiben nur, bis der Tab \
                   geschlossen wird.",
    },
    training: TrainingWords {
        heading: "Training",
        split: "Woran geprüft wird",
        splits: ["an fremden Stimmen", "an fremden Clips", "an beliebigen Zeilen"],
        splits_are: [
            "Ehrlich: wer in der Prüfung zu hören ist, ist im Training nie zu hören.",
            "Schmeichelhaft: dieselben Stimmen auf beiden Seiten, sodass eine Stimme als Gefühl durchgehen kann.",
            "Noch schmeichelhafter: Kopien desselben Clips auf beiden Seiten, die das Modell auswendig kennen kann.",
        ],
        dealt: |train, validation, test| {
            format!(
                "{} Clips von {} Stimmen zum Lernen, {} von {} zum Auswählen, {} von {} für die Prüfung beiseite",
                train[0], train[1], validation[0], validation[1], test[0], test[1]
            )
        },
        devices_are: [
            "In jedem Browser; dieselben Clips und dieselbe Startzahl ergeben dasselbe Modell.",
            "Für große Netze und viele Clips; das größere Modul dazu kommt, wenn es gebraucht wird.",
            "In diesem Browser ist die GPU ein Programm: richtig, aber langsamer als die CPU.",
        ],
        epochs: "Epochen",
        batch: "Clips je Schritt",
        learning_rate: "Lernrate",
        plateau: "Sie fallen lassen, wo der Verlust stehen bleibt",
        patience: "Epochen ohne Fortschritt, bis sie fällt",
        factor: "Dann wird sie malgenommen mit",
        augment: "Clips beim Lernen abwandeln",
        variations: [
            "Schneller und langsamer",
            "Ein anderer Vokaltrakt",
            "Ein anderes Mikrofon",
            "Rauschen hinter der Stimme",
            "Teile ungehört",
        ],
        train: "Trainieren",
        stop: "Anhalten",
        go_on: "Weiter",
        anew: "Von vorn trainieren",
        progress: |epoch, clips| {
            format!("Epoche {} von {}, {} von {} Clips", epoch[0], epoch[1], clips[0], clips[1])
        },
        loss: |loss| format!("Verlust {loss}"),
        pace: |a_second| format!("{a_second} Clips in der Sekunde"),
        stopped: |epochs, of| format!("Angehalten nach {epochs} von {of} Epochen."),
        interrupted: |epochs, of| {
            format!("Unterbrochen nach {epochs} von {of} Epochen; es kann von dort weitergehen.")
        },
        epochs_done: |epochs, of| format!("{epochs} von {of} Epochen sind vorbei."),
        curves: "Verlust und Genauigkeit bei den Clips, aus denen es lernt, und bei denen, nach denen ausgewählt wird, \
                 Epoche für Epoche.",
        curves_table: "Die Kurven als Zahlen",
        curves_columns: [
            "Epoche",
            "Lernrate",
            "Verlust beim Lernen",
            "Genauigkeit beim Lernen",
            "Verlust beim Auswählen",
            "Trefferquote beim Auswählen",
        ],
    },
    results: ResultWords {
        heading: "Was daraus wurde",
        outcome: |uar, chance, clips, speakers| {
            let speakers = match speakers {
                1 => "einer Stimme".to_owned(),
                _ => format!("{speakers} Stimmen"),
            };
            format!(
                "Eine mittlere Trefferquote von {uar} bei {clips} beiseitegelegten Clips von {speakers}; Raten käme auf \
                 {chance}."
            )
        },
        kept_epoch: |epoch, epochs, clock| {
            format!("Epoche {epoch} von {epochs} wurde behalten; sie dauerten {clock}.")
        },
        flatters: [
            "Diese Zahlen schmeicheln: dieselben Stimmen sind in Training und Prüfung, sodass das Modell eine Stimme \
             kennen kann statt eines Gefühls.",
            "Diese Zahlen schmeicheln: Kopien eines Clips sind in Training und Prüfung, sodass das Modell einen Clip \
             auswendig kennen kann.",
        ],
        report: |corpus| format!("Gefühl für Gefühl: {corpus}"),
        report_columns: ["Gefühl", "Präzision", "Trefferquote", "F1", "Clips"],
        name: "Name des Modells",
        first_name: "Mein Modell",
        caption: "Wie viele der gemeinten Gefühle gehört wurden: das Mittel über die Gefühle eines Korpus.",
        examples: "Ein Clip jedes Gefühls, aus dem Test",
        bring_again: "Töne werden nicht behalten: Bring den Ordner oder das Zip dieser Clips noch einmal, und sie werden hier gezeichnet.",
        on_stage: "Auf der Bühne anhören",
        listen: "Es zuhören lassen",
        listening: "Dieses Modell hört jetzt zu.",
        save_model: "Modell sichern",
        save_report: "Bericht sichern",
        side_by_side: "Nebeneinander",
        only_unheard: "Alle Trainings dieses Besuchs. Nur die Prüfung an fremden Stimmen sagt, wie gut ein Netz Menschen hört, \
                       die es nie gehört hat; die anderen schmeicheln.",
        compared_columns: [
            "Prüfung",
            "mittlere Trefferquote",
            "Genauigkeit",
            "Netz",
            "Epochen",
            "Startzahl",
        ],
    },
    the_module: "Das Modul des Labors",
    the_typeface: "Die Schrift",
    mishaps: LabMishapWords {
        unreadable: |why| {
            format!("Was du gebracht hast, ist nicht zu lesen ({why}). Bitte wähle es noch einmal.")
        },
        compressed: "Dieser Browser entpackt keine komprimierten Zip-Dateien. Bitte entpacke sie und wähle den Ordner.",
        lost: |why| {
            format!(
                "Das Labor ist stehen geblieben ({why}). Was vermessen ist, bleibt; bitte beginne noch einmal."
            )
        },
        fell_back: "Das Labor macht auf der CPU weiter; ein Training kann nach seiner letzten Epoche weitergehen.",
        failed: |sentence| format!("Das Labor meldet, auf Englisch: {sentence}"),
        full: "Der Browser hat keinen Platz mehr: was jetzt kommt, bleibt nur, bis der Tab geschlossen wird. Lösche \
               Behaltenes, oder sichere es als Dateien.",
        storage: |why| {
            format!(
                "Der Browser konnte das nicht behalten ({why}): es bleibt nur, bis der Tab geschlossen wird."
            )
        },
    },
};
