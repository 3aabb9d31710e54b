//! What can go wrong with takes and models of one's own.

use super::take::Unfit;
use crate::app::trouble::Trouble;

/// Why a word cannot be the name of an own label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnfitLabel {
    /// Too short, too long, or with a sign in it that no folder may have.
    Name,
    /// An emotion, or another label, is called that already.
    Taken,
    /// There are as many as there can be.
    TooMany,
}

/// Why something did not work.
#[derive(Debug, Clone, PartialEq)]
pub enum Mishap {
    /// A recording, or the named file, is no take.
    Unfit(Option<String>, Unfit),
    /// The named file cannot be read as a sound; the words are the browser's.
    Unreadable(String, String),
    /// What was dropped cannot be walked; the words are the browser's.
    Unwalked(String),
    /// There is no sound in what was brought.
    NoSounds,
    /// The named archive is none, or holds no takes.
    NoTakes(String),
    /// The named archive is of a later version.
    LaterTakes(String),
    /// The named file is no model.
    NoModel(String),
    /// This cannot be the name of a label.
    Name(String, UnfitLabel),
    /// The microphone, or the engine.
    Trouble(Trouble),
    /// The browser has no more room.
    StorageFull,
    /// The browser keeps nothing; the words are its own.
    Storage(String),
}
