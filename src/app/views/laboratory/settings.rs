//! How a training is to go.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::{Event, HtmlInputElement};

use crate::app::choice::Device;
use crate::app::fleet::Adapter;
use crate::app::lab::LabRoom;
use crate::app::views::pieces::{Way, ways, when};
use crate::app::words::Words;
use crate::corpus::SplitKind;
use crate::features::FrameKind;
use crate::laboratory::Preset;
use crate::laboratory::protocol::Settings;

/// By what the rate falls, and after how many epochs, where nobody chose otherwise.
const FALL: (f64, usize) = (0.4, 2);

/// A number that can be chosen.
#[derive(Clone, Copy)]
struct Number {
    key: &'static str,
    label: &'static str,
    from: f64,
    to: f64,
    step: &'static str,
    get: fn(&Settings) -> f64,
    set: fn(&mut Settings, f64),
}

/// Every setting, with what it means for the figures.
pub fn settings(room: LabRoom, all: &'static Words) -> AnyView {
    let has_plateau = Signal::derive(move || room.lab.with(|lab| lab.settings.plateau.is_some()));
    let can_vary =
        Signal::derive(move || room.lab.with(|lab| lab.settings.preset == Preset::Overtone));
    let words = &all.laboratory.training;
    let plateau = switch(
        room,
        "plateau",
        words.plateau,
        |settings| settings.plateau.is_some(),
        |settings, is_on| settings.plateau = is_on.then_some(FALL),
    );
    let inputs = move |numbers: Vec<Number>| -> AnyView {
        numbers.into_iter().map(|number| number_input(room, number)).collect_view().into_any()
    };
    let adapter = Memo::new(move |_| room.engines.laboratory_adapter());
    let has_choice = Signal::derive(move || adapter.get().is_some());
    view! {
        {splits(room, all)}
        {when(has_choice, move || devices(room, all, adapter.get_untracked()))}
        <div class="wishes lab-settings">
            {inputs(numbers(all))} {plateau}
            {when(has_plateau, move || inputs(plateau_numbers(all)))}
        </div>
        {when(can_vary, move || variations(room, all))}
    }
    .into_any()
}

fn numbers(all: &Words) -> Vec<Number> {
    let words = &all.laboratory.training;
    vec![
        Number {
            key: "epochs",
            label: words.epochs,
            from: 1.0,
            to: 1_000.0,
            step: "1",
            get: |settings| settings.epochs as f64,
            set: |settings, value| settings.epochs = value as usize,
        },
        Number {
            key: "batch",
            label: words.batch,
            from: 2.0,
            to: 4_096.0,
            step: "1",
            get: |settings| settings.batch_size as f64,
            set: |settings, value| settings.batch_size = value as usize,
        },
        Number {
            key: "rate",
            label: words.learning_rate,
            from: 1e-6,
            to: 1.0,
            step: "any",
            get: |settings| settings.learning_rate,
            set: |settings, value| settings.learning_rate = value,
        },
        Number {
            key: "seed",
            label: all.laboratory.measures.seed,
            from: 0.0,
            to: 9_007_199_254_740_991.0,
            step: "1",
            get: |settings| settings.seed as f64,
            set: |settings, value| settings.seed = value as u64,
        },
    ]
}

fn plateau_numbers(all: &Words) -> Vec<Number> {
    let words = &all.laboratory.training;
    vec![
        Number {
            key: "patience",
            label: words.patience,
            from: 1.0,
            to: 100.0,
            step: "1",
            get: |settings| settings.plateau.unwrap_or(FALL).1 as f64,
            set: |settings, value| {
                let (factor, _) = settings.plateau.unwrap_or(FALL);
                settings.plateau = Some((factor, value as usize));
            },
        },
        Number {
            key: "factor",
            label: words.factor,
            from: 0.01,
            to: 0.99,
            step: "any",
            get: |settings| settings.plateau.unwrap_or(FALL).0,
            set: |settings, value| {
                let (_, patience) = settings.plateau.unwrap_or(FALL);
                settings.plateau = Some((value, patience));
            },
        },
    ]
}

