"""Writes clips.json: what librosa 0.11.0 makes of some clips of the corpora, numbers only.

    VENV/bin/python clips.py SHARED

SHARED is the folder that holds corpora/ and originals/. The clips themselves never come here.
"""

import json
import sys
from pathlib import Path

import librosa
import numpy as np

from make import GATE, OVERTONE, frames, summary

CLIPS = [
    "corpora/ravdess/Actor_01/03-01-05-02-01-01-01.ogg",
    "corpora/ravdess/Actor_12/03-01-02-01-02-02-12.ogg",
    "corpora/ravdess/Actor_20/03-01-08-02-02-01-20.ogg",
    "corpora/crema-d/AudioWAV/1001_DFA_ANG_XX.ogg",
    "corpora/crema-d/AudioWAV/1012_IWW_SAD_XX.ogg",
    "corpora/tess/OAF_fear/OAF_back_fear.ogg",
    "corpora/tess/YAF_ps/YAF_dog_ps.ogg",
    "corpora/savee/ALL/DC_a01.ogg",
    "corpora/savee/ALL/JK_su05.ogg",
]


def originals(shared):
    return sorted(str(p.relative_to(shared)) for p in (shared / "originals").rglob("*.wav"))


def rounded(values):
    """Seven digits, what single precision holds."""
    return [float(f"{value:.7g}") for value in np.asarray(values, dtype=float).ravel()]


def shown(frames, at):
    return {str(frame): rounded(frames[:, frame]) for frame in at}


def numbers(path):
    y, _ = librosa.load(path, duration=2.5, offset=0.6)
    whole, _ = librosa.load(path, sr=OVERTONE["sr"])
    gate, overtone = frames(whole, GATE), frames(whole, OVERTONE)
    at = [int(gate.shape[1] * share) for share in (0.2, 0.35, 0.5, 0.65)]
    return {
        "seconds": librosa.get_duration(path=path),
        "summary": rounded(summary(y)),
        "frames": gate.shape[1],
        "gate": shown(gate, at),
        "overtone": shown(overtone, at),
    }


def main():
    shared = Path(sys.argv[1])
    clips = {clip: numbers(shared / clip) for clip in CLIPS + originals(shared)}
    path = Path(__file__).with_name("clips.json")
    path.write_text(json.dumps(clips, separators=(",", ":")).replace('},"', '},\n"') + "\n")
    print(f"{path}: {len(clips)} clips, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
