// The running picture: it moves with the screen, rests in a hidden tab, and keeps the pace.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { check, openPage, startBrowserThatHears } from "./harness.mjs";
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

const heardSeconds = async (visit) => {
  const [minutes, seconds] = (await visit.page.getByRole("timer").textContent()).trim().split(":");
  return 60 * Number(minutes) + Number(seconds);
};

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

/**
 * Lets a test hide the tab as browsers do it: no frames of the screen until it is shown again.
 * (Playwright keeps every page visible, whatever becomes of its window.)
 */
const hideable = (page) =>
  page.addInitScript(() => {
    const ask = globalThis.requestAnimationFrame.bind(globalThis);
    const waiting = [];
    let isHidden = false;
    Object.defineProperty(Document.prototype, "hidden", { get: () => isHidden });
    globalThis.requestAnimationFrame = (frame) => {
      return ask((now) => (isHidden ? waiting.push(frame) : frame(now)));
    };
    globalThis.hide = (hidden) => {
      isHidden = hidden;
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
      if (!hidden) waiting.splice(0).forEach((frame) => ask(frame));
    };
  });

test("in a hidden tab nothing is drawn, and listening goes on", async () => {
  const visit = await listening({ before: hideable });
  await visit.page.evaluate(() => globalThis.hide(true));
  await visit.page.waitForTimeout(300);
  const before = await counts(visit);
  const heard = await heardSeconds(visit);
  await visit.page.waitForTimeout(4000);
  assert.deepEqual(await counts(visit), before, "no frame, no picture");
  await visit.page.evaluate(() => globalThis.hide(false));
  await visit.page.waitForTimeout(700);
  assert.ok((await counts(visit))[0] > before[0], "it is drawn again");
  assert.match(await visit.text("dropped"), /^0\b/, "no frame of the microphone is lost");
  assert.ok((await heardSeconds(visit)) > heard + 4, "what came meanwhile was heard");
  const p95 = Number(await visit.part("wait").getAttribute("data-p95-ms"));
  assert.ok(p95 < 500, `nobody waited for what nobody saw: ${p95} ms`);
  await visit.part("listen").click();
  await visit.end();
});

test("answers come as often as the visitor wants, and only settled ones are read aloud", async () => {
  const visit = await openPage(browser, {
    before: (page) =>
      page.addInitScript(() => {
        globalThis.answers = 0;
        globalThis.readAloud = [];
        const watch = () => {
          const label = document.querySelector('[data-testid="probabilities"]');
          const announced = document.querySelector('[data-testid="announced"]');
          if (!label || !announced) return requestAnimationFrame(watch);
          let last = "";
          new MutationObserver(() => {
            const now = [...label.querySelectorAll("[data-value]")].map((row) => row.dataset.value).join();
            if (now !== last) globalThis.answers++;
            last = now;
          }).observe(label, { subtree: true, attributes: true, attributeFilter: ["data-value"] });
          new MutationObserver(() => globalThis.readAloud.push(announced.textContent.trim())).observe(
            announced,
            { subtree: true, childList: true, characterData: true },
          );
        };
        requestAnimationFrame(watch);
      }),
  });
  await visit.engineReady("cpu");
  const ask = async () => {
    await visit.part("listen").click();
    await visit.part("ribbon").locator("[data-verdict]").first().waitFor();
    const before = await visit.page.evaluate(() => globalThis.answers);
    await visit.page.waitForTimeout(4000);
    const answers = (await visit.page.evaluate(() => globalThis.answers)) - before;
    // At one moment: a label that settles in between would be on one list alone.
    const [settled, aloud] = await visit.page.evaluate(() => [
      [...document.querySelectorAll('[data-testid="ribbon"] [data-verdict]')].map((label) => label.textContent.trim()),
      globalThis.readAloud.filter(Boolean),
    ]);
    await visit.part("listen").click();
    return [answers, settled, aloud];
  };
  const [quarter, settled, aloud] = await ask();
  assert.ok(quarter >= 12 && quarter <= 18, `${quarter} answers in four seconds, every 250 ms`);
  assert.deepEqual([...new Set(aloud)].sort(), [...new Set(settled)].sort());

  await visit.part("microphone").locator("summary").click();
  await check(visit.part("microphone").getByLabel("1 s"));
  const [slow] = await ask();
  assert.ok(slow >= 3 && slow <= 5, `${slow} answers in four seconds, every second`);
  await visit.end();
});
