// A visitor's own takes, and the training that they are for.

import { check, EMOTIONS } from "./harness.mjs";
import { RATE_HZ, voice, wav } from "./signals.mjs";

/** How long a training may take on a slow machine. */
export const TRAINING_MS = 60_000;

/**
 * Somebody whose two emotions differ in pitch and pace, each take a little. Who is contrary is sad
 * quickly and angry slowly, as no network expects.
 */
function take(emotion, number, isContrary) {
  const rate = (emotion === "sad") !== isContrary ? 0.8 + 0.02 * number : 1.25 + 0.03 * number;
  return wav(voice(1.6 + 0.1 * number), Math.round(RATE_HZ * rate));
}

export const filesOf = (emotion, count, isContrary = false) =>
  Array.from({ length: count }, (_, number) => ({
    name: `${emotion}-${number}.wav`,
    mimeType: "audio/wav",
    buffer: take(emotion, number, isContrary),
  }));

/** Leaves two emotions to tell apart. */
export async function chooseTwo(visit, two = ["sad", "angry"]) {
  for (const emotion of EMOTIONS) {
    await check(visit.part(`voice-emotion-${emotion}`), two.includes(emotion));
  }
}

/** The same recording, so many times. */
export const copiesOf = (buffer, count) =>
  Array.from({ length: count }, (_, number) => ({ name: `take-${number}.wav`, mimeType: "audio/wav", buffer }));

/** The two emotions between which a model hesitates most. */
export function hardestPair(probabilities) {
  const byProbability = [...probabilities].sort(([, a], [, b]) => a - b);
  const ratio = (at) => byProbability[at + 1][1] / byProbability[at][1];
  const pairs = byProbability.slice(1).map((_, at) => at);
  const at = pairs.reduce((best, at) => (ratio(at) < ratio(best) ? at : best));
  return [byProbability[at][0], byProbability[at + 1][0]];
}

export async function bringTakes(visit, count, isContrary = false) {
  await chooseTwo(visit);
  for (const emotion of ["sad", "angry"]) {
    await visit.part(`voice-files-${emotion}`).setInputFiles(filesOf(emotion, count, isContrary));
  }
  await takes(visit, 2 * count);
}

/** Waits until there are so many takes. */
export const takes = (visit, count) =>
  visit.page.waitForFunction(
    (count) => document.querySelectorAll('[data-testid="voice-take"]').length === count,
    count,
  );

/** Trains, and says what came of it. */
export async function train(visit, timeout = TRAINING_MS) {
  await visit.part("voice-train").click();
  const verdict = visit.part("voice-verdict");
  await verdict.waitFor({ timeout });
  return verdict.evaluate(({ dataset }) => ({
    isBetter: dataset.better === "true",
    before: Number(dataset.before),
    after: Number(dataset.after),
    elapsedMs: Number(dataset.elapsedMs),
  }));
}

export const listensWith = (visit, words) =>
  visit.page.waitForFunction(
    (words) => document.querySelector('[data-testid="model"]')?.textContent.includes(words),
    words,
  );
