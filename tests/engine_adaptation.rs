//! How the engine makes a model somebody's own, without a browser.
#![cfg(feature = "engine")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common {
    pub mod engine;
    pub mod voice;
}

use common::engine::{hum, opened, opened_on, shipped_model};
use common::voice::voice;
use futures::executor::block_on;
use overtone::emotion::Emotion;
use overtone::engine::protocol::{Adapting, Ear, Reply, Request, Take, VERSION, is_heard_by};
use overtone::model::{apart, checkpoint};

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
    block_on(session.answer(Request::Adapt { job: 9, name: "me".into(), takes, manners: None }));
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

/// Somebody who speaks fast and high when they are sad, and slowly and low when they are angry.
fn contrary_takes() -> Vec<Take> {
    let take = |label: Emotion, pace: f32, take: u32| {
        let sound = voice(1.6 + 0.1 * take as f32);
        let rate_hz = (sound.rate_hz() as f32 * pace).round() as u32;
        Take { label: label.into(), rate_hz, samples: sound.into_samples(), kept: None }
    };
    let both = |i| [take(Emotion::Sad, 1.3, i), take(Emotion::Angry, 0.9, i)];
    (0..5).flat_map(both).collect()
}

#[test]
fn manners_from_beside_the_model_teach_as_those_in_it_do() {
    let light = shipped_model();
    let beside = include_bytes!("../www/model/small.manners");
    let whole = apart::join(&light, beside).unwrap();
    let layer = |model: &[u8], manners: Option<Vec<u8>>| {
        let (mut session, page) = opened();
        let model = model.to_vec();
        block_on(session.answer(Request::Open { version: VERSION, model }));
        page.take();
        let takes = contrary_takes();
        block_on(session.answer(Request::Adapt { job: 9, name: "me".into(), takes, manners }));
        checkpoint::read_card(&model_of(&page.take())).unwrap().personal.unwrap().layer
    };
    let (inside, apart) = (layer(&whole, None), layer(&light, Some(beside.to_vec())));
    assert_eq!(inside, apart);
    assert!(!apart.manner.is_empty());
    let (alone, foreign) = (layer(&light, None), layer(&light, Some(vec![0; 99])));
    assert_eq!(alone, foreign, "what is not about the model teaches nothing");
    assert!(alone.manner.is_empty());
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
    let adapt = |takes| Request::Adapt { job: 9, name: "me".into(), takes, manners: None };
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
    let adapt = |job, takes| Request::Adapt { job, name: "me".into(), takes, manners: None };
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
