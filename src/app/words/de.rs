//! German.

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
    numerals: Numerals { mark: ',', group: '.', percent_gap: '\u{a0}', bytes: ["kB", "MB"] },
    emotions: [
        "neutral",
        "ruhig",
        "fröhlich",
        "traurig",
        "wütend",
        "ängstlich",
        "angeekelt",
        "überrascht",
    ],
    page: Page {
        title: "Overtone: das Gefühl, das eine Stimme spielt",
        description: "Hört, welches von acht Gefühlen eine Stimme spielt. Alles wird in diesem Tab \
                      berechnet; kein Ton verlässt ihn.",
        let_go: "Loslassen, um es zu hören",
        new_version: "Eine neue Version von Overtone ist da. Mit ihr beginnt die Seite von vorn.",
        new_version_starts: "Die neue Version startet.",
        take_it: "Übernehmen",
    },
    titles: Titles {
        recording: "deine Aufnahme",
        example: "das Beispiel",
        acted_example: |manner| format!("das Beispiel, {manner} gesagt"),
        manners: ["schlicht", "freudig", "traurig", "zornig", "ängstlich"],
        synthetic: "Eine künstliche Stimme, von dieser Seite berechnet. Niemand hat gesprochen.",
    },
    header: Header {
        parts: "Teile der Seite",
        places: ["Erklärt", "Wie gut", "Deine Stimme", "Labor", "Ohne Netz"],
        language: "Sprache",
        engine_starting: "startet",
        engine: "Rechenwerk: ",
        engine_title: "Welches Rechenwerk arbeitet, und warum",
        to_light: "Zur hellen Seite wechseln",
        to_dark: "Zur dunklen Seite wechseln",
    },
    opening: Opening {
        invitation: "Sag etwas.",
        lead: [
            "Overtone hört darauf, ",
            "wie",
            " eine Stimme spricht, und nennt das Gefühl, das sie spielt: eines von acht. Nimm \
             etwas auf, zieh eine Tondatei auf diese Seite oder hör dir das Beispiel an.",
        ],
        promise: "Die Seite hört, was eine Stimme spielt, nicht, was ein Mensch fühlt; nichts \
                  verlässt diesen Tab; und sie ist nicht dazu da, über Schüler oder Angestellte \
                  zu urteilen.",
    },
    dock: Dock {
        controls: "Bedienung",
        stage: "Der Ton",
        play: "Abspielen",
        pause: "Pause",
        listen: "Zuhören",
        listen_title: "Antwortet, während du sprichst, und behält nichts",
        record: "Aufnehmen",
        record_title: "Behält den Ton in diesem Tab, um ihn wieder zu sehen und zu hören",
        stop: "Stopp",
        choose: "Datei wählen",
        example: "Beispiel hören",
        manner: "Wie das Beispiel gesagt wird",
    },
    microphone: Microphone {
        heading: "Mikrofon",
        gain: "Verstärkung",
        high_pass: "Rumpeln unter 80 Hz ausfiltern",
        device: "Gerät",
        systems_choice: "Wie im System eingestellt",
        unnamed: |number| format!("Mikrofon {number}"),
        every: "Eine Antwort alle",
        aside: "Der Browser wird gebeten, selbst nichts am Ton zu ändern: Das Netz hört den Raum, \
                wie er ist. Ein anderes Mikrofon und ein anderer Takt gelten ab dem nächsten Start.",
        echo: "die Echounterdrückung",
        noise: "die Rauschunterdrückung",
        automatic_gain: "die automatische Aussteuerung",
        and: " und ",
        keeps_on: |processing| format!("dieser Browser lässt {processing} an"),
    },
    live: Live {
        waveform: "Wellenform der letzten zehn Sekunden am Mikrofon",
        spectrogram: "Spektrogramm der letzten zehn Sekunden am Mikrofon",
        time_axis: "Zeit (s), jetzt ist rechts",
        ribbon: "Gefestigte Antworten im Lauf der Zeit",
        elapsed: "Zeit, seit das Mikrofon offen ist",
        level: "Pegel des Mikrofons",
        too_loud: "Zu laut: Geh etwas weg oder senke die Verstärkung.",
        answers_in: |time| format!("Antworten nach {time}"),
        answers_title: "Vom Ende eines Fensters bis zur Antwort auf dem Bildschirm, 95 von 100 \
                        Antworten",
        frames_dropped: " Abtastungen verloren",
        clipped: "stellenweise übersteuert",
    },
    status: Status {
        asking: "Dein Browser fragt, ob diese Seite das Mikrofon benutzen darf.",
        recording: "Das Mikrofon ist offen. Drücke Stopp, wenn du fertig bist.",
        listening_to: |title| format!("Hört zu: {title}."),
        warming_up: "Läuft sich warm.",
        fetching: "Rechenwerk und Modell werden geholt.",
        of: |part, whole| format!("{part} von {whole}"),
        heard: |title| format!("Gehört: {title}."),
        ready: "Bereit.",
        progress: "Fortschritt",
        took: |time| format!("Das hat {time} gedauert."),
    },
    answer: Answer {
        section: "Die Antwort",
        so_far: "Bis jetzt hört es",
        hears: "Es hört",
        nothing_yet: "Noch nichts gehört",
        first_seconds: "Hört erst ein, zwei Sekunden zu.",
        at_rest: "Hier wird die Antwort stehen, in Buchstaben so fett, wie das Netz sicher ist. \
                  Bis dahin ruhen seine acht Saiten.",
        caveat_small: "Ein gespieltes Gefühl, beurteilt von einem kleinen Netz, das von \
                       Schauspielern gelernt hat.",
        caveat_large: "Ein gespieltes Gefühl, beurteilt von einem Sprach-Encoder und einem Netz, \
                       das von Schauspielern gelernt hat.",
        not_sure: "unsicher",
        no_speech: "keine Stimme",
        sure: |share, next, next_share| {
            format!("Zu {share} sicher. Danach kommt {next} mit {next_share}.")
        },
        no_emotion: |first, share, second, second_share| {
            format!(
                "Kein Gefühl sticht heraus: Am ehesten {first} mit {share} oder {second} mit \
                 {second_share}."
            )
        },
        no_voice: "Nichts in diesem Ton könnte eine Stimme sein; da gibt es nichts zu beurteilen.",
        probabilities: "Wahrscheinlichkeit jedes Gefühls",
        windows: "Führendes Gefühl, Fenster für Fenster",
        leads: |emotion, share, from, to| {
            format!("{emotion} führt mit {share} von {from} bis {to} s")
        },
        one_voice: "An diese Stimme gewöhnen",
        one_voice_aside: "Wenn nur ein Mensch spricht: was der Stimme, dem Mikrofon und dem Raum \
                          eigen ist, wird dabei herausgehört und aus der Antwort herausgehalten. \
                          Nichts davon wird aufbewahrt.",
        voice_known: |seconds| {
            format!(
                "Was dieser Stimme eigen ist, nach etwa {seconds} s Sprache, bleibt aus der Antwort \
                 heraus. Ohne das Häkchen wird es vergessen."
            )
        },
        knows_own: "Dein eigenes Modell kennt deine Stimme schon.",
    },
    explorer: Explorer {
        waveform: "Wellenform",
        spectrogram: "Spektrogramm",
        tracks: Tracks {
            pitch: "Tonhöhe",
            energy: "Energie",
            zcr: "Nulldurchgänge",
            mfcc: "MFCC",
            chroma: "Chroma",
        },
        of: |what, title| format!("{what}: {title}"),
        position: "Stelle im Ton",
        keys: "Pfeiltasten bewegen, mit Umschalt wählen sie aus. Plus und Minus zoomen, Null zeigt \
               alles.",
        place: |at, length| format!("{at} von {length}"),
        selected: "Der ausgewählte Teil",
        part: |from, to, seconds| format!("{from} bis {to} s, {seconds} s lang"),
        hear: "Anhören",
        judge: "Allein beurteilen",
        show: "Nur das zeigen",
        let_go: "Aufheben",
        alone_no_speech: "Allein ist das keine Stimme.",
        alone: |verdict, guesses| format!("Allein: {verdict}; {guesses}."),
    },
    tools: Tools {
        heading: "Genauer hinsehen",
        zoom: "Zoom",
        less: "Weniger sehen, größer",
        more: "Mehr sehen, kleiner",
        all: "Alles",
        seen: |from, to| format!("{from} bis {to}"),
        tracks: "Spuren",
        frequencies: "Frequenzen",
        mel: "Mel",
        linear: "linear",
        log: "logarithmisch",
        from: "von",
        up_to: "bis",
        window: "Fenster",
        hop: "Schritt",
        every_pixel: "jedes Pixel",
        range: "Umfang",
        colours: "Farben",
        as_the_page: "wie die Seite",
        grey: "grau",
        aside: "Zieh über die Bilder, um einen Teil auszuwählen. Strg und das Mausrad, oder zwei \
                Finger, zoomen; das Rad zur Seite verschiebt. Mit der Tastatur zoomen Plus, Minus \
                und Null, Umschalt und die Pfeile wählen aus.",
    },
    save: Save {
        heading: "Mitnehmen",
        as_what: |what, format| format!("{what} als {format}"),
        averages: "162 Mittelwerte",
        tracks: "Spuren im Lauf der Zeit",
        sound: "Ton",
        answers: "Antworten über die Zeit",
        in_numbers: "In Zahlen",
        numbers_of: |what| format!("{what} in Zahlen"),
        aside: "Die Dateien gehen aus diesem Tab in deinen eigenen Ordner, und sonst nirgendwohin.",
    },
    why: WhyThis {
        ask: "Warum diese Antwort?",
        hide: "Gründe ausblenden",
        looking: "Das Rechenwerk verdeckt einen Teil des Tons nach dem anderen und hört neu hin.",
        legend: |emotion, share| {
            format!(
                "Worauf die {share} für „{emotion}“ beruhen. Gefüllte Teile sprachen dafür: \
                 Wären sie verdeckt, fiele der Wert. Schraffierte sprachen dagegen."
            )
        },
        list: "Die Teile, die am meisten zählen",
        columns: ["Zeit", "Frequenzen", "Änderung ohne ihn", "Was bleibt"],
        mute: "Den Rest beurteilen",
        muted_no_speech: "Ohne diesen Teil bleibt keine Stimme.",
        muted: |verdict, emotion, before, after| {
            format!("Ohne diesen Teil: {verdict}; {emotion} geht von {before} auf {after}.")
        },
    },
    files: Files {
        heading: "Viele Dateien",
        progress: |done, all| format!("{done} von {all} gehört"),
        cancel: "Anhalten",
        clear: "Tabelle leeren",
        columns: ["Datei", "Länge", "Antwort", "Wahrschein\u{ad}lichkeit", "Reihenfolge"],
        then: "Danach",
        waiting: "wartet",
        listening: "wird gehört",
        cancelled: "angehalten",
        open: |name| format!("{name} ansehen"),
        stem: "antworten",
    },
    compare: Compare {
        heading: "Nebeneinander",
        pin: "Daneben behalten",
        pin_title: "Behält diesen Ton im Blick, um ihn mit dem nächsten zu vergleichen",
        lead: "Beide auf einer Uhr und in einem Maßstab.",
        wait: "Wähle, nimm auf oder höre jetzt einen anderen Ton: Er wird daneben stehen.",
        let_go: "Aufheben",
        shares: "Wahrscheinlichkeiten beider",
    },
    tour: Tour {
        start: "Führung beginnen",
        section: "Eine Führung in fünf Schritten",
        place: |step, of| format!("Schritt {step} von {of}"),
        steps: [
            [
                "Hören",
                "Dieselben vier Wörter, „Hello, how are you?“, von derselben künstlichen Stimme: \
                 einmal zornig, einmal traurig. Kein Wort ist anders. Was dann? Tempo, Lautstärke, \
                 Melodie, Atem. Darauf hört das Netz.",
                "Zornig anhören",
            ],
            [
                "Sehen",
                "Ein Spektrogramm zeigt Ton als Bild: die Zeit nach rechts, tiefe Töne unten, hohe \
                 oben. Die Streifen eines Vokals sind die Obertöne der Stimme. In der Trauer liegen \
                 sie eng und eben, im Zorn springen sie.",
                "Traurig ansehen",
            ],
            [
                "Merkmale",
                "Ein Rechner braucht Zahlen. Tonhöhe, Energie, Nulldurchgänge und die feinere Form \
                 des Spektrums werden Dutzende Male in der Sekunde gemessen. Vergleiche die Tonhöhe \
                 zweier Arten: Könntest du das Gefühl aus der Linie allein erraten?",
                "Spuren zeigen",
            ],
            [
                "Netz",
                "Das Netz macht aus dem Bild acht Wahrscheinlichkeiten; zusammen sind es 100 %. \
                 Man kann es fragen, warum: Ein Teil nach dem anderen wird vor ihm verdeckt, und \
                 wo die Antwort fällt, hatte es hingehört.",
                "Nach dem Grund fragen",
            ],
            [
                "Fehler",
                "Es irrt, und oft: Bei Menschen, die es nie gehört hat, verfehlt es etwa jedes \
                 dritte Gefühl. Sieh nach, welche es verwechselt. Dürfte es über deine \
                 Bewerbung urteilen? Es hört, wie jemand spielt, nicht, wie es jemandem geht.",
                "Sehen, wie oft es irrt",
            ],
        ],
        back: "Zurück",
        next: "Weiter",
        end: "Führung beenden",
    },
    about: About {
        heading: "Was sehe ich hier?",
        seen: [
            (
                "Die Wellenform",
                "ist der Luftdruck am Mikrofon im Lauf der Zeit: Stille ist eine Linie, eine laute \
                 Silbe ein Bauch.",
            ),
            (
                "Das Spektrogramm",
                "zeigt, welche Frequenzen in jedem Augenblick klingen, die tiefen unten, in den \
                 Abständen des Gehörs. Die Streifen eines Vokals sind die Obertöne einer Stimme; \
                 die gezeichnete Linie ist ihre Tonhöhe.",
            ),
            (
                "Die Saiten",
                "sind die acht Gefühle, die das Netz kennt. Jeder Balken ist so lang wie seine \
                 Wahrscheinlichkeit und schwingt in eigener Zahl von Bäuchen, damit nie die Farbe \
                 allein sie unterscheidet.",
            ),
            (
                "Das Wort",
                "ist so fett gesetzt, wie das Netz sicher ist. Wo kein Gefühl heraussticht, sagt es \
                 das, und wo keine Stimme ist, sagt es nichts von Gefühlen.",
            ),
        ],
        limits: [
            (
                "Was es nicht kann",
                "Das Netz hat von Schauspielern gelernt, die in stillen Räumen auf Englisch Gefühle \
                 spielten. Es hört ein Spiel, kein Empfinden: Niemand kann aus einer Zahl auf \
                 einer Seite lesen, wie es dir geht. Bei Stimmen und Sprachen, die es nie gehört \
                 hat, irrt es oft. Benutze es nicht, um Menschen zu beurteilen, weder bei \
                 Bewerbungen noch bei der Polizei, in der Schule oder sonstwo.",
            ),
            (
                "Wohin der Ton geht",
                "Nirgendwohin. Dekodieren, Bilder und Netz laufen alle in diesem Tab. Die eigene \
                 Sicherheitsregel der Seite verbietet ihr, mit anderen Seiten zu sprechen; du \
                 musst es uns also nicht glauben.",
            ),
        ],
    },
    voice: super::voice::de::VOICE,
    laboratory: super::laboratory::de::LABORATORY,
    model: Model {
        heading: "Wie gut ist es?",
        lead: "Beurteilt wird es nur an Menschen, die es nie gehört hat. Anderswo liest man von \
               90 % und mehr: Dort stehen dieselben Stimmen in Training und Test, und das Netz \
               erkennt die Sprecher. Vor einem Mikrofon bedeuten solche Zahlen nichts.",
        two_figures: "Dasselbe Netz an denselben vier Korpora, zweimal gemessen: der Entwurf, von \
                      dem diese Seite abstammt.",
        flattering: "Geprüft an Stimmen, die es kennt",
        honest: "Geprüft an Stimmen, die es nie gehört hat",
        why_they_differ: "Bei der ersten Prüfung stehen andere Aufnahmen derselben Schauspieler \
                          und veränderte Kopien derselben Aufnahmen im Training: Das Netz erkennt \
                          die Person und muss das Gefühl kaum hören. Bei der zweiten bleiben ganze \
                          Personen außen vor. Du bist eine Stimme, die es nie gehört hat; von dir \
                          spricht also nur die zweite Zahl.",
        not_for_heading: "Wofür es nicht da ist",
        not_for: "Nicht, um über jemanden zu urteilen: nicht über Schüler und Prüfungen, nicht \
                  über Angestellte und Bewerber, nicht für Diagnosen, nicht als Lügendetektor, \
                  nicht bei Menschen, die nichts davon wissen. In der Europäischen Union ist es \
                  verboten, bei der Arbeit und in der Schule auf Gefühle zu schließen (KI-Verordnung, \
                  Artikel 5).",
        measured_small: "Was am kleinen Modell gemessen wurde",
        measured_large: "Was am großen Modell gemessen wurde",
        learned: |Learned { clips, actors, rounds, minutes, test_actors }| {
            let time = match minutes {
                0 => String::new(),
                1 => " und einer Minute".to_owned(),
                _ => format!(" und {minutes} Minuten"),
            };
            format!(
                "Es hat aus {clips} Aufnahmen von {actors} Schauspielern gelernt, in {rounds} \
                 Epochen{time} auf zwei Prozessorkernen. {test_actors} weitere wurden \
                 zurückgehalten; an ihnen wird es hier gemessen."
            )
        },
        caption: "So viele der gemeinten Gefühle wurden gehört, im Mittel über die Gefühle eines \
                  Korpus. Menschen, die die Aufnahmen von CREMA-D hörten, wählten in 40,9\u{a0}% das \
                  gemeinte.",
        columns: [
            "Korpus",
            "Gefühle",
            "Aufnahmen",
            "Gehört",
            "Durch Zufall",
            "Es legt sich fest",
            "und hat recht",
        ],
        all: "alle",
        elsewhere: |recall| {
            format!(
                "Von denselben Aufnahmen, wie andere Räume und Mikrofone sie hätten, mit Hall, Rauschen \
                 oder dem schmalen Band eines Telefons, erkennt es {recall}, gemittelt über die Gefühle."
            )
        },
        probe: |share, chance| {
            format!(
                "Aus dem, was es von einer Aufnahme behält, lässt sich der Korpus in {share} der \
                 Fälle nennen, durch Zufall in {chance}: Es hört noch, welchem es lauscht."
            )
        },
        pictures_of: "Bilder von",
        confusion: |corpus| format!("Verwechslungsmatrix von {corpus}"),
        confusion_words: "Was gemeint war (Zeilen) und was gehört wurde (Spalten). Neben der \
                          Diagonale stehen die Fehler.",
        reliability: |corpus| format!("Verlässlichkeit bei {corpus}"),
        reliability_words: "Wie oft es recht hat, wenn es so viele Prozent nennt. Auf der Diagonale \
                            meint es, was es sagt.",
        curves: "Lernkurven",
        curves_words: "Verlust und Genauigkeit über die Epochen des Trainings. Wo die Linien \
                       auseinandergehen, lernt es Stimmen auswendig.",
    },
    engine: Engine {
        heading: "Das Rechenwerk",
        compute_on: "Rechnen auf",
        automatic: "Automatisch",
        listen_with: "Zuhören mit",
        small: "Klein",
        small_promise: "antwortet sofort",
        large: "Groß",
        large_promise: "mit Sprach-Encoder, braucht länger",
        model: |model, clips| {
            let network = match model.encoded {
                true => "Ein Sprach-Encoder mit einem kleinen Netz dahinter",
                false => "Ein eindimensionales Faltungsnetz",
            };
            let own = model.own.as_ref().map_or_else(String::new, |own| {
                format!(" Durch {} Aufnahmen wurde es dein eigenes, „{}“.", own.takes, own.name)
            });
            format!(
                "{network}, trainiert mit {clips} Aufnahmen gespielter Sprache von {} Sprechern \
                 ({}).{own}",
                model.speakers,
                Corpus::titles(&model.corpora)
            )
        },
        computed_on: |device| format!("Gerechnet auf: {device}."),
        fetched: |what, part, whole| format!("{what}: {part} von {whole} geholt."),
        model_progress: "Fortschritt des Modells",
        being_fetched: |device| format!("{device}: wird geholt."),
        warming_up: |device| format!("{device}: läuft sich warm."),
        try_again: "Noch einmal versuchen",
        why: Why {
            starting: "Das Rechenwerk startet.",
            silent: "Das Rechenwerk rechnet hier andere Zahlen aus, als es sollte, und schweigt \
                     darum. Bitte versuche einen anderen Browser.",
            pace: |time| format!("{time} für ein Fenster"),
            chosen: |pace| format!("deine Wahl, {pace}"),
            against: |pace, other, device| format!("{pace}, auf der {device} {other}"),
            gpu_being_tried: "die GPU wird gerade erprobt",
            no_gpu_engine: "diese Seite hat kein Rechenwerk für die GPU",
            no_web_gpu: "dieser Browser hat kein WebGPU",
            no_adapter: "das WebGPU dieses Browsers bietet keinen Adapter",
            software_adapter: "der einzige WebGPU-Adapter hier ist ein Programm",
            gpu_failed: |why| format!("die GPU hat versagt ({why})"),
            gpu_wrong: |difference| {
                format!("die GPU rechnet andere Zahlen aus, als sie sollte (Abstand {difference})")
            },
            cpu_failed: "das Rechenwerk der CPU hat versagt",
            cpu_wrong: "das Rechenwerk der CPU hat seine Prüfung nicht bestanden",
            cpu_starting: "das Rechenwerk der CPU startet",
        },
    },
    offline: Offline {
        heading: "Ohne Netz",
        insecure: "Hier braucht die Seite ihr Netz: Nur über https kann ein Browser sie behalten.",
        no_worker: "Hier braucht die Seite ihr Netz: Dieser Browser behält keine Seiten.",
        refused: |why| {
            format!("Hier braucht die Seite ihr Netz: Sie ließ sich nicht behalten ({why}).")
        },
        will_be_kept: "Die Seite wird behalten, sobald sie bereit ist.",
        ready: "Bereit, ohne Netz zu arbeiten.",
        getting_ready: |part, whole| {
            format!("Macht sich bereit, ohne Netz zu arbeiten: {part} von {whole}.")
        },
        needs_network: |why| format!("Die Seite braucht ihr Netz. {why}"),
        full: "Auf diesem Gerät ist kein Platz dafür. Nichts ist verloren; schaffe Platz und \
               versuche es noch einmal.",
        damaged: "Es kam beschädigt an und wurde verworfen. Versuche es später noch einmal.",
        network: "Es ließ sich nicht holen. Versuche es noch einmal, wenn ein Netz da ist.",
        base: "Die Seite, das Rechenwerk der CPU und das kleine Modell",
        gpu: "Das Rechenwerk der GPU",
        large: "Das große Modell",
        laboratory: "Das Labor",
        laboratory_gpu: "Das Labor für die GPU",
        coming: |part, kept, total| format!("{part}: {kept} von {total}."),
        kept: |part, total| format!("{part}: {total}, behalten."),
        not_kept: |part, total| format!("{part}: {total}, nicht behalten."),
        not_kept_because: |part, total, why| format!("{part}: {total}. {why}"),
        promised: "Der Browser hat versprochen, es zu behalten.",
        not_promised: "Der Browser darf es wegwerfen, wenn auf dem Gerät der Platz knapp wird.",
        make: "Ohne Netz nutzbar machen",
        keep_gpu: "Auch das Rechenwerk der GPU behalten",
        keep_for_good: "Für immer behalten",
        install: "Overtone installieren",
        keep: "Behalten",
        keep_part: |part| format!("Behalten: {part}"),
        progress: "Fortschritt dessen, was behalten wird",
    },
    foot: Foot {
        licence: "Der Code ist freie Software unter der MIT-Lizenz; die Modelle sind nicht für \
                  kommerzielle Zwecke.",
        terms: "Die Bedingungen",
        typeface: ["Gesetzt aus der Bricolage Grotesque von Mathieu Triay, unter der ", "."],
    },
    trouble: Trouble {
        insecure: "Der Browser öffnet das Mikrofon nur auf einer sicheren Adresse: Öffne diese \
                   Seite über https oder wähle eine Datei.",
        no_capture: |feature| {
            format!(
                "Dieser Browser kann auf einer Seite keinen Ton aufnehmen: Ihm fehlt {feature}. Bitte \
                 aktualisiere ihn oder wähle eine Datei."
            )
        },
        no_microphone: "Kein Mikrofon gefunden. Schließe eines an oder wähle eine Datei.",
        refused: "Das Mikrofon ist hier nicht erlaubt. Erlaube es in der Adresszeile des Browsers \
                  und drücke noch einmal auf Aufnehmen, oder wähle eine Datei.",
        busy: "Ein anderes Programm benutzt das Mikrofon. Schließe es und drücke noch einmal auf \
               Aufnehmen.",
        unplugged: "Das Mikrofon ist nicht mehr da. Stecke es wieder ein und beginne neu.",
        unplugged_recording: "Das Mikrofon ist nicht mehr da. Was bis dahin aufgenommen wurde, \
                              bleibt; stecke es wieder ein und beginne neu.",
        microphone: |why| {
            format!("Das Mikrofon ließ sich nicht öffnen ({why}). Bitte wähle eine Datei.")
        },
        empty_recording: "Die Aufnahme ist leer: Vom Mikrofon kam nichts. Bitte nimm noch einmal \
                          auf.",
        microphone_open: "Das Mikrofon ist offen. Bitte drücke erst Stopp und bringe den Ton dann noch \
                          einmal.",
        too_large: |size, limit| {
            format!(
                "Diese Datei hat {size}; Overtone nimmt bis zu {limit}. Bitte wähle einen kürzeren \
                 Ton."
            )
        },
        unreadable: |why| {
            format!("Die Datei ließ sich nicht lesen ({why}). Bitte wähle sie noch einmal.")
        },
        fetch: |what, why| {
            format!(
                "{what} ließ sich nicht holen ({why}). Bitte prüfe die Verbindung und lade neu."
            )
        },
        damaged: |what, expected, got| {
            format!(
                "{what} kam beschädigt an (erwartet {expected}, erhalten {got}) und wurde nicht \
                 benutzt. Bitte lade später neu."
            )
        },
        site: |why| format!("Die Dateiliste der Seite ist nicht zu lesen ({why}). Bitte lade neu."),
        site_version: |got, needed| {
            format!(
                "Die Dateiliste der Seite hat Version {got}, gebraucht wird {needed}. Bitte lade \
                 neu."
            )
        },
        engine: |device, why| format!("Das Rechenwerk der {device} ist stehengeblieben ({why})."),
        no_engine: "Gerade ist kein Rechenwerk da. Bitte warte, bis eines bereit ist.",
        language: |why| {
            format!("Seite und Rechenwerk verstehen einander nicht ({why}). Bitte lade neu.")
        },
        playback: |why| {
            format!(
                "Der Browser kann diesen Ton nicht abspielen ({why}). Sehen und beurteilen lässt \
                 er sich trotzdem."
            )
        },
        page_starting: "die Seite startet noch",
        not_carried: "diese Seite führt es nicht",
        not_running: "es läuft nicht",
        no_script: "sein Skript ließ sich nicht holen",
        status: |status| format!("der Server antwortete {status}"),
        nothing_came: "eine leere Antwort",
        file_list: "Die Dateiliste der Seite",
        the_model: "Das Modell",
        the_figures: "Was am Modell gemessen wurde,",
        the_recorder: "Das Skript der Aufnahme",
        sound: |fault, sentence| match fault {
            Fault::NotASound => {
                "Das ist keine Tondatei, die Overtone kennt (WAV, AIFF, FLAC, MP3, \
                                 Ogg Vorbis, M4A). Wähle eine andere oder wandle sie in WAV um."
                    .to_owned()
            }
            Fault::Damaged => "Diese Datei ist beschädigt oder abgeschnitten. Kopiere oder lade \
                               sie noch einmal."
                .to_owned(),
            Fault::NoSound => "In dieser Datei ist kein Ton. Bitte wähle eine andere.".to_owned(),
            Fault::Codec => {
                "Die Kodierung dieser Datei kennt Overtone nicht. Wandle sie in WAV um.".to_owned()
            }
            Fault::TooLong => {
                "Dieser Ton ist zu lang. Schneide den Teil heraus, um den es geht.".to_owned()
            }
            Fault::Device => {
                "Das Gerät hat beim Rechnen versagt. Versuche es mit der CPU.".to_owned()
            }
            Fault::Other => format!("Das ging nicht. Das Rechenwerk sagt: {sentence}"),
        },
    },
    charts: Charts {
        pitch: "Tonhöhe, F0 (Hz)",
        energy: "Energie (dB)",
        zcr: "Nulldurchgänge (% der Abtastwerte)",
        terms: Terms {
            mark: ',',
            time: ["Zeit (s)", "Zeit (min:s)", "Zeit (h:min:s)"],
            peak: "Spitze (% der Aussteuerung)",
            frequency: "Frequenz (Hz)",
            truth: "Gemeint",
            answer: "Antwort",
            loss: "Verlust",
            accuracy: "Genauigkeit (%)",
            epoch: "Epoche",
            training: "Training",
            validation: "Prüfung",
            confidence: "Sicherheit (%)",
            answers: "Antworten",
        },
    },
};
