//! Sounds that are no speech. The gate is fitted to some kinds and tested on others, too.

use std::f32::consts::TAU;

use rand::RngExt;

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

/// Kinds that only test it.
pub const UNHEARD: [Kind; 14] = [
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

/// Three or four notes of an organ at once, a new chord every half second to two.
fn chords(rng: &mut Rng, seconds: f32) -> Vec<f32> {
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

/// Notes one after another, each made anew.
fn notes(
    rng: &mut Rng,
    seconds: f32,
    every_s: f32,
    mut note: impl FnMut(&mut Rng) -> Vec<f32>,
) -> Vec<f32> {
    let mut sound = vec![0.0; samples(seconds)];
    for beat in 0..(seconds / every_s).ceil() as usize {
        let note = note(rng);
        add(&mut sound, beat as f32 * every_s, &note, 1.0);
    }
    sound
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

fn plucked(rng: &mut Rng, seconds: f32) -> Vec<f32> {
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

fn drum_loop(rng: &mut Rng, seconds: f32) -> Vec<f32> {
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
fn band(rng: &mut Rng, seconds: f32) -> Vec<f32> {
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

/// Pulses of a high tone, three or four to a chirp.
fn crickets(rng: &mut Rng, seconds: f32) -> Vec<f32> {
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
fn chirps(rng: &mut Rng, seconds: f32) -> Vec<f32> {
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

/// Swells a sound up and down at a rate out of a range.
fn gusts(rng: &mut Rng, sound: &mut [f32], rates_hz: std::ops::Range<f32>) {
    let (rate_hz, phase) = (rng.random_range(rates_hz), rng.random_range(0.0..TAU));
    let depth = rng.random_range(0.4..0.95);
    for (i, sample) in sound.iter_mut().enumerate() {
        *sample *= 1.0 + depth * (TAU * rate_hz * i as f32 / RATE_HZ + phase).sin();
    }
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

/// Steps of a melody on a bright synthesiser.
fn lead(rng: &mut Rng, seconds: f32) -> Vec<f32> {
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
fn strings(rng: &mut Rng, seconds: f32) -> Vec<f32> {
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
fn bells(rng: &mut Rng, seconds: f32) -> Vec<f32> {
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

/// A rough falling cry through a dog's throat, a few times.
fn barks(rng: &mut Rng, seconds: f32) -> Vec<f32> {
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
fn meows(rng: &mut Rng, seconds: f32) -> Vec<f32> {
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
fn frogs(rng: &mut Rng, seconds: f32) -> Vec<f32> {
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

/// A tone that slides from note to note with a breath.
fn whistling(rng: &mut Rng, seconds: f32) -> Vec<f32> {
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
