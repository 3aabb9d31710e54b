//! Animals.

use std::f32::consts::TAU;

use rand::RngExt;

use super::synth::*;

/// Pulses of a high tone, three or four to a chirp.
pub fn crickets(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let hz = rng.random_range(3_000.0..5_000.0);
    let (pulses_hz, chirps_hz) = (rng.random_range(20.0..40.0), rng.random_range(1.5..4.0));
    let mut sound = harmonics(seconds, |_| hz, &[1.0]);
    for (i, sample) in sound.iter_mut().enumerate() {
        let t = i as f32 / RATE_HZ;
        let pulse = (0.5 * TAU * pulses_hz * t).sin().abs();
        *sample *= if (t * chirps_hz).fract() < 0.45 { pulse * pulse } else { 0.0 };
    }
    sound
}

/// A bird: short sweeps of a high tone in phrases.
pub fn chirps(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let mut sound = vec![0.0; samples(seconds)];
    let mut at_s = 0.0;
    while at_s < seconds {
        let long_s = rng.random_range(0.04..0.25);
        let (from_hz, to_hz) =
            (rng.random_range(1_500.0..4_500.0), rng.random_range(1_500.0..4_500.0));
        let mut chirp =
            harmonics(long_s, |t| from_hz + (to_hz - from_hz) * t / long_s, &[1.0, 0.1]);
        swell(&mut chirp, 0.3 * long_s, 0.4 * long_s);
        add(&mut sound, at_s, &chirp, rng.random_range(0.4..1.0));
        at_s += long_s + rng.random_range(0.02..0.4);
    }
    sound
}

/// A rough falling cry through a dog's throat, a few times.
pub fn barks(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let (pitch_hz, size) = (rng.random_range(150.0..700.0), rng.random_range(0.8..1.6));
    let every_s = rng.random_range(0.3..0.9);
    let roughness = rng.random_range(0.2..0.9);
    notes(rng, seconds, every_s, |rng| {
        let long_s = rng.random_range(0.08..0.22);
        let start_hz = pitch_hz * rng.random_range(0.9..1.1);
        let fall = |t: f32| start_hz * (0.8 + 0.6 * (TAU * 0.5 * t / long_s).sin());
        let mut bark = harmonics(long_s, fall, &falling(20, 0.5));
        add(&mut bark, 0.0, &white(rng, long_s), 2.0 * roughness);
        resonate(&mut bark, 700.0 * size, 300.0);
        let mut upper = bark.clone();
        resonate(&mut upper, 1_500.0 * size, 400.0);
        add(&mut bark, 0.0, &upper, 0.7);
        swell(&mut bark, 0.01, 0.6 * long_s);
        bark
    })
}

/// A cry that rises and falls while the mouth opens and closes.
pub fn meows(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let every_s = rng.random_range(1.0..1.8);
    notes(rng, seconds, every_s, |rng| {
        let long_s = rng.random_range(0.5..0.9);
        let (low_hz, rise) = (rng.random_range(350.0..600.0), rng.random_range(0.3..0.7));
        let arch = move |t: f32| (TAU * 0.5 * t / long_s).sin();
        let mut meow = harmonics(long_s, |t| low_hz * (1.0 + rise * arch(t)), &falling(12, 0.6));
        let mut throat = Resonator::default();
        for (i, sample) in meow.iter_mut().enumerate() {
            let open = arch(i as f32 / RATE_HZ);
            *sample = throat.next(*sample, 900.0 + 900.0 * open, 250.0);
        }
        swell(&mut meow, 0.1, 0.3);
        level(&mut meow, 0.8);
        meow
    })
}

/// Croaks: trains of short resonant pulses.
pub fn frogs(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let (pulses_hz, centre_hz) = (rng.random_range(25.0..60.0), rng.random_range(500.0..2_000.0));
    let every_s = rng.random_range(0.4..1.2);
    notes(rng, seconds, every_s, |rng| {
        let long_s = rng.random_range(0.15..0.35);
        let mut croak =
            over(long_s, |t| if (t * pulses_hz).fract() < pulses_hz / RATE_HZ { 1.0 } else { 0.0 });
        resonate(&mut croak, centre_hz, 120.0);
        swell(&mut croak, 0.03, 0.05);
        croak
    })
}

/// A cow: a long low cry through a big mouth.
pub fn moos(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let every_s = rng.random_range(1.2..2.0);
    notes(rng, seconds, every_s, |rng| {
        let (long_s, low_hz) = (rng.random_range(0.8..1.2), rng.random_range(80.0..160.0));
        let pitch_hz = |t: f32| low_hz * (1.0 + 0.3 * (TAU * 0.5 * t / long_s).sin());
        let mut moo = harmonics(long_s, pitch_hz, &falling(25, 0.7));
        resonate(&mut moo, 350.0, 100.0);
        swell(&mut moo, 0.15, 0.3);
        moo
    })
}
