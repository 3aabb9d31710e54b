//! What the engine answers, without a browser.
#![cfg(feature = "engine")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common {
    pub mod engine;
    pub mod voice;
}

use burn::tensor::Device;
use common::engine::{Page, hum, opened, shipped_model};
use common::voice::voice;
use futures::executor::block_on;
use overtone::audio::wav_from_waveform;
use overtone::engine::protocol::{Fault, Reply, Request, VERSION};
use overtone::engine::session::{NamedDevice, Session};
use overtone::judgement::{Judgement, Verdict};
use overtone::model::checkpoint;

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
    block_on(session.answer(Request::Judge { job: 8, rate_hz: 44_100, samples, again: true }));
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
    block_on(session.answer(Request::Judge { job: 9, rate_hz: 16_000, samples, again: false }));
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
fn samples_beyond_a_quarter_of_an_hour_are_refused() {
    let (mut session, page) = opened();
    page.take();
    let (rate_hz, samples) = (1_000, vec![0.1; 901 * 1_000]);
    let too_long = [
        Request::AnalyseSamples { job: 4, rate_hz, samples: samples.clone() },
        Request::Judge { job: 4, rate_hz, samples, again: false },
    ];
    for request in too_long {
        block_on(session.answer(request));
        let replies = page.take();
        assert!(
            matches!(
                replies.as_slice(),
                [Reply::Failed { job: Some(4), fault: Fault::TooLong, .. }]
            ),
            "{replies:?}"
        );
    }
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
    block_on(session.answer(Request::JudgeFile { job: 7, file, again: false }));
    let replies = page.take();
    let [Reply::Judged { job: 7, seconds, .. }] = replies.as_slice() else { panic!("{replies:?}") };
    assert!((seconds - 2.0).abs() < 1e-3);
    block_on(session.answer(Request::Tabulate { job: 8 }));
    assert!(matches!(page.take().as_slice(), [Reply::Failed { job: Some(8), .. }]));
    let file = b"no sound".to_vec();
    block_on(session.answer(Request::JudgeFile { job: 9, file, again: false }));
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

/// The judgement of a sound, and by how many stretches its voice was known.
fn judged(session: &mut Session<Page>, page: &Page, request: Request) -> (Judgement, usize) {
    page.take();
    block_on(session.answer(request));
    match page.take().pop() {
        Some(Reply::Judged { judgement, stretches, .. }) => (judgement, stretches),
        reply => panic!("{reply:?}"),
    }
}

#[test]
fn the_voice_of_sounds_is_learned_as_they_come_and_forgotten_when_others_may_speak() {
    let (mut session, page) = opened();
    let samples = voice(7.0).into_samples();
    let analyse = || Request::AnalyseSamples { job: 1, rate_hz: 16_000, samples: samples.clone() };
    let judge =
        || Request::Judge { job: 2, rate_hz: 16_000, samples: samples.clone(), again: true };
    let file = wav_from_waveform(&voice(7.0));
    let file = |again| Request::JudgeFile { job: 3, file: file.clone(), again };
    let (stranger, stretches) = judged(&mut session, &page, analyse());
    assert_eq!(stretches, 0);

    block_on(session.answer(Request::OneVoice { on: true }));
    let (known, stretches) = judged(&mut session, &page, judge());
    assert!(known != stranger && stretches == 2, "{stretches}");
    assert_eq!(judged(&mut session, &page, judge()), (known.clone(), 2), "it is learned already");
    assert_eq!(judged(&mut session, &page, analyse()).1, 4);
    let (of_many, stretches) = judged(&mut session, &page, file(false));
    assert_eq!(stretches, 6, "one of many files tells of it, too");
    assert_eq!(judged(&mut session, &page, file(true)), (of_many, 6), "but only once");

    block_on(session.answer(Request::OneVoice { on: false }));
    assert_eq!(judged(&mut session, &page, judge()), (stranger, 0));
}

#[test]
fn a_voice_at_the_microphone_is_learned_every_three_seconds() {
    let (mut session, page) = opened();
    block_on(session.answer(Request::OneVoice { on: true }));
    block_on(session.answer(Request::Listen { job: 1, rate_hz: 16_000, hop_ms: 250, keep: true }));
    page.take();
    for block in voice(8.0).samples().chunks(2048) {
        block_on(session.answer(Request::Hear { job: 1, samples: block.to_vec() }));
    }
    let known = page.take().into_iter().filter_map(|reply| match reply {
        Reply::Heard { answer, .. } => answer.map(|answer| answer.stretches),
        _ => None,
    });
    let known: Vec<usize> = known.collect();
    assert!(
        known.is_sorted() && known.first() == Some(&0) && known.last() == Some(&2),
        "{known:?}"
    );
    let (_, stretches) = judged(&mut session, &page, Request::Finish { job: 1 });
    assert_eq!(stretches, 2, "the recording is what was heard");
}

#[test]
fn a_recording_too_short_for_a_stretch_is_learned_from_when_it_ends() {
    let (mut session, page) = opened();
    block_on(session.answer(Request::OneVoice { on: true }));
    block_on(session.answer(Request::Listen { job: 1, rate_hz: 16_000, hop_ms: 250, keep: true }));
    for block in voice(2.0).samples().chunks(2048) {
        block_on(session.answer(Request::Hear { job: 1, samples: block.to_vec() }));
    }
    assert_eq!(judged(&mut session, &page, Request::Finish { job: 1 }).1, 1);
}

#[test]
fn what_is_explained_is_the_answer_by_what_is_known_of_the_voice() {
    let (mut session, page) = showing_a_voice();
    let samples = voice(4.0).into_samples();
    block_on(session.answer(Request::OneVoice { on: true }));
    let analyse = Request::AnalyseSamples { job: 5, rate_hz: 16_000, samples };
    let (judgement, _) = judged(&mut session, &page, analyse);
    block_on(session.answer(Request::Explain { job: 6 }));
    let replies = page.take();
    let Some(Reply::Explained { map, .. }) = replies.first() else { panic!("{replies:?}") };
    let most = judgement.probabilities.iter().copied().fold(0.0, f32::max);
    assert!((map.probability - most).abs() < 1e-5, "{} for {most}", map.probability);
}

#[test]
fn another_model_knows_nothing_of_the_voice() {
    let (mut session, page) = opened();
    let analyse =
        || Request::AnalyseSamples { job: 1, rate_hz: 16_000, samples: voice(4.0).into_samples() };
    block_on(session.answer(Request::OneVoice { on: true }));
    let stretches = judged(&mut session, &page, analyse()).1;
    block_on(session.answer(Request::Open { version: VERSION, model: shipped_model() }));
    assert_eq!(judged(&mut session, &page, analyse()).1, stretches, "and learns it anew");
}

#[test]
fn only_a_model_that_can_get_used_to_a_voice_says_so() {
    let (mut session, page) = opened();
    let gets_used = || match page.take().as_slice() {
        [Reply::Opened(opened)] => opened.model.gets_used,
        replies => panic!("{replies:?}"),
    };
    assert!(gets_used());
    let (mut card, network) = checkpoint::decode(&shipped_model(), &Device::flex()).unwrap();
    card.strangers = None;
    let model = checkpoint::encode(&card, &network).unwrap();
    block_on(session.answer(Request::Open { version: VERSION, model }));
    assert!(!gets_used(), "it does not know how strangers sound");
}
