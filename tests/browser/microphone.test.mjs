// The microphone, played by a file that the browser hears over and over.

import assert from "node:assert/strict";
import { test } from "node:test";

import { assertHeardVoice, assertProbabilities, check, openPage, startBrowserThatHears } from "./harness.mjs";
import { silence, voice, wav } from "./signals.mjs";

const MICROPHONE_RATE_HZ = 48_000;

/** A browser whose microphone hears six seconds of a signal again and again. */
async function hear(t, signal) {
  const samples = signal(6, MICROPHONE_RATE_HZ);
  const browser = await startBrowserThatHears(wav(samples, MICROPHONE_RATE_HZ));
  t.after(() => browser.close());
  return browser;
}

async function assertNothingDropped(visit) {
  assert.match(await visit.text("dropped"), /^0\b/, "no frame of the microphone is lost");
}

test("a voice leads to a label and no frame is dropped", async (t) => {
  const browser = await hear(t, voice);
  const visit = await openPage(browser);
  await visit.engineReady();
  const { label, probabilities } = await visit.record(4);
  assertHeardVoice(label);
  assertProbabilities(probabilities);
  await assertNothingDropped(visit);
  await visit.end();
});

test("digital silence is recorded like any sound", async (t) => {
  const browser = await hear(t, silence);
  const visit = await openPage(browser);
  await visit.engineReady();
  const { label } = await visit.record(3);
  assert.equal(label, "no speech");
  await assertNothingDropped(visit);
  const seconds = await visit.page
    .getByRole("slider")
    .evaluate((slider) => Number(slider.ariaValueMax));
  assert.ok(seconds > 2.5, `three seconds of silence are there, not ${seconds}`);
  await visit.end();
});

test("the page asks for the sound as it is", async (t) => {
  const browser = await hear(t, voice);
  const visit = await openPage(browser, {
    before: (page) =>
      page.addInitScript(() => {
        const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = (wishes) => {
          globalThis.wishes = wishes;
          return ask(wishes);
        };
      }),
  });
  await visit.engineReady();
  await visit.record(1);
  const { audio, video } = await visit.page.evaluate(() => globalThis.wishes);
  assert.ok(!video, "the camera stays off");
  for (const processing of ["echoCancellation", "noiseSuppression", "autoGainControl"]) {
    assert.equal(audio[processing]?.ideal ?? audio[processing], false, `${processing} is off`);
  }
  await visit.end();
});

/** Keeps hold of what the page opens, so that a test can see whether it is closed. */
const watchTracks = (page) =>
  page.addInitScript(() => {
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wishes) => {
      globalThis.stream = await ask(wishes);
      return globalThis.stream;
    };
  });

const tracksOf = (visit) =>
  visit.page.evaluate(() => globalThis.stream.getTracks().map((track) => track.readyState));

/**
 * The longest task of the page's main thread in each of some stretches, in milliseconds of the
 * processor: what other programs of a busy machine take is not the page's.
 */
async function longestTasksMs(visit, stretches) {
  const found = [];
  for (let i = 0; i < stretches; i++) {
    const browser = visit.context.browser();
    await browser.startTracing(visit.page, { categories: ["toplevel"] });
    await visit.page.waitForTimeout(1000 * STRETCH_S);
    const { traceEvents } = JSON.parse(await browser.stopTracing());
    const thread = ({ pid, tid }) => `${pid} ${tid}`;
    const mains = traceEvents.filter(({ args }) => args?.name === "CrRendererMain").map(thread);
    const tasks = traceEvents.filter(
      (event) => event.name === "ThreadControllerImpl::RunTask" && mains.includes(thread(event)),
    );
    assert.ok(tasks.length > 10 * STRETCH_S, `${tasks.length} tasks were seen`);
    found.push(tasks.reduce((most, { tdur }) => Math.max(most, tdur ?? 0), 0) / 1000);
  }
  return found;
}

