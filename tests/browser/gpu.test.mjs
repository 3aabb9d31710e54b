// The GPU engine, on an adapter that is a program: right, and so slow that nobody should get it
// without asking.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertProbabilities, openPage, startBrowser } from "./harness.mjs";
import { voice, wav } from "./signals.mjs";

const VOICE = wav(voice(1.5));
/** Kernels of the whole network are compiled for a CPU that has other things to do. */
const PATIENCE_MS = 600_000;

let browser;
before(async () => {
  browser = await startBrowser("--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader");
});
after(() => browser.close());

test("the CPU is the automatic choice where the adapter is software", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  assert.equal(await visit.part("engine").getAttribute("data-device"), "cpu");
  assert.match(await visit.text("engine"), /software/);
  await visit.end();
});

test("chosen, the GPU engine passes its test and hears what the CPU hears", async () => {
  const visit = await openPage(browser);
  await visit.engineReady("cpu");
  await visit.choose("on-cpu.wav", VOICE);
  const onCpu = (await visit.verdict("on-cpu.wav")).probabilities;

  const choice = visit.part("engine-choice").getByRole("radio", { name: "GPU" });
  await choice.check({ force: true });
  // The page takes an engine only if its logits are the golden ones.
  await visit.engineReady("gpu", PATIENCE_MS);
  assert.match(await visit.text("engine"), /^GPU/);
  await visit.choose("on-gpu.wav", VOICE);
  const onGpu = (await visit.verdict("on-gpu.wav", PATIENCE_MS)).probabilities;

  assertProbabilities(onGpu);
  onGpu.forEach(([emotion, value], i) => {
    const difference = Math.abs(value - onCpu[i][1]);
    assert.ok(difference < 2e-3, `${emotion}: ${value} on the GPU, ${onCpu[i][1]} on the CPU`);
  });
  await visit.end();
});
