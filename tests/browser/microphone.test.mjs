// The microphone, played by a file that the browser hears over and over.

import assert from "node:assert/strict";
import { test } from "node:test";

import { assertHeardVoice, assertProbabilities, openPage, startBrowserThatHears } from "./harness.mjs";
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

/** Notes how long each task of the main thread takes that takes longer than 50 ms. */
const watchTasks = (page) =>
  page.addInitScript(() => {
    globalThis.longTasksMs = [];
    const note = (list) => {
      for (const task of list.getEntries()) globalThis.longTasksMs.push(Math.round(task.duration));
    };
    new PerformanceObserver(note).observe({ type: "longtask" });
  });

/** What each stretch of some seconds had of them. */
async function longTasksMs(visit, stretches) {
  const found = [];
  for (let i = 0; i < stretches; i++) {
    await visit.page.evaluate(() => (globalThis.longTasksMs = []));
    await visit.page.waitForTimeout(1000 * STRETCH_S);
    found.push(await visit.page.evaluate(() => globalThis.longTasksMs));
  }
  return found;
}

/** Stretches of listening: `OVERTONE_STRETCHES=150` is ten minutes without a loss. */
const STRETCHES = Number(process.env.OVERTONE_STRETCHES ?? 3);
const STRETCH_S = 4;
/** From the end of a window to its answer on the screen, in 95 of 100 cases. */
const P95_MS = 60;
/** The same while the test itself keeps the machine busy. */
const SLOWEST_P95_MS = 2 * P95_MS;
/** How often a machine that has other things to do may try. */
const TRIES = 3;

test("listening answers while one speaks, keeps nothing and really stops", async (t) => {
  const browser = await hear(t, voice);
  const visit = await openPage(browser, {
    before: async (page) => {
      await watchTracks(page);
      await watchTasks(page);
    },
  });
  await visit.engineReady("cpu");
  await visit.part("listen").click();
  await visit.part("ribbon").locator("[data-verdict]").first().waitFor();
  const tasksMs = await longTasksMs(visit, STRETCHES);
  const smooth = tasksMs.filter((tasks) => tasks.length === 0).length;
  t.diagnostic(`${smooth} of ${STRETCHES} times ${STRETCH_S} s of listening without a task over 50 ms`);
  // A page that held the tab up by itself would do so in all of them.
  assert.ok(smooth >= STRETCHES / 3, JSON.stringify(tasksMs));
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
  await panel.getByLabel("0.5 s").check({ force: true });
  await visit.part("listen").click();
  await visit.page.getByText("Too loud").waitFor();
  await panel.getByLabel("Gain").fill("-12");
  await visit.page.getByText("Too loud").waitFor({ state: "detached" });
  await visit.part("listen").click();
  await visit.page.reload();
  await panel.locator("summary").click();
  assert.equal(await panel.getByLabel("Gain").inputValue(), "-12");
  assert.ok(await panel.getByLabel("0.5 s").isChecked());
  const devices = await panel.getByTestId("microphone-device").locator("option").allTextContents();
  assert.ok(devices.length > 1, `microphones to choose from: ${devices}`);
  await visit.end();
});
