"""Writes goldens.bin, what librosa 0.11.0 makes of the signals of signals.py.

    python -m venv VENV && VENV/bin/pip install -r requirements.txt && VENV/bin/python make.py

goldens.bin: length of the header as 4 bytes, little-endian; the header, JSON: version of librosa,
rate and pitch of every signal, and type, shape and place of every array; then the arrays,
little-endian, row after row.
"""

import json
import warnings
from pathlib import Path

import librosa
import numpy as np

from signals import RATE_HZ, signals

FFT, HOP = 2_048, 512
# The frames of the gate and of charts: the numbers of FrameSpec::default().
GATE = dict(sr=16_000, n_fft=512, win_length=400, hop_length=160, n_mels=64, fmin=50, fmax=5_000)
# The frames of the models that ship: the numbers of FrameSpec::whisper().
OVERTONE = dict(sr=16_000, n_fft=400, win_length=400, hop_length=160, n_mels=80, fmin=0, fmax=8_000)


class Goldens:
    """Arrays by name, written one after the other."""

    def __init__(self):
        self.arrays, self.blocks, self.at = {}, [], 0

    def add(self, name, values, kind):
        block = np.ascontiguousarray(values, dtype="<" + kind).tobytes()
        # Every array begins at a multiple of 8 bytes.
        block += bytes(-len(block) % 8)
        shape = list(np.shape(values))
        self.arrays[name] = {"kind": kind, "shape": shape, "at": self.at}
        self.blocks.append(block)
        self.at += len(block)

    def write(self, path, about):
        header = json.dumps({**about, "arrays": self.arrays}, separators=(",", ":")).encode()
        header += b" " * (-(len(header) + 4) % 8)
        path.write_bytes(len(header).to_bytes(4, "little") + header + b"".join(self.blocks))


def some(frames):
    """The frames whose whole spectrum is kept: one inside and the last."""
    return sorted({frames // 2, frames - 1})


def mono(signal):
    """Samples as librosa.load would give them."""
    y = signal.samples
    y = y.astype(np.float32) / np.float32(32_768) if y.dtype == np.int16 else y
    y = y.mean(axis=1, dtype=np.float32) if y.ndim == 2 else y
    return librosa.resample(y, orig_sr=signal.rate_hz, target_sr=RATE_HZ)


def stretch(y):
    """Six tenths of a second in, for two and a half; a sound too short for a frame there is taken
    from its beginning."""
    offset = int(0.6 * RATE_HZ)
    start = offset if len(y) >= offset + FFT else 0
    return y[start : start + int(2.5 * RATE_HZ)]


def summary(y):
    """The 162 averages, in the order of the design that the project descends from."""
    magnitudes = np.abs(librosa.stft(y))
    parts = [
        librosa.feature.zero_crossing_rate(y=y),
        librosa.feature.chroma_stft(S=magnitudes, sr=RATE_HZ),
        librosa.feature.mfcc(y=y, sr=RATE_HZ),
        librosa.feature.rms(y=y),
        librosa.feature.melspectrogram(y=y, sr=RATE_HZ),
    ]
    return np.hstack([np.mean(part.T, axis=0) for part in parts])


def frames(y, numbers):
    """Mel bands in decibels."""
    return librosa.power_to_db(librosa.feature.melspectrogram(y=y, **numbers), top_db=None)


def bank(sr, n_fft, n_mels, fmin, fmax, **_):
    return librosa.filters.mel(sr=sr, n_fft=n_fft, n_mels=n_mels, fmin=fmin, fmax=fmax)


def add_signal(goldens, name, signal):
    goldens.add(f"{name}/samples", signal.samples, signal.samples.dtype.str[1:])
    y = mono(signal)
    magnitudes = np.abs(librosa.stft(y))
    mel = librosa.feature.melspectrogram(y=y, sr=RATE_HZ)
    shown = some(mel.shape[1])
    goldens.add(f"{name}/shown", shown, "u4")
    goldens.add(f"{name}/stft", magnitudes[:, shown], "f4")
    goldens.add(f"{name}/mel", mel, "f4")
    goldens.add(f"{name}/db", librosa.power_to_db(mel, top_db=None)[:, shown], "f4")
    goldens.add(f"{name}/db_80", librosa.power_to_db(mel)[:, shown], "f4")
    goldens.add(f"{name}/mfcc", librosa.feature.mfcc(y=y, sr=RATE_HZ), "f4")
    goldens.add(f"{name}/rms", librosa.feature.rms(y=y), "f4")
    goldens.add(f"{name}/zcr", librosa.feature.zero_crossing_rate(y=y), "f4")
    goldens.add(f"{name}/tuning", librosa.estimate_tuning(S=magnitudes, sr=RATE_HZ), "f8")
    goldens.add(f"{name}/chroma", librosa.feature.chroma_stft(S=magnitudes, sr=RATE_HZ), "f4")
    goldens.add(f"{name}/summary", summary(stretch(y)), "f4")
    # The same samples, read as if they came at the rate of our own networks.
    goldens.add(f"{name}/gate", frames(y, GATE)[:, ::3], "f4")
    goldens.add(f"{name}/overtone", frames(y, OVERTONE)[:, ::3], "f4")


def add_windows(goldens):
    for n in (1, 2, 41, 400, 2_048):
        goldens.add(f"window/{n}", librosa.filters.get_window("hann", n), "f8")


def add_banks(goldens):
    mel = {
        "mel/seed": librosa.filters.mel(sr=RATE_HZ, n_fft=FFT),
        "mel/gate": bank(**GATE),
        "mel/overtone": bank(**OVERTONE),
        "mel/wide": librosa.filters.mel(sr=48_000, n_fft=1_024, n_mels=20, fmin=300.5),
    }
    for name, weights in mel.items():
        places = np.flatnonzero(weights)
        goldens.add(f"{name}/shape", weights.shape, "u4")
        goldens.add(f"{name}/places", places, "u4")
        goldens.add(f"{name}/weights", weights.ravel()[places], "f4")
    for name, tuning in {"flat": -0.5, "even": 0.0, "sharp": 0.23}.items():
        goldens.add(f"chroma/{name}/tuning", tuning, "f8")
        goldens.add(f"chroma/{name}", librosa.filters.chroma(sr=RATE_HZ, n_fft=FFT, tuning=tuning), "f4")


def add_decibels(goldens):
    powers = np.concatenate([[0.0], np.logspace(-6, 3, 91)]).astype(np.float32)
    goldens.add("decibel/powers", powers, "f4")
    goldens.add("decibel/db", librosa.power_to_db(powers, top_db=None), "f4")


def main():
    warnings.simplefilter("ignore")  # Short signals and silence are meant.
    goldens, known = Goldens(), {}
    add_windows(goldens)
    add_banks(goldens)
    add_decibels(goldens)
    for name, signal in signals().items():
        add_signal(goldens, name, signal)
        known[name] = {"rate_hz": signal.rate_hz, "f0_hz": signal.f0_hz}
    about = {"librosa": librosa.__version__, "signals": known}
    path = Path(__file__).with_name("goldens.bin")
    goldens.write(path, about)
    print(f"{path}: {len(known)} signals, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
