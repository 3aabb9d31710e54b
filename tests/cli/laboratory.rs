//! The laboratory of the page, asked message by message: what a worker does in a tab.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use burn::tensor::Device;
use futures::executor::block_on;
use overtone::corpus::SplitKind;
use overtone::emotion::Emotion;
use overtone::engine::session::{NamedDevice, Wire};
use overtone::features::{FrameKind, FrameKinds};
use overtone::figures::{Evaluation, History};
use overtone::laboratory::Preset;
use overtone::laboratory::protocol::{Job, Reply, Request, Settings, Side, VERSION, Why};
use overtone::laboratory::session::Session;
use overtone::training::Shelf;

use crate::folder::{Folder, buzz, code, stderr, wav};

/// Weights and dropout are drawn from one stream of the device: trainings must not run at once.
pub fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A page that writes down what it is told, and may lose interest after some replies.
#[derive(Clone, Default)]
struct Page {
    replies: Rc<RefCell<Vec<Reply>>>,
    cancels: Rc<Cell<Option<Job>>>,
    steps: Rc<Cell<f64>>,
}

impl Wire<Reply> for Page {
    fn send(&self, reply: Reply) {
        self.replies.borrow_mut().push(reply);
    }

    fn is_cancelled(&self, job: Job) -> bool {
        self.cancels.get() == Some(job)
    }

    async fn breathe(&self) {}

    /// A second passes between two looks at the clock.
    fn now_ms(&self) -> f64 {
        self.steps.set(self.steps.get() + 1_000.0);
        self.steps.get()
    }
}

pub struct Visit {
    session: Session<Page>,
    page: Page,
}

impl Visit {
    fn new(preset: Preset) -> Self {
        Self::with_shelf(preset, None)
    }

    pub fn with_shelf(preset: Preset, shelf: Option<Arc<dyn Shelf>>) -> Self {
        let page = Page::default();
        let device = NamedDevice { device: Device::flex(), name: "test".to_owned() };
        let session = Session::new(device, page.clone()).with_shelf(shelf);
        let mut visit = Self { session, page };
        visit.open(preset);
        visit
    }

    pub fn open(&mut self, preset: Preset) {
        let replies = self.ask(Request::Open { version: VERSION, preset, seed: 0 });
        assert_eq!(replies, [Reply::Ready { device: "test".to_owned() }]);
    }

    pub fn ask(&mut self, request: Request) -> Vec<Reply> {
        block_on(self.session.answer(request));
        self.page.replies.take()
    }

    /// Hears all clips; returns what is to be kept of them.
    pub fn hear(&mut self, clips: &[(String, Vec<u8>)]) -> Vec<Vec<u8>> {
        let mut shelf = Vec::new();
        for (path, bytes) in clips {
            let request = Request::Hear { job: 1, path: path.clone(), bytes: bytes.clone() };
            match self.ask(request).as_slice() {
                [Reply::Heard { kept, clip, .. }] => {
                    assert_eq!(clip.path, *path);
                    shelf.push(kept.clone());
                }
                other => panic!("{path}: {other:?}"),
            }
        }
        shelf
    }
}

/// What a training came to.
pub struct Made {
    pub model: Vec<u8>,
    pub history: History,
    evaluation: Evaluation,
    examples: Vec<(Emotion, String)>,
    states: Vec<Vec<u8>>,
}

impl Made {
    pub fn of(replies: Vec<Reply>) -> Self {
        let mut states = Vec::new();
        for reply in replies {
            match reply {
                Reply::Epoch { state, .. } => states.push(state),
                Reply::Trained { model, history, evaluation, examples, .. } => {
                    return Self { model, history, evaluation, examples, states };
                }
                Reply::Dealt { .. } | Reply::Step { .. } => {}
                other => panic!("{other:?}"),
            }
        }
        panic!("no model after {} epochs", states.len())
    }
}

/// Ten speakers who are angry in a high voice and sad in a low one, in folders named after them.
pub fn clips() -> Vec<(String, Vec<u8>)> {
    let mut clips = Vec::new();
    for speaker in 0..10 {
        for (emotion, pitch_hz) in [("angry", 300), ("sad", 90)] {
            for take in 0..2 {
                let pitch_hz = (pitch_hz + 7 * speaker + 3 * take) as f32;
                let path = format!("voices/s{speaker}/{emotion}/{take}.wav");
                clips.push((path, wav(buzz(pitch_hz, 1.0))));
            }
        }
    }
    clips
}

pub fn settings(preset: Preset, epochs: usize) -> Settings {
    let is_seed = preset == Preset::Seed;
    Settings {
        preset,
        split: SplitKind::Speaker,
        seed: 0,
        epochs,
        batch_size: 64,
        learning_rate: preset.learning_rate(),
        plateau: is_seed.then_some((0.4, 2)),
        augment: if is_seed { FrameKinds::NONE } else { FrameKinds::ALL },
    }
}

pub fn train(settings: Settings, resume: Option<Vec<u8>>) -> Request {
    Request::Train { job: 2, settings, resume }
}