/// Who is in the test, and what that means.
fn splits(room: LabRoom, all: &'static Words) -> AnyView {
    let words = &all.laboratory.training;
    let is_busy = Signal::derive(move || room.lab.with(|lab| lab.is_busy()));
    let way = |(index, split): (usize, SplitKind)| Way {
        value: split.name(),
        title: words.splits[index],
        means: words.splits_are[index],
        is_chosen: Signal::derive(move || room.lab.with(|lab| lab.settings.split == split)),
        choose: Arc::new(move || room.choose(|settings| settings.split = split)),
    };
    let all_ways = SplitKind::ALL.into_iter().enumerate().map(way).collect();
    ways("lab-split", words.split, is_busy, all_ways)
}

/// What it is computed on, where there is a choice.
fn devices(room: LabRoom, all: &'static Words, adapter: Option<Adapter>) -> AnyView {
    let words = &all.laboratory.training;
    let is_busy = Signal::derive(move || room.lab.with(|lab| lab.is_busy()));
    let [cpu, gpu, software] = words.devices_are;
    let gpu = if adapter == Some(Adapter::Software) { software } else { gpu };
    let way = |(device, means): (Device, &'static str)| Way {
        value: device.name(),
        title: device.name(),
        means,
        is_chosen: Signal::derive(move || room.lab.with(|lab| lab.device == device)),
        choose: Arc::new(move || room.choose_device(device)),
    };
    let both = [(Device::Cpu, cpu), (Device::Gpu, gpu)].map(way).into();
    ways("lab-device", all.engine.compute_on, is_busy, both)
}

fn number_input(room: LabRoom, number: Number) -> AnyView {
    let Number { key, label, from, to, step, get, set } = number;
    let is_busy = Signal::derive(move || room.lab.with(|lab| lab.is_busy()));
    let value = Signal::derive(move || room.lab.with(|lab| get(&lab.settings).to_string()));
    let take = move |event: Event| {
        // What is no number leaves the setting as it was, and the field shows it again.
        let typed: Option<f64> = event_target_value(&event).parse().ok();
        if let Some(typed) = typed.filter(|typed: &f64| typed.is_finite()) {
            room.choose(|settings| set(settings, typed.clamp(from, to)));
        }
        event_target::<HtmlInputElement>(&event).set_value(&value.get_untracked());
    };
    view! {
        <label>
            <span>{label}</span>
            <input
                type="number"
                min=from.to_string()
                max=to.to_string()
                step=step
                data-testid=format!("lab-{key}")
                prop:value=value
                disabled=is_busy
                on:change=take
            />
        </label>
    }
    .into_any()
}

/// How clips are varied while it learns.
fn variations(room: LabRoom, all: &'static Words) -> AnyView {
    let words = &all.laboratory.training;
    let kinds = FrameKind::ALL.into_iter().zip(words.variations).map(|(kind, label)| {
        switch(
            room,
            kind.name(),
            label,
            move |settings| settings.augment.has(kind),
            move |settings, is_on| settings.augment = settings.augment.with(kind, is_on),
        )
    });
    view! {
        <fieldset class="lab-options">
            <legend>{words.augment}</legend>
            <div class="wishes lab-settings">{kinds.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// Something that can be on or off.
fn switch(
    room: LabRoom,
    key: &'static str,
    label: &'static str,
    get: impl Fn(&Settings) -> bool + Send + Sync + 'static,
    set: impl Fn(&mut Settings, bool) + Send + Sync + 'static,
) -> AnyView {
    let is_busy = Signal::derive(move || room.lab.with(|lab| lab.is_busy()));
    let is_on = Signal::derive(move || room.lab.with(|lab| get(&lab.settings)));
    view! {
        <label>
            <input
                type="checkbox"
                data-testid=format!("lab-{key}")
                prop:checked=is_on
                disabled=is_busy
                on:change=move |event| room.choose(|settings| set(settings, event_target_checked(&event)))
            />
            <span>{label}</span>
        </label>
    }
    .into_any()
}
