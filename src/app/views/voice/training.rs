//! Training: what is missing, how far it is, and whether it was worth it.

use leptos::prelude::*;

use super::names_of;
use crate::adaptation::{AdaptationError, FitEpoch, LEAST_TAKES, after, before};
use crate::app::canvas::Easel;
use crate::app::focus::bequeath_focus;
use crate::app::views::chart_canvas::ChartCanvas;
use crate::app::views::pieces::{Look, plain_button};
use crate::app::views::{charts, state, words as all_words};
use crate::app::voice::{Booth, Course, Outcome, Training, Voice, VoiceRoom};
use crate::app::words::Words;
use crate::meaning::Meanings;
use crate::plot::{Chart, Fitting, Matrix};

/// The button that begins a training.
const BEGIN: &str = "[data-testid=voice-train]";
/// The buttons that end it; the first is the gentler one.
const ENDINGS: &str = "[data-testid=voice-pause], [data-testid=voice-stop]";

/// The button, the bar, the curves and the outcome.
#[component]
pub fn TrainingPanel(room: VoiceRoom) -> impl IntoView {
    let all = all_words();
    let words = &all.voice;
    let name = RwSignal::new(room.interrupted_name().unwrap_or_else(|| words.first_name.into()));
    let state = state();
    let missing = Memo::new(move |_| {
        room.voice.with(|voice| voice.missing().map(|missing| say(&missing, all)))
    });
    let training = Memo::new(move |_| room.voice.with(|voice| voice.training.clone()));
    let is_running = Memo::new(move |_| room.voice.with(Voice::is_training));
    let no_engine = move || state.engines.decision.with(|decision| decision.device.is_none());
    let records = Memo::new(move |_| room.voice.with(|voice| voice.booth != Booth::Free));
    let cannot =
        move || missing.get().is_some() || no_engine() || state.is_recording() || records.get();
    let takes = move || room.voice.with(|voice| voice.takes.len());
    let ear = Memo::new(move |_| {
        let device = state.engines.decision.with(|decision| decision.device)?;
        state.engines.fleet.with(|fleet| fleet.engine(device).opened().map(|opened| opened.ear))
    });
    let heard = move || room.voice.with(|voice| voice.heard_takes(ear.get().as_ref()));
    let status = move || match training.get() {
        Training::Running(course) => progress(&course, all),
        Training::Interrupted => (words.interrupted)(heard(), takes()),
        Training::Paused => (words.paused)(heard(), takes()),
        Training::Stopped => words.stopped.to_owned(),
        Training::Idle | Training::Over(_) => {
            missing.get().unwrap_or_else(|| (words.ready)(takes()))
        }
    };
    let begin = move || match training.get() {
        Training::Interrupted | Training::Paused => words.resume,
        Training::Stopped => words.go_on,
        _ => words.train,
    };
    let share = move || match training.get() {
        Training::Running(course) => Some(course.heard as f64 / course.takes.len().max(1) as f64),
        _ => None,
    };
    let epochs = Memo::new(move |_| match training.get() {
        Training::Running(Course { epochs, .. }) => epochs,
        Training::Over(outcome) => outcome.epochs,
        _ => Vec::new(),
    });
    let outcome = Memo::new(move |_| match training.get() {
        Training::Over(outcome) => Some(outcome),
        _ => None,
    });
    view! {
        <div class="training">
            // Read out when it begins and ends, not with every take and epoch.
            <p
                class="training-status"
                role="status"
                aria-busy=move || is_running.get().to_string()
                data-testid="voice-status"
            >
                {status}
            </p>
            <div class="stand-tools">
                <label class="model-name">
                    <span>{words.name}</span>
                    <input
                        type="text"
                        maxlength="40"
                        data-testid="voice-name"
                        prop:value=name
                        on:input=move |event| name.set(event_target_value(&event))
                    />
                </label>
                <Show
                    when=move || is_running.get()
                    fallback=move || {
                        bequeath_focus(BEGIN, ENDINGS);
                        view! {
                            <button
                                type="button"
                                class="again record"
                                data-testid="voice-train"
                                disabled=cannot
                                on:click=move |_| room.train(&named(&name.get_untracked(), all))
                            >
                                {begin}
                            </button>
                        }
                    }
                >
                    {bequeath_focus(ENDINGS, BEGIN)} {ending(room, "voice-pause", words.pause_training, VoiceRoom::pause_training)}
                    {ending(room, "voice-stop", words.stop_training, VoiceRoom::stop_training)}
                </Show>
            </div>
            <Show when=move || share().is_some()>
                <progress max="1" value=move || share().map(|share| format!("{share:.3}")) aria-label=words.train></progress>
            </Show>
            {move || outcome.get().map(|outcome| view! { <Verdict outcome=outcome /> })}
            <Show when=move || !epochs.with(Vec::is_empty)>
                <figure class="training-curves">
                    <ChartCanvas
                        name="voice-curves"
                        label=words.curves
                        draw=move |easel: &Easel| {
                            epochs.with(|epochs| put(easel, &curves(epochs, outcome.get()).chart(words.recall)));
                        }
                    />
                    <figcaption>{words.curves}</figcaption>
                </figure>
            </Show>
        </div>
    }
}

