// A file is chosen or dropped, seen, judged and played.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertHeardVoice, assertProbabilities, openPage, startBrowser } from "./harness.mjs";
import { voice, wav } from "./signals.mjs";

const VOICE = wav(voice(3));

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

test("a chosen file leads to a label and eight probabilities", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.choose("voice.wav", VOICE);
  const { label, probabilities } = await visit.verdict("voice.wav");
  assertHeardVoice(label);
  assertProbabilities(probabilities);
  await visit.end();
});

test("a dropped file leads to a label and eight probabilities", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.drop("dropped.wav", VOICE);
  const { label, probabilities } = await visit.verdict("dropped.wav");
  assertHeardVoice(label);
  assertProbabilities(probabilities);
  await visit.end();
});

test("a file may be dropped anywhere", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  for (const part of ["header", "footer", "#laboratory h2", "canvas.spectrogram"]) {
    await visit.drop(`${part}.wav`, VOICE, part);
    assertProbabilities((await visit.verdict(`${part}.wav`)).probabilities);
    await inView(visit, ".stage");
  }
  await visit.end();
});

/** Waits until a part of the page is in view. */
const inView = (visit, part) =>
  visit.page.waitForFunction((part) => {
    const { top, bottom } = document.querySelector(part).getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  }, part);

test("what went wrong is said in view, wherever the file was dropped", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.part("offline").scrollIntoViewIfNeeded();
  await visit.drop("letter.txt", Buffer.from("Dear diary. ".repeat(50)), "footer");
  await visit.says("status", "Expected a sound file");
  await inView(visit, ".status");
  await visit.end();
});

test("a file that comes before the engine waits for it", async () => {
  const visit = await openPage(browser);
  await visit.choose("early.wav", VOICE);
  assertProbabilities((await visit.verdict("early.wav")).probabilities);
  await visit.end();
});

test("the same file gets the same answer, another file another", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  const answers = [];
  for (const [name, bytes] of [
    ["one.wav", VOICE],
    ["two.wav", VOICE],
    ["other.wav", wav(voice(2).map((sample) => Math.tanh(8 * sample)))],
  ]) {
    await visit.choose(name, bytes);
    answers.push((await visit.verdict(name)).probabilities);
  }
  assert.deepEqual(answers[0], answers[1]);
  assert.notDeepEqual(answers[0], answers[2]);
  await visit.end();
});

test("a sound is seen and played", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  // Long enough that it still plays when it is paused.
  await visit.choose("voice.wav", wav(voice(30)));
  await visit.verdict("voice.wav");
  await visit.seen();
  for (const picture of ["waveform", "spectrogram"]) {
    const colours = await visit.part(picture).evaluate((canvas) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
      return new Set(new Uint32Array(data.buffer)).size;
    });
    assert.ok(colours > 10, `the ${picture} is drawn, in ${colours} colours`);
  }
  const position = () =>
    visit.page.getByRole("slider").evaluate((slider) => Number(slider.ariaValueNow));
  assert.equal(await position(), 0);
  await visit.part("play").click();
  await visit.page.waitForFunction(
    () => Number(document.querySelector("[role=slider]").ariaValueNow) > 0.2,
  );
  await visit.part("play").click();
  const paused = await position();
  await visit.page.waitForTimeout(300);
  assert.equal(await position(), paused, "the cursor stands while the sound is paused");
  await visit.end();
});
