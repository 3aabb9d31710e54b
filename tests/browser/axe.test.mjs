// What axe-core, the accessibility checker, finds in every view.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { openPage, SITE, startBrowser, startBrowserThatHears } from "./harness.mjs";
import { voice, wav } from "./signals.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

/** Nothing serious and nothing critical, in light and in dark. */
async function assertAccessible(visit, view) {
  for (const colorScheme of ["light", "dark"]) {
    await visit.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // The page's policy allows no foreign script; the debugger may run one all the same.
    await visit.page.evaluate(AXE);
    const { violations } = await visit.page.evaluate(() => globalThis.axe.run());
    const grave = violations
      .filter(({ impact }) => ["serious", "critical"].includes(impact))
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
    assert.deepEqual(grave, [], `${view}, ${colorScheme}`);
  }
}

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
