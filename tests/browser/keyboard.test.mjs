// Who works the page by keyboard: what a key does, and where the focus goes.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openPage, startBrowserThatHears } from "./harness.mjs";
import { filesOf, takes } from "./takes.mjs";
import { tone, voice, wav } from "./signals.mjs";

let browser;
before(async () => (browser = await startBrowserThatHears(wav(voice(6)))));
after(() => browser.close());

/** Waits until the focus is on what a selector names. */
const focused = (visit, selector) =>
  visit.page.waitForFunction((selector) => document.activeElement?.matches(selector), selector);

async function press(visit, button) {
  await button.focus();
  await visit.page.keyboard.press("Enter");
}

test("the space bar plays nothing while the microphone is open", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.choose("voice.wav", wav(voice(3)));
  await visit.verdict("voice.wav");
  const cursor = () => visit.part("play").locator(".time").textContent();
  await visit.part("record").click();
  await visit.part("dropped").waitFor();
  const before = await cursor();
  await visit.page.evaluate(() => document.activeElement.blur());
  await visit.page.keyboard.press(" ");
  await visit.page.waitForTimeout(500);
  assert.equal(await cursor(), before);
  await visit.part("record").click();
  await visit.verdict("");
  await visit.page.evaluate(() => document.activeElement.blur());
  await visit.page.keyboard.press(" ");
  await visit.page.waitForFunction(() => !/0:00\.0/.test(document.querySelector('[data-testid="play"] .time').textContent));
  await visit.end();
});

test("the focus goes on where what had it goes away", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.part("voice-files-sad").setInputFiles(filesOf("sad", 2));
  await takes(visit, 2);
  await press(visit, visit.part("voice-forget-take").first());
  await takes(visit, 1);
  await focused(visit, '[data-testid="voice-record-sad"]');

  const many = ["a.wav", "b.wav"].map((name) => ({ name, mimeType: "audio/wav", buffer: wav(tone(300, 1)) }));
  await visit.part("file-input").setInputFiles(many);
  await visit.says("files-progress", "2 of 2 heard");
  await press(visit, visit.part("files").getByRole("button", { name: "Clear the table" }));
  await focused(visit, '[data-testid="file-input"]');

  await press(visit, visit.part("take-tour"));
  await press(visit, visit.part("tour-end"));
  await focused(visit, '[data-testid="take-tour"]');
  await visit.end();
});
