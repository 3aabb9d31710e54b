//! The tour: a card at the lower edge that leads through the page.

use leptos::html::Section;
use leptos::prelude::*;

use super::{state, words};
use crate::app::browser::show_place;
use crate::app::focus::hand_focus_to;
use crate::app::look::Track;
use crate::app::sample::Manner;
use crate::app::state::State;
use crate::app::tour::Step;

/// The card, while there is a tour.
#[component]
pub fn TourGuide() -> impl IntoView {
    let tour = state().tour;
    let step = Memo::new(move |_| tour.get());
    move || step.get().map(|step| view! { <Card step=step /> })
}

#[component]
fn Card(step: Step) -> impl IntoView {
    let state = state();
    let words = &words().tour;
    let [title, text, act] = words.steps[step.index()];
    let place = (words.place)(step.index() + 1, Step::ALL.len());
    let go = move |to: Step| move |_| state.tour.set(Some(to));
    let end = move |_| {
        hand_focus_to("[href='#tour']");
        state.tour.set(None);
    };
    let card = NodeRef::<Section>::new();
    Effect::new(move |_| {
        show_place(step.place());
        if let Some(card) = card.get() {
            // Who reads with the keyboard or by ear goes on with the new step.
            let _ = card.focus();
        }
    });
    view! {
        <section
            class="tour"
            id="tour"
            node_ref=card
            tabindex="-1"
            aria-label=words.section
            data-testid="tour"
        >
            <p class="tour-place">{place}</p>
            <h2>{title}</h2>
            <p>{text}</p>
            <div class="selection">
                <button type="button" data-testid="tour-act" on:click=move |_| act_out(state, step)>
                    {act}
                </button>
                {step.back().map(|back| view! { <button type="button" on:click=go(back)>{words.back}</button> })}
                {step
                    .next()
                    .map(|next| {
                        view! {
                            <button type="button" data-testid="tour-next" on:click=go(next)>
                                {words.next}
                            </button>
                        }
                    })}
                <button type="button" data-testid="tour-end" on:click=end>
                    {words.end}
                </button>
            </div>
        </section>
    }
}

/// Does what a step speaks of.
fn act_out(state: State, step: Step) {
    let has_sound = state.session.with_untracked(|session| session.shown.is_some());
    match step {
        Step::Hear => state.take_example(Manner::Angry),
        Step::See => state.take_example(Manner::Sorrowful),
        Step::Features => {
            let tracks = vec![Track::Pitch, Track::Energy, Track::Zcr, Track::Mfcc];
            state.explorer.change(|looks| looks.tracks = tracks);
            if !has_sound {
                state.take_example(Manner::Plain);
            }
        }
        Step::Network if !has_sound => state.take_example(Manner::Plain),
        Step::Network => {
            show_place("sound");
            state.note(state.explorer.explain());
        }
        Step::Errors => {
            state.model_open.set(true);
            show_place("model");
        }
    }
}
