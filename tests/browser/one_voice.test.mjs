// The box by which the model gets used to one person's voice.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { check, openPage, startBrowserThatHears } from "./harness.mjs";
import { voice, wav } from "./signals.mjs";

const RATE_HZ = 48_000;

let browser;
before(async () => (browser = await startBrowserThatHears(wav(voice(6, RATE_HZ), RATE_HZ))));
after(() => browser.close());

const told = (visit) => visit.part("one-voice-told");

/** The probabilities on the page, as they are written. */
const shares = (visit) => visit.part("probabilities").locator(".string-value").allTextContents();

const until = async (visit, pattern) =>
  visit.page.waitForFunction(
    (source) =>
      new RegExp(source, "u").test(
        document.querySelector("[data-testid=one-voice-told]").textContent,
      ),
    pattern,
  );

test("the sound on the page is heard without its voice, and as before without the tick", async () => {
  const visit = await openPage(browser);
  await visit.engineReady("cpu");
  const file = { name: "voice.wav", mimeType: "audio/wav", buffer: wav(voice(7, 16_000), 16_000) };
  await visit.part("file-input").setInputFiles(file);
  await visit.verdict("voice.wav");
  const stranger = await shares(visit);
  assert.match(await told(visit).textContent(), /For when one person speaks/u);

  await check(visit.part("one-voice"));
  await until(visit, "by about 6 s of speech");
  const known = await shares(visit);
  assert.notDeepEqual(known, stranger);

  await check(visit.part("one-voice"), false);
  await until(visit, "For when one person speaks");
  await visit.page.waitForFunction(
    (before) =>
      [...document.querySelectorAll("[data-testid=probabilities] .string-value")]
        .map((value) => value.textContent)
        .join() === before,
    stranger.join(),
  );
  await visit.end();
});

test("a voice at the microphone is got used to while it speaks", async () => {
  const visit = await openPage(browser);
  await visit.engineReady("cpu");
  await check(visit.part("one-voice"));
  await visit.part("listen").click();
  await until(visit, "by about [369] s of speech");
  await until(visit, "by about (6|9|12) s of speech");
  await visit.part("listen").click();
  await visit.end();
});

/** What the table says of each file. */
const table = (visit) =>
  visit.part("files").locator("tbody tr").evaluateAll((rows) =>
    Object.fromEntries(
      rows.map((row) => {
        const cells = [...row.querySelectorAll("td")].slice(0, 3);
        return [row.dataset.file, cells.map((cell) => `${cell.textContent} ${cell.title}`).join()];
      }),
    ),
  );

test("files of one voice get the same answers in whichever order they come", async () => {
  const visit = await openPage(browser);
  await visit.engineReady("cpu");
  const files = [4, 5, 7].map((seconds) => ({
    name: `${seconds}.wav`,
    mimeType: "audio/wav",
    buffer: wav(voice(seconds, 16_000), 16_000),
  }));
  await visit.part("file-input").setInputFiles(files);
  await visit.says("files-progress", "3 of 3 heard");
  const strangers = await table(visit);

  // The table is heard anew with the tick, and as before without.
  await check(visit.part("one-voice"));
  await visit.says("files-progress", "3 of 3 heard");
  const known = await table(visit);
  assert.notDeepEqual(known, strangers);
  await check(visit.part("one-voice"), false);
  await visit.says("files-progress", "3 of 3 heard");
  assert.deepEqual(await table(visit), strangers);

  await visit.part("files").getByRole("button", { name: "Clear the table" }).click();
  await check(visit.part("one-voice"));
  await visit.part("file-input").setInputFiles(files.toReversed());
  await visit.says("files-progress", "3 of 3 heard");
  assert.deepEqual(await table(visit), known);
  await visit.end();
});
