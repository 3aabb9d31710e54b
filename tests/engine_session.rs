//! What the engine answers, without a browser.
#![cfg(feature = "engine")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common {
    pub mod voice;
}

use std::cell::RefCell;
use std::rc::Rc;

use burn::tensor::Device;
use common::voice::voice;
use futures::executor::block_on;
use overtone::audio::wav_from_waveform;
use overtone::emotion::Emotion;
use overtone::engine::protocol::{
    Adapting, Ear, Fault, Reply, Request, Take, VERSION, is_heard_by,
};
use overtone::engine::session::{NamedDevice, Session, Wire};
use overtone::judgement::{Judgement, Verdict};

/// A page that writes down what it is told.
#[derive(Clone, Default)]
struct Page {
    replies: Rc<RefCell<Vec<Reply>>>,
    cancelled: Rc<RefCell<Vec<u32>>>,
}

impl Wire<Reply> for Page {
    fn send(&self, reply: Reply) {
        self.replies.borrow_mut().push(reply);
    }

    fn is_cancelled(&self, job: u32) -> bool {
        self.cancelled.borrow().contains(&job)
    }

    async fn breathe(&self) {}

    fn now_ms(&self) -> f64 {
        self.replies.borrow().len() as f64
    }
}

impl Page {
    /// What came since the last look.
    fn take(&self) -> Vec<Reply> {
        self.replies.take()
    }
}

fn shipped_model() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/www/model/small.overtone")).unwrap()
}

/// A session that has its model, and its page.
fn opened() -> (Session<Page>, Page) {
    opened_on("test")
}

/// The same on a device of this name.
fn opened_on(name: &str) -> (Session<Page>, Page) {
    let page = Page::default();
    let device = NamedDevice { device: Device::flex(), name: name.to_owned() };
    let mut session = Session::new(device, page.clone());
    block_on(session.answer(Request::Open { version: VERSION, model: shipped_model() }));
    (session, page)
}

/// Seconds of a hummed vowel.
fn hum(seconds: f64, rate_hz: u32) -> Vec<f32> {
    let sample = |i: u32| {
        let phase = std::f64::consts::TAU * 180.0 * f64::from(i) / f64::from(rate_hz);
        (1..10).map(|k| (phase * f64::from(k)).sin() / f64::from(k)).sum::<f64>() as f32 * 0.2
    };
    (0..(seconds * f64::from(rate_hz)) as u32).map(sample).collect()
}

#[test]
fn an_engine_opens_the_shipped_model_and_passes_its_golden_test() {
    let (_, page) = opened();
    let replies = page.take();
    let [Reply::Opened(opened)] = replies.as_slice() else { panic!("{replies:?}") };
    assert!(opened.golden_difference < 1e-3, "{}", opened.golden_difference);
    assert_eq!(opened.labels.count(), 8);
}