#[test]
fn kinds_of_variation_that_are_left_out_make_another_training() {
    let _turn = alone();
    let clips = clips();
    let trained = |augment: FrameKinds| {
        let mut visit = Visit::new(Preset::Overtone);
        visit.hear(&clips);
        let settings = Settings { augment, ..settings(Preset::Overtone, 1) };
        Made::of(visit.ask(train(settings, None))).history.epochs[0].training_loss
    };
    let without_noise = FrameKinds::ALL.with(FrameKind::Noise, false);
    let losses = [FrameKinds::ALL, without_noise, FrameKinds::NONE].map(trained);
    assert!(losses[0] != losses[1] && losses[1] != losses[2], "{losses:?}");
}

#[test]
fn the_same_seed_makes_the_same_model_as_on_the_command_line() {
    let _turn = alone();
    let folder = Folder::new();
    for (path, bytes) in clips() {
        folder.write(&path, bytes);
    }
    for (preset, epochs) in [(Preset::Seed, 3), (Preset::Overtone, 1)] {
        let mut visit = Visit::new(preset);
        visit.hear(&clips());
        let made = Made::of(visit.ask(train(settings(preset, epochs), None)));

        let (name, epochs) = (preset.name(), epochs.to_string());
        // The tab keeps features, not sounds that could be heard as re-recorded.
        let args = ["train", "voices", "-o", name, "--preset", name, "--rerecorded", "0"];
        let output = folder.run(&[&args[..], &["--epochs", &epochs]].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let model = std::fs::read(folder.path(name).join("model.overtone")).unwrap();
        assert!(made.model == model, "{name}: the files are the same to the byte");
        let evaluation = std::fs::read(folder.path(name).join("evaluation.json")).unwrap();
        let evaluation: Evaluation = serde_json::from_slice(&evaluation).unwrap();
        let (here, there) = (made.evaluation.pooled, evaluation.pooled);
        assert_eq!((here.uar, here.confusion), (there.uar, there.confusion));
    }
}

#[test]
fn two_voices_are_told_apart_on_speakers_never_heard() {
    let _turn = alone();
    let mut visit = Visit::new(Preset::Seed);
    visit.hear(&clips());
    let replies = visit.ask(train(settings(Preset::Seed, 12), None));
    let Some(Reply::Dealt { train, validation, test, .. }) = replies.first() else {
        panic!("{:?}", replies.first())
    };
    let sides = [train, validation, test];
    assert_eq!(sides.iter().map(|side| side.speakers).sum::<usize>(), 10, "{sides:?}");
    assert!(replies.iter().any(|reply| matches!(reply, Reply::Step { loss, .. } if *loss > 0.0)));
    let made = Made::of(replies);
    assert_eq!(made.history.epochs.len(), 12);
    assert!(made.evaluation.pooled.uar > 0.9, "{}", made.evaluation);

    // A clip of each emotion, of the same test speaker, is there to be seen.
    let (emotions, paths): (Vec<Emotion>, Vec<String>) = made.examples.into_iter().unzip();
    assert_eq!(emotions, [Emotion::Sad, Emotion::Angry]);
    let speaker = |path: &String| path.split('/').nth(1).map(str::to_owned);
    assert_eq!(speaker(&paths[0]), speaker(&paths[1]), "{paths:?}");
    let (_, bytes) = clips().into_iter().find(|(path, _)| *path == paths[0]).unwrap();
    let seen = visit.ask(Request::Look { job: 8, bytes });
    let [Reply::Seen { job: 8, sound }] = &seen[..] else { panic!("{seen:?}") };
    let columns = sound.spectrogram.levels.len() / sound.spectrogram.bands;
    let seconds = sound.samples.len() as f64 / f64::from(sound.rate_hz);
    assert!((columns as f64 * sound.spectrogram.hop_s - seconds).abs() < 0.05);
    let unseen = visit.ask(Request::Look { job: 9, bytes: b"Dear Sir".to_vec() });
    assert!(matches!(&unseen[..], [Reply::Failed { job: Some(9), .. }]), "{unseen:?}");
}

#[test]
fn a_training_that_was_stopped_goes_on_to_the_same_model_with_clips_from_the_shelf() {
    let _turn = alone();
    let settings = settings(Preset::Overtone, 2);
    let mut visit = Visit::new(Preset::Overtone);
    let shelf = visit.hear(&clips());
    let straight = Made::of(visit.ask(train(settings.clone(), None)));

    visit.page.cancels.set(Some(2));
    let stopped = visit.ask(train(settings.clone(), None));
    assert_eq!(stopped.last(), Some(&Reply::Stopped { job: 2 }));
    assert!(!stopped.iter().any(|reply| matches!(reply, Reply::Epoch { .. })));

    // Another day: the page gives back what it kept.
    let mut visit = Visit::new(Preset::Overtone);
    for kept in shelf {
        let replies = visit.ask(Request::Recall { job: 3, kept });
        assert!(matches!(replies.as_slice(), [Reply::Heard { .. }]), "{replies:?}");
    }
    let state = Some(straight.states[0].clone());
    let resumed = Made::of(visit.ask(train(settings.clone(), state)));
    assert_eq!(resumed.states.len(), 1, "one of two epochs was left");
    assert!(resumed.model == straight.model);

    let other = Settings { batch_size: 32, ..settings };
    let replies = visit.ask(train(other, Some(straight.states[0].clone())));
    let Some(Reply::Failed { sentence, .. }) = replies.last() else { panic!("{replies:?}") };
    assert_eq!(sentence, "The saved training has other clips or settings; begin it anew.");
}

#[test]
fn what_cannot_be_used_is_left_out_with_the_reason() {
    let mut visit = Visit::new(Preset::Overtone);
    let voice = wav(buzz(120.0, 1.0));
    let mut hear = |path: &str, bytes: &[u8]| {
        visit.ask(Request::Hear { job: 1, path: path.to_owned(), bytes: bytes.to_owned() })
    };
    assert!(matches!(hear("voices/b/sad/1.wav", &voice).as_slice(), [Reply::Heard { .. }]));
    let left_out = |why| vec![Reply::LeftOut { job: 1, why }];
    let same = hear("voices/c/sad/2.wav", &voice);
    assert_eq!(same, left_out(Why::Duplicate { of: "voices/b/sad/1.wav".into() }));
    assert_eq!(hear("voices/b/sad/3.wav", &wav(vec![0.0; 8_000])), left_out(Why::Silent));
    assert_eq!(
        hear("voices/b/sad/4.wav", b"version https://git-lfs.github.com/spec/v1"),
        left_out(Why::Pointer)
    );
    let noise = hear("voices/b/sad/5.wav", b"This is no sound.");
    assert!(matches!(&noise[..], [Reply::LeftOut { why: Why::Unreadable(_), .. }]), "{noise:?}");
    let nameless = hear("voices/1.wav", &voice);
    let is_nameless = matches!(&nameless[..], [Reply::LeftOut { why: Why::Unrecognised(_), .. }]);
    assert!(is_nameless, "{nameless:?}");

    // The same audio with another emotion: nobody knows which of the two is right.
    let other = hear("voices/d/happy/1.wav", &voice);
    let because = |other: &str, emotion| Why::Contradictory { other: other.into(), emotion };
    let path = "voices/b/sad/1.wav".to_owned();
    let withdrawn = Reply::Withdrawn { why: because("voices/d/happy/1.wav", Emotion::Happy), path };
    let out = Reply::LeftOut { job: 1, why: because("voices/b/sad/1.wav", Emotion::Sad) };
    assert_eq!(other, [withdrawn, out]);
    let deal = Request::Deal { job: 5, split: SplitKind::Clip, seed: 0 };
    let none = Side::default();
    let dealt = Reply::Dealt { job: 5, train: none, validation: none, test: none };
    assert_eq!(visit.ask(deal), [dealt]);
}

#[test]
fn settings_that_cannot_be_trained_with_get_a_sentence_and_nothing_is_lost() {
    let _turn = alone();
    let mut visit = Visit::new(Preset::Seed);
    let two = &clips()[..2];
    visit.hear(two);
    let mut refuse = |settings: Settings| match visit.ask(train(settings, None)).pop() {
        Some(Reply::Failed { job: Some(2), sentence }) => sentence,
        other => panic!("{other:?}"),
    };
    let usual = settings(Preset::Seed, 1);
    assert_eq!(
        refuse(Settings { batch_size: 1, ..usual.clone() }),
        "Expected a batch of 2 to 4096 clips, got 1."
    );
    let nan = Settings { learning_rate: f64::NAN, ..usual.clone() };
    assert_eq!(refuse(nan), "Expected a learning rate up to 1, got NaN.");
    assert!(refuse(usual).contains("needs four speakers"), "two clips of one speaker");
    let other = refuse(settings(Preset::Overtone, 1));
    assert_eq!(other, "Expected the preset seed, as it was opened, got overtone.");
    visit.hear(&clips()[2..]);
    Made::of(visit.ask(train(settings(Preset::Seed, 1), None)));

    let unopened = {
        let device = NamedDevice { device: Device::flex(), name: "test".to_owned() };
        let page = Page::default();
        block_on(Session::new(device, page.clone()).answer(Request::Tabulate { job: 1 }));
        page.replies.take()
    };
    assert!(matches!(&unopened[..], [Reply::Failed { job: Some(1), .. }]), "{unopened:?}");
}

#[test]
fn the_table_of_features_is_that_of_the_command_line() {
    let folder = Folder::new();
    let mut visit = Visit::new(Preset::Seed);
    for (path, bytes) in clips() {
        folder.write(&path, bytes);
    }
    visit.hear(&clips());
    let replies = visit.ask(Request::Tabulate { job: 4 });
    let [Reply::Tabulated { csv, clips_done: 40, clips: 40, .. }] = &replies[..] else {
        panic!("{replies:?}")
    };
    let output = folder.run(&["features", "voices", "-o", "f.csv", "--with-clip"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(*csv == std::fs::read(folder.path("f.csv")).unwrap(), "the same to the byte");
}
