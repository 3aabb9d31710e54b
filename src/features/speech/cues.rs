//! What tells speech from other sounds, in numbers.

use std::f64::consts::TAU;

use super::moments::{MOMENTS_PER_S, Moment, SHAPES, percentile};

/// Decibels below the loud moments of a stretch down to which a moment is part of the sound and
/// not of its pauses.
const ACTIVE_DB: f32 = 30.0;
/// Correlation from which a moment is voiced.
const VOICED_CORRELATION: f32 = 0.5;
/// A change of pitch in 10 ms, in semitones, above which it is a jump and no glide.
const JUMP_SEMITONES: f32 = 1.0;
/// Moments over which a spectrum's change is measured: 30 ms, as fast as a mouth moves.
const FLUX_MOMENTS: usize = 3;

/// A stretch of a sound from its first to its last active moment.
pub(super) struct Stretch<'a> {
    moments: &'a [Moment],
    loud_db: f32,
}

/// Something to measure in a stretch.
pub(super) struct Cue {
    /// What a person calls it.
    pub name: &'static str,
    pub measure: fn(&Stretch) -> f32,
}

const fn cue(name: &'static str, measure: fn(&Stretch) -> f32) -> Cue {
    Cue { name, measure }
}

/// How many cues there are.
pub(super) const CUE_COUNT: usize = 20;

/// Every cue, in the order of their weights.
pub(super) const CUES: [Cue; CUE_COUNT] = [
    cue("active share", |s| s.active().count() as f32 / s.moments.len().max(1) as f32),
    cue("syllabic share", |s| syllabic_share(&s.envelope_db())),
    cue("swing", |s| swing(&s.envelope_db())),
    cue("voiced share", |s| s.voiced_share()),
    cue("harmonicity", |s| mean(&s.each(|m| m.period.correlation))),
    cue("pitch", |s| percentile(&s.semitones(), 0.5)),
    cue("pitch range", |s| range(&s.semitones())),
    cue("pitch glide", |s| mean(&s.pitch_steps())),
    cue("voiced run", |s| s.voiced_run()),
    cue("flatness", |s| mean(&s.each(|m| m.flatness_db))),
    cue("flatness spread", |s| spread(&s.each(|m| m.flatness_db))),
    cue("peak", |s| mean(&s.each(|m| m.peak_db))),
    cue("flux", |s| mean(&s.flux())),
    cue("least flux", |s| percentile(&s.flux(), 0.2)),
    cue("tilt", |s| mean(&s.each(|m| m.shape[0]))),
    cue("tilt spread", |s| spread(&s.each(|m| m.shape[0]))),
    cue("bulge", |s| mean(&s.each(|m| m.shape[1]))),
    cue("bulge spread", |s| spread(&s.each(|m| m.shape[1]))),
    cue("formant spread", |s| s.formant_spread()),
    cue("voiced tilt", |s| s.voiced_tilt()),
];

impl<'a> Stretch<'a> {
    /// The stretch of these moments that is active.
    pub fn of(moments: &'a [Moment]) -> Self {
        let levels_db: Vec<f32> = moments.iter().map(|m| m.level_db).collect();
        let loud_db = percentile(&levels_db, 0.95);
        let is_active = |m: &Moment| m.level_db >= loud_db - ACTIVE_DB;
        let first = moments.iter().position(is_active).unwrap_or(0);
        let end = moments.iter().rposition(is_active).map_or(0, |last| last + 1);
        Self { moments: &moments[first..end.max(first)], loud_db }
    }