#[test]
fn samples_are_shown_then_judged() {
    let (mut session, page) = opened();
    page.take();
    let samples = hum(2.0, 44_100);
    block_on(session.answer(Request::AnalyseSamples { job: 7, rate_hz: 44_100, samples }));
    let replies = page.take();
    let [Reply::Sound { job: 7, sound }, Reply::Judged { job: 7, judgement, .. }] =
        replies.as_slice()
    else {
        panic!("{replies:?}")
    };
    assert_eq!(sound.samples.len(), 88_200);
    let columns = sound.spectrogram.levels.len() / sound.spectrogram.bands;
    assert!((columns as f64 * sound.spectrogram.hop_s - 2.0).abs() < 0.05);
    let voiced = sound.pitch_hz.iter().filter(|hz| (170.0..190.0).contains(*hz)).count();
    assert!(voiced * 2 > sound.pitch_hz.len(), "{voiced} of {}", sound.pitch_hz.len());
    assert!((judgement.probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-4);
}

#[test]
fn a_sound_that_is_shown_already_is_only_judged() {
    let (mut session, page) = opened();
    page.take();
    let samples = hum(2.0, 44_100);
    block_on(session.answer(Request::Judge { job: 8, rate_hz: 44_100, samples }));
    let replies = page.take();
    assert!(matches!(replies.as_slice(), [Reply::Judged { job: 8, .. }]), "{replies:?}");
}

#[test]
fn another_model_takes_over_while_the_engine_runs() {
    let (mut session, page) = opened();
    page.take();
    block_on(session.answer(Request::Open { version: VERSION, model: b"RIFF".to_vec() }));
    let replies = page.take();
    assert!(matches!(replies.as_slice(), [Reply::Failed { job: None, .. }]), "{replies:?}");
    block_on(session.answer(Request::Open { version: VERSION, model: shipped_model() }));
    assert!(matches!(page.take().as_slice(), [Reply::Opened(_)]));
    let samples = hum(1.0, 16_000);
    block_on(session.answer(Request::Judge { job: 9, rate_hz: 16_000, samples }));
    assert_eq!(page.take().len(), 1);
}

#[test]
fn a_microphone_is_heard_block_by_block_and_judged_as_a_whole() {
    let (mut session, page) = opened();
    page.take();
    block_on(session.answer(Request::Listen { job: 1, rate_hz: 48_000, hop_ms: 250, keep: true }));
    for block in hum(2.0, 48_000).chunks(2048) {
        block_on(session.answer(Request::Hear { job: 1, samples: block.to_vec() }));
    }
    let heard = page.take();
    assert_eq!(heard.len(), 96_000_usize.div_ceil(2048));
    let judged = heard.iter().filter(|r| matches!(r, Reply::Heard { answer: Some(_), .. }));
    assert!(judged.count() >= 2);
    block_on(session.answer(Request::Finish { job: 1 }));
    let replies = page.take();
    let [Reply::Sound { sound, .. }, Reply::Judged { .. }] = replies.as_slice() else {
        panic!("{replies:?}")
    };
    assert_eq!(sound.samples.len(), 96_000);
}

/// What is judged while these samples come in from a microphone, and in the end.
fn judged_live(samples: &[f32], rate_hz: u32) -> Vec<Judgement> {
    let (mut session, page) = opened();
    page.take();
    block_on(session.answer(Request::Listen { job: 1, rate_hz, hop_ms: 250, keep: true }));
    for block in samples.chunks(2048) {
        block_on(session.answer(Request::Hear { job: 1, samples: block.to_vec() }));
    }
    block_on(session.answer(Request::Finish { job: 1 }));
    let judgement = |reply| match reply {
        Reply::Heard { answer, .. } => answer.map(|answer| answer.judgement),
        Reply::Judged { judgement, .. } => Some(judgement),
        _ => None,
    };
    page.take().into_iter().filter_map(judgement).collect()
}

#[test]
fn a_voice_at_the_microphone_is_judged_and_a_hum_is_no_speech() {
    let speech = judged_live(voice(3.0).samples(), 16_000);
    assert!(speech.len() >= 5);
    for judgement in &speech {
        assert_ne!(judgement.verdict, Verdict::NoSpeech);
        assert!(!judgement.windows.is_empty());
    }
    let hum = judged_live(&hum(3.0, 48_000), 48_000);
    assert!(hum.len() >= 5);
    assert!(hum.iter().all(|judgement| *judgement == Judgement::no_speech()));
}

#[test]
fn bad_input_gets_one_sentence_and_the_engine_goes_on() {
    let (mut session, page) = opened();
    page.take();
    for file in [Vec::new(), b"hello, this is a letter".to_vec()] {
        block_on(session.answer(Request::Analyse { job: 2, file }));
        let replies = page.take();
        let [Reply::Failed { job: Some(2), sentence, .. }] = replies.as_slice() else {
            panic!("{replies:?}")
        };
        assert!(sentence.ends_with('.') && sentence.len() > 20, "{sentence}");
    }
    let samples = hum(1.0, 16_000);
    block_on(session.answer(Request::AnalyseSamples { job: 3, rate_hz: 16_000, samples }));
    assert_eq!(page.take().len(), 2);
}

#[test]
fn a_cancelled_job_is_not_heard_of_again() {
    let (mut session, page) = opened();
    page.take();
    page.cancelled.borrow_mut().push(5);
    let samples = hum(1.0, 16_000);
    block_on(session.answer(Request::AnalyseSamples { job: 5, rate_hz: 16_000, samples }));
    assert_eq!(page.take(), []);
}

#[test]
fn another_version_and_a_foreign_model_are_refused() {
    let page = Page::default();
    let device = NamedDevice { device: Device::flex(), name: "test".to_owned() };
    let mut session = Session::new(device, page.clone());
    let requests = [
        Request::Open { version: VERSION + 1, model: shipped_model() },
        Request::Open { version: VERSION, model: b"GIF89a".to_vec() },
        Request::AnalyseSamples { job: 1, rate_hz: 16_000, samples: hum(1.0, 16_000) },
    ];
    for request in requests {
        block_on(session.answer(request));
        let replies = page.take();
        assert!(matches!(replies.as_slice(), [Reply::Failed { .. }]), "{replies:?}");
    }
}

/// Hums of two pitches, three of each: no acting, but something to tell apart.
fn takes() -> Vec<Take> {
    let take = |label: Emotion, rate_hz| {
        let samples = hum(1.0, 16_000);
        Take { label: label.into(), rate_hz, samples, kept: None }
    };
    [16_000, 15_500, 16_500]
        .into_iter()
        .flat_map(|rate_hz| [take(Emotion::Calm, rate_hz), take(Emotion::Angry, 2 * rate_hz)])
        .collect()
}

#[test]
fn takes_make_a_model_of_ones_own_which_opens_like_any_other() {
    let (mut session, page) = opened();
    let takes = takes();
    let count = takes.len();
    block_on(session.answer(Request::Adapt { job: 9, name: "me".into(), takes }));
    let replies = page.take();
    let heard = replies.iter().filter(|reply| {
        matches!(reply, Reply::Adapting { job: 9, progress: Adapting::Heard { kept: Some(_), .. } })
    });
    assert_eq!(heard.count(), count);
    let losses: Vec<f32> = replies
        .iter()
        .filter_map(|reply| match reply {
            Reply::Adapting { progress: Adapting::Epoch(epoch), .. } => Some(epoch.loss),
            _ => None,
        })
        .collect();
    assert!(losses.len() > 3 && losses.last() < losses.first(), "{losses:?}");
    let Some(Reply::Adapted { job: 9, adapted }) = replies.last() else {
        panic!("expected Adapted, got {:?}", replies.last());
    };
    assert_eq!(adapted.answers.len(), count);
    assert!(adapted.is_better && adapted.epoch > 0);
    let model = adapted.model.clone();
    block_on(session.answer(Request::Open { version: VERSION, model }));
    let replies = page.take();
    let [Reply::Opened(opened)] = &replies[..] else { panic!("{replies:?}") };
    assert!(opened.golden_difference < 1e-3);
    assert_eq!(opened.model.own.as_ref().map(|own| own.name.as_str()), Some("me"));
}

/// What was heard of takes, by their places.
fn kept_of(replies: &[Reply]) -> Vec<Option<Vec<u8>>> {
    let heard = replies.iter().filter_map(|reply| match reply {
        Reply::Adapting { progress: Adapting::Heard { kept, .. }, .. } => Some(kept.clone()),
        _ => None,
    });
    heard.collect()
}

fn ear_of(replies: &[Reply]) -> Ear {
    match replies {
        [Reply::Opened(opened)] => opened.ear,
        other => panic!("expected Opened, got {other:?}"),
    }
}

fn model_of(replies: &[Reply]) -> Vec<u8> {
    match replies.last() {
        Some(Reply::Adapted { adapted, .. }) => adapted.model.clone(),
        other => panic!("expected Adapted, got {other:?}"),
    }
}

#[test]
fn what_was_heard_of_a_take_is_of_use_again_even_when_an_own_model_listens() {
    let (mut session, page) = opened();
    page.take();
    let adapt = |takes| Request::Adapt { job: 9, name: "me".into(), takes };
    block_on(session.answer(adapt(takes())));
    let first = page.take();
    let shelf = kept_of(&first);
    assert!(shelf.iter().all(Option::is_some), "all were heard");

    // The last take's is damaged, and its sound is gone: only takes that are heard anew need one.
    let mut again = takes();
    for (take, kept) in again.iter_mut().zip(&shelf) {
        take.kept = kept.clone();
        take.samples = vec![f32::NAN; 16_000];
    }
    let count = again.len();
    again[count - 1] = Take { kept: Some(vec![1, 2, 3]), ..takes()[count - 1].clone() };
    block_on(session.answer(adapt(again.clone())));
    let second = page.take();
    let heard: Vec<bool> = kept_of(&second).iter().map(Option::is_some).collect();
    assert_eq!(heard, [vec![false; count - 1], vec![true]].concat());
    assert!(model_of(&second) == model_of(&first), "the model is the same to the byte");

    let model = model_of(&first);
    block_on(session.answer(Request::Open { version: VERSION, model }));
    let ear = ear_of(&page.take());
    assert!(shelf.iter().flatten().all(|kept| is_heard_by(kept, &ear)));
    let of_another_device = ear_of(&opened_on("another test").1.take());
    assert!(!shelf.iter().flatten().any(|kept| is_heard_by(kept, &of_another_device)));
    again[count - 1].kept = shelf[count - 1].clone();
    block_on(session.answer(adapt(again)));
    let third = page.take();
    assert!(kept_of(&third).iter().all(Option::is_none), "a personal layer changes no ear");
}

#[test]
fn an_adaptation_that_is_cancelled_or_cannot_begin_leaves_the_model_as_it_was() {
    let (mut session, page) = opened();
    page.take();
    page.cancelled.borrow_mut().push(4);
    let adapt = |job, takes| Request::Adapt { job, name: "me".into(), takes };
    block_on(session.answer(adapt(4, takes())));
    assert!(page.take().is_empty());
    let few = takes().into_iter().take(4).collect();
    block_on(session.answer(adapt(5, few)));
    let replies = page.take();
    assert!(
        matches!(&replies[..], [Reply::Failed { job: Some(5), sentence, .. }] if sentence.contains("3 takes")),
        "{replies:?}"
    );
    let samples = vec![f32::NAN; 16_000];
    let silent = Take { label: Emotion::Calm.into(), rate_hz: 16_000, samples, kept: None };
    block_on(session.answer(adapt(6, [takes(), vec![silent]].concat())));
    let last = page.take().pop();
    assert!(
        matches!(&last, Some(Reply::Failed { job: Some(6), sentence, .. }) if sentence.starts_with("Take 7")),
        "{last:?}"
    );
}

/// A session that shows two seconds of a voice, and its page.
fn showing_a_voice() -> (Session<Page>, Page) {
    let (mut session, page) = opened();
    let samples = voice(2.0).into_samples();
    block_on(session.answer(Request::AnalyseSamples { job: 1, rate_hz: 16_000, samples }));
    page.take();
    (session, page)
}

#[test]
fn one_of_many_files_is_judged_and_not_shown() {
    let (mut session, page) = opened();
    page.take();
    let file = wav_from_waveform(&voice(2.0));
    block_on(session.answer(Request::JudgeFile { job: 7, file }));
    let replies = page.take();
    let [Reply::Judged { job: 7, seconds, .. }] = replies.as_slice() else { panic!("{replies:?}") };
    assert!((seconds - 2.0).abs() < 1e-3);
    block_on(session.answer(Request::Tabulate { job: 8 }));
    assert!(matches!(page.take().as_slice(), [Reply::Failed { job: Some(8), .. }]));
    block_on(session.answer(Request::JudgeFile { job: 9, file: b"no sound".to_vec() }));
    let replies = page.take();
    let [Reply::Failed { job: Some(9), fault, .. }] = replies.as_slice() else {
        panic!("{replies:?}")
    };
    assert_eq!(*fault, Fault::NotASound);
}

#[test]
fn the_averages_of_the_shown_sound_have_their_names() {
    let (mut session, page) = showing_a_voice();
    block_on(session.answer(Request::Tabulate { job: 2 }));
    let replies = page.take();
    let [Reply::Tabulated { job: 2, table }] = replies.as_slice() else { panic!("{replies:?}") };
    assert_eq!((table.columns.len(), table.values.len()), (162, 162));
    assert!(table.values.iter().all(|value| value.is_finite()));
}

#[test]
fn an_answer_is_explained_column_by_column_until_nobody_asks_any_more() {
    let (mut session, page) = showing_a_voice();
    block_on(session.answer(Request::Explain { job: 2 }));
    let replies = page.take();
    let Some(Reply::Explained { map, .. }) = replies.first() else { panic!("{replies:?}") };
    assert_eq!(replies.len(), map.edges_s.len() - 1);
    assert!(map.edges_s.windows(2).all(|edge| edge[0] < edge[1]));
    assert!(map.edges_hz.windows(2).all(|edge| edge[0] < edge[1]));
    let mut strongest: f32 = 0.0;
    for (i, reply) in replies.iter().enumerate() {
        let Reply::Explained { column, falls, .. } = reply else { panic!("{reply:?}") };
        assert_eq!((*column, falls.len()), (i, map.edges_hz.len() - 1));
        strongest = falls.iter().fold(strongest, |most, fall| most.max(fall.abs()));
    }
    assert!(
        strongest > 0.01 && strongest <= 1.0,
        "hiding something changes something: {strongest}"
    );
    page.cancelled.borrow_mut().push(3);
    block_on(session.answer(Request::Explain { job: 3 }));
    assert!(page.take().is_empty());
}
