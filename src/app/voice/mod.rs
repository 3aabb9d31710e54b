//! A visitor's own voice: takes of their acting, and the models that learned from them.

mod archive;
mod labels;
mod mishap;
mod names;
mod rules;
mod take;

#[cfg(target_arch = "wasm32")]
mod booth;
#[cfg(target_arch = "wasm32")]
mod files;
#[cfg(target_arch = "wasm32")]
mod room;
#[cfg(target_arch = "wasm32")]
mod store;
#[cfg(target_arch = "wasm32")]
mod training;

pub use archive::{Unread, label_of, labelled_files, may_be_taken, zip_from_takes};
pub use mishap::{Mishap, UnfitLabel};
#[cfg(target_arch = "wasm32")]
pub use room::VoiceRoom;
pub use rules::{Booth, Course, Outcome, OwnModel, Recall, Training, Voice};
pub use take::{Id, LONGEST_TAKE_S, SHORTEST_TAKE_S, Take, Unfit, check_take, id_at};
