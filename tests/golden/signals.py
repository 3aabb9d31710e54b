"""Synthesised test sounds: every one made by a formula or a seeded generator, none recorded.

`signals()` gives name -> Signal. Most samples are rounded to 16 bits, so that they are stored
exactly in half the space.
"""

from dataclasses import dataclass

import numpy as np
from scipy.signal import chirp, lfilter

RATE_HZ = 22_050
LENGTH_S = 0.35


@dataclass
class Signal:
    """Samples, [n] or [n, 2] for stereo, and what is known of their pitch.

    `f0_hz` is None where pitch is not tested, 0 where there is none, else the pitch in Hz.
    """

    samples: np.ndarray
    f0_hz: float | None = None
    rate_hz: int = RATE_HZ


def seconds(length, rate_hz=RATE_HZ):
    return np.arange(int(length * rate_hz)) / rate_hz


def sine(hz, length=LENGTH_S, level=0.5):
    return level * np.sin(2 * np.pi * hz * seconds(length))


def harmonics(f0_hz, levels, length=LENGTH_S):
    t = seconds(length)
    return sum(a * np.sin(2 * np.pi * f0_hz * k * t) for k, a in enumerate(levels, 1))


def noise(seed, length=LENGTH_S):
    return np.random.Generator(np.random.PCG64(seed)).uniform(-0.5, 0.5, int(length * RATE_HZ))


def coloured(seed, exponent, length=LENGTH_S):
    """Noise whose power falls with frequency to this exponent: 1 pink, 2 brown."""
    spectrum = np.fft.rfft(noise(seed, length))
    hz = np.fft.rfftfreq(int(length * RATE_HZ), 1 / RATE_HZ)
    spectrum[1:] *= hz[1:] ** (-exponent / 2)
    spectrum[0] = 0
    y = np.fft.irfft(spectrum, int(length * RATE_HZ))
    return 0.5 * y / np.abs(y).max()


# First three formants and their widths in Hz, after Peterson and Barney (1952).
FORMANTS = {
    "a": [(730, 90), (1090, 110), (2440, 170)],
    "e": [(530, 60), (1840, 100), (2480, 120)],
    "i": [(270, 60), (2290, 100), (3010, 120)],
    "o": [(570, 80), (840, 90), (2410, 140)],
    "u": [(300, 60), (870, 90), (2240, 140)],
}


def formants(source, vowel):
    y = source
    for hz, width in FORMANTS[vowel]:
        radius = np.exp(-np.pi * width / RATE_HZ)
        turn = 2 * np.pi * hz / RATE_HZ
        y = lfilter([1 - radius], [1, -2 * radius * np.cos(turn), radius**2], y)
    return 0.6 * y / np.abs(y).max()


def pulses(f0_hz):
    """A pulse whenever a cycle of this pitch, one value a sample, begins; lips and glottis
    together fall by 6 dB an octave."""
    cycles = np.cumsum(f0_hz / RATE_HZ)
    train = np.diff(np.floor(cycles), prepend=0.0)
    return lfilter([1], [1, -0.95], train)


def vowel(name, f0_hz, length=LENGTH_S):
    f0_hz = np.broadcast_to(f0_hz, int(length * RATE_HZ)).astype(float)
    return formants(pulses(f0_hz), name)


def at(level, y):
    return level * y


