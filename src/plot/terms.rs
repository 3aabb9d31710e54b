//! The words on charts, in the language of whoever looks.

/// What charts say by themselves; titles and other labels come with the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Between a whole number and its decimals.
    pub mark: char,
    /// Time up to a minute, up to an hour, and beyond.
    pub time: [&'static str; 3],
    /// The largest amplitude of a part.
    pub peak: &'static str,
    /// The axis of a spectrogram.
    pub frequency: &'static str,
    /// What a clip was meant to be.
    pub truth: &'static str,
    /// What a model took it for.
    pub answer: &'static str,
    /// What training makes small.
    pub loss: &'static str,
    /// The share of right answers.
    pub accuracy: &'static str,
    /// A round of training.
    pub epoch: &'static str,
    /// The clips that a model learns from.
    pub training: &'static str,
    /// The clips that tell when to stop.
    pub validation: &'static str,
    /// How sure a model says it is.
    pub confidence: &'static str,
    /// How many answers.
    pub answers: &'static str,
}

impl Terms {
    /// English.
    pub const ENGLISH: Self = Self {
        mark: '.',
        time: ["Time (s)", "Time (min:s)", "Time (h:min:s)"],
        peak: "Peak (% of full scale)",
        frequency: "Frequency (Hz)",
        truth: "Truth",
        answer: "Answer",
        loss: "Loss",
        accuracy: "Accuracy (%)",
        epoch: "Epoch",
        training: "training",
        validation: "validation",
        confidence: "Confidence (%)",
        answers: "Answers",
    };

    /// The label of a time axis that ends at so many seconds.
    pub fn time(&self, to_s: f64) -> &'static str {
        let [seconds, minutes, hours] = self.time;
        match to_s {
            ..60.0 => seconds,
            ..3600.0 => minutes,
            _ => hours,
        }
    }
}
