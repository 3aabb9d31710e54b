//! What the visitor may ask for: where the network is computed.

use std::str::FromStr;

/// Where a network can be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// WebAssembly with SIMD.
    Cpu,
    /// WebGPU.
    Gpu,
}

impl Device {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Cpu, Self::Gpu];

    /// "CPU" or "GPU".
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cpu => "CPU",
            Self::Gpu => "GPU",
        }
    }

    /// The one that steps in when this one is lost.
    pub const fn other(self) -> Self {
        match self {
            Self::Cpu => Self::Gpu,
            Self::Gpu => Self::Cpu,
        }
    }
}

/// What the visitor asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// The faster engine that passes its test.
    #[default]
    Automatic,
    /// The CPU, whatever the GPU can do.
    Cpu,
    /// The GPU if it computes correctly, however slow.
    Gpu,
}

impl Choice {
    /// All three, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Automatic, Self::Cpu, Self::Gpu];

    /// The word under which the choice is remembered.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Cpu => "cpu",
            Self::Gpu => "gpu",
        }
    }
}

/// A word that names no choice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected automatic, cpu or gpu, got \"{0}\"")]
pub struct UnknownChoice(pub String);

impl FromStr for Choice {
    type Err = UnknownChoice;

    fn from_str(word: &str) -> Result<Self, UnknownChoice> {
        Self::ALL
            .into_iter()
            .find(|choice| choice.key() == word)
            .ok_or_else(|| UnknownChoice(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_remembered_by_their_key() {
        for choice in Choice::ALL {
            assert_eq!(choice.key().parse(), Ok(choice));
        }
        assert!("quantum".parse::<Choice>().is_err());
    }
}
