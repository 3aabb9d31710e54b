//! Corpora: what a clip is, how its name tells its label, and which clips may meet in one split.
//!
//! Four corpora are known by the names of their files ([`recognise`]): RAVDESS, CREMA-D, TESS and
//! SAVEE, in the layouts of their archives and of the usual re-packagings. Any other corpus comes
//! in as a table ([`table`]) or as folders named after emotions ([`recognise`] again). Names are
//! read without a file system, so that a page can use them on a folder that it is given; walking
//! folders and decoding clips is `scan`'s work, on the command line only.

mod catalogue;
mod clip;
mod crema_d;
pub mod crema_d_tables;
mod draw;
mod feature_table;
mod folders;
mod folds;
mod hash;
mod held_emotions;
mod held_out;
mod label;
mod left_out;
pub mod overview;
mod path;
mod ravdess;
mod savee;
#[cfg(all(feature = "cli-base", not(target_arch = "wasm32")))]
pub mod scan;
pub mod split;
pub mod table;
mod tess;
#[cfg(test)]
pub(crate) mod testing;
mod versions;
mod voices;
mod votes;

pub use catalogue::{Candidate, Catalogue, LabelledFile, Outcome, audible, in_order, sound_of};
pub use clip::{Clip, Corpus, Demographics, Intensity, Sex};
pub use feature_table::{FeatureTable, RowError, RowWriter};
pub use folds::FoldError;
pub use hash::ContentHash;
pub use held_emotions::held_emotions;
pub use label::{Label, recognise};
pub use left_out::{LeftOut, Reason};
pub use path::ClipPath;
pub use split::{Split, SplitKind};
pub use versions::{Version, VersionExtractor};
pub use votes::Votes;
