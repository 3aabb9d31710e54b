//! How a network learns: examples, their variation, steps and epochs.

mod augment;
mod batch;
mod examples;
mod history;
mod schedule;
mod trainer;

pub use augment::FrameAugment;
pub use batch::Preparation;
pub use examples::{CorpusShare, Example, Examples, Sampler, target};
pub use history::{EpochRecord, History};
pub use schedule::{LearningRate, Schedule};
pub use trainer::{Epoch, Trainer, TrainerConfig, TrainerState, TrainingResult, logits};
