//! What tells speech from other sounds, in numbers.

use std::f64::consts::TAU;

use super::super::percentile;
use super::moments::{MOMENTS_PER_S, Moment, SHAPES};

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
pub(super) const CUE_COUNT: usize = 19;

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
    (syllabic / (all + envelope_db.len().max(1) as f64)) as f32
}

#[cfg(test)]
mod tests {
    use std::f32::consts::TAU as TURN;

    use super::super::moments::measure;
    use super::*;
    use crate::audio::Waveform;

    const RATE_HZ: f32 = 16_000.0;

    fn over(seconds: f32, sample: impl FnMut(f32) -> f32) -> Vec<f32> {
        (0..(seconds * RATE_HZ) as usize).map(|i| i as f32 / RATE_HZ).map(sample).collect()
    }

    fn noise(seconds: f32) -> Vec<f32> {
        let mut state = 1_u32;
        over(seconds, |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state as f32 / u32::MAX as f32 - 0.5) * 0.6
        })
    }

    fn tone(hz: f32, seconds: f32) -> Vec<f32> {
        over(seconds, |t| 0.3 * (TURN * hz * t).sin())
    }

    /// Harmonics of a moving pitch, as loud as given.
    fn buzz(seconds: f32, pitch_hz: impl Fn(f32) -> f32, shares: &[f32]) -> Vec<f32> {
        let mut phase = 0.0;
        over(seconds, |t| {
            phase = (phase + pitch_hz(t) / RATE_HZ).fract();
            let partials = shares.iter().zip(1_u8..);
            let sum: f32 = partials.map(|(s, k)| s * (TURN * f32::from(k) * phase).sin()).sum();
            0.1 * sum
        })
    }

    /// A voice that holds its pitch.
    fn hum(seconds: f32) -> Vec<f32> {
        buzz(seconds, |_| 150.0, &[1.0, 0.5, 0.3, 0.2])
    }

    /// What noise loses to its running mean: its high half.
    fn hiss(seconds: f32) -> Vec<f32> {
        let noise = noise(seconds);
        noise.iter().zip(&noise[1..]).map(|(a, b)| 0.3 * (a - b)).collect()
    }

    /// Swells a sound by a function of time.
    fn swollen(sound: Vec<f32>, gain: impl Fn(f32) -> f32) -> Vec<f32> {
        let times = (0..sound.len()).map(|i| i as f32 / RATE_HZ);
        sound.iter().zip(times).map(|(sample, t)| sample * gain(t)).collect()
    }

    /// A cue of a sound.
    fn cue_of(name: &str, samples: Vec<f32>) -> f32 {
        let moments = measure(&Waveform::new(samples, 16_000).unwrap()).unwrap();
        let cue = CUES.iter().find(|cue| cue.name == name).unwrap();
        (cue.measure)(&Stretch::of(&moments))
    }

    #[test]
    fn pauses_within_are_not_active_and_those_around_do_not_count() {
        let silence = || vec![0.0; 8_000];
        let parts = [silence(), hum(0.5), silence(), hum(0.5), silence()];
        let share = cue_of("active share", parts.concat());
        assert!((share - 0.69).abs() < 0.04, "{share}");
    }

    #[test]
    fn syllables_swell_four_times_a_second() {
        let share = |hz: f32| {
            let swell = move |t: f32| 1.0 + 0.8 * (TURN * hz * t).sin();
            cue_of("syllabic share", swollen(noise(2.0), swell))
        };
        assert!(share(4.0) > 0.7, "{}", share(4.0));
        assert!(share(15.0) < 0.1 && share(0.7) < 0.3, "{} {}", share(15.0), share(0.7));
    }

    #[test]
    fn what_is_struck_rises_faster_than_it_falls() {
        let strokes = swollen(hum(2.0), |t| (-(t * 3.0).fract() * 6.0).exp());
        let mut reversed = strokes.clone();
        reversed.reverse();
        assert!(cue_of("swing", strokes) > 0.7);
        assert!(cue_of("swing", reversed) < -0.7);
    }

    #[test]
    fn a_hum_is_voiced_and_noise_is_not() {
        assert!(cue_of("voiced share", hum(1.0)) > 0.95);
        assert!(cue_of("voiced share", noise(1.0)) < 0.1);
        assert!(cue_of("harmonicity", hum(1.0)) > 0.9);
        assert!(cue_of("harmonicity", noise(1.0)) < 0.4);
        // One run of a second and a half, and runs of a tenth.
        assert!(cue_of("voiced run", hum(1.5)) > 4.5);
        let pieces = [hum(0.1), hiss(0.1)].concat().repeat(8);
        let run = cue_of("voiced run", pieces);
        assert!((1.5..3.0).contains(&run), "{run}");
    }

    #[test]
    fn pitch_is_counted_in_semitones_above_100_hz() {
        assert!((cue_of("pitch", buzz(1.0, |_| 200.0, &[1.0, 0.5])) - 12.0).abs() < 0.2);
        assert!((cue_of("pitch", hum(1.0)) - 7.02).abs() < 0.2);
    }

    #[test]
    fn a_melody_of_speech_glides() {
        let glide = || buzz(1.0, |t| 100.0 * t.exp2(), &[1.0, 0.5, 0.3]);
        assert!((cue_of("pitch range", glide()) - 7.2).abs() < 1.0);
        assert!((cue_of("pitch glide", glide()) - 0.12).abs() < 0.03);
        assert!(cue_of("pitch range", hum(1.0)) < 0.1);
        assert!(cue_of("pitch glide", hum(1.0)) < 0.01);
    }

    #[test]
    fn noise_is_flat_and_a_tone_is_a_peak() {
        assert!(cue_of("flatness", noise(1.0)) > -4.0);
        assert!(cue_of("flatness", tone(1_000.0, 1.0)) < -20.0);
        assert!(cue_of("peak", tone(1_000.0, 1.0)) > -4.0);
        assert!(cue_of("peak", noise(1.0)) < -10.0);
    }

    #[test]
    fn a_mouth_moves_and_a_hum_does_not() {
        let (still, moving) = ([1.0, 0.1, 0.1, 0.1, 0.1, 0.1], [0.1, 0.1, 0.1, 0.1, 0.1, 1.0]);
        let vowel = |shares: &[f32]| buzz(0.15, |_| 200.0, shares);
        let mouth = || [vowel(&still), vowel(&moving)].concat().repeat(5);
        for name in ["flux", "formant spread", "bulge spread", "tilt spread"] {
            let (mouth, hum) = (cue_of(name, mouth()), cue_of(name, hum(1.5)));
            assert!(mouth > hum + 0.4, "{name}: {mouth} {hum}");
        }
        // Noise never rests, a hum always does.
        assert!(cue_of("least flux", noise(1.0)) > cue_of("least flux", hum(1.0)) + 0.5);
    }

    #[test]
    fn tilt_and_bulge_tell_where_the_level_is() {
        assert!(cue_of("tilt", hum(1.0)) > cue_of("tilt", noise(1.0)) + 3.0);
        assert!(cue_of("tilt", hiss(1.0)) < cue_of("tilt", noise(1.0)) - 2.0);
        // A bulge in the middle is a negative second cosine.
        assert!(cue_of("bulge", tone(1_400.0, 1.0)) < cue_of("bulge", noise(1.0)) - 1.0);
    }

    #[test]
    fn voiced_moments_are_low_and_fricatives_high() {
        let speech = [hum(0.2), hiss(0.2)].concat().repeat(4);
        assert!(cue_of("voiced tilt", speech) > 5.0);
        assert_eq!(cue_of("voiced tilt", hiss(1.0)), 0.0);
    }

    #[test]
    fn nothing_has_numbers_too() {
        let stretch = Stretch::of(&[]);
        assert!(CUES.iter().all(|cue| (cue.measure)(&stretch).is_finite()));
    }
}
