// What is drawn is true.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openPage, startBrowser } from "./harness.mjs";
import { tone, wav } from "./signals.mjs";

/** Bands of the mel spectrogram: the line of a tone can stand half a band beside its tick. */
const BANDS = 64;

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

/** Notes the last picture put on each canvas, and the texts written around it. */
function watchCanvases() {
  const notes = (globalThis.canvasNotes = new Map());
  const noteOf = (context) => {
    const name = context.canvas.dataset.testid;
    if (!notes.has(name)) notes.set(name, {});
    return notes.get(name);
  };
  const { putImageData, fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.putImageData = function (image, left, top, ...rest) {
    Object.assign(noteOf(this), { image, top, texts: [] });
    return putImageData.call(this, image, left, top, ...rest);
  };
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
    noteOf(this).texts?.push({ text, y, align: this.textAlign, baseline: this.textBaseline });
    return fillText.call(this, text, x, y, ...rest);
  };
}

/** The row of a spectrogram that stands out most, the heights of its frequency ticks by text. */
function readSpectrogram() {
  const { image, top, texts } = globalThis.canvasNotes.get("spectrogram");
  const { width, height, data } = image;
  const lightness = Array.from({ length: height }, (_, row) => {
    const at = 4 * (row * width + Math.floor(width / 2));
    return 0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2];
  });
  const quiet = [...lightness].sort((a, b) => a - b)[Math.floor(height / 2)];
  const contrast = lightness.map((value) => Math.abs(value - quiet));
  const most = Math.max(...contrast);
  const bright = contrast.flatMap((value, row) => (value > 0.98 * most ? [row] : []));
  const line = top + (bright[0] + bright[bright.length - 1] + 1) / 2;
  // The numbers of the frequency axis end at its line.
  const ticks = texts.filter(({ align }) => align === "end");
  return { line, height, most, ticks: Object.fromEntries(ticks.map(({ text, y }) => [text, y])) };
}

for (const [hz, text] of [
  [1000, "1k"],
  [500, "500"],
]) {
  test(`the line of a ${hz} Hz tone stands at the tick "${text}"`, async () => {
    const visit = await openPage(browser, { before: (page) => page.addInitScript(watchCanvases) });
    await visit.engineReady();
    await visit.choose("tone.wav", wav(tone(hz, 2)));
    await visit.outcome();
    const { line, height, most, ticks } = await visit.page.evaluate(readSpectrogram);
    assert.ok(most > 50, `a line stands out, by ${most} levels of 255`);
    assert.ok(text in ticks, `the axis has the tick "${text}" among ${Object.keys(ticks)}`);
    const apart = Math.abs(line - ticks[text]);
    const allowed = height / BANDS / 2 + 2;
    assert.ok(apart <= allowed, `the line is ${apart} pixels from the tick, ${allowed} allowed`);
    await visit.end();
  });
}
