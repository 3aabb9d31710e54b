// What axe-core, the accessibility checker, finds in every view.

import { after, before, test } from "node:test";

import { assertAccessible } from "./accessible.mjs";
import { openPage, SITE, startBrowser, startBrowserThatHears } from "./harness.mjs";
import { voice, wav } from "./signals.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

test("the opening, and the microphone's panel", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.part("microphone").locator("summary").click();
  await assertAccessible(visit, "opening");
  await visit.end();
});

test("a sound with all tracks, a selection, its reasons, and another beside it", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.choose("voice.wav", wav(voice(3)));
  await visit.verdict("voice.wav");
  await visit.part("pin").click();
  await visit.part("manner").selectOption({ index: 1 });
  await visit.verdict("the example, said joyfully");
  const tools = await visit.tools();
  for (const track of ["Energy", "Zero crossings", "MFCC", "Chroma"]) await tools.getByLabel(track).check();
  await visit.part("save").locator("summary").click();
  await visit.part("why").click();
  await visit.page.locator('[data-testid="reasons"][data-share="1.00"]').waitFor({ timeout: 60_000 });
  const slider = visit.page.getByRole("slider", { name: "Position" });
  await slider.focus();
  for (const key of ["PageUp", "Shift+PageUp"]) await visit.page.keyboard.press(key);
  await assertAccessible(visit, "sound");
  await visit.end();
});

test("many files, the figures of the model, and the tour", async () => {
  const visit = await openPage(browser, { url: `${SITE}#model` });
  await visit.engineReady();
  await visit.page.locator("canvas.confusion").waitFor();
  const files = ["a.wav", "b.wav"].map((name) => ({
    name,
    mimeType: "audio/wav",
    buffer: name === "a.wav" ? wav(voice(1)) : Buffer.from("no sound"),
  }));
  await visit.part("file-input").setInputFiles(files);
  await visit.says("files-progress", "2 of 2 heard");
  await visit.part("take-tour").click();
  await visit.part("tour").waitFor();
  await assertAccessible(visit, "files, figures and tour");
  await visit.end();
});

test("the open microphone", async () => {
  const hears = await startBrowserThatHears(wav(voice(4)));
  const visit = await openPage(hears);
  await visit.engineReady();
  await visit.part("listen").click();
  await visit.page.locator('[data-testid="label"][data-running="true"]').waitFor();
  await visit.page.locator("[data-emotion][data-value]").first().waitFor();
  await assertAccessible(visit, "live");
  await visit.part("listen").click();
  await visit.end();
  await hears.close();
});
