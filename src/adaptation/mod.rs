//! How a model becomes a person's own: a few takes of their acting teach a linear layer beside the
//! network (`model/personal.rs`).
//!
//! The network stays as it is, so that hearing the takes is all that costs time: first the takes tell
//! what the voice is like whatever it performs, which is taken from all that is heard, then a layer is
//! fitted to them in a blink. Every take is kept aside once, judged by a layer that did not learn from it: those
//! answers say whether it was worth it, and when to stop. Emotions that nobody recorded are imagined
//! after the takes, so that a layer does not answer them with what it was taught.

#[cfg(feature = "model")]
mod adapt;
mod answers;
#[cfg(feature = "model")]
mod aside;
#[cfg(feature = "model")]
mod fit;
#[cfg(feature = "model")]
mod folds;
#[cfg(feature = "model")]
mod heard;
#[cfg(feature = "model")]
mod imagined;
#[cfg(feature = "model")]
mod rows;
#[cfg(feature = "model")]
mod scale;
mod takes;
#[cfg(feature = "model")]
mod trial;
#[cfg(feature = "model")]
mod voice;

#[cfg(feature = "model")]
pub use adapt::{Settings, adapt, personal_file};
pub use answers::{FitEpoch, TrialAnswer, after, before};
#[cfg(feature = "model")]
pub use aside::Gain;
#[cfg(feature = "model")]
pub use fit::Fit;
#[cfg(feature = "model")]
pub use heard::{HeardTake, Hearing, Variations};
#[cfg(feature = "model")]
pub use imagined::Takes;
pub use takes::{AdaptationError, Counts, LEAST_LABELS, LEAST_TAKES, check_takes, count};
#[cfg(feature = "model")]
pub use trial::Trial;
#[cfg(feature = "model")]
pub use voice::Voice;
