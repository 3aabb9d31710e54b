//! The laboratory, in French.

use super::{
    ClipWords, LabMishapWords, LabWords, MeasureWords, ReasonWords, ResultWords, TrainingWords,
};

/// The words.
pub const LABORATORY: LabWords = LabWords {
    heading: "Laboratoire",
    lead: "Entraînez un modèle du premier extrait au dernier chiffre : des corpus, leurs mesures, des courbes \
           d’apprentissage, une matrice de confusion, un modèle. C’est ce que fait la ligne de commande, dans cet \
           onglet, et rien n’en sort.",
    kept_before: |clips, room| match clips {
        1 => format!(
            "Un extrait d’une visite précédente est gardé, mesuré, dans ce navigateur ({room})."
        ),
        _ => format!(
            "{clips} extraits d’une visite précédente sont gardés, mesurés, dans ce navigateur ({room})."
        ),
    },
    take_up: "Continuer avec eux",
    forget_kept: "Supprimer ce qui est gardé",
    clips: ClipWords {
        heading: "Extraits",
        how: "RAVDESS, CREMA-D, TESS et SAVEE se reconnaissent aux noms de leurs fichiers. Les extraits de tout autre \
              corpus se trouvent dans des dossiers portant un nom anglais d’émotion. Les sons sont lus un par un et ne \
              sont pas gardés.",
        folder: "Choisir un dossier",
        zips: "Choisir des fichiers zip",
        drop_here: "ou déposez ici des dossiers et des fichiers zip",
        looking: "Parcourt ce que vous avez apporté",
        caption: "Extraits par corpus et par émotion",
        columns: ["corpus", "extraits", "voix", "heures"],
        all: "tous",
        none: "Aucun extrait trouvé : il faut des sons portant les noms d’un corpus connu, ou dans des dossiers portant \
               un nom d’émotion.",
        left_out: |files| match files {
            0 => "Rien n’a été écarté.".to_owned(),
            1 => "1 fichier a été écarté".to_owned(),
            _ => format!("{files} fichiers ont été écartés"),
        },
        more: |files| format!("et {files} de plus"),
        of_kind: |corpus, kind, files| match corpus {
            Some(corpus) => format!("{corpus}, {kind} : {files}"),
            None => format!("{kind} : {files}"),
        },
        reasons: ReasonWords {
            song: ["chant", "chanté, non parlé"],
            video: ["vidéo sans son", "une vidéo sans son"],
            code: ("code inconnu dans le nom", |got| {
                format!("son corpus ne connaît pas « {got} »")
            }),
            emotion: "émotion inconnue",
            unrecognised: [
                "non reconnu",
                "ni un nom d’un corpus connu, ni dans un dossier portant un nom d’émotion",
            ],
            ambiguous: ("deux émotions", |outer, inner| {
                format!("ses dossiers nomment deux émotions, « {outer} » et « {inner} »")
            }),
            incomplete: "ligne incomplète",
            gone: ["disparu", "n’est plus là où il était"],
            unreadable: ("illisible", |why| format!("ne peut pas être lu : {why}")),
            pointer: ["renvoi", "un renvoi de Git LFS, non le son lui-même"],
            empty: ["vide", "il n’y a pas de son dedans"],
            undecodable: ("indécodable", |why| format!("ne peut pas être décodé : {why}")),
            silent: ["muet", "on n’y entend rien"],
            copy: ("autre copie", |kept| {
                format!("un autre fichier du même extrait est utilisé, {kept}")
            }),
            duplicate: ("doublon", |kept| format!("le même son que {kept}")),
            contradictory: ("contradictoire", |other, emotion| {
                format!("le même son que {other}, qui est étiqueté « {emotion} »")
            }),
        },
        clear: "Ranger tous les extraits",
    },
    measures: MeasureWords {
        heading: "Mesures",
        preset: "Ce qui est entraîné",
        presets: ["overtone", "seed"],
        presets_are: [
            "Un réseau comme celui de cette page : des bandes mel toutes les 10 ms, convolutions résiduelles, attention.",
            "La méthode décrite : 162 moyennes, chaque extrait trois fois, un simple réseau convolutif.",
        ],
        seed: "Graine de tout hasard",
        measure: |clips| match clips {
            1 => "Mesurer 1 extrait".to_owned(),
            _ => format!("Mesurer {clips} extraits"),
        },
        measuring: |clips| format!("{clips} extraits sont mesurés"),
        progress: |done, total| format!("{done} extraits mesurés sur {total}"),
        pace: |a_second| format!("{a_second} par seconde"),
        left: |clock| format!("encore {clock} environ"),
        cancel: "Arrêter",
        fetching: |loaded, total| format!("Téléchargement du laboratoire, {loaded} sur {total}"),
        starting: "Le laboratoire démarre",
        stopped: "Arrêté ; ce qui est mesuré reste.",
        done: |clips, hours| format!("{clips} extraits sont mesurés, {hours} de parole."),
        save_csv: "Enregistrer features.csv",
        writing_csv: "Écriture du tableau",
        kept: |clips, room| {
            format!(
                "Gardées dans ce navigateur seulement : les mesures de {clips} extraits, {room}."
            )
        },
        not_kept: "Ce navigateur ne garde rien pour cette page : mesures et entraînement durent jusqu’à la fermeture de \
                   l’onglet.",
    },
    training: TrainingWords {
        heading: "Entraînement",
        split: "Sur quoi porte l’épreuve",
        splits: ["voix inconnues", "extraits inconnus", "lignes quelconques"],
        splits_are: [
            "Honnête : aucune voix de l’épreuve n’est entendue pendant l’entraînement.",
            "Flatteur : les mêmes voix des deux côtés, si bien qu’une voix peut passer pour une émotion.",
            "Plus flatteur encore : des copies du même extrait des deux côtés, que le modèle peut savoir par cœur.",
        ],
        dealt: |train, validation, test| {
            format!(
                "{} extraits de {} voix pour apprendre, {} de {} pour choisir, {} de {} mis de côté pour l’épreuve",
                train[0], train[1], validation[0], validation[1], test[0], test[1]
            )
        },
        devices_are: [
            "Dans tout navigateur ; mêmes extraits et même graine, même modèle.",
            "Pour de grands réseaux et beaucoup d’extraits ; son module, plus lourd, arrive au besoin.",
            "Dans ce navigateur, le GPU est un logiciel : juste, mais plus lent que le CPU.",
        ],
        epochs: "Époques",
        batch: "Extraits par pas",
        learning_rate: "Taux d’apprentissage",
        plateau: "Le baisser quand la perte stagne",
        patience: "Époques sans progrès avant qu’il ne baisse",
        factor: "Il est alors multiplié par",
        augment: "Varier les extraits pendant l’apprentissage",
        variations: [
            "Plus vite et plus lentement",
            "Un autre conduit vocal",
            "Un autre micro",
            "Du bruit derrière la voix",
            "Des parties masquées",
        ],
        train: "Entraîner",
        stop: "Arrêter",
        go_on: "Continuer",
        anew: "Entraîner à nouveau",
        progress: |epoch, clips| {
            format!("Époque {} sur {}, {} extraits sur {}", epoch[0], epoch[1], clips[0], clips[1])
        },
        loss: |loss| format!("perte {loss}"),
        pace: |a_second| format!("{a_second} extraits par seconde"),
        stopped: |epochs, of| format!("Arrêté après {epochs} époques sur {of}."),
        interrupted: |epochs, of| {
            format!("Interrompu après {epochs} époques sur {of} ; il peut reprendre de là.")
        },
        epochs_done: |epochs, of| format!("{epochs} époques sur {of} sont passées."),
        curves: "Perte et exactitude des extraits dont il apprend et de ceux qui servent à choisir, époque par époque.",
        curves_table: "Les courbes en chiffres",
        curves_columns: [
            "époque",
            "taux d’apprentissage",
            "perte d’apprentissage",
            "exactitude d’apprentissage",
            "perte de validation",
            "rappel de validation",
        ],
    },
    results: ResultWords {
        heading: "Ce qu’il en est sorti",
        outcome: |uar, chance, clips, speakers| {
            format!(
                "Un rappel moyen de {uar} sur {clips} extraits mis de côté, de {speakers} voix ; le hasard donne {chance}."
            )
        },
        kept_epoch: |epoch, epochs, clock| {
            format!("L’époque {epoch} sur {epochs} a été gardée ; elles ont duré {clock}.")
        },
        flatters: [
            "Ces chiffres flattent : les mêmes voix sont dans l’entraînement et dans l’épreuve, si bien que le modèle \
             peut connaître une voix au lieu d’une émotion.",
            "Ces chiffres flattent : des copies d’un extrait sont dans l’entraînement et dans l’épreuve, si bien que le \
             modèle peut savoir un extrait par cœur.",
        ],
        report: |corpus| format!("Émotion par émotion : {corpus}"),
        report_columns: ["émotion", "précision", "rappel", "F1", "extraits"],
        name: "Nom du modèle",
        first_name: "Mon modèle",
        caption: "Combien des émotions voulues ont été entendues : la moyenne sur les émotions d’un corpus.",
        examples: "Un extrait de chaque émotion, tiré du test",
        bring_again: "Les sons ne sont pas gardés : apportez encore une fois le dossier ou le zip de ces extraits, et ils seront dessinés ici.",
        on_stage: "L’écouter sur la scène",
        listen: "Le laisser écouter",
        listening: "Ce modèle écoute désormais.",
        save_model: "Enregistrer le modèle",
        save_report: "Enregistrer le rapport",
        side_by_side: "Côte à côte",
        only_unheard: "Tous les entraînements de cette visite. Seule l’épreuve sur des voix inconnues dit ce que vaut un réseau \
                       avec des gens qu’il n’a jamais entendus ; les autres flattent.",
        compared_columns: ["épreuve", "rappel moyen", "exactitude", "réseau", "époques", "graine"],
    },
    the_module: "le module du laboratoire",
    the_typeface: "la police de caractères",
    mishaps: LabMishapWords {
        unreadable: |why| {
            format!(
                "Ce que vous avez apporté ne peut pas être lu ({why}). Choisissez-le à nouveau."
            )
        },
        compressed: "Ce navigateur ne décompresse pas les fichiers zip. Décompressez-les et choisissez le dossier.",
        lost: |why| {
            format!("Le laboratoire s’est arrêté ({why}). Ce qui est mesuré reste ; recommencez.")
        },
        fell_back: "Le laboratoire continue sur le CPU ; un entraînement peut reprendre après sa dernière époque.",
        failed: |sentence| format!("Le laboratoire signale, en anglais : {sentence}"),
        full: "Le navigateur n’a plus de place : la suite dure jusqu’à la fermeture de l’onglet. Supprimez ce qui est \
               gardé, ou enregistrez-le dans des fichiers.",
        storage: |why| {
            format!(
                "Le navigateur n’a pas pu garder ceci ({why}) : cela dure jusqu’à la fermeture de l’onglet."
            )
        },
    },
};
