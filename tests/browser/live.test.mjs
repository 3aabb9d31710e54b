// The running picture: it moves with the screen, rests in a hidden tab, and keeps the pace.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openPage, startBrowserThatHears } from "./harness.mjs";
import { voice, wav } from "./signals.mjs";

const RATE_HZ = 48_000;

let browser;
before(async () => (browser = await startBrowserThatHears(wav(voice(6, RATE_HZ), RATE_HZ))));
after(() => browser.close());

/** The page while it listens, with a count of pictures drawn and of frames of the screen. */
async function listening(options) {
  const visit = await openPage(browser, {
    ...options,
    before: async (page) => {
      await options?.before?.(page);
      await page.addInitScript(() => {
        globalThis.drawn = 0;
        const { drawImage } = CanvasRenderingContext2D.prototype;
        CanvasRenderingContext2D.prototype.drawImage = function (...rest) {
          if (this.canvas.classList.contains("over")) globalThis.drawn++;
          return drawImage.apply(this, rest);
        };
        globalThis.frames = 0;
        const count = () => {
          globalThis.frames++;
          requestAnimationFrame(count);
        };
        requestAnimationFrame(count);
      });
    },
  });
  await visit.engineReady("cpu");
  await visit.part("listen").click();
  await visit.part("ribbon").locator("[data-verdict]").first().waitFor();
  return visit;
}

const counts = (visit) => visit.page.evaluate(() => [globalThis.drawn, globalThis.frames]);

test("the spectrogram is drawn anew with every frame of the screen, and moves", async (t) => {
  const visit = await listening();
  const before = await counts(visit);
  const picture = () =>
    visit.page.locator("canvas.spectrogram.over").evaluate((canvas) => canvas.toDataURL());
  const first = await picture();
  await visit.page.waitForTimeout(3000);
  const [drawn, frames] = (await counts(visit)).map((count, i) => count - before[i]);
  t.diagnostic(`${drawn} pictures in ${frames} frames of the screen, in three seconds`);
  // A picture that passes the end of its ring is put together from two.
  assert.ok(drawn >= 0.95 * frames && frames > 30, `${drawn} pictures in ${frames} frames`);
  assert.notEqual(await picture(), first);
  await visit.part("listen").click();
  await visit.end();
});

test("one who wants less motion gets the newest columns and no gliding", async () => {
  const visit = await openPage(browser, {
    before: (page) => page.emulateMedia({ reducedMotion: "reduce" }),
  });
  await visit.engineReady("cpu");
  const animations = await visit.page.evaluate(() => document.getAnimations().length);
  assert.equal(animations, 0, "the strings of the opening stand still");
  await visit.part("listen").click();
  await visit.part("ribbon").locator("[data-verdict]").first().waitFor();
  const colours = await visit.page.locator("canvas.spectrogram.over").evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
  assert.ok(colours > 10, "the sound is seen all the same");
  await visit.part("listen").click();
  await visit.end();
});
