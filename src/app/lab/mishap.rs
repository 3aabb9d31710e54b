//! What can go wrong in the laboratory.

use crate::app::brought::Unread;
use crate::app::shelf::NotKept;
use crate::app::trouble::Trouble;

/// Why something did not work.
#[derive(Debug, Clone, PartialEq)]
pub enum Mishap {
    /// What was brought cannot be read.
    Unreadable(Unread),
    /// Zips are compressed, and the browser unpacks none.
    Compressed,
    /// There is no clip in what was brought.
    NoClips,
    /// The laboratory's module cannot be had, or is lost.
    Lost(Trouble),
    /// Its module for the GPU cannot be had, or is lost; the CPU's takes its place.
    FellBack(Trouble),
    /// The laboratory says why, in English.
    Failed(String),
    /// Something is not kept.
    NotKept(NotKept),
}
