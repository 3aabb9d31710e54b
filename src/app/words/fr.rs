//! French.

use super::catalogue::{
    About, Answer, Charts, Compare, Dock, Engine, Explorer, Files, Foot, Header, Learned, Live,
    Microphone, Model, Offline, Opening, Page, Save, Status, Titles, Tools, Tour, Tracks, Trouble,
    Why, WhyThis, Words,
};
use super::numerals::Numerals;
use crate::corpus::Corpus;
use crate::engine::protocol::Fault;
use crate::plot::Terms;

pub static WORDS: Words = Words {
    numerals: Numerals {
        mark: ',',
        group: '\u{202f}',
        percent_gap: '\u{202f}',
        bytes: ["ko", "Mo"],
    },
    emotions: ["neutre", "calme", "joie", "tristesse", "colère", "peur", "dégoût", "surprise"],
    page: Page {
        title: "Overtone : l’émotion qu’une voix joue",
        description: "Entend laquelle de huit émotions une voix joue. Tout est calculé dans cet \
                      onglet ; aucun son ne le quitte.",
        let_go: "Lâchez pour l’écouter",
        new_version: "Une nouvelle version d’Overtone est prête. Pour la prendre, la page \
                      redémarre.",
        new_version_starts: "La nouvelle version démarre.",
        take_it: "La prendre",
    },
    titles: Titles {
        recording: "votre enregistrement",
        example: "l’exemple",
        acted_example: |manner| format!("l’exemple, dit {manner}"),
        manners: ["simplement", "avec joie", "avec tristesse", "avec colère", "avec peur"],
        synthetic: "Une voix de synthèse, calculée par cette page. Personne n’a parlé.",
    },
    header: Header {
        parts: "Parties de la page",
        places: ["Explications", "Fiabilité", "Votre voix", "Laboratoire", "Hors ligne"],
        language: "Langue",
        engine_starting: "démarre",
        engine: "Moteur : ",
        engine_title: "Quel moteur travaille, et pourquoi",
        to_light: "Passer à la page claire",
        to_dark: "Passer à la page sombre",
    },
    opening: Opening {
        invitation: "Parlez un peu.",
        lead: [
            "Overtone écoute ",
            "comment",
            " une voix parle et nomme l’émotion qu’elle joue : une parmi huit. Enregistrez, \
             déposez un son n’importe où sur cette page, ou écoutez l’exemple.",
        ],
        promise: "Cette page entend ce qu’une voix joue, non ce qu’une personne ressent ; rien ne \
                  quitte cet onglet ; et elle n’est pas faite pour juger des élèves ou des \
                  employés.",
    },
    dock: Dock {
        controls: "Commandes",
        stage: "Le son",
        play: "Lire",
        pause: "Pause",
        listen: "Écouter",
        listen_title: "Répond pendant que vous parlez et ne garde rien",
        record: "Enregistrer",
        record_title: "Garde le son dans cet onglet, pour le revoir et le réentendre",
        stop: "Arrêter",
        choose: "Choisir un fichier",
        example: "Un exemple",
        manner: "Comment l’exemple est dit",
    },
    microphone: Microphone {
        heading: "Microphone",
        gain: "Gain",
        high_pass: "Filtrer les grondements sous 80 Hz",
        device: "Appareil",
        systems_choice: "Celui du système",
        unnamed: |number| format!("Microphone {number}"),
        every: "Une réponse toutes les",
        aside: "Le navigateur est prié de ne rien changer au son : le réseau entend la pièce telle \
                qu’elle est. Un autre microphone ou un autre rythme valent au prochain départ.",
        echo: "l’annulation d’écho",
        noise: "la réduction du bruit",
        automatic_gain: "le gain automatique",
        and: " et ",
        keeps_on: |processing| format!("ce navigateur garde {processing}"),
    },
    live: Live {
        waveform: "Forme d’onde des dix dernières secondes au microphone",
        spectrogram: "Spectrogramme des dix dernières secondes au microphone",
        time_axis: "Temps (s), maintenant à droite",
        ribbon: "Réponses établies au fil du temps",
        elapsed: "Temps depuis l’ouverture du microphone",
        level: "Niveau du microphone",
        too_loud: "Trop fort : reculez ou baissez le gain.",
        answers_in: |time| format!("réponses en {time}"),
        answers_title: "De la fin d’une fenêtre à sa réponse à l’écran, 95 réponses sur 100",
        frames_dropped: " échantillons perdus",
        clipped: "saturé par endroits",
    },
    status: Status {
        asking: "Votre navigateur demande si cette page peut utiliser le microphone.",
        recording: "Le microphone est ouvert. Appuyez sur Arrêter quand vous avez parlé.",
        listening_to: |title| format!("À l’écoute : {title}."),
        warming_up: "Échauffement.",
        fetching: "Le moteur et le modèle arrivent.",
        of: |part, whole| format!("{part} sur {whole}"),
        heard: |title| format!("Entendu : {title}."),
        ready: "Prêt.",
        progress: "Progression",
        took: |time| format!("Cela a pris {time}."),
    },
    answer: Answer {
        section: "La réponse",
        so_far: "Jusqu’ici, on entend",
        hears: "On entend",
        nothing_yet: "Rien entendu encore",
        first_seconds: "À l’écoute de la première seconde ou deux.",
        at_rest: "La réponse se tiendra ici, en lettres aussi grasses que le réseau est sûr. En \
                  attendant, ses huit cordes sont au repos.",
        caveat_small: "Une émotion jouée, jugée par un petit réseau qui a appris d’acteurs.",
        caveat_large: "Une émotion jouée, jugée par un encodeur de parole et un réseau qui a \
                       appris d’acteurs.",
        not_sure: "incertain",
        no_speech: "pas de voix",
        sure: |share, next, next_share| {
            format!("Sûr à {share}. Vient ensuite : {next}, avec {next_share}.")
        },
        no_emotion: |first, share, second, second_share| {
            format!(
                "Aucune émotion ne se détache : au mieux {first} avec {share}, ou {second} avec \
                 {second_share}."
            )
        },
        no_voice: "Rien dans ce son ne pourrait être une voix : il n’y a rien à juger.",
        probabilities: "Probabilité de chaque émotion",
        windows: "Émotion en tête, fenêtre par fenêtre",
        leads: |emotion, share, from, to| {
            format!("{emotion} en tête avec {share}, de {from} à {to} s")
        },
        one_voice: "S’habituer à cette voix",
        one_voice_aside: "Quand une seule personne parle : ce qui est propre à la voix, au micro et \
                          à la pièce est reconnu au fil de la parole et laissé hors de la réponse. \
                          Rien n’en est conservé.",
        voice_known: |seconds| {
            format!(
                "Ce qui est propre à cette voix, d’après {seconds} s de parole environ, est laissé \
                 hors de la réponse. Décochez la case et c’est oublié."
            )
        },
        knows_own: "Votre propre modèle connaît déjà votre voix.",
    },
    explorer: Explorer {
        waveform: "Forme d’onde",
        spectrogram: "Spectrogramme",
        tracks: Tracks {
            pitch: "Hauteur",
            energy: "Énergie",
            zcr: "Passages par zéro",
            mfcc: "MFCC",
            chroma: "Chroma",
        },
        of: |what, title| format!("{what} : {title}"),
        position: "Position dans le son",
        keys: "Les flèches déplacent, avec Maj elles sélectionnent. Plus et moins zooment, zéro \
               montre tout.",
        place: |at, length| format!("{at} sur {length}"),
        selected: "La partie sélectionnée",
        part: |from, to, seconds| format!("{from} à {to} s, longue de {seconds} s"),
        hear: "L’écouter",
        judge: "La juger seule",
        show: "Ne montrer qu’elle",
        let_go: "Abandonner",
        alone_no_speech: "Seule, ce n’est pas une voix.",
        alone: |verdict, guesses| format!("Seule : {verdict} ; {guesses}."),
    },
    tools: Tools {
        heading: "Regarder de plus près",
        zoom: "Zoom",
        less: "Voir moins, plus grand",
        more: "Voir plus, plus petit",
        all: "Tout",
        seen: |from, to| format!("{from} à {to}"),
        tracks: "Pistes",
        frequencies: "Fréquences",
        mel: "mel",
        linear: "linéaires",
        log: "logarithmiques",
        from: "de",
        up_to: "jusqu’à",
        window: "Fenêtre",
        hop: "Pas",
        every_pixel: "chaque pixel",
        range: "Étendue",
        colours: "Couleurs",
        as_the_page: "comme la page",
        grey: "gris",
        aside: "Glissez sur les images pour sélectionner une partie. Ctrl et la molette, ou deux \
                doigts, zooment ; la molette de côté déplace. Au clavier : plus, moins et zéro \
                zooment, Maj et les flèches sélectionnent.",
    },
    save: Save {
        heading: "À emporter",
        as_what: |what, format| format!("{what} en {format}"),
        averages: "162 moyennes",
        tracks: "Pistes au fil du temps",
        sound: "Son",
        answers: "Réponses au fil du temps",
        in_numbers: "En chiffres",
        numbers_of: |what| format!("{what} en chiffres"),
        aside: "Les fichiers vont de cet onglet dans votre dossier, et nulle part ailleurs.",
    },
    why: WhyThis {
        ask: "Pourquoi cette réponse ?",
        hide: "Cacher les raisons",
        looking: "Le moteur cache une partie du son après l’autre, et réécoute.",
        legend: |emotion, share| {
            format!(
                "Sur quoi reposent les {share} de « {emotion} ». Les parties pleines parlaient \
                 pour : cachées, la valeur baisserait. Les parties hachurées parlaient contre."
            )
        },
        list: "Les parties qui comptent le plus",
        columns: ["Temps", "Fréquences", "Écart sans elle", "Ce qui reste"],
        mute: "Juger le reste",
        muted_no_speech: "Sans cette partie, il ne reste pas de voix.",
        muted: |verdict, emotion, before, after| {
            format!("Sans cette partie : {verdict} ; {emotion} passe de {before} à {after}.")
        },
    },
    files: Files {
        heading: "Plusieurs fichiers",
        progress: |done, all| format!("{done} entendus sur {all}"),
        cancel: "Arrêter",
        clear: "Vider le tableau",
        columns: ["Fichier", "Durée", "Réponse", "Probabilité", "Arrivée"],
        then: "Ensuite",
        waiting: "attend",
        listening: "à l’écoute",
        cancelled: "arrêté",
        open: |name| format!("Voir {name}"),
        stem: "réponses",
    },
    compare: Compare {
        heading: "Côte à côte",
        pin: "Garder à côté",
        pin_title: "Garde ce son en vue, pour le comparer au suivant",
        lead: "Les deux sur une horloge et à une échelle.",
        wait: "Choisissez, enregistrez ou écoutez un autre son : il se tiendra à côté.",
        let_go: "Abandonner",
        shares: "Probabilités des deux",
    },
    tour: Tour {
        start: "Visite guidée",
        section: "Une visite en cinq étapes",
        place: |step, of| format!("Étape {step} sur {of}"),
        steps: [
            [
                "Entendre",
                "Les mêmes quatre mots, « Hello, how are you? », par la même voix artificielle : \
                 une fois en colère, une fois triste. Aucun mot ne change. Quoi alors ? Le rythme, \
                 la force, la mélodie, le souffle. C’est ce que le réseau écoute.",
                "Écouter la colère",
            ],
            [
                "Voir",
                "Un spectrogramme montre le son en image : le temps vers la droite, les graves en \
                 bas, les aigus en haut. Les rayures d’une voyelle sont les harmoniques de la voix. \
                 Tristes, elles sont serrées et plates ; en colère, elles bondissent.",
                "Voir la tristesse",
            ],
            [
                "Mesures",
                "Un ordinateur veut des nombres. Hauteur, énergie, passages par zéro et forme plus \
                 fine du spectre sont mesurés des dizaines de fois par seconde. Comparez la hauteur de deux \
                 manières : devineriez-vous l’émotion d’après la ligne seule ?",
                "Montrer les pistes",
            ],
            [
                "Réseau",
                "Le réseau fait de l’image huit probabilités, qui font 100 % ensemble. On peut lui \
                 demander pourquoi : on lui cache une partie après l’autre, et là où la réponse \
                 baisse, il écoutait.",
                "Demander pourquoi",
            ],
            [
                "Erreurs",
                "Il se trompe, et souvent : chez des gens qu’il n’a jamais entendus, il manque \
                 environ une émotion sur trois. Regardez lesquelles il confond. Le \
                 laisseriez-vous juger votre entretien ? Il entend comment on joue, non ce qu’on \
                 ressent.",
                "Voir ses erreurs",
            ],
        ],
        back: "Retour",
        next: "Suite",
        end: "Finir la visite",
    },
    about: About {
        heading: "Qu’est-ce que je vois ?",
        seen: [
            (
                "La forme d’onde",
                "est la pression de l’air au microphone au fil du temps : le silence est une \
                 ligne, une syllabe forte un renflement.",
            ),
            (
                "Le spectrogramme",
                "montre quelles fréquences sonnent à chaque instant, les graves en bas, espacées \
                 comme l’oreille les espace. Les rayures d’une voyelle sont les harmoniques d’une \
                 voix ; la ligne tracée est sa hauteur.",
            ),
            (
                "Les cordes",
                "sont les huit émotions que le réseau connaît. Chaque barre est aussi longue que \
                 sa probabilité et vibre en un nombre de ventres qui lui est propre : la couleur \
                 n’est jamais seule à les distinguer.",
            ),
            (
                "Le mot",
                "est aussi gras que le réseau est sûr. Là où aucune émotion ne se détache, il le \
                 dit, et là où il n’y a pas de voix, il ne parle pas d’émotions.",
            ),
        ],
        limits: [
            (
                "Ce qu’il ne sait pas",
                "Le réseau a appris d’acteurs qui jouaient des émotions en anglais, dans des pièces \
                 calmes. Il entend un jeu, pas un sentiment : personne ne peut lire ce que vous \
                 ressentez dans une probabilité. Sur une voix ou une langue qu’il n’a jamais \
                 entendue, il se trompe souvent. Ne vous en servez pas pour juger quelqu’un, ni à \
                 l’embauche, ni dans la police, ni à l’école, ni ailleurs.",
            ),
            (
                "Où va le son",
                "Nulle part. Décodage, images et réseau tournent tous dans cet onglet. La règle de \
                 sécurité de la page lui interdit de parler à tout autre site : vous n’avez pas à \
                 nous croire sur parole.",
            ),
        ],
    },
    voice: super::voice::fr::VOICE,
    laboratory: super::laboratory::fr::LABORATORY,
    model: Model {
        heading: "Est-il bon ?",
        lead: "Il n’est jugé que sur des gens qu’il n’a jamais entendus. Ailleurs, on lit 90 % et \
               plus : les mêmes voix y sont à l’entraînement et au test, et le réseau reconnaît la \
               personne. Devant un microphone, de tels chiffres ne veulent rien dire.",
        two_figures: "Le même réseau sur les quatre mêmes corpus, mesuré deux fois : le modèle dont cette \
                      page descend.",
        flattering: "Éprouvé sur des voix qu’il connaît",
        honest: "Éprouvé sur des voix qu’il n’a jamais entendues",
        why_they_differ: "Dans la première épreuve, d’autres clips des mêmes acteurs et des copies \
                          modifiées des mêmes clips font partie de l’entraînement : le réseau \
                          reconnaît la personne et n’a guère besoin d’entendre l’émotion. Dans la \
                          seconde, des acteurs entiers sont mis à part. Vous êtes une voix qu’il \
                          n’a jamais entendue : seul le second chiffre parle de vous.",
        not_for_heading: "Ce à quoi il ne doit pas servir",
        not_for: "À juger qui que ce soit : ni élèves ni examens, ni employés ni candidats, ni \
                  diagnostic, ni détection de mensonge, ni personne qui n’en sache rien. Dans \
                  l’Union européenne, il est interdit de déduire des émotions au travail et à \
                  l’école (règlement sur l’IA, article 5).",
        measured_small: "Ce qui a été mesuré du petit modèle",
        measured_large: "Ce qui a été mesuré du grand modèle",
        learned: |Learned { clips, actors, rounds, minutes, test_actors }| {
            let time = match minutes {
                0 => String::new(),
                1 => " et une minute".to_owned(),
                _ => format!(" et {minutes} minutes"),
            };
            format!(
                "Il a appris de {clips} extraits de {actors} acteurs, en {rounds} époques{time} sur \
                 deux cœurs de processeur. {test_actors} acteurs ont été mis à part ; ils le \
                 jugent ici."
            )
        },
        caption: "Voici combien des émotions voulues ont été entendues, en moyenne sur les émotions \
                  d’un corpus. Les gens qui ont écouté les extraits de CREMA-D ont choisi celle \
                  qui était voulue dans 40,9\u{202f}% des cas.",
        columns: [
            "Corpus",
            "Émotions",
            "Extraits",
            "Entendu",
            "Au hasard",
            "Il se prononce",
            "et a raison",
        ],
        all: "tous",
        elsewhere: |recall| {
            format!(
                "Des mêmes extraits tels que d’autres pièces et d’autres micros les auraient, avec de \
                 l’écho, du bruit ou la bande étroite d’un téléphone, il reconnaît {recall}, en moyenne \
                 sur les émotions."
            )
        },
        probe: |share, chance| {
            format!(
                "De ce qu’il retient d’un extrait, on peut nommer le corpus dans {share} des cas, \
                 contre {chance} au hasard : il entend encore lequel il écoute."
            )
        },
        pictures_of: "Images de",
        confusion: |corpus| format!("Matrice de confusion de {corpus}"),
        confusion_words: "Ce qui était voulu (lignes) et ce qui a été entendu (colonnes). Les \
                          erreurs sont hors de la diagonale.",
        reliability: |corpus| format!("Fiabilité sur {corpus}"),
        reliability_words: "Combien de fois il a raison quand il annonce tant pour cent. Sur la \
                            diagonale, il pense ce qu’il dit.",
        curves: "Courbes d’apprentissage",
        curves_words: "Perte et exactitude au fil des époques. Là où les lignes se séparent, il \
                       apprend les voix par cœur.",
    },
    engine: Engine {
        heading: "Le moteur",
        compute_on: "Calculer sur",
        automatic: "Automatique",
        listen_with: "Écouter avec",
        small: "Petit",
        small_promise: "répond aussitôt",
        large: "Grand",
        large_promise: "avec un encodeur de parole, prend plus de temps",
        model: |model, clips| {
            let network = match model.encoded {
                true => "Un encodeur de parole suivi d’un petit réseau",
                false => "Un réseau convolutif à une dimension",
            };
            let own = model.own.as_ref().map_or_else(String::new, |own| {
                format!(" Par {} prises, il est devenu le vôtre, « {} ».", own.takes, own.name)
            });
            format!(
                "{network}, entraîné sur {clips} extraits de parole jouée par {} personnes ({}).{own}",
                model.speakers,
                Corpus::titles(&model.corpora)
            )
        },
        computed_on: |device| format!("Calculé sur : {device}."),
        fetched: |what, part, whole| format!("{what} : {part} reçus sur {whole}."),
        model_progress: "Progression du modèle",
        being_fetched: |device| format!("{device} : en route."),
        warming_up: |device| format!("{device} : échauffement."),
        try_again: "Réessayer",
        why: Why {
            starting: "Le moteur démarre.",
            silent: "Le moteur calcule ici d’autres nombres qu’il ne devrait ; il se tait donc. \
                     Essayez un autre navigateur.",
            pace: |time| format!("{time} par fenêtre"),
            chosen: |pace| format!("votre choix, {pace}"),
            against: |pace, other, device| format!("{pace} contre {other} sur le {device}"),
            gpu_being_tried: "le GPU est à l’essai",
            no_gpu_engine: "ce site n’a pas de moteur GPU",
            no_web_gpu: "ce navigateur n’a pas WebGPU",
            no_adapter: "le WebGPU de ce navigateur n’offre aucun adaptateur",
            software_adapter: "le seul adaptateur WebGPU est ici un logiciel",
            gpu_failed: |why| format!("le GPU a échoué ({why})"),
            gpu_wrong: |difference| {
                format!("le GPU calcule d’autres nombres qu’il ne devrait (écart {difference})")
            },
            cpu_failed: "le moteur CPU a échoué",
            cpu_wrong: "le moteur CPU a raté son épreuve",
            cpu_starting: "le moteur CPU démarre",
        },
    },
    offline: Offline {
        heading: "Sans réseau",
        insecure: "Ici, la page a besoin du réseau : un navigateur ne peut la garder qu’en https.",
        no_worker: "Ici, la page a besoin du réseau : ce navigateur ne garde pas les pages.",
        refused: |why| {
            format!("Ici, la page a besoin du réseau : elle n’a pas pu être gardée ({why}).")
        },
        will_be_kept: "La page sera gardée dès qu’elle sera prête.",
        ready: "Prête à fonctionner sans réseau.",
        getting_ready: |part, whole| {
            format!("Se prépare à fonctionner sans réseau : {part} sur {whole}.")
        },
        needs_network: |why| format!("La page a besoin du réseau. {why}"),
        full: "Il n’y a pas de place sur cet appareil. Rien n’est perdu ; libérez-en et réessayez.",
        damaged: "C’est arrivé abîmé et a été jeté. Réessayez plus tard.",
        network: "Impossible à recevoir. Réessayez quand il y aura du réseau.",
        base: "La page, le moteur CPU et le petit modèle",
        gpu: "Le moteur GPU",
        large: "Le grand modèle",
        laboratory: "Le laboratoire",
        laboratory_gpu: "Le laboratoire pour le GPU",
        coming: |part, kept, total| format!("{part} : {kept} sur {total}."),
        kept: |part, total| format!("{part} : {total}, gardé."),
        not_kept: |part, total| format!("{part} : {total}, pas gardé."),
        not_kept_because: |part, total, why| format!("{part} : {total}. {why}"),
        promised: "Le navigateur a promis de le garder.",
        not_promised: "Le navigateur peut le jeter si la place vient à manquer.",
        make: "Rendre utilisable sans réseau",
        keep_gpu: "Garder aussi le moteur GPU",
        keep_for_good: "Garder pour de bon",
        install: "Installer Overtone",
        keep: "Garder",
        keep_part: |part| format!("Garder : {part}"),
        progress: "Progression de ce qui est gardé",
    },
    foot: Foot {
        licence: "Le code est un logiciel libre sous licence MIT ; les modèles sont réservés à un \
                  usage non commercial.",
        terms: "Les conditions",
        typeface: ["Composé en Bricolage Grotesque de Mathieu Triay, sous la ", "."],
    },
    trouble: Trouble {
        insecure: "Le navigateur n’ouvre le microphone que sur une adresse sûre : ouvrez cette page \
                   en https, ou choisissez un fichier.",
        no_capture: |feature| {
            format!(
                "Ce navigateur ne peut pas enregistrer de son sur une page : il lui manque {feature}. \
                 Mettez-le à jour, ou choisissez un fichier."
            )
        },
        no_microphone: "Aucun microphone trouvé. Branchez-en un, ou choisissez un fichier.",
        refused: "Le microphone n’est pas autorisé ici. Autorisez-le dans la barre d’adresse et \
                  appuyez de nouveau sur Enregistrer, ou choisissez un fichier.",
        busy: "Un autre programme utilise le microphone. Fermez-le et appuyez de nouveau sur \
               Enregistrer.",
        unplugged: "Le microphone n’est plus là. Rebranchez-le et recommencez.",
        unplugged_recording: "Le microphone n’est plus là. Ce qui a été enregistré jusque-là est \
                              gardé ; rebranchez-le et recommencez.",
        microphone: |why| {
            format!("Le microphone n’a pas pu être ouvert ({why}). Choisissez un fichier.")
        },
        empty_recording: "L’enregistrement est vide : rien n’est venu du microphone. Recommencez.",
        microphone_open: "Le microphone est ouvert. Appuyez d’abord sur Arrêter, puis apportez de nouveau \
                          le son.",
        too_large: |size, limit| {
            format!(
                "Ce fichier fait {size} ; Overtone prend jusqu’à {limit}. Choisissez un son plus \
                 court."
            )
        },
        unreadable: |why| {
            format!("Le fichier n’a pas pu être lu ({why}). Choisissez-le de nouveau.")
        },
        fetch: |what, why| {
            format!("Impossible de recevoir {what} ({why}). Vérifiez la connexion et rechargez.")
        },
        damaged: |what, expected, got| {
            format!(
                "Reçu abîmé, non utilisé : {what} (attendu {expected}, reçu {got}). Rechargez plus \
                 tard."
            )
        },
        site: |why| {
            format!("La liste des fichiers du site est illisible ({why}). Rechargez la page.")
        },
        site_version: |got, needed| {
            format!(
                "La liste des fichiers du site a la version {got} ; il faut {needed}. Rechargez la \
                 page."
            )
        },
        engine: |device, why| format!("Le moteur {device} s’est arrêté ({why})."),
        no_engine: "Il n’y a pas de moteur à interroger. Attendez qu’il y en ait un de prêt.",
        language: |why| {
            format!("La page et le moteur ne se comprennent pas ({why}). Rechargez la page.")
        },
        playback: |why| {
            format!(
                "Le navigateur ne peut pas lire ce son ({why}). On peut quand même le voir et le \
                 juger."
            )
        },
        page_starting: "la page démarre encore",
        not_carried: "ce site ne l’a pas",
        not_running: "il ne tourne pas",
        no_script: "son script n’a pas pu être reçu",
        status: |status| format!("le serveur a répondu {status}"),
        nothing_came: "une réponse vide",
        file_list: "la liste des fichiers du site",
        the_model: "le modèle",
        the_figures: "les mesures du modèle",
        the_recorder: "le script de l’enregistreur",
        sound: |fault, sentence| match fault {
            Fault::NotASound => "Ce n’est pas un fichier de son qu’Overtone connaisse (WAV, AIFF, \
                                 FLAC, MP3, Ogg Vorbis, M4A). Choisissez-en un autre ou \
                                 convertissez-le en WAV."
                .to_owned(),
            Fault::Damaged => "Ce fichier est abîmé ou coupé. Copiez-le ou téléchargez-le de \
                               nouveau."
                .to_owned(),
            Fault::NoSound => {
                "Il n’y a pas de son dans ce fichier. Choisissez-en un autre.".to_owned()
            }
            Fault::Codec => "Overtone ne connaît pas le codage de ce fichier. Convertissez-le en \
                             WAV."
                .to_owned(),
            Fault::TooLong => "Ce son est trop long. Découpez la partie à écouter.".to_owned(),
            Fault::Device => "L’appareil a échoué pendant le calcul. Essayez le CPU.".to_owned(),
            Fault::Other => format!("Cela n’a pas marché. Le moteur dit : {sentence}"),
        },
    },
    charts: Charts {
        pitch: "Hauteur, F0 (Hz)",
        energy: "Énergie (dB)",
        zcr: "Passages par zéro (% des échantillons)",
        terms: Terms {
            mark: ',',
            time: ["Temps (s)", "Temps (min:s)", "Temps (h:min:s)"],
            peak: "Crête (% de la pleine échelle)",
            frequency: "Fréquence (Hz)",
            truth: "Voulu",
            answer: "Réponse",
            loss: "Perte",
            accuracy: "Exactitude (%)",
            epoch: "Époque",
            training: "entraînement",
            validation: "validation",
            confidence: "Confiance (%)",
            answers: "Réponses",
        },
    },
};
