//! The language of the page: the visitor's, until they wish otherwise.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::browser::{remember, remembered};
use super::words::{Language, Words};

/// Where the visitor's wish is remembered.
const LANGUAGE_KEY: &str = "overtone.language";

/// The page's language; a handle that is copied about.
#[derive(Clone, Copy)]
pub struct Tongue {
    language: RwSignal<Language>,
}

impl Tongue {
    /// The language of the last visit, or the first of the browser's that the page speaks.
    pub fn new() -> Self {
        let wish = remembered(LANGUAGE_KEY).and_then(|tag| Language::of_tag(&tag));
        let tags = window().navigator().languages();
        let tags = tags.iter().filter_map(|tag: JsValue| tag.as_string());
        let language = RwSignal::new(wish.unwrap_or_else(|| Language::of_visitor(tags)));
        let tongue = Self { language };
        Effect::new(move |_| tell_the_document(language.get()));
        tongue
    }

    /// The language; whoever asks in a reactive context is told when it changes.
    pub fn language(self) -> Language {
        self.language.get()
    }

    /// What to say just now.
    pub fn words(self) -> &'static Words {
        self.language.get_untracked().words()
    }

    /// Speaks another language from now on, and remembers it.
    pub fn choose(self, language: Language) {
        remember(LANGUAGE_KEY, language.tag());
        self.language.set(language);
    }
}

/// What is said outside the views: to screen readers, in the tab's title.
fn tell_the_document(language: Language) {
    let page = &language.words().page;
    document().set_title(page.title);
    if let Some(root) = document().document_element() {
        // Only a name that is no name is refused.
        let _ = root.set_attribute("lang", language.tag());
    }
    if let Ok(Some(description)) = document().query_selector("meta[name=description]") {
        let _ = description.set_attribute("content", page.description);
    }
}