/** Stretches of listening: `OVERTONE_STRETCHES=150` is ten minutes without a loss. */
const STRETCHES = Number(process.env.OVERTONE_STRETCHES ?? 3);
const STRETCH_S = 4;
/** How long the main thread may be at one task. */
const LONGEST_TASK_MS = 50;
/** From the end of a window to its answer on the screen, in 95 of 100 cases. */
const P95_MS = 60;
/** The same while the test itself keeps the machine busy. */
const SLOWEST_P95_MS = 2 * P95_MS;
/** How often a machine that has other things to do may try. */
const TRIES = 3;

test("listening answers while one speaks, keeps nothing and really stops", async (t) => {
  const browser = await hear(t, voice);
  const visit = await openPage(browser, {
    before: watchTracks,
  });
  await visit.engineReady("cpu");
  await visit.part("listen").click();
  await visit.part("ribbon").locator("[data-verdict]").first().waitFor();
  const tasksMs = await longestTasksMs(visit, STRETCHES);
  const longestMs = Math.max(...tasksMs);
  t.diagnostic(`${STRETCHES} times ${STRETCH_S} s of listening, no task over ${longestMs.toFixed(1)} ms`);
  assert.ok(longestMs > 0 && longestMs < LONGEST_TASK_MS, JSON.stringify(tasksMs));
  const settled = await visit.part("ribbon").locator("[data-verdict]").allTextContents();
  for (const label of settled.slice(1)) assertHeardVoice(label.trim());
  assertProbabilities(await visit.probabilities());
  await assertNothingDropped(visit);
  const p95 = Number(await visit.part("wait").getAttribute("data-p95-ms"));
  t.diagnostic(`95 of 100 answers within ${p95} ms of the end of their window`);
  assert.ok(p95 > 0 && p95 < SLOWEST_P95_MS, `${p95} ms`);

  assert.deepEqual(await tracksOf(visit), ["live"]);
  await visit.part("listen").click();
  await visit.part("ribbon").waitFor({ state: "detached" });
  assert.deepEqual(await tracksOf(visit), ["ended"], "the recording light goes out");
  assert.equal(await visit.page.getByRole("slider", { name: "Position" }).count(), 0, "no sound is kept");
  await visit.end();
});

test("95 of 100 answers are on the screen within 60 ms of the end of their window", async (t) => {
  const browser = await hear(t, voice);
  const visit = await openPage(browser);
  await visit.engineReady("cpu");
  const taken = [];
  while (taken.length < TRIES && !taken.some((p95) => p95 <= P95_MS)) {
    await visit.part("listen").click();
    await visit.part("ribbon").locator("[data-verdict]").first().waitFor();
    await visit.page.waitForTimeout(10_000);
    taken.push(Number(await visit.part("wait").getAttribute("data-p95-ms")));
    await visit.part("listen").click();
  }
  t.diagnostic(`95 of 100 answers within ${taken.join(", then ")} ms; ${P95_MS} are allowed`);
  assert.ok(taken.every((p95) => p95 > 0) && Math.min(...taken) <= P95_MS, `${taken} ms`);
  await visit.end();
});

test("gain and pace are the visitor's, and remembered", async (t) => {
  const browser = await hear(t, voice);
  const visit = await openPage(browser);
  await visit.engineReady("cpu");
  const panel = visit.part("microphone");
  await panel.locator("summary").click();
  await panel.getByLabel("Gain").fill("24");
  await check(panel.getByLabel("0.5 s"));
  await visit.part("listen").click();
  await visit.page.getByText("Too loud").waitFor();
  await panel.getByLabel("Gain").fill("-12");
  await visit.page.getByText("Too loud").waitFor({ state: "detached" });
  await visit.part("listen").click();
  await visit.page.reload();
  await panel.locator("summary").click();
  assert.equal(await panel.getByLabel("Gain").inputValue(), "-12");
  assert.ok(await panel.getByLabel("0.5 s").isChecked());
  const options = panel.getByTestId("microphone-device").locator("option");
  await options.nth(1).waitFor({ state: "attached" });
  const devices = await options.allTextContents();
  assert.ok(devices.length > 1, `microphones to choose from: ${devices}`);
  await visit.end();
});
