//! One's own voice, in French.

use super::{MishapWords, VoiceWords};

/// The words.
pub const VOICE: VoiceWords = VoiceWords {
    heading: "Ma voix",
    lead: "Le modèle a entendu des acteurs, jamais vous. Jouez chaque émotion quelques fois, et il apprend comment elle \
           sonne chez vous : en une ou deux secondes, dans cet onglet, et rien n’en sort.",
    emotions: "Émotions à distinguer",
    own_label: "Une étiquette à vous",
    add_label: "Ajouter",
    made: |names| {
        format!(
            "Aucune des huit émotions ne s’appelle « {names} » : c’est désormais une étiquette à vous."
        )
    },
    sentences: [
        "Le train part à neuf heures et quart.",
        "Il y a deux lettres sur la table de la cuisine.",
        "Mon cousin habite de l’autre côté de la rivière.",
        "La réunion est reportée à jeudi.",
        "J’ai laissé les clés près de la fenêtre.",
        "Ils ont peint la porte d’une autre couleur.",
        "Le bus s’arrête devant la bibliothèque.",
        "Elle m’a demandé l’heure.",
    ],
    read: "Lisez, ou dites ce que vous voulez :",
    record: "Enregistrer",
    stop: "Arrêter",
    asking: "En attente du microphone",
    add_files: "Ajouter des fichiers",
    play: "Écouter",
    pause: "Arrêter l’écoute",
    forget: "Supprimer",
    again: "Enregistrer de nouveau",
    meant: "Ce qui était voulu",
    take: |number| format!("Prise {number}"),
    missing: |emotion, takes| match takes {
        1 => format!("Il manque encore une prise pour « {emotion} »."),
        _ => format!("Il manque encore {takes} prises pour « {emotion} »."),
    },
    too_few_emotions: "Choisissez au moins deux émotions ou étiquettes, pour qu’il y ait quelque chose à distinguer.",
    ready: |takes| format!("Prêt à apprendre de {takes} prises."),
    name: "Nom de votre modèle",
    first_name: "Ma voix",
    train: "Apprendre ma voix",
    stop_training: "Arrêter l’apprentissage",
    pause_training: "Pause",
    go_on: "Apprendre de nouveau",
    resume: "Continuer",
    interrupted: |heard, takes| {
        format!(
            "L’apprentissage a été interrompu ; {heard} prises sur {takes} sont déjà entendues. Il reprend de là."
        )
    },
    paused: |heard, takes| {
        format!(
            "En pause ; {heard} prises sur {takes} sont entendues. L’apprentissage reprend de là."
        )
    },
    stopped: "L’apprentissage a été arrêté. Les prises sont toujours là.",
    hearing: |heard, takes| format!("{heard} prises entendues sur {takes}."),
    learning: |epochs| format!("Apprentissage, époque {epochs}."),
    better: |before, after, takes, seconds| {
        format!(
            "Cela en valait la peine : sur {takes} prises, il en reconnaissait {before} avant, et {after} après avoir \
             appris des autres. Cela a pris {seconds}. Votre modèle écoute désormais."
        )
    },
    steadier: |before, after, takes, seconds| {
        format!(
            "Il ne reconnaît pas plus de prises qu’avant ({before} sur {takes} avant, {after} après avoir \
             appris des autres), mais il donne plus de poids à ce qui était voulu. Cela a pris {seconds}. Votre \
             modèle écoute désormais ; celui de tous est à un clic."
        )
    },
    not_better: |before, after, takes| {
        format!(
            "Ce n’est pas mieux : sur {takes} prises, il en reconnaissait {before} avant et {after} après. Le modèle \
             reste tel qu’il était. Plus de prises, ou des prises plus contrastées, peuvent aider."
        )
    },
    how: "Chaque prise a été mise de côté une fois et jugée par un modèle qui n’avait appris que des autres.",
    unknown_before: |names| {
        format!(
            "Le modèle pour tous ne connaît pas « {names} » : avant, il ne pouvait pas reconnaître ces prises."
        )
    },
    before: "Avant",
    after: "Après",
    curves: "Perte et rappel au fil des époques, pour les prises dont il apprend et pour celles mises de côté ; la \
             perte aussi pour les émotions non enregistrées, telles qu’il les imagine.",
    recall: "Rappel (%)",
    models: "Qui écoute",
    everybody: "Le modèle pour tous",
    model_recall: |before, after| {
        format!("{before} avant, {after} après, sur des prises mises de côté")
    },
    save: "Enregistrer dans un fichier",
    forget_model: "Supprimer",
    open_model: "Ouvrir un fichier de modèle",
    save_takes: "Enregistrer toutes les prises",
    bring_takes: "Apporter des prises (zip)",
    bring_folder: "Apporter un dossier",
    forget_takes: "Supprimer toutes les prises",
    kept: |takes, models, room| {
        let plural = |count: usize, one: &str| match count {
            0 | 1 => format!("{count} {one}"),
            _ => format!("{count} {one}s"),
        };
        let (takes, models) = (plural(takes, "prise"), plural(models, "modèle"));
        format!("Gardés dans ce navigateur seulement : {takes} et {models}, {room}.")
    },
    not_kept: "Ce navigateur ne garde rien pour cette page : prises et modèles durent jusqu’à la fermeture de l’onglet.",
    mishaps: MishapWords {
        too_short: "La prise dure moins d’une demi-seconde. Prononcez une phrase entière.",
        too_long: "La prise dure plus de dix secondes. Prononcez une seule phrase.",
        silent: "On n’entend rien dans la prise. Vérifiez le microphone et recommencez.",
        of_file: |name, sentence| format!("{name} : {sentence}"),
        unreadable: |name, why| {
            format!("{name} ne peut pas être lu comme un son ({why}). Choisissez un autre fichier.")
        },
        no_sounds: "Il n’y a pas de son dans ce que vous avez apporté. Choisissez des fichiers son, ou un dossier qui en contient.",
        no_takes: |name| {
            format!(
                "{name} ne contient pas de prises : il faut un zip, ou un dossier, où des dossiers portant le nom \
                 d’une émotion ou d’une étiquette à vous contiennent des sons."
            )
        },
        later: |name| {
            format!(
                "{name} contient des prises d’une version plus récente de cette page. Rechargez la page pour l’obtenir."
            )
        },
        no_model: |name| {
            format!("{name} n’est pas un modèle d’Overtone. Choisissez un fichier enregistré ici.")
        },
        label_name: "Une étiquette a de 1 à 24 lettres, sans aucun des signes / \\ : * ? \" < > |.",
        label_taken: |name| format!("« {name} » existe déjà. Choisissez un autre nom."),
        labels_full: "Il y a place pour six étiquettes à vous. Décochez-en une sans prises pour en ajouter une autre.",
        full: "Le navigateur n’a plus de place : ceci sera perdu à la fermeture de l’onglet. Supprimez des prises ou des \
               modèles, ou enregistrez-les dans des fichiers.",
        storage: |why| {
            format!(
                "Le navigateur n’a pas pu garder ceci ({why}). Enregistrez-le dans un fichier avant de fermer l’onglet."
            )
        },
    },
};
