// A corpus made here, so that what is in it is known: actors whose emotions differ in pitch, pace
// and loudness, under the names of RAVDESS.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { RATE_HZ, voice, wav } from "./signals.mjs";

/** RAVDESS's codes of the emotions here, and how each is spoken: speed and pitch, and loudness. */
const MANNERS = {
  sad: { code: "04", speed: 0.72, loudness: 0.35 },
  happy: { code: "03", speed: 1.0, loudness: 0.7 },
  angry: { code: "05", speed: 1.45, loudness: 1.0 },
};

export const ACTORS = 6;
const TAKES = 4;

/** The emotions of the corpus, in the order of the project. */
export const SPOKEN = ["happy", "sad", "angry"];

/** The clips of a full corpus: every actor speaks every emotion several times. */
export const CLIPS = ACTORS * TAKES * SPOKEN.length;

const two = (number) => String(number).padStart(2, "0");

/** A clip: each actor has a voice of their own, each take a length of its own. */
function clip(actor, emotion, take) {
  const { speed, loudness } = MANNERS[emotion];
  const samples = voice(1.1 + 0.13 * take + 0.017 * actor).map((sample) => sample * loudness);
  return wav(samples, Math.round(RATE_HZ * speed * (0.93 + 0.025 * actor)));
}

/** The files of the corpus as [path, bytes]. */
export function corpus(actors = ACTORS, takes = TAKES) {
  const files = [];
  for (let actor = 1; actor <= actors; actor++) {
    for (const emotion of SPOKEN) {
      for (let take = 0; take < takes; take++) {
        const [statement, repetition] = [two(1 + (take >> 1)), two(1 + (take & 1))];
        const name = `03-01-${MANNERS[emotion].code}-01-${statement}-${repetition}-${two(actor)}.wav`;
        files.push([`ravdess/Actor_${two(actor)}/${name}`, clip(actor, emotion, take)]);
      }
    }
  }
  return files;
}

/** The corpus with what is not for use beside it: a song, a copy of a clip, silence, a letter. */
export function withOddities(files) {
  const [, first] = files[0];
  return [
    ...files,
    ["ravdess/Actor_01/03-02-04-01-01-01-01.wav", first],
    ["ravdess/Actor_01/03-01-03-02-01-01-01.wav", first],
    ["ravdess/Actor_01/03-01-03-02-02-01-01.wav", wav(new Float32Array(RATE_HZ))],
    ["ravdess/README.md", Buffer.from("A corpus for tests.")],
  ];
}

/** Writes files below a folder, and returns it. */
export async function written(folder, files) {
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return folder;
}
