//! The manners in which the phrase is said.

/// How the phrase is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Manner {
    /// As to a friend at the door.
    Plain,
    /// High and wide.
    #[default]
    Joyful,
    /// Low, flat, slow and soft; the question is none any more.
    Sorrowful,
    /// Quick, wide and pressed.
    Angry,
    /// High, level, soft and trembling.
    Fearful,
}

/// What a manner does to the voice.
pub struct Delivery {
    /// Pace, 1 as written.
    pub tempo: f64,
    /// Pitch, 1 as written.
    pub pitch: f64,
    /// Width of the melody, 1 as written.
    pub range: f64,
    /// Breath beside the voice.
    pub breath: f64,
    /// Share of each glottal period in which the folds are open: less is more pressed.
    pub open: f64,
    /// Random change of pitch from period to period, as a share.
    pub jitter: f64,
    /// Trembling of the pitch, as a share.
    pub tremor: f64,
    /// How much the melody falls at the end instead of rising as in a question, 0 to 1.
    pub fall: f64,
    /// How much of the pulse's sharpness a soft voice loses, 0 to below 1: the coefficient of a
    /// low-pass of first order, as Klatt's spectral tilt.
    pub softness: f64,
    /// The hush of the room beside the loudest moment: the softer a voice, the more it is heard.
    pub hush: f64,
}

impl Manner {
    /// All, in the order of the page.
    pub const ALL: [Self; 5] =
        [Self::Plain, Self::Joyful, Self::Sorrowful, Self::Angry, Self::Fearful];

    /// Its place, from 0.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// What it does to the voice.
    pub const fn delivery(self) -> Delivery {
        let plain = Delivery {
            tempo: 1.0,
            pitch: 1.0,
            range: 1.0,
            breath: 0.02,
            open: 0.62,
            jitter: 0.005,
            tremor: 0.0,
            fall: 0.0,
            softness: 0.0,
            hush: 0.008,
        };
        match self {
            Self::Plain => plain,
            Self::Joyful => Delivery {
                tempo: 1.02,
                pitch: 1.72,
                range: 1.5,
                breath: 0.038,
                open: 0.75,
                jitter: 0.009,
                softness: 0.1,
                hush: 0.002,
                ..plain
            },
            Self::Sorrowful => Delivery {
                tempo: 0.71,
                pitch: 0.96,
                range: 0.25,
                breath: 0.0191,
                open: 0.86,
                jitter: 0.0084,
                tremor: 0.009,
                fall: 0.85,
                softness: 0.964,
                hush: 0.0107,
            },
            Self::Angry => Delivery {
                tempo: 1.23,
                pitch: 1.32,
                range: 1.9,
                breath: 0.035,
                open: 0.43,
                fall: 0.2,
                softness: 0.16,
                hush: 0.003,
                ..plain
            },
            Self::Fearful => Delivery {
                tempo: 1.04,
                pitch: 1.25,
                range: 0.16,
                breath: 0.0153,
                open: 0.72,
                jitter: 0.0112,
                tremor: 0.066,
                fall: 0.335,
                softness: 0.78,
                hush: 0.0196,
            },
        }
    }
}
