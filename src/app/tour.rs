//! A tour of the page in five steps, for a classroom.

/// A step of the tour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The same words, said differently.
    Hear,
    /// Waveform and spectrogram.
    See,
    /// What is measured.
    Features,
    /// What the network makes of it, and why.
    Network,
    /// How often it errs.
    Errors,
}

impl Step {
    /// All, in order.
    pub const ALL: [Self; 5] = [Self::Hear, Self::See, Self::Features, Self::Network, Self::Errors];

    /// Its place, from 0.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The step after this one.
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self.index() + 1).copied()
    }

    /// The step before this one.
    pub fn back(self) -> Option<Self> {
        Self::ALL.get(self.index().checked_sub(1)?).copied()
    }

    /// The part of the page that it is about.
    pub const fn place(self) -> &'static str {
        match self {
            Self::Hear | Self::See | Self::Features => "sound",
            Self::Network => "answer",
            Self::Errors => "model",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_step_leads_to_the_next_and_back() {
        let mut steps = vec![Step::Hear];
        while let Some(next) = steps[steps.len() - 1].next() {
            assert_eq!(next.back(), steps.last().copied());
            steps.push(next);
        }
        assert_eq!(steps, Step::ALL);
        assert_eq!(Step::Hear.back(), None);
    }
}
