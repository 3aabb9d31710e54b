//! Sounds that are no speech. The gate is fitted to some kinds and tested on others, too.

use std::f32::consts::TAU;

use rand::RngExt;

use super::animals::*;
use super::music::*;
use super::synth::*;

/// A kind of sound and how one of so many seconds is made.
pub struct Kind {
    pub name: &'static str,
    pub make: fn(&mut Rng, f32) -> Vec<f32>,
}

const fn kind(name: &'static str, make: fn(&mut Rng, f32) -> Vec<f32>) -> Kind {
    Kind { name, make }
}

/// Kinds to which the gate is fitted.
pub const FITTED: [Kind; 18] = [
    kind("white noise", white),
    kind("pink noise", pink),
    kind("hum of 50 Hz", |rng, s| hum(rng, s, 50.0)),
    kind("tone", tone),
    kind("chords", chords),
    kind("plucked strings", plucked),
    kind("drum loop", drum_loop),
    kind("clicks", clicks),
    kind("crickets", crickets),
    kind("chirps", chirps),
    kind("engine", engine),
    kind("wind", wind),
    kind("siren", siren),
    kind("dialling", dialling),
    kind("lead synthesiser", lead),
    kind("barks", barks),
    kind("knocks", knocks),
    kind("whistling", whistling),
];

/// Kinds that only test it. The last eight came when all was chosen and fitted.
pub const UNHEARD: [Kind; 22] = [
    kind("brown noise", brown),
    kind("hum of 60 Hz", |rng, s| hum(rng, s, 60.0)),
    kind("two tones", two_tones),
    kind("bells", bells),
    kind("strings with vibrato", strings),
    kind("band", band),
    kind("meows", meows),
    kind("frogs", frogs),
    kind("rain", rain),
    kind("helicopter", helicopter),
    kind("telephone", telephone),
    kind("applause", applause),
    kind("vacuum cleaner", vacuum_cleaner),
    kind("ticking clock", clock),
    kind("surf", surf),
    kind("gunshots", gunshots),
    kind("moos", moos),
    kind("accordion", accordion),
    kind("distorted guitar", guitar),
    kind("drill", drill),
    kind("typewriter", typewriter),
    kind("bubbles", bubbles),
];

fn hum(rng: &mut Rng, seconds: f32, mains_hz: f32) -> Vec<f32> {
    let shares: Vec<f32> = (1..=20).map(|k| rng.random_range(0.0..1.0) / k as f32).collect();
    harmonics(seconds, |_| mains_hz, &shares)
}

fn tone(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let hz = 100.0 * rng.random_range(0.0..5.3_f32).exp2();
    harmonics(seconds, |_| hz, &[1.0])
}

fn two_tones(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let mut sound = tone(rng, seconds);
    let other = tone(rng, seconds);
    add(&mut sound, 0.0, &other, rng.random_range(0.3..1.0));
    sound
}

fn clicks(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let mut sound = vec![0.0; samples(seconds)];
    for _ in 0..(seconds * rng.random_range(1.0..15.0)) as usize + 1 {
        let at_s = rng.random_range(0.0..seconds);
        let mut click = white(rng, 0.004);
        decay(&mut click, 0.001);
        add(&mut sound, at_s, &click, rng.random_range(0.3..1.0));
    }
    sound
}

/// Firing strokes whose rate wanders, and their noise.
fn engine(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let (base_hz, wander_hz) = (rng.random_range(25.0..110.0), rng.random_range(0.1..0.6));
    let swing = rng.random_range(0.0..0.25);
    let pitch_hz = |t: f32| base_hz * (1.0 + swing * (TAU * wander_hz * t).sin());
    let mut sound = harmonics(seconds, pitch_hz, &falling(30, 0.8));
    add(&mut sound, 0.0, &white(rng, seconds), rng.random_range(0.2..1.5));
    low_pass(&mut sound, rng.random_range(300.0..1_500.0));
    sound
}

/// Low noise in slow gusts.
fn wind(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let mut sound = pink(rng, seconds);
    low_pass(&mut sound, rng.random_range(200.0..1_500.0));
    gusts(rng, &mut sound, 0.2..1.5);
    sound
}

fn siren(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let (low_hz, high_hz) = (rng.random_range(300.0..700.0), rng.random_range(800.0..1_600.0));
    let rate_hz = rng.random_range(0.2..4.0);
    let two_tone = rng.random_bool(0.4);
    let pitch_hz = |t: f32| {
        let swing = 0.5 + 0.5 * (TAU * rate_hz * t).sin();
        low_hz + (high_hz - low_hz) * if two_tone { swing.round() } else { swing }
    };
    harmonics(seconds, pitch_hz, &falling(10, rng.random_range(0.8..2.5)))
}

/// The tones of telephone keys.
fn dialling(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let every_s = rng.random_range(0.12..0.4);
    notes(rng, seconds, every_s, |rng| {
        let low_hz = [697.0, 770.0, 852.0, 941.0][rng.random_range(0..4)];
        let high_hz = [1_209.0, 1_336.0, 1_477.0][rng.random_range(0..3)];
        let mut key = harmonics(0.6 * every_s, |_| low_hz, &[1.0]);
        add(&mut key, 0.0, &harmonics(0.6 * every_s, |_| high_hz, &[1.0]), 1.0);
        key
    })
}

/// Something hard on wood.
fn knocks(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let (centre_hz, every_s) = (rng.random_range(120.0..900.0), rng.random_range(0.15..0.7));
    notes(rng, seconds, every_s, |rng| {
        let mut knock = white(rng, 0.15);
        decay(&mut knock, 0.012);
        resonate(&mut knock, centre_hz, 120.0);
        let gain = rng.random_range(0.5..1.0);
        knock.iter_mut().for_each(|sample| *sample *= gain);
        knock
    })
}

