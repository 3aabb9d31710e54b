//! The networks, what goes into them, what comes out, and the file that they live in.

mod acquaintance;
pub mod apart;
pub mod checkpoint;
mod classifier;
mod convolution;
mod encoded_net;
mod encoder;
mod frame_net;
mod framing;
mod heard;
#[cfg(feature = "training")]
mod kernels;
mod layers;
mod manners;
mod mean_logits;
mod network;
mod occlusion;
mod packing;
mod performed;
mod personal;
mod rounding;
mod scaler;
mod seed_net;
mod statistics_net;
mod strangers;

pub use acquaintance::Acquaintance;
pub use checkpoint::{CheckpointError, ModelCard};
pub(crate) use classifier::read;
pub use classifier::{Classifier, ClassifyError, Listened};
#[cfg(feature = "training")]
pub(crate) use convolution::convolve;
pub use encoded_net::{EncodedNet, EncodedNetConfig};
pub use encoder::{Encoder, EncoderConfig, Layer};
pub use frame_net::{FrameNet, FrameNetConfig};
pub use framing::Framing;
pub use heard::Heard;
pub use manners::{Manners, Score};
pub use mean_logits::MeanLogits;
pub use network::{Network, NetworkConfig};
pub use occlusion::Occlusion;
pub use packing::Grain;
pub use personal::{Personal, PersonalLayer};
pub use scaler::{Scaler, ScalerSums};
pub use seed_net::{SeedNet, SeedNetConfig};
pub use statistics_net::{StatisticsNet, StatisticsNetConfig};
pub use strangers::{Said, Strangers};

pub use crate::figures::TrainingRecord;
pub use crate::judgement::Calibration;
