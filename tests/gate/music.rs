//! Music.

use std::f32::consts::TAU;

use rand::RngExt;

use super::synth::*;

/// Three or four notes of an organ at once, a new chord every half second to two.
pub fn chords(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let (key, every_s) = (rng.random_range(-7..5), rng.random_range(0.5..2.0));
    let shares = falling(8, rng.random_range(0.7..2.0));
    notes(rng, seconds, every_s, |rng| {
        let mut chord = vec![0.0; samples(every_s)];
        for _ in 0..rng.random_range(3..5) {
            let hz = note_hz(scale_note(rng, key));
            add(&mut chord, 0.0, &harmonics(every_s, |_| hz, &shares), 0.3);
        }
        swell(&mut chord, 0.02, 0.05);
        chord
    })
}

/// A string by Karplus and Strong (1983).
fn string(rng: &mut Rng, hz: f32, seconds: f32) -> Vec<f32> {
    let mut string = white(rng, 1.0 / hz);
    let period = string.len().max(2);
    string.resize(period, 0.0);
    (0..samples(seconds))
        .map(|i| {
            let (now, next) = (string[i % period], string[(i + 1) % period]);
            string[i % period] = 0.498 * (now + next);
            now
        })
        .collect()
}

pub fn plucked(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let (key, every_s) = (rng.random_range(-12..8), rng.random_range(0.12..0.5));
    notes(rng, seconds, every_s, |rng| {
        let hz = note_hz(scale_note(rng, key));
        let mut note = string(rng, hz, 1.2);
        swell(&mut note, 0.0, 0.1);
        note
    })
}

fn kick(rng: &mut Rng) -> Vec<f32> {
    let low_hz = rng.random_range(40.0..70.0);
    let mut kick = harmonics(0.3, |t| low_hz + 120.0 * (-t / 0.03).exp(), &[1.0]);
    decay(&mut kick, 0.1);
    kick
}

fn snare(rng: &mut Rng) -> Vec<f32> {
    let mut snare = white(rng, 0.2);
    high_pass(&mut snare, 600.0);
    add(&mut snare, 0.0, &harmonics(0.2, |_| 190.0, &[0.6]), 1.0);
    decay(&mut snare, 0.05);
    snare
}

fn hat(rng: &mut Rng) -> Vec<f32> {
    let mut hat = white(rng, 0.08);
    high_pass(&mut hat, 5_000.0);
    decay(&mut hat, 0.02);
    hat
}

pub fn drum_loop(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let eighth_s = 30.0 / rng.random_range(80.0..160.0);
    let (kick, snare, hat) = (kick(rng), snare(rng), hat(rng));
    let pattern: Vec<bool> = (0..8).map(|_| rng.random_bool(0.4)).collect();
    let mut sound = vec![0.0; samples(seconds)];
    for eighth in 0..(seconds / eighth_s) as usize {
        let at_s = eighth as f32 * eighth_s;
        add(&mut sound, at_s, &hat, 0.3);
        if eighth % 4 == 2 {
            add(&mut sound, at_s, &snare, 0.8);
        } else if eighth % 4 == 0 || pattern[eighth % 8] {
            add(&mut sound, at_s, &kick, 1.0);
        }
    }
    sound
}

/// Drums, a bass and chords together.
pub fn band(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let mut sound = drum_loop(rng, seconds);
    add(&mut sound, 0.0, &chords(rng, seconds), 0.3);
    let every_s = rng.random_range(0.2..0.5);
    let bass = notes(rng, seconds, every_s, |rng| {
        let hz = note_hz(scale_note(rng, -24));
        let mut note = harmonics(every_s, |_| hz, &falling(6, 1.0));
        decay(&mut note, 0.3);
        note
    });
    add(&mut sound, 0.0, &bass, 0.5);
    sound
}

