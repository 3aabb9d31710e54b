// Who works the page by keyboard: what a key does, and where the focus goes.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { corpus, written } from "./corpus.mjs";
import { openPage, startBrowserThatHears } from "./harness.mjs";
import { MEASURING_MS, visitLaboratory } from "./laboratory.mjs";
import { bringTakes, filesOf, takes, TRAINING_MS } from "./takes.mjs";
import { tone, voice, wav } from "./signals.mjs";

let browser;
before(async () => (browser = await startBrowserThatHears(wav(voice(6)))));
after(() => browser.close());

/** Waits until the focus is on what a selector names. */
const focused = (visit, selector, timeout) =>
  visit.page.waitForFunction((selector) => document.activeElement?.matches(selector), selector, { timeout });

/** The same, of a part of the page. */
const focusedPart = (visit, name, timeout) => focused(visit, `[data-testid="${name}"]`, timeout);

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

test("in one's own voice the focus goes from the button that begins to those that end, and back", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await bringTakes(visit, 10);
  await press(visit, visit.part("voice-train"));
  await focusedPart(visit, "voice-pause");
  await visit.page.keyboard.press("Enter");
  await focusedPart(visit, "voice-train");
  // What is heard is not heard again: it ends by itself, too soon to be watched on the way.
  await visit.page.keyboard.press("Enter");
  await visit.part("voice-verdict").waitFor({ timeout: TRAINING_MS });
  await focusedPart(visit, "voice-train");

  await press(visit, visit.part("voice-forget-model"));
  await focused(visit, '[name="own-model"][value="everybody"]');
  await press(visit, visit.part("voice-again").first());
  await focusedPart(visit, "voice-record-sad");
  await visit.says("voice-record-sad", /Stop [1-9]/);
  await visit.page.keyboard.press("Enter");
  await visit.says("voice-record-sad", "Record");
  await focusedPart(visit, "voice-record-sad");
  await press(visit, visit.part("voice-forget-all"));
  await takes(visit, 0);
  await focusedPart(visit, "voice-import");
  await visit.end();
});

test("in the laboratory the focus goes where the work goes", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "overtone-keys-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await written(folder, corpus());
  const lab = await visitLaboratory(browser, folder);
  const { visit } = lab;
  await lab.bringFolder();
  await lab.part("preset-seed").check();
  // While the module comes, the button is there and cannot be pressed.
  await press(visit, lab.part("measure"));
  await focusedPart(visit, "lab-cancel", MEASURING_MS);
  await lab.measured();
  await focusedPart(visit, "lab-csv");
  await Promise.all([visit.page.waitForEvent("download"), visit.page.keyboard.press("Enter")]);
  await focusedPart(visit, "lab-csv");

  await lab.settle({ epochs: 12 });
  await press(visit, lab.part("train"));
  await focusedPart(visit, "lab-stop");
  await lab.epochs(1);
  await visit.page.keyboard.press("Enter");
  await focusedPart(visit, "lab-go-on");
  await visit.page.keyboard.press("Enter");
  await focusedPart(visit, "lab-stop");
  // It ends by itself.
  await lab.outcome();
  await focusedPart(visit, "lab-train");
  await press(visit, lab.part("listen"));
  await focusedPart(visit, "listen");

  await press(visit, lab.part("clear"));
  await focusedPart(visit, "lab-folder");
  await visit.end();
});

test("what was pinned goes, and the focus to where another sound is pinned", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.choose("voice.wav", wav(voice(2)));
  await visit.verdict("voice.wav");
  const letGo = visit.part("compare").locator(".selection button");
  await press(visit, visit.part("pin"));
  await focusedPart(visit, "pin");
  await press(visit, letGo);
  await focusedPart(visit, "pin");
  // While the microphone is open, nothing can be pinned: then to the button that closes it.
  await visit.part("pin").click();
  await visit.part("record").click();
  await visit.part("dropped").waitFor();
  await press(visit, letGo);
  await focusedPart(visit, "record");
  await visit.part("record").click();
  await visit.verdict("");
  await visit.end();
});
