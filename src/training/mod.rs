//! How a network learns: examples, their variation, steps and epochs.

mod batch;
mod components;
mod epoch;
mod examples;
mod hints;
mod learner;
mod listen;
mod manners;
mod memory;
mod mixup;
mod optimizer;
mod processor;
mod schedule;
mod shares;
mod shelf;
mod trainer;

pub use batch::{Preparation, Rerecording};
pub use components::Components;
pub use epoch::{Epoch, TrainingResult};
#[cfg(test)]
pub(crate) use examples::testing;
pub use examples::{CorpusShare, Example, Examples, Sampler, Softening, Sound};
pub use hints::{HintConfig, Hints};
pub use listen::{ListenError, embeddings, hear, logits, statistics};
pub use manners::manners;
pub use processor::to_processor;
pub use schedule::{LearningRate, Schedule};
pub use shelf::{Shelf, ShelfError, Stored};
pub use trainer::{SaveError, Trainer, TrainerConfig, TrainerState};