/// A button that ends the training in one way or another.
fn ending(
    room: VoiceRoom,
    test_id: &'static str,
    words: &'static str,
    end: fn(VoiceRoom),
) -> AnyView {
    plain_button(test_id, Look::Plain, words, Signal::stored(false), move || end(room))
}

/// A name that is one.
fn named(name: &str, words: &Words) -> String {
    let name = name.trim();
    if name.is_empty() { words.voice.first_name.to_owned() } else { name.to_owned() }
}

fn say(missing: &AdaptationError, words: &Words) -> String {
    match missing {
        AdaptationError::Takes(label, takes) => {
            (words.voice.missing)(words.label(*label), LEAST_TAKES.saturating_sub(*takes))
        }
        AdaptationError::OwnLabels => words.voice.mishaps.labels_full.to_owned(),
        AdaptationError::Labels(_) | AdaptationError::Compute(_) => {
            words.voice.too_few_emotions.to_owned()
        }
    }
}

fn progress(course: &Course, words: &Words) -> String {
    match course.epochs.len() {
        0 => (words.voice.hearing)(course.heard, course.takes.len()),
        epochs => (words.voice.learning)(epochs),
    }
}

fn curves(epochs: &[FitEpoch], outcome: Option<Outcome>) -> Fitting {
    Fitting::of(epochs, outcome.map(|outcome| outcome.epoch))
}

/// Whether it was worth it, as words and as two matrices.
#[component]
fn Verdict(outcome: Outcome) -> impl IntoView {
    let all = all_words();
    let words = &all.voice;
    let (before, after) = (before(&outcome.answers), after(&outcome.answers));
    let takes = outcome.answers.len();
    let (hits_before, hits_after) = (before.hits(), after.hits());
    let seconds = format!("{} s", all.numerals.decimal(outcome.elapsed_ms / 1e3, 1));
    let sentence = match outcome.is_better {
        true if hits_after > hits_before => {
            (words.better)(hits_before, hits_after, takes, &seconds)
        }
        true => (words.steadier)(hits_before, hits_after, takes, &seconds),
        false => (words.not_better)(hits_before, hits_after, takes),
    };
    let own = Meanings::with(outcome.answers.iter().map(|answer| answer.meant));
    let unknown = (!own.is_everybodys()).then(|| (words.unknown_before)(&names_of(own.own())));
    let matrix = move |name: &'static str, title: &'static str, confusion| {
        let matrix =
            StoredValue::new_local(Matrix::of_answers(&confusion, |label| all.label(label)));
        let draw = move |easel: &Easel| matrix.with_value(|m| put(easel, &m.chart(title)));
        view! {
            <figure>
                <ChartCanvas name=name label=title draw=draw />
            </figure>
        }
    };
    view! {
        <p
            class="training-verdict"
            data-testid="voice-verdict"
            data-better=outcome.is_better.to_string()
            data-before=hits_before.to_string()
            data-after=hits_after.to_string()
            data-elapsed-ms=format!("{:.0}", outcome.elapsed_ms)
        >
            {sentence}
        </p>
        <p class="aside">{words.how}" "{unknown}</p>
        <div class="figures">
            {matrix("voice-before", words.before, before)} {matrix("voice-after", words.after, after)}
        </div>
    }
}

fn put(easel: &Easel<'_>, chart: &impl Chart) {
    easel.put(chart, &charts());
}
