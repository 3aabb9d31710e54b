// The laboratory on the GPU: an adapter that is a program, right and slow, so that a few steps must do.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { EMOTIONS, loseWorker, startBrowser } from "./harness.mjs";
import { corpus, written } from "./corpus.mjs";
import { visitLaboratory } from "./laboratory.mjs";
import { predicted, SKIPPED } from "./program.mjs";

/** As few as can be dealt by speaker, two to learn from, and a clip of each emotion by each: a step. */
const [ACTORS, TAKES] = [4, 1];
const STEP = 18;
/** Kernels are compiled, and steps computed, on a CPU that has other things to do. */
const PATIENCE_MS = 600_000;
/** How far losses of two devices may lie apart after a step in which each drops units of its own. */
const TOLERANCE = 0.1;

let browser, folder;
before(async () => {
  browser = await startBrowser("--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader");
  folder = await mkdtemp(join(tmpdir(), "overtone-corpus-"));
  await written(folder, corpus(ACTORS, TAKES));
});
after(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

/** The laboratory with all clips measured as the described pipeline does, whose network is the quicker here. */
async function visitWithClips() {
  const lab = await visitLaboratory(browser, folder, PATIENCE_MS);
  await lab.bringFolder();
  await lab.part("preset-seed").check();
  await lab.measure();
  return lab;
}

/** Lets it be computed on the GPU; what was measured is told to the module that comes. */
async function computeOnGpu(lab) {
  const module = lab.page.waitForRequest((request) => /laboratory-gpu.*[.]wasm/.test(request.url()));
  await lab.part("device-GPU").check();
  await module;
  await lab.measured();
}

test("a training goes on on the GPU as on the CPU, and back when the GPU is lost", async (t) => {
  const lab = await visitWithClips();
  const asked = [];
  lab.visit.context.on("request", (request) => asked.push(request.url()));
  await lab.settle({ epochs: 20, batch: STEP });
  await lab.noteLosses();
  await lab.part("train").click();
  await lab.outcome();
  const onCpu = await lab.losses();
  assert.ok(!asked.some((url) => url.includes("laboratory-gpu")), "nobody wants it, nobody gets it");

  // The same again, but for an epoch in the middle.
  await lab.noteLosses();
  await lab.part("train").click();
  await lab.stopAfter(1);
  const before = await lab.countEpochs();
  await computeOnGpu(lab);
  await lab.part("go-on").click();
  await lab.epochs(before + 1);
  await loseWorker(lab.page, "laboratory-gpu");
  const [here, there] = [(await lab.losses())[before], onCpu[before]];
  t.diagnostic(`epoch ${before + 1}: ${JSON.stringify(here)} on the GPU, ${JSON.stringify(there)} on the CPU`);
  for (const side of ["training", "validation"]) {
    const apart = Math.abs(here[side] - there[side]);
    assert.ok(apart < TOLERANCE * there[side], `${side}: ${here[side]} on the GPU, ${there[side]} on the CPU`);
  }

  await lab.says("trouble", /GPU engine has stopped .*the card is gone.* goes on on the CPU/);
  await lab.measured();
  assert.ok(await lab.part("device-CPU").isChecked());
  assert.ok((await lab.countEpochs()) > before, "no epoch is lost");
  await lab.part("go-on").click();
  t.diagnostic(`mean recall ${await lab.outcome()}`);
  assert.equal((await lab.losses()).length, onCpu.length);
  lab.visit.faults = lab.visit.faults.filter((fault) => !fault.includes("the card is gone"));
  await lab.visit.end();
});

test("a model that was trained on the GPU from its first step is tested, saved and listens", async (t) => {
  const files = await mkdtemp(join(tmpdir(), "overtone-gpu-"));
  t.after(() => rm(files, { recursive: true, force: true }));
  const lab = await visitWithClips();
  await computeOnGpu(lab);
  await lab.settle({ epochs: 2, batch: STEP });
  await lab.noteLosses();
  await lab.part("train").click();
  t.diagnostic(`mean recall ${await lab.outcome()}`);
  const losses = await lab.losses();
  t.diagnostic(JSON.stringify(losses));
  assert.ok(losses.every(({ training, validation }) => training > 0 && validation > 0));
  assert.ok(losses[1].training < losses[0].training, "the loss falls");

  const model = await lab.saved("save-model");
  assert.equal(model.bytes.subarray(0, 8).toString(), "OVERTONE");
  await lab.part("listen").click();
  await lab.visit.part("voice-model").filter({ hasText: "seed: ravdess" }).waitFor();
  if (!SKIPPED) {
    await writeFile(join(files, "gpu.overtone"), model.bytes);
    const clip = join(folder, "ravdess/Actor_01/03-01-05-01-01-01-01.wav");
    const probabilities = await predicted(files, clip, "gpu.overtone");
    assert.deepEqual(Object.keys(probabilities).sort(), [...EMOTIONS].sort());
    const sum = Object.values(probabilities).reduce((sum, value) => sum + value, 0);
    assert.ok(Math.abs(sum - 1) < 1e-3, `the probabilities sum to ${sum}`);
  }
  await lab.visit.end();
});