/// Steps of a melody on a bright synthesiser.
pub fn lead(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let (key, every_s) = (rng.random_range(-12..10), rng.random_range(0.12..0.6));
    let shares = falling(20, rng.random_range(0.6..1.6));
    let (attack_s, release_s) = (rng.random_range(0.005..0.08), rng.random_range(0.02..0.1));
    notes(rng, seconds, every_s, |rng| {
        let hz = note_hz(scale_note(rng, key));
        let mut note = harmonics(every_s, |_| hz, &shares);
        swell(&mut note, attack_s, release_s);
        note
    })
}

/// A bowed string section: long notes that slide a little and tremble.
pub fn strings(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let (key, every_s) = (rng.random_range(-12..10), rng.random_range(0.3..1.2));
    let (vibrato_hz, depth) = (rng.random_range(4.5..6.5), rng.random_range(0.003..0.02));
    let shares = falling(16, rng.random_range(0.8..1.4));
    notes(rng, seconds, every_s, |rng| {
        let hz = note_hz(scale_note(rng, key));
        let pitch_hz = |t: f32| hz * (1.0 + depth * (TAU * vibrato_hz * t).sin());
        let mut note = harmonics(every_s, pitch_hz, &shares);
        resonate(&mut note, 450.0, 200.0);
        swell(&mut note, 0.06, 0.08);
        note
    })
}

/// Frequency modulation after Chowning (1973).
pub fn bells(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let (key, every_s) = (rng.random_range(-5..15), rng.random_range(0.2..0.8));
    let (ratio, index) = (rng.random_range(1.2..3.6), rng.random_range(2.0..8.0));
    notes(rng, seconds, every_s, |rng| {
        let hz = note_hz(scale_note(rng, key));
        let mut note = over(1.5, |t| {
            let modulation = index * (-t / 0.4).exp() * (TAU * ratio * hz * t).sin();
            (TAU * hz * t + modulation).sin()
        });
        decay(&mut note, 0.4);
        note
    })
}

/// A tone that slides from note to note with a breath.
pub fn whistling(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let every_s = rng.random_range(0.2..0.6);
    let count = (seconds / every_s).ceil() as usize + 2;
    let melody: Vec<f32> = (0..count).map(|_| note_hz(24 + scale_note(rng, 0))).collect();
    let pitch_hz = |t: f32| {
        let (note, way) = ((t / every_s) as usize, (t / every_s).fract());
        let slide = (way * 4.0).min(1.0);
        melody[note] + (melody[note + 1] - melody[note]) * slide
    };
    let mut sound = harmonics(seconds, pitch_hz, &[1.0, 0.05]);
    let mut breath = white(rng, seconds);
    high_pass(&mut breath, 1_000.0);
    add(&mut sound, 0.0, &breath, 0.02);
    gusts(rng, &mut sound, 1.0..4.0);
    sound
}

/// Two reeds a little apart for every note, and the bellows.
pub fn accordion(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let (key, every_s) = (rng.random_range(-5..8), rng.random_range(0.15..0.6));
    let reeds = falling(15, 0.6);
    let mut sound = notes(rng, seconds, every_s, |rng| {
        let hz = note_hz(scale_note(rng, key));
        let mut note = harmonics(every_s, |_| hz, &reeds);
        add(&mut note, 0.0, &harmonics(every_s, |_| 1.006 * hz, &reeds), 0.9);
        swell(&mut note, 0.03, 0.03);
        note
    });
    gusts(rng, &mut sound, 0.3..1.0);
    sound
}

/// Fifths through an amplifier that is too loud.
pub fn guitar(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let (key, every_s) = (rng.random_range(-20..-5), rng.random_range(0.15..0.5));
    notes(rng, seconds, every_s, |rng| {
        let hz = note_hz(scale_note(rng, key));
        let mut note = harmonics(every_s, |_| hz, &falling(8, 1.0));
        add(&mut note, 0.0, &harmonics(every_s, |_| 1.5 * hz, &falling(8, 1.0)), 0.8);
        decay(&mut note, 0.5);
        note.iter_mut().for_each(|sample| *sample = (6.0 * *sample).tanh());
        low_pass(&mut note, 3_000.0);
        swell(&mut note, 0.002, 0.02);
        note
    })
}
