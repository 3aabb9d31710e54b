// The command line program, which reads what the tab has saved and makes what the tab makes.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

const PROGRAM = process.env.OVERTONE_BIN;

/** Why tests with the program are passed by; `cargo xtask test` says where it is. */
export const SKIPPED = PROGRAM ? false : "OVERTONE_BIN names no program";

/** Runs the program in a folder, and returns what it prints. */
export async function overtone(folder, ...words) {
  const { stdout } = await promisify(execFile)(PROGRAM, words, { cwd: folder, maxBuffer: 1 << 26 });
  return stdout;
}

/** What the program makes of a sound with a model: the probability of each emotion. */
export async function predicted(folder, sound, model) {
  const answers = JSON.parse(await overtone(folder, "predict", sound, "--model", model, "--format", "json"));
  return answers[0].probabilities;
}