    /// The active moments of the stretch.
    pub fn active(&self) -> impl Iterator<Item = &'a Moment> + Clone {
        let from_db = self.loud_db - ACTIVE_DB;
        self.moments.iter().filter(move |m| m.level_db >= from_db)
    }

    /// A measure of each active moment.
    fn each(&self, measure: impl Fn(&Moment) -> f32) -> Vec<f32> {
        self.active().map(measure).collect()
    }

    /// The level over time, pauses cut off where moments cease to be active.
    fn envelope_db(&self) -> Vec<f32> {
        self.moments.iter().map(|m| (m.level_db - self.loud_db).max(-ACTIVE_DB)).collect()
    }

    fn is_voiced(&self, moment: &Moment) -> bool {
        moment.level_db >= self.loud_db - ACTIVE_DB
            && moment.period.correlation > VOICED_CORRELATION
    }

    fn voiced_share(&self) -> f32 {
        mean(&self.each(|m| f32::from(self.is_voiced(m))))
    }

    /// Logarithm of how many moments voice goes on for: syllables are short, drones are not.
    fn voiced_run(&self) -> f32 {
        let runs = self.moments.chunk_by(|a, b| self.is_voiced(a) == self.is_voiced(b));
        let lengths = runs.filter(|run| self.is_voiced(&run[0])).map(|run| run.len() as f32);
        (1.0 + mean(&lengths.collect::<Vec<_>>())).ln()
    }

    /// Pitch of each voiced moment, in semitones above 100 Hz.
    fn semitones(&self) -> Vec<f32> {
        self.active().filter(|m| self.is_voiced(m)).map(semitones).collect()
    }

    /// By how many semitones pitch moves from a voiced moment to the next, up or down.
    fn pitch_steps(&self) -> Vec<f32> {
        let neighbours = self.moments.windows(2);
        let voiced = neighbours.filter(|pair| pair.iter().all(|m| self.is_voiced(m)));
        let step = |pair: &[Moment]| (semitones(&pair[1]) - semitones(&pair[0])).abs();
        voiced.map(|pair| step(pair).min(JUMP_SEMITONES)).collect()
    }

    /// How far the spectrum's shape moves in 30 ms, in dB, between active moments.
    fn flux(&self) -> Vec<f32> {
        let from_db = self.loud_db - ACTIVE_DB;
        let pairs = self.moments.iter().zip(self.moments.iter().skip(FLUX_MOMENTS));
        let active = pairs.filter(|(a, b)| a.level_db >= from_db && b.level_db >= from_db);
        active.map(|(a, b)| distance(&a.shape, &b.shape)).collect()
    }

    /// How much the finer shape of the spectrum varies, in dB: formants move.
    fn formant_spread(&self) -> f32 {
        let spreads: Vec<f32> = (2..SHAPES).map(|k| spread(&self.each(|m| m.shape[k]))).collect();
        mean(&spreads)
    }

    /// By how much the low bands are stronger, against the high ones, where there is a voice than
    /// where there is none; 0 if one of both is missing.
    fn voiced_tilt(&self) -> f32 {
        let tilts = |voiced: bool| -> Vec<f32> {
            let moments = self.active().filter(|m| self.is_voiced(m) == voiced);
            moments.map(|m| m.shape[0]).collect()
        };
        let (voiced, unvoiced) = (tilts(true), tilts(false));
        if voiced.is_empty() || unvoiced.is_empty() { 0.0 } else { mean(&voiced) - mean(&unvoiced) }
    }
}

/// Pitch in semitones above 100 Hz.
fn semitones(moment: &Moment) -> f32 {
    12.0 * (moment.period.pitch_hz.max(1.0) / 100.0).log2()
}

fn distance(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f32>().sqrt()
}

fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len().max(1) as f32
}

/// Standard deviation.
fn spread(values: &[f32]) -> f32 {
    let mean = mean(values);
    let squares = values.iter().map(|value| (value - mean).powi(2)).sum::<f32>();
    (squares / values.len().max(1) as f32).sqrt()
}

/// From the value above the lowest fifth to that below the highest fifth.
fn range(values: &[f32]) -> f32 {
    percentile(values, 0.8) - percentile(values, 0.2)
}

/// How much steeper levels rise than they fall: speech does both, what is struck or plucked only
/// rises steeply. Logarithm of the ratio of the squares.
fn swing(envelope_db: &[f32]) -> f32 {
    let steps = || envelope_db.windows(4).map(|w| w[3] - w[0]);
    let rises: f32 = steps().filter(|step| *step > 0.0).map(|step| step * step).sum();
    let falls: f32 = steps().filter(|step| *step < 0.0).map(|step| step * step).sum();
    ((rises + 1.0) / (falls + 1.0)).ln()
}

/// Share of the envelope's modulation that has the rate of syllables, 2 to 8 Hz, of all up to
/// 25 Hz: about 4 Hz is what speech has most of (S. Greenberg et al., *Temporal properties of
/// spontaneous speech*, Journal of Phonetics 31, 2003).
fn syllabic_share(envelope_db: &[f32]) -> f32 {
    let mean = mean(envelope_db);
    let power = |half_hz: i32| {
        let (sin, cos) = (TAU * 0.5 * f64::from(half_hz) / MOMENTS_PER_S).sin_cos();
        // The hand of a clock that turns on with each moment.
        let (mut x, mut y) = (1.0, 0.0);
        let (mut re, mut im) = (0.0, 0.0);
        for level in envelope_db {
            let swing = f64::from(level - mean);
            (re, im) = (re + swing * x, im + swing * y);
            (x, y) = (x * cos - y * sin, x * sin + y * cos);
        }
        re * re + im * im
    };
    let powers: Vec<f64> = (1..=50).map(power).collect();
    let syllabic: f64 = powers[3..16].iter().sum();
    let all: f64 = powers.iter().sum();
    // A constant sound has no modulation to share out, only rounding errors.
    (syllabic / (all + envelope_db.len() as f64)) as f32
}
