// The GPU engine, on an adapter that is a program: right, and so slow that nobody should get it
// without asking.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertProbabilities, check, loseWorker, openPage, startBrowser } from "./harness.mjs";
import { voice, wav } from "./signals.mjs";
import { bringTakes, listensWith, train } from "./takes.mjs";

const VOICE = wav(voice(1.5));
/** Kernels of the whole network are compiled for a CPU that has other things to do. */
const PATIENCE_MS = 600_000;

/** How far probabilities may lie apart that two devices compute. */
const TOLERANCE = 2e-3;
/** The same after thirty epochs of small differences. */
const LEARNED_TOLERANCE = 1e-2;

/** Notes what the page says of bytes of the GPU engine that have come. */
function watchProgress() {
  const noted = (globalThis.gpuShares = []);
  new MutationObserver(() => {
    const words = document.querySelector(".engine-panel").textContent;
    const share = /GPU: fetched (.+? of .+?)\./.exec(words)?.[1];
    if (share && noted.at(-1) !== share) noted.push(share);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}

/** Lets the GPU compute; the page takes an engine only if its logits are the golden ones. */
async function computeOnGpu(visit) {
  const choice = visit.part("engine-choice").getByRole("radio", { name: "GPU" });
  await visit.page.evaluate(watchProgress);
  await check(choice);
  await visit.engineReady("gpu", PATIENCE_MS);
  const shares = await visit.page.evaluate(() => globalThis.gpuShares);
  assert.ok(shares.length > 1, `its progress is told: ${shares}`);
}

/** Probabilities of two devices are the same. */
function assertSame(onGpu, onCpu, tolerance) {
  assertProbabilities(onGpu);
  onGpu.forEach(([emotion, value], i) => {
    const difference = Math.abs(value - onCpu[i][1]);
    assert.ok(difference < tolerance, `${emotion}: ${value} on the GPU, ${onCpu[i][1]} on the CPU`);
  });
}

let browser;
before(async () => {
  browser = await startBrowser("--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader");
});
after(() => browser.close());

test("the CPU is the automatic choice where the adapter is software, and the GPU engine stays away", async () => {
  const asked = [];
  const visit = await openPage(browser, {
    before: (page) => page.context().on("request", (request) => asked.push(request.url())),
  });
  await visit.engineReady();
  assert.equal(await visit.part("engine").getAttribute("data-device"), "cpu");
  assert.match(await visit.text("engine"), /software/);
  await visit.readyOffline();
  assert.ok(asked.some((url) => url.includes("engine-cpu")));
  assert.ok(!asked.some((url) => url.includes("engine-gpu")), "nobody wants it, nobody gets it");
  await visit.end();
});

test("chosen, the GPU engine passes its test and hears what the CPU hears", async () => {
  const visit = await openPage(browser);
  await visit.engineReady("cpu");
  await visit.choose("on-cpu.wav", VOICE);
  const onCpu = (await visit.verdict("on-cpu.wav")).probabilities;

  await computeOnGpu(visit);
  assert.match(await visit.text("engine"), /^GPU/);
  await visit.choose("on-gpu.wav", VOICE);
  const onGpu = (await visit.verdict("on-gpu.wav", PATIENCE_MS)).probabilities;
  assertSame(onGpu, onCpu, TOLERANCE);

  await loseWorker(visit.page, "engine-gpu");
  await visit.engineReady("cpu");
  assert.match(await visit.text("engine"), /the GPU has failed \(.*the card is gone/);
  await visit.choose("after.wav", VOICE);
  assert.deepEqual((await visit.verdict("after.wav")).probabilities, onCpu);
  visit.faults = visit.faults.filter((fault) => !fault.includes("the card is gone"));
  await visit.end();
});

test("a voice of one's own is learned on the GPU as on the CPU", async (t) => {
  const visit = await openPage(browser);
  await visit.engineReady("cpu");
  await bringTakes(visit, 3);
  const learn = async (name) => {
    await visit.part("voice-name").fill(name);
    const outcome = await train(visit, PATIENCE_MS);
    await listensWith(visit, name);
    await visit.choose(`${name}.wav`, VOICE);
    return { ...outcome, ...(await visit.verdict(`${name}.wav`, PATIENCE_MS)) };
  };
  const onCpu = await learn("by the processor");
  await check(visit.part("voice-models").getByLabel("The model for everybody"));
  await listensWith(visit, "one-dimensional");
  await computeOnGpu(visit);
  const onGpu = await learn("by the card");
  t.diagnostic(`learned in ${onCpu.elapsedMs} ms on the CPU, ${onGpu.elapsedMs} ms on the GPU in software`);
  assert.deepEqual([onGpu.before, onGpu.after], [onCpu.before, onCpu.after]);
  assertSame(onGpu.probabilities, onCpu.probabilities, LEARNED_TOLERANCE);
  await visit.end();
});