fn brown(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let mut sound = white(rng, seconds);
    low_pass(&mut sound, 20.0);
    sound
}

/// Drops: a hiss of many tiny resonant clicks.
fn rain(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let mut sound = pink(rng, seconds);
    sound.iter_mut().for_each(|sample| *sample *= 0.02);
    for _ in 0..(seconds * rng.random_range(100.0..600.0)) as usize {
        let (at_s, hz) = (rng.random_range(0.0..seconds), rng.random_range(1_000.0..6_000.0));
        let mut drop = harmonics(0.01, |_| hz, &[1.0]);
        decay(&mut drop, 0.002);
        add(&mut sound, at_s, &drop, rng.random_range(0.0..1.0_f32).powi(3));
    }
    sound
}

/// Blades that beat the air.
fn helicopter(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let beats_hz = rng.random_range(9.0..18.0);
    let mut sound = pink(rng, seconds);
    low_pass(&mut sound, rng.random_range(400.0..1_200.0));
    for (i, sample) in sound.iter_mut().enumerate() {
        let phase = (beats_hz * i as f32 / RATE_HZ).fract();
        *sample *= 0.15 + (-phase / 0.25).exp();
    }
    sound
}

/// Two close tones that trill, on and off.
fn telephone(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let (hz, ratio) = (rng.random_range(500.0..1_500.0), rng.random_range(1.15..1.35));
    let (trill_hz, on_s) = (rng.random_range(12.0..25.0), rng.random_range(0.4..1.2));
    let pitch_hz = |t: f32| if (t * trill_hz).fract() < 0.5 { hz } else { hz * ratio };
    let mut sound = harmonics(seconds, pitch_hz, &falling(4, 1.5));
    for (i, sample) in sound.iter_mut().enumerate() {
        if (i as f32 / RATE_HZ / on_s) as usize % 2 == 1 {
            *sample = 0.0;
        }
    }
    sound
}

/// Many hands.
fn applause(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let mut sound = vec![0.0; samples(seconds)];
    for _ in 0..(seconds * rng.random_range(20.0..120.0)) as usize {
        let mut clap = white(rng, 0.03);
        decay(&mut clap, 0.006);
        resonate(&mut clap, rng.random_range(700.0..2_500.0), 700.0);
        let at_s = rng.random_range(0.0..seconds);
        add(&mut sound, at_s, &clap, rng.random_range(0.1..1.0));
    }
    sound
}

/// A whine in a rush of air.
fn vacuum_cleaner(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let hz = rng.random_range(180.0..600.0);
    let mut sound = pink(rng, seconds);
    let whine = harmonics(seconds, |t| hz * (1.0 + 0.01 * (TAU * 0.3 * t).sin()), &falling(8, 1.0));
    add(&mut sound, 0.0, &whine, rng.random_range(0.1..1.0));
    sound
}

/// A tick and a tock, once or a few times a second.
fn clock(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let (every_s, mut at_s) = (rng.random_range(0.2..0.5), 0.0);
    let mut sound = vec![0.0; samples(seconds)];
    for centre_hz in [2_400.0, 1_900.0].into_iter().cycle() {
        let mut tick = white(rng, 0.05);
        decay(&mut tick, 0.003);
        resonate(&mut tick, centre_hz, 150.0);
        add(&mut sound, at_s, &tick, 1.0);
        at_s += every_s;
        if at_s >= seconds {
            return sound;
        }
    }
    sound
}

/// Waves on a beach.
fn surf(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let mut sound = pink(rng, seconds);
    gusts(rng, &mut sound, 0.1..0.4);
    high_pass(&mut sound, 300.0);
    sound
}

fn gunshots(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let every_s = rng.random_range(0.3..1.0);
    notes(rng, seconds, every_s, |rng| {
        let mut shot = white(rng, 0.6);
        low_pass(&mut shot, rng.random_range(600.0..3_000.0));
        decay(&mut shot, 0.12);
        shot
    })
}

/// A motor that labours, and what it bites.
fn drill(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let (base_hz, wander_hz) = (rng.random_range(150.0..400.0), rng.random_range(0.3..1.5));
    let swing = rng.random_range(0.05..0.3);
    let pitch_hz = |t: f32| base_hz * (1.0 + swing * (TAU * wander_hz * t).sin());
    let mut sound = harmonics(seconds, pitch_hz, &falling(20, 0.3));
    add(&mut sound, 0.0, &white(rng, seconds), 1.0);
    sound
}

fn typewriter(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let mut sound = vec![0.0; samples(seconds)];
    let mut at_s = 0.0;
    while at_s < seconds {
        let mut key = white(rng, 0.05);
        decay(&mut key, 0.004);
        resonate(&mut key, rng.random_range(1_500.0..3_500.0), 500.0);
        add(&mut sound, at_s, &key, rng.random_range(0.4..1.0));
        at_s += rng.random_range(0.07..0.3);
    }
    sound
}

/// Short tones that rise, as bubbles do.
fn bubbles(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let mut sound = vec![0.0; samples(seconds)];
    for _ in 0..(seconds * rng.random_range(4.0..25.0)) as usize {
        let hz = rng.random_range(300.0..1_500.0);
        let mut bubble = harmonics(0.08, |t| hz * (1.0 + 4.0 * t), &[1.0]);
        decay(&mut bubble, 0.02);
        add(&mut sound, rng.random_range(0.0..seconds), &bubble, rng.random_range(0.2..1.0));
    }
    sound
}
