// A recording: kept only when asked for, replayed, scrubbed, taken along; and what happens when
// the microphone refuses or goes away.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertProbabilities, openPage, startBrowserThatHears } from "./harness.mjs";
import { tone, voice, wav } from "./signals.mjs";

const RATE_HZ = 48_000;

let browser;
before(async () => (browser = await startBrowserThatHears(wav(voice(6, RATE_HZ), RATE_HZ))));
after(() => browser.close());

const saved = async (visit, name) => {
  const { bytes } = await visit.saved(visit.part("save").getByRole("button", { name }));
  return bytes;
};

const slider = (visit) => visit.page.getByRole("slider", { name: "Position" });
const place = (visit) => slider(visit).evaluate((slider) => Number(slider.ariaValueNow));

test("a recording is replayed, scrubbed, and taken along with its answers over time", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.record(6);
  const seconds = await slider(visit).evaluate((slider) => Number(slider.ariaValueMax));
  assert.ok(seconds > 5 && seconds < 9, `${seconds} s`);

  await visit.part("play").click();
  await visit.page.waitForFunction(
    () => Number(document.querySelector(".scrubber").ariaValueNow) > 0.3,
  );
  await visit.part("play").click();
  const box = await slider(visit).boundingBox();
  // As every chart's frame: 46 pixels left of the data, 16 right of it.
  await slider(visit).click({ position: { x: 46 + 0.5 * (box.width - 62), y: 60 } });
  assert.ok(Math.abs((await place(visit)) - seconds / 2) < 0.1, "a click moves the cursor");

  await visit.part("save").locator("summary").first().click();
  const sound = await saved(visit, "Sound as WAV");
  const rateHz = sound.readUInt32LE(24);
  const samples = (sound.length - 44) / 2;
  assert.ok(Math.abs(samples / rateHz - seconds) < 0.02, `${samples} samples at ${rateHz} Hz`);
  const answers = (await saved(visit, "Answers over time as CSV")).toString().trim().split("\n");
  assert.match(answers[0], /^from_s,to_s,neutral,.*,surprise$/);
  assert.ok(answers.length > 2, `${answers.length - 1} windows`);
  for (const line of answers.slice(1)) {
    const [from, to, ...shares] = line.split(",").map(Number);
    assert.ok(from < to && to <= seconds + 0.1, line);
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-3, line);
  }
  await visit.end();
});

/** Lets the next microphone be refused by an exception of this name. */
const refuse = (name) => (page) =>
  page.addInitScript((name) => {
    navigator.mediaDevices.getUserMedia = async () => {
      throw new DOMException("refused by the test", name);
    };
  }, name);

for (const [name, sentence] of [
  ["NotFoundError", "No microphone was found. Plug one in"],
  ["NotAllowedError", "The microphone is not allowed here. Allow it"],
  ["NotReadableError", "The microphone is in use by another program. Close that"],
]) {
  test(`${name} is one sentence with what to do, and a file is heard all the same`, async () => {
    const visit = await openPage(browser, { before: refuse(name) });
    await visit.engineReady();
    await visit.part("record").click();
    await visit.says("status", sentence);
    await visit.choose("voice.wav", wav(voice(2)));
    assertProbabilities((await visit.verdict("voice.wav")).probabilities);
    await visit.end();
  });
}

/** Lets a test pull the microphone's plug, and pretend that the browser refuses a wish. */
const watchStream = (page) =>
  page.addInitScript(() => {
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wishes) => {
      globalThis.wishes = wishes;
      globalThis.stream = await ask(wishes);
      const [track] = globalThis.stream.getAudioTracks();
      const settings = track.getSettings();
      track.getSettings = () => ({ ...settings, ...globalThis.settings });
      return globalThis.stream;
    };
  });

const unplug = (visit) =>
  visit.page.evaluate(() => {
    const [track] = globalThis.stream.getAudioTracks();
    track.stop();
    // A track that a page stops tells nobody; one whose device is gone does.
    track.dispatchEvent(new Event("ended"));
  });

test("unplugged in the middle, the page says so and judges what it has", async () => {
  const visit = await openPage(browser, { before: watchStream });
  await visit.engineReady();
  await visit.part("record").click();
  await visit.part("dropped").waitFor();
  await visit.page.waitForTimeout(3000);
  await unplug(visit);
  await visit.says("status", "The microphone has gone away");
  await visit.page.locator('[data-testid="label"]:not(:empty)').waitFor();
  assertProbabilities(await visit.probabilities());
  await visit.part("listen").click();
  await visit.part("ribbon").locator("[data-verdict]").first().waitFor();
  await unplug(visit);
  await visit.part("ribbon").waitFor({ state: "detached" });
  await visit.says("status", "The microphone has gone away");
  await visit.end();
});

test("a sound that is brought while the microphone is open gets a sentence, and listening goes on", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.part("listen").click();
  await visit.part("ribbon").locator("[data-verdict]").first().waitFor();
  await visit.drop("voice.wav", wav(voice(2)));
  await visit.says("status", "Press Stop first, then bring the sound again.");
  assert.equal(await visit.part("ribbon").count(), 1, "it listens");
  await visit.part("listen").click();
  await visit.drop("voice.wav", wav(voice(2)));
  assertProbabilities((await visit.verdict("voice.wav")).probabilities);
  await visit.end();
});

test("what the browser does to the sound against the page's wish is said", async () => {
  const visit = await openPage(browser, {
    before: async (page) => {
      await page.addInitScript(() => (globalThis.settings = { echoCancellation: true }));
      await watchStream(page);
    },
  });
  await visit.engineReady();
  await visit.part("listen").click();
  await visit.page.getByText("this browser keeps echo cancellation on").waitFor();
  await visit.part("listen").click();
  await visit.end();
});

test("the chosen microphone is asked for, at the rate of the browser's own context", async () => {
  const visit = await openPage(browser, { before: watchStream });
  await visit.engineReady();
  await visit.part("listen").click();
  await visit.part("dropped").waitFor();
  const rateHz = await visit.page.evaluate(() => new AudioContext().sampleRate);
  await visit.page.getByText(`${rateHz / 1000} kHz`).first().waitFor();
  await visit.part("listen").click();
  await visit.part("microphone").locator("summary").click();
  const devices = visit.part("microphone-device");
  await devices.locator("option").nth(1).waitFor({ state: "attached" });
  await devices.selectOption({ index: 1 });
  const chosen = await devices.inputValue();
  await visit.part("listen").click();
  await visit.part("dropped").waitFor();
  const { audio } = await visit.page.evaluate(() => globalThis.wishes);
  assert.equal(audio.deviceId?.ideal ?? audio.deviceId, chosen);
  await visit.part("listen").click();
  await visit.end();
});

test("the high-pass takes rumble out", async (t) => {
  const rumbling = await startBrowserThatHears(wav(tone(30, 6, 0.5, RATE_HZ), RATE_HZ));
  t.after(() => rumbling.close());
  const visit = await openPage(rumbling);
  await visit.engineReady();
  const level = async () => {
    await visit.page.waitForTimeout(1500);
    return Number(await visit.page.getByRole("meter").getAttribute("aria-valuenow"));
  };
  await visit.part("microphone").locator("summary").click();
  await visit.part("listen").click();
  const before = await level();
  await visit.part("microphone").getByLabel("Filter out rumble below 80 Hz").check();
  const after = await level();
  // The meter spans 60 dB; a filter of second order takes 17 dB off 30 Hz.
  assert.ok(before - after > 20, `${before} then ${after} of 100`);
  await visit.part("listen").click();
  await visit.end();
});
