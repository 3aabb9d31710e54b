//! Light and dark: the system's wish, or the visitor's.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlElement, MediaQueryList};

use super::browser::{remember, remembered};
use crate::emotion::{Ground, Rgb};
use crate::meaning::inks;
use crate::plot::{ColourMap, Terms, Theme};

/// Where the visitor's wish is remembered.
const THEME_KEY: &str = "overtone.theme";

/// The page's ground; a handle that is copied about.
#[derive(Clone, Copy)]
pub struct Grounds {
    system: RwSignal<Ground>,
    wish: RwSignal<Option<Ground>>,
}

impl Grounds {
    /// Follows the system until the visitor wishes otherwise.
    pub fn new() -> Self {
        let system = RwSignal::new(Ground::Light);
        if let Ok(Some(query)) = window().match_media("(prefers-color-scheme: dark)") {
            follow(&query, system);
        }
        let wish = RwSignal::new(remembered(THEME_KEY).and_then(|word| ground_of(&word)));
        let grounds = Self { system, wish };
        Effect::new(move |_| {
            if let Some(root) = document().document_element() {
                let _ = root.set_attribute("data-ground", name_of(grounds.current()));
            }
        });
        grounds
    }

    /// The ground that the page stands on.
    pub fn current(self) -> Ground {
        self.wish.get().unwrap_or_else(|| self.system.get())
    }

    /// Turns to the other ground and remembers it.
    pub fn toggle(self) {
        let next = other(self.current());
        remember(THEME_KEY, name_of(next));
        self.wish.set(Some(next));
    }
}

/// The other ground.
pub const fn other(ground: Ground) -> Ground {
    match ground {
        Ground::Light => Ground::Dark,
        Ground::Dark => Ground::Light,
    }
}

/// The word for a ground.
pub const fn name_of(ground: Ground) -> &'static str {
    match ground {
        Ground::Light => "light",
        Ground::Dark => "dark",
    }
}

fn ground_of(word: &str) -> Option<Ground> {
    [Ground::Light, Ground::Dark].into_iter().find(|ground| name_of(*ground) == word)
}

fn follow(query: &MediaQueryList, system: RwSignal<Ground>) {
    let take = {
        let query = query.clone();
        move || system.set(if query.matches() { Ground::Dark } else { Ground::Light })
    };
    take();
    let on_change = Closure::<dyn FnMut()>::new(take);
    query.set_onchange(Some(on_change.as_ref().unchecked_ref()));
    // The page follows the system as long as it lives.
    on_change.forget();
}

/// Gives the page the inks of all labels as custom properties, each for both grounds; set one by
/// one, because the page's policy allows no style sheet that is not a file.
pub fn set_inks() {
    let root = document().document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok());
    let Some(root) = root else { return };
    for (name, light, dark) in inks() {
        let ink = format!("light-dark({light},{dark})");
        // A browser that knows no custom properties shows the page in one ink.
        let _ = root.style().set_property(&format!("--{name}"), &ink);
    }
}

/// How charts look on the page: a phonetician's print on paper, embers in the dark.
pub const fn chart_theme(ground: Ground, terms: Terms) -> Theme {
    match ground {
        Ground::Light => Theme {
            ground: Ground::Light.colour(),
            ink: Rgb(0x12, 0x15, 0x1a),
            faint: Rgb(0x5a, 0x60, 0x66),
            grid: Rgb(0xdc, 0xde, 0xdc),
            accent: Rgb(0x12, 0x15, 0x1a),
            second: Rgb(0xd4, 0x00, 0x3c),
            levels: ColourMap::Grey,
            signed: ColourMap::Vik,
            terms,
        },
        Ground::Dark => Theme {
            ground: Ground::Dark.colour(),
            ink: Rgb(0xf0, 0xee, 0xe8),
            faint: Rgb(0x9a, 0x9e, 0xa6),
            grid: Rgb(0x22, 0x26, 0x2d),
            accent: Rgb(0xf0, 0xee, 0xe8),
            second: Rgb(0x7c, 0xf5, 0xe6),
            levels: ColourMap::Magma,
            signed: ColourMap::Berlin,
            terms,
        },
    }
}
