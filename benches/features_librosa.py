"""Times librosa on the files whose paths come on stdin, reading and computing apart: prints
[{"read", "compute"} of the 162 averages, {"read", "compute"} of 80 mel bands in decibels] in
seconds of the processor, of each file the fastest of as many rounds as the argument says."""

import json
import sys
import time
import warnings

import librosa
import numpy as np

SEED_HZ, FRAMES_HZ = 22_050, 16_000


def averages(y):
    magnitudes = np.abs(librosa.stft(y))
    parts = [
        librosa.feature.zero_crossing_rate(y=y),
        librosa.feature.chroma_stft(S=magnitudes, sr=SEED_HZ),
        librosa.feature.mfcc(y=y, sr=SEED_HZ),
        librosa.feature.rms(y=y),
        librosa.feature.melspectrogram(y=y, sr=SEED_HZ),
    ]
    return np.hstack([np.mean(part.T, axis=0) for part in parts])


def stretch(y):
    """The two and a half seconds that the averages are over."""
    return y[int(0.6 * SEED_HZ) :][: int(2.5 * SEED_HZ)]


def bands(y):
    frame = dict(sr=FRAMES_HZ, n_fft=400, hop_length=160, n_mels=80, fmin=0, fmax=8_000)
    return librosa.power_to_db(librosa.feature.melspectrogram(y=y, **frame), top_db=None)


def times(rate, compute, paths):
    compute(librosa.load(paths[0], sr=rate)[0])
    total = {"read": 0, "compute": 0}
    for path in paths:
        sound, seconds = fastest(lambda: librosa.load(path, sr=rate)[0])
        total["read"] += seconds
        total["compute"] += fastest(lambda: compute(sound))[1]
    return total


def fastest(work):
    """What some work gives, and the seconds of its fastest round."""
    seconds = []
    for _ in range(int(sys.argv[1])):
        start = time.process_time()
        result = work()
        seconds.append(time.process_time() - start)
    return result, min(seconds)


warnings.simplefilter("ignore")
files = sys.stdin.read().splitlines()
seed = times(SEED_HZ, lambda y: averages(stretch(y)), files)
json.dump([seed, times(FRAMES_HZ, bands, files)], sys.stdout)
