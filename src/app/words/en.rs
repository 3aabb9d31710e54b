//! English.

use super::catalogue::{
    About, Answer, Charts, Compare, Dock, Engine, Explorer, Files, Foot, Header, Learned, Live,
    Microphone, Model, Offline, Opening, Page, Save, Status, Titles, Tools, Tour, Tracks, Trouble,
    Why, WhyThis, Words,
};
use super::numerals::Numerals;
use crate::corpus::Corpus;
use crate::plot::Terms;

pub static WORDS: Words = Words {
    numerals: Numerals { mark: '.', group: ',', percent_gap: '\u{a0}', bytes: ["kB", "MB"] },
    emotions: ["neutral", "calm", "happy", "sad", "angry", "fear", "disgust", "surprise"],
    page: Page {
        title: "Overtone: the emotion that a voice performs",
        description: "Hears which of eight emotions a voice performs. Everything is computed in \
                      this tab; no sound leaves it.",
        let_go: "Let go to hear it",
        new_version: "A new version of Overtone is ready. To take it, the page starts anew.",
        new_version_starts: "The new version is starting.",
        take_it: "Take it",
    },
    titles: Titles {
        recording: "your recording",
        example: "the example",
        acted_example: |manner| format!("the example, said {manner}"),
        manners: ["plainly", "joyfully", "sorrowfully", "angrily", "fearfully"],
        synthetic: "A synthetic voice, computed by this page. Nobody spoke.",
    },
    header: Header {
        parts: "Parts of the page",
        places: ["Explained", "How good", "Your voice", "Laboratory", "Offline"],
        language: "Language",
        engine_starting: "starting",
        engine: "Engine: ",
        engine_title: "Which engine works, and why",
        to_light: "Switch to the light page",
        to_dark: "Switch to the dark page",
    },
    opening: Opening {
        invitation: "Say something.",
        lead: [
            "Overtone listens to ",
            "how",
            " a voice speaks and names the emotion that it performs: one of eight. Record, drop a \
             sound anywhere on this page, or hear the example.",
        ],
        promise: "It hears what a voice performs, not what a person feels; nothing leaves this \
                  tab; and it is not for judging pupils or employees.",
    },
    dock: Dock {
        controls: "Controls",
        stage: "The sound",
        play: "Play",
        pause: "Pause",
        listen: "Listen",
        listen_title: "Answers while you speak and keeps nothing",
        record: "Record",
        record_title: "Keeps the sound in this tab, to be seen and heard again",
        stop: "Stop",
        choose: "Choose a file",
        example: "Hear an example",
        manner: "How the example is said",
    },
    microphone: Microphone {
        heading: "Microphone",
        gain: "Gain",
        high_pass: "Filter out rumble below 80 Hz",
        device: "Device",
        systems_choice: "The system's choice",
        unnamed: |number| format!("Microphone {number}"),
        every: "An answer every",
        aside: "The browser is asked to switch its own processing off: the network hears the room \
                as it is. Another microphone and another pace take effect at the next start.",
        echo: "echo cancellation",
        noise: "noise suppression",
        automatic_gain: "automatic gain",
        and: " and ",
        keeps_on: |processing| format!("this browser keeps {processing} on"),
    },
    live: Live {
        waveform: "Waveform of the last ten seconds at the microphone",
        spectrogram: "Spectrogram of the last ten seconds at the microphone",
        time_axis: "Time (s), now at the right",
        ribbon: "Settled answers over time",
        elapsed: "Time since the microphone opened",
        level: "Level of the microphone",
        too_loud: "Too loud: move back or lower the gain.",
        answers_in: |time| format!("answers in {time}"),
        answers_title: "From the end of a window to its answer on the screen, 95 of 100 answers",
        frames_dropped: " frames dropped",
        clipped: "clipped in places",
    },
    status: Status {
        asking: "Your browser asks whether this page may use the microphone.",
        recording: "The microphone is open. Press Stop when you have said it.",
        listening_to: |title| format!("Listening to {title}."),
        warming_up: "Warming up.",
        fetching: "Fetching the engine and the model.",
        of: |part, whole| format!("{part} of {whole}"),
        heard: |title| format!("Heard {title}."),
        ready: "Ready.",
        progress: "Progress",
        took: |time| format!("It took {time}."),
    },
    answer: Answer {
        section: "The answer",
        so_far: "So far, it hears",
        hears: "It hears",
        nothing_yet: "Nothing heard yet",
        first_seconds: "Listening for the first second or two.",
        at_rest: "The answer will stand here, in letters as heavy as the network is sure. Until \
                  then its eight strings are at rest.",
        caveat_small: "A performed emotion, judged by a small network that learned from acted \
                       speech.",
        caveat_large: "A performed emotion, judged by a speech encoder and a network that learned \
                       from acted speech.",
        not_sure: "not sure",
        no_speech: "no speech",
        sure: |share, next, next_share| {
            format!("{share} sure. After it comes {next} with {next_share}.")
        },
        no_emotion: |first, share, second, second_share| {
            format!(
                "No emotion stands out: the best guesses are {first} with {share} and {second} \
                 with {second_share}."
            )
        },
        no_voice: "Nothing in this sound could be a voice, so there is nothing to judge.",
        probabilities: "Probability of each emotion",
        windows: "Leading emotion, window by window",
        leads: |emotion, share, from, to| {
            format!("{emotion} leads with {share} from {from} to {to} s")
        },
        one_voice: "Get used to this voice",
        one_voice_aside: "For when one person speaks: what is particular to the voice, the \
                          microphone and the room is made out while they do, and left out of the \
                          answer. Nothing of it is kept.",
        voice_known: |seconds| {
            format!(
                "What is particular to this voice, by about {seconds} s of speech, is left out of \
                 the answer. Untick the box, and it is forgotten."
            )
        },
        knows_own: "Your own model knows your voice already.",
    },
    explorer: Explorer {
        waveform: "Waveform",
        spectrogram: "Spectrogram",
        tracks: Tracks {
            pitch: "Pitch",
            energy: "Energy",
            zcr: "Zero crossings",
            mfcc: "MFCC",
            chroma: "Chroma",
        },
        of: |what, title| format!("{what} of {title}"),
        position: "Position in the sound",
        keys: "Arrow keys move, with Shift they select. Plus and minus zoom, zero shows all.",
        place: |at, length| format!("{at} of {length}"),
        selected: "The selected part",
        part: |from, to, seconds| format!("{from} to {to} s, {seconds} s long"),
        hear: "Hear it",
        judge: "Judge it alone",
        show: "Show just it",
        let_go: "Let go",
        alone_no_speech: "Alone it is no speech.",
        alone: |verdict, guesses| format!("Alone: {verdict}; {guesses}."),
    },
    tools: Tools {
        heading: "Look closer",
        zoom: "Zoom",
        less: "See less, larger",
        more: "See more, smaller",
        all: "All",
        seen: |from, to| format!("{from} to {to}"),
        tracks: "Tracks",
        frequencies: "Frequencies",
        mel: "mel",
        linear: "linear",
        log: "log",
        from: "from",
        up_to: "up to",
        window: "Window",
        hop: "Hop",
        every_pixel: "every pixel",
        range: "Range",
        colours: "Colours",
        as_the_page: "as the page",
        grey: "grey",
        aside: "Drag over the pictures to select a part. Ctrl and the wheel, or two fingers, zoom; \
                the wheel sideways moves along. With the keyboard: plus, minus and zero zoom, \
                Shift and the arrows select.",
    },
    save: Save {
        heading: "Take it with you",
        as_what: |what, format| format!("{what} as {format}"),
        averages: "162 averages",
        tracks: "Tracks over time",
        sound: "Sound",
        answers: "Answers over time",
        in_numbers: "In numbers",
        numbers_of: |what| format!("{what} in numbers"),
        aside: "The files go from this tab into your own folder, and nowhere else.",
    },
    why: WhyThis {
        ask: "Why this answer?",
        hide: "Hide the reasons",
        looking: "The engine hides one part of the sound after the other, and listens again.",
        legend: |emotion, share| {
            format!(
                "What the {share} for {emotion} rest on. Filled parts spoke for it: hidden, it \
                 would fall. Hatched parts spoke against it."
            )
        },
        list: "The parts that count most",
        columns: ["Time", "Frequencies", "Change without it", "Left of it"],
        mute: "Judge the rest",
        muted_no_speech: "Without this part no speech is left.",
        muted: |verdict, emotion, before, after| {
            format!("Without this part: {verdict}; {emotion} goes from {before} to {after}.")
        },
    },
    files: Files {
        heading: "Many files",
        progress: |done, all| format!("{done} of {all} heard"),
        cancel: "Stop",
        clear: "Clear the table",
        columns: ["File", "Length", "Answer", "Probability", "Arrival"],
        then: "Then",
        waiting: "waits",
        listening: "is being heard",
        cancelled: "stopped",
        open: |name| format!("See {name}"),
        stem: "answers",
    },
    compare: Compare {
        heading: "Side by side",
        pin: "Keep it beside",
        pin_title: "Keeps this sound in view, to be compared with the next one",
        lead: "Both sounds on one clock and one scale.",
        wait: "Now choose, record or hear another sound: it will stand beside this one.",
        let_go: "Let go",
        shares: "Probabilities of both",
    },
    tour: Tour {
        start: "Take the tour",
        section: "A tour in five steps",
        place: |step, of| format!("Step {step} of {of}"),
        steps: [
            [
                "Hear",
                "The same four words, “Hello, how are you?”, by the same made-up voice: once \
                 angry, once sorrowful. No word differs. What does? Pace, loudness, melody, breath. \
                 That is what the network listens to.",
                "Hear it angry",
            ],
            [
                "See",
                "A spectrogram shows sound as a picture: time to the right, deep tones below, high \
                 ones above. The stripes of a vowel are the overtones of the voice. In sorrow they \
                 lie close and level, in anger they leap.",
                "See it sorrowful",
            ],
            [
                "Features",
                "A computer needs numbers. Pitch, energy, zero crossings and the finer shape of the \
                 spectrum are measured dozens of times a second. Compare the pitch of two manners: \
                 would you guess the emotion from the line alone?",
                "Show the tracks",
            ],
            [
                "Network",
                "The network turns the picture into eight probabilities; they sum to 100 %. It \
                 can be asked why: one part after the other is hidden from it, and where the \
                 answer falls, it had listened.",
                "Ask it why",
            ],
            [
                "Errors",
                "It errs, and often: of people whom it has never heard it misses about every third \
                 emotion. Look at which ones it confuses. Would you let it judge your \
                 interview? It hears how somebody acts, not how they feel.",
                "See how often it errs",
            ],
        ],
        back: "Back",
        next: "Next",
        end: "End the tour",
    },
    about: About {
        heading: "What am I seeing?",
        seen: [
            (
                "The waveform",
                "is the air pressure at the microphone over time: silence is a line, a loud \
                 syllable a swelling.",
            ),
            (
                "The spectrogram",
                "shows which frequencies sound at each moment, low ones at the bottom, spaced as \
                 the ear spaces them. The stripes of a vowel are the overtones of a voice; the \
                 drawn line is its pitch.",
            ),
            (
                "The strings",
                "are the eight emotions that the network knows. Each bar is as long as its \
                 probability and rings in a number of loops of its own, so that colour is never \
                 the only way to tell them apart.",
            ),
            (
                "The word",
                "is set as heavy as the network is sure. Where no emotion stands out it says so, \
                 and where there is no voice it says nothing of emotions.",
            ),
        ],
        limits: [
            (
                "What it cannot tell",
                "The network learned from actors who performed emotions in English, in quiet \
                 rooms. It hears a performance, not a feeling: nobody can read how you feel from \
                 a probability on a page. On a voice or a language that it has never heard it is \
                 often wrong. Do not use it to judge a person, in hiring, in policing, at school \
                 or anywhere else.",
            ),
            (
                "Where the sound goes",
                "Nowhere. Decoding, pictures and network all run in this tab. The page's own \
                 security policy forbids it to talk to any other site, so you need not take our \
                 word for it.",
            ),
        ],
    },
    voice: super::voice::en::VOICE,
    laboratory: super::laboratory::en::LABORATORY,
    model: Model {
        heading: "How good is it?",
        lead: "It is judged only by people whom it has never heard. Elsewhere you will read of \
               90\u{a0}% and more: there the same voices stand in training and test, and the network \
               recognises the speaker. In front of a microphone such figures mean nothing.",
        two_figures: "The same network on the same four corpora, measured twice: the design from which \
                      this page descends.",
        flattering: "Tested on voices that it knows",
        honest: "Tested on voices that it has never heard",
        why_they_differ: "In the first test, other clips of the same actors, and altered copies of \
                          the same clips, stand in the training: the network recognises the \
                          speaker and has little need to hear the emotion. In the second, whole \
                          actors are kept apart. You are a voice that it has never heard, so only \
                          the second figure speaks of you.",
        not_for_heading: "What it must not be used for",
        not_for: "Not for judging anybody: no pupils and exams, no employees and applicants, no \
                  diagnosis, no lie detection, nobody who does not know of it. In the European \
                  Union it is forbidden to infer emotions at work and at school (AI Act, \
                  Article 5).",
        measured_small: "What was measured of the small model",
        measured_large: "What was measured of the large model",
        learned: |Learned { clips, actors, rounds, minutes, test_actors }| {
            let time = match minutes {
                0 => String::new(),
                1 => " and one minute".to_owned(),
                _ => format!(" and {minutes} minutes"),
            };
            format!(
                "It learned from {clips} clips of {actors} actors, in {rounds} rounds{time} on two \
                 processor cores. {test_actors} actors were kept apart; they judge it here."
            )
        },
        caption: "Of the emotions that were meant, so many were heard, the mean over the emotions \
                  of a corpus. People who heard the clips of CREMA-D chose what was meant in \
                  40.9\u{a0}% of them.",
        columns: [
            "Corpus",
            "Emotions",
            "Clips",
            "Heard",
            "By chance",
            "It names one",
            "and is right",
        ],
        all: "all",
        elsewhere: |recall| {
            format!(
                "Of the same clips as other rooms and microphones might have had them, with echoes, \
                 noise or a telephone's narrow band, it hears {recall}, on average over the emotions."
            )
        },
        probe: |share, chance| {
            format!(
                "From what it keeps of a clip, its corpus can be named for {share} of the clips, \
                 against {chance} by chance: it still hears which one it listens to."
            )
        },
        pictures_of: "Pictures of",
        confusion: |corpus| format!("Confusion matrix of {corpus}"),
        confusion_words: "What was meant (rows) and what was heard (columns). Beside the diagonal \
                          stand the errors.",
        reliability: |corpus| format!("Reliability of {corpus}"),
        reliability_words: "How often it is right when it says so many per cent. On the diagonal \
                            it means what it says.",
        curves: "Learning curves",
        curves_words: "Loss and accuracy over the rounds of the training. Where the lines part, it \
                       learns voices by heart.",
    },
    engine: Engine {
        heading: "The engine",
        compute_on: "Compute on",
        automatic: "Automatic",
        listen_with: "Listen with",
        small: "Small",
        small_promise: "answers at once",
        large: "Large",
        large_promise: "built on a speech encoder, takes longer",
        model: |model, clips| {
            let network = match model.encoded {
                true => "A speech encoder with a small network behind it",
                false => "A one-dimensional convolutional network",
            };
            let own = model.own.as_ref().map_or_else(String::new, |own| {
                format!(" It has become your own, \"{}\", by {} takes.", own.name, own.takes)
            });
            format!(
                "{network}, trained on {clips} clips of acted speech by {} speakers ({}).{own}",
                model.speakers,
                Corpus::titles(&model.corpora)
            )
        },
        computed_on: |device| format!("Computed on: {device}."),
        fetched: |what, part, whole| format!("{what}: fetched {part} of {whole}."),
        model_progress: "Progress of the model",
        being_fetched: |device| format!("{device}: being fetched."),
        warming_up: |device| format!("{device}: warming up."),
        try_again: "Try again",
        why: Why {
            starting: "The engine is starting.",
            silent: "The engine computes other numbers than it should here, so it stays silent. \
                     Please try another browser.",
            pace: |time| format!("{time} a window"),
            chosen: |pace| format!("your choice, {pace}"),
            against: |pace, other, device| format!("{pace} against {other} on the {device}"),
            gpu_being_tried: "the GPU is being tried",
            no_gpu_engine: "this site carries no GPU engine",
            no_web_gpu: "this browser has no WebGPU",
            no_adapter: "this browser's WebGPU offers no adapter",
            software_adapter: "the only WebGPU adapter here is a software one",
            gpu_failed: |why| format!("the GPU has failed ({why})"),
            gpu_wrong: |difference| {
                format!("the GPU computes other numbers than it should (off by {difference})")
            },
            cpu_failed: "the CPU engine has failed",
            cpu_wrong: "the CPU engine failed its test",
            cpu_starting: "the CPU engine is starting",
        },
    },
    offline: Offline {
        heading: "Without network",
        insecure: "Here the page needs its network: only over https can a browser keep it.",
        no_worker: "Here the page needs its network: this browser does not keep pages.",
        refused: |why| format!("Here the page needs its network: it could not be kept ({why})."),
        will_be_kept: "The page will be kept once it is ready.",
        ready: "Ready to work without network.",
        getting_ready: |part, whole| {
            format!("Getting ready to work without network: {part} of {whole}.")
        },
        needs_network: |why| format!("The page needs its network. {why}"),
        full: "There is no room for it on this device. Nothing is lost; free some and try again.",
        damaged: "It came damaged and was thrown away. Try again later.",
        network: "It could not be fetched. Try again when there is a network.",
        base: "The page, the CPU engine and the small model",
        gpu: "The GPU engine",
        large: "The large model",
        laboratory: "The laboratory",
        laboratory_gpu: "The laboratory for the GPU",
        coming: |part, kept, total| format!("{part}: {kept} of {total}."),
        kept: |part, total| format!("{part}: {total}, kept."),
        not_kept: |part, total| format!("{part}: {total}, not kept."),
        not_kept_because: |part, total, why| format!("{part}: {total}. {why}"),
        promised: "The browser has promised to keep it.",
        not_promised: "The browser may throw it away when the device runs out of room.",
        make: "Make it work offline",
        keep_gpu: "Keep the GPU engine too",
        keep_for_good: "Keep it for good",
        install: "Install Overtone",
        keep: "Keep it",
        keep_part: |part| format!("Keep it: {part}"),
        progress: "Progress of what is kept",
    },
    foot: Foot {
        licence: "The code is free software under the MIT licence; the models are for non-commercial \
                  use.",
        terms: "The terms",
        typeface: ["Set in Bricolage Grotesque by Mathieu Triay, under the ", "."],
    },
    trouble: Trouble {
        insecure: "The browser opens the microphone only on a secure address: open this page over \
                   https, or choose a file instead.",
        no_capture: |feature| {
            format!(
                "This browser cannot record sound on a page: it lacks {feature}. Please update it, \
                 or choose a file instead."
            )
        },
        no_microphone: "No microphone was found. Plug one in, or choose a file instead.",
        refused: "The microphone is not allowed here. Allow it in the browser's address bar and \
                  press Record again, or choose a file instead.",
        busy: "The microphone is in use by another program. Close that and press Record again.",
        unplugged: "The microphone has gone away. Plug it in again and start anew.",
        unplugged_recording: "The microphone has gone away. What you recorded until then is kept; \
                              plug it in again and start anew.",
        microphone: |why| {
            format!("The microphone could not be opened ({why}). Please choose a file instead.")
        },
        empty_recording: "The recording is empty: nothing came from the microphone. Please record \
                          again.",
        microphone_open: "The microphone is open. Press Stop first, then bring the sound again.",
        too_large: |size, limit| {
            format!(
                "This file has {size}; Overtone takes up to {limit}. Please choose a shorter sound."
            )
        },
        unreadable: |why| format!("The file could not be read ({why}). Please choose it again."),
        fetch: |what, why| {
            format!("{what} could not be fetched ({why}). Please check the connection and reload.")
        },
        damaged: |what, expected, got| {
            format!(
                "{what} came damaged (expected {expected}, got {got}) and was not used. Please \
                 reload later."
            )
        },
        site: |why| {
            format!("The site's list of files cannot be read ({why}). Please reload the page.")
        },
        site_version: |got, needed| {
            format!(
                "The site's list of files has version {got} where this page needs {needed}. \
                 Please reload the page."
            )
        },
        engine: |device, why| format!("The {device} engine has stopped ({why})."),
        no_engine: "There is no engine to ask just now. Please wait until one is ready.",
        language: |why| {
            format!("Page and engine do not understand each other ({why}). Please reload the page.")
        },
        playback: |why| {
            format!("The browser cannot play this sound ({why}). It can still be seen and judged.")
        },
        page_starting: "the page is still starting",
        not_carried: "this site does not carry it",
        not_running: "it is not running",
        no_script: "its script could not be fetched",
        status: |status| format!("the server answered {status}"),
        nothing_came: "an empty answer",
        file_list: "The list of the site's files",
        the_model: "The model",
        the_figures: "What was measured of the model",
        the_recorder: "The recorder's script",
        sound: |_, sentence| sentence.to_owned(),
    },
    charts: Charts {
        pitch: "Pitch, F0 (Hz)",
        energy: "Energy (dB)",
        zcr: "Zero crossings (% of samples)",
        terms: Terms::ENGLISH,
    },
};
