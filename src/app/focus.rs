//! The keyboard's focus, where what has it goes away: it goes on to what takes its place.

use leptos::prelude::{document, on_cleanup, request_animation_frame};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Frames of the screen in which a pressed button may go, and what takes its place may come: some
/// seconds.
const FRAMES: u32 = 300;
/// A selector of nothing.
const NOBODY: &str = ":not(*)";

/// Hands the focus to the first element that a selector names once the one that has it is gone. One
/// that is only disabled for a while, for which browsers take the focus from it, gets it back. Who
/// moves on meanwhile is left alone.
pub fn hand_focus_to(selector: impl Into<String>) {
    if let Some(holder) = document().active_element() {
        Handing { from: holder, to: selector.into(), frames: FRAMES, was_disabled: false }.go_on();
    }
}

/// Keeps the focus where it is, though what has it is disabled for a while.
pub fn keep_focus() {
    hand_focus_to(NOBODY);
}

/// When the view that is being made goes away and one of its elements that `from` names has the
/// focus, hands it to the first element that `to` names.
pub fn bequeath_focus(from: &'static str, to: &'static str) {
    on_cleanup(move || {
        let holder = document().active_element();
        if holder.is_some_and(|holder| holder.matches(from).unwrap_or_default()) {
            hand_focus_to(to);
        }
    });
}

/// Puts the focus on the first element that a selector names; one that takes none leaves it where
/// it is.
pub fn focus_on(selector: &str) {
    focus(find(selector));
}

/// The focus on its way from one element to another.
struct Handing {
    from: Element,
    to: String,
    /// Frames for which it still waits for what goes or comes.
    frames: u32,
    was_disabled: bool,
}

impl Handing {
    fn go_on(mut self) {
        request_animation_frame(move || {
            let holder = document().active_element();
            let is_here = holder.as_ref() == Some(&self.from);
            let is_lost = holder.is_none_or(|holder| holder.tag_name() == "BODY");
            if !is_here && !is_lost {
                return;
            }
            if !self.from.is_connected() {
                // What takes its place may be disabled at first, or still to come.
                let next = find(&self.to).filter(|next| !is_disabled(next));
                if next.is_none() { self.wait() } else { focus(next) }
            } else if is_disabled(&self.from) {
                self.was_disabled = true;
                self.go_on();
            } else if self.was_disabled {
                focus(Some(self.from.clone()));
                self.was_disabled = false;
                self.go_on();
            } else if is_here {
                self.wait();
            }
        });
    }

    fn wait(mut self) {
        if self.frames > 0 {
            self.frames -= 1;
            self.go_on();
        }
    }
}

fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

fn is_disabled(element: &Element) -> bool {
    element.matches(":disabled").unwrap_or_default()
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // One that is hidden takes no focus, which is no trouble.
        let _ = element.focus();
    }
}
