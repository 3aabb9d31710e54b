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

async function record(visit, seconds) {
  await visit.part("record").click();
  await visit.part("dropped").waitFor();
  await visit.page.waitForTimeout(1000 * seconds);
  await visit.part("record").click();
  return visit.verdict("");
}

async function assertNothingDropped(visit) {
  assert.match(await visit.text("dropped"), /^0\b/, "no frame of the microphone is lost");
}

test("a voice leads to a label and no frame is dropped", async (t) => {
  const browser = await hear(t, voice);
  const visit = await openPage(browser);
  await visit.engineReady();
  const { label, probabilities } = await record(visit, 4);
  assertHeardVoice(label);
  assertProbabilities(probabilities);
  await assertNothingDropped(visit);
  await visit.end();
});

test("digital silence is recorded like any sound", async (t) => {
  const browser = await hear(t, silence);
  const visit = await openPage(browser);
  await visit.engineReady();
  const { label } = await record(visit, 3);
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
  await record(visit, 1);
  const { audio, video } = await visit.page.evaluate(() => globalThis.wishes);
  assert.ok(!video, "the camera stays off");
  for (const processing of ["echoCancellation", "noiseSuppression", "autoGainControl"]) {
    assert.equal(audio[processing]?.ideal ?? audio[processing], false, `${processing} is off`);
  }
  await visit.end();
});
