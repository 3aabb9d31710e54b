//! What can go wrong with takes and models of one's own.

use super::take::Unfit;
use crate::app::trouble::Trouble;

/// Why something did not work.
#[derive(Debug, Clone, PartialEq)]
pub enum Mishap {
    /// A recording, or the named file, is no take.
    Unfit(Option<String>, Unfit),
    /// The named file cannot be read as a sound; the words are the browser's.
    Unreadable(String, String),
    /// The named archive is none, or holds no takes.
    NoTakes(String),
    /// The named archive is of a later version.
    LaterTakes(String),
    /// The named file is no model.
    NoModel(String),
    /// The microphone, or the engine.
    Trouble(Trouble),
    /// The engine says why.
    Engine(String),
    /// The browser has no more room.
    StorageFull,
    /// The browser keeps nothing; the words are its own.
    Storage(String),
}