def sentence(seed, f0_hz, length=1.1):
    """Vowels on a falling pitch, a hiss and pauses, one after the other."""
    part = length / 6
    n = int(part * RATE_HZ)
    glide = np.linspace(1.15, 0.85, 5 * n) * f0_hz
    parts = [np.zeros(n // 2)]
    for k, name in enumerate("aeiou"):
        parts.append(vowel(name, glide[k * n : (k + 1) * n], part) * (0.4 + 0.1 * k))
        if k == 2:
            parts.append(0.2 * np.diff(noise(seed, part), prepend=0.0))
    return np.concatenate(parts)[: int(length * RATE_HZ)]


def sixteen_bit(y):
    """Rounded to 16 bits, and clipped where it exceeds them."""
    return np.clip(np.round(y * 32_768), -32_768, 32_767).astype(np.int16)


def stereo():
    """Two different tones at 44.1 kHz, left and right."""
    t = seconds(0.3, 44_100)
    left = 0.4 * np.sin(2 * np.pi * 330 * t) + 0.1 * np.sin(2 * np.pi * 4_000 * t)
    right = 0.4 * np.sin(2 * np.pi * 495 * t)
    return np.stack([left, right], axis=1)


def rounded():
    """The signals that are stored in 16 bits."""
    t = seconds(LENGTH_S)
    n = len(t)
    unit = np.zeros(n)
    middle, first = unit.copy(), unit.copy()
    middle[n // 2], first[0] = 0.9, 0.9
    train = unit.copy()
    train[:: RATE_HZ // 50] = 0.8
    glide = np.linspace(120, 240, n)
    tremble = 150 * (1 + 0.02 * np.sin(2 * np.pi * 5 * t))
    return {
        "sine_440": Signal(sine(440), 440),
        "sine_452": Signal(sine(452), 452),
        "sine_65": Signal(sine(65), 65),
        "sine_100": Signal(sine(100), 100),
        "sine_233": Signal(sine(233.08), 233.08),
        "sine_750": Signal(sine(750), 750),
        "sine_1000": Signal(sine(1_000)),
        "sine_3951": Signal(sine(3_951.07)),
        "sine_11000": Signal(sine(11_000)),
        "sine_quiet": Signal(sine(440, level=0.001), 440),
        "sine_full": Signal(sine(440, level=0.999), 440),
        "sine_clipped": Signal(sine(200, level=3.0), 200),
        "chirp": Signal(0.5 * chirp(t, 50, LENGTH_S, 8_000)),
        "chirp_octaves": Signal(0.5 * chirp(t, 10_000, LENGTH_S, 60, method="logarithmic")),
        "impulse": Signal(middle),
        "impulse_first": Signal(first),
        "clicks": Signal(train),
        "white": Signal(noise(1), 0),
        "white_quiet": Signal(at(0.01, noise(2)), 0),
        "pink": Signal(coloured(3, 1), 0),
        "brown": Signal(coloured(4, 2)),
        "silence": Signal(unit, 0),
        "dc": Signal(np.full(n, 0.25), 0),
        "dc_sine": Signal(0.3 + sine(300, level=0.2)),
        "one_sample": Signal(np.array([0.5])),
        "two_samples": Signal(np.array([0.5, -0.5])),
        "shorter_than_a_hop": Signal(sine(700)[:301]),
        "shorter_than_a_window": Signal(sine(700)[:1_500]),
        "one_window": Signal(noise(5)[:2_048]),
        "square": Signal(0.4 * np.sign(np.sin(2 * np.pi * 150 * t + 0.1)), 150),
        "sawtooth": Signal(0.8 * ((180 * t) % 1 - 0.5), 180),
        "triangle": Signal(0.8 * (np.abs((260 * t) % 1 - 0.5) - 0.25), 260),
        "harmonics_110": Signal(harmonics(110, [0.3, 0.2, 0.1, 0.05]), 110),
        "harmonics_missing": Signal(harmonics(160, [0, 0.3, 0.2, 0.1]), 160),
        "chord_major": Signal(sum(sine(hz, level=0.2) for hz in (261.63, 329.63, 392.0))),
        "chord_flat": Signal(sum(sine(hz, level=0.2) for hz in (217.5, 258.65, 325.9))),
        "am": Signal(sine(500) * (1 + np.sin(2 * np.pi * 20 * t)) / 2),
        "fm": Signal(0.5 * np.sin(2 * np.pi * 400 * t + 8 * np.sin(2 * np.pi * 12 * t))),
        "decay": Signal(sine(350) * np.exp(-t / 0.08)),
        "swell": Signal(sine(180) * t / LENGTH_S, 180),
        "tone_in_noise": Signal(sine(320, level=0.4) + 0.1 * noise(6), 320),
        "on_and_off": Signal(sine(600) * (np.floor(t * 20) % 2)),
        "ramp": Signal(np.linspace(-1, 1, n)),
        "whisper": Signal(formants(noise(7), "e")),
        "vowel_a_90": Signal(vowel("a", 90), 90),
        "vowel_e_120": Signal(vowel("e", 120), 120),
        "vowel_i_180": Signal(vowel("i", 180), 180),
        "vowel_o_220": Signal(vowel("o", 220), 220),
        "vowel_u_300": Signal(vowel("u", 300), 300),
        "vowel_a_420": Signal(vowel("a", 420), 420),
        "vowel_glide": Signal(vowel("a", glide)),
        "vowel_vibrato": Signal(vowel("o", tremble)),
        "sentence_low": Signal(sentence(8, 110)),
        "sentence_high": Signal(sentence(9, 230)),
        "sentence_quiet": Signal(at(0.02, sentence(10, 170, 0.75))),
        "white_long": Signal(noise(11, 0.8), 0),
        "stereo": Signal(stereo(), rate_hz=44_100),
    }


def signals():
    """All of them, in a fixed order."""
    made = rounded()
    for signal in made.values():
        signal.samples = sixteen_bit(signal.samples)
    made["very_loud"] = Signal((40.0 * vowel("a", 130)).astype(np.float32), 130)
    made["very_quiet"] = Signal((1e-6 * vowel("i", 200)).astype(np.float32), 200)
    made["nearly_zero"] = Signal((3e-10 * sine(500, 0.1)).astype(np.float32))
    return made
