// What is drawn is true.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openPage, startBrowser } from "./harness.mjs";
import { silence, tone, voice, wav } from "./signals.mjs";

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

for (const axis of ["mel", "linear", "log"]) {
  for (const [hz, text] of [
    [1000, "1k"],
    [2000, "2k"],
  ]) {
    test(`the line of a ${hz} Hz tone stands at the tick "${text}" of a ${axis} axis`, async () => {
      const visit = await openPage(browser, { before: (page) => page.addInitScript(watchCanvases) });
      await visit.engineReady();
      await visit.choose("tone.wav", wav(tone(hz, 2)));
      await visit.outcome();
      await (await visit.tools()).getByLabel("Frequencies").selectOption({ label: axis });
      await visit.seen();
      const { line, most, ticks } = await visit.page.evaluate(readSpectrogram);
      assert.ok(most > 50, `a line stands out, by ${most} levels of 255`);
      assert.ok(text in ticks, `the axis has the tick "${text}" among ${Object.keys(ticks)}`);
      const apart = Math.abs(line - ticks[text]);
      assert.ok(apart <= 2, `the line is ${apart} pixels from the tick`);
      await visit.end();
    });
  }
}

/** The ends and the middles of the published maps, evenly spaced, as CSS writes colours. */
const MAPS = {
  viridis: ["#440154", "#3b528b", "#21908c", "#5dc963", "#fde725"],
  magma: ["#000004", "#50127c", "#b63779", "#fb8761", "#fcfdbf"],
  cividis: ["#00224e", "#434e6c", "#7d7c78", "#bbad6d", "#fee838"],
  grey: ["#ffffff", "#b9b9b9", "#777777", "#3b3b3b", "#000000"],
};

const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

/** How far a colour is from the nearest one on straight lines through the map's. */
function offMap(colour, map) {
  const distances = map.slice(1).map((end, i) => {
    const start = map[i];
    const along = end.map((value, k) => value - start[k]);
    const length = along.reduce((sum, value) => sum + value * value, 0);
    const share = along.reduce((sum, value, k) => sum + value * (colour[k] - start[k]), 0) / length;
    const at = Math.max(0, Math.min(1, share));
    return Math.hypot(...along.map((value, k) => start[k] + at * value - colour[k]));
  });
  return Math.min(...distances);
}

/** The colours of the spectrogram's picture, each once, with how many pixels have it. */
function coloursOfSpectrogram() {
  const { data } = globalThis.canvasNotes.get("spectrogram").image;
  const counts = new Map();
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] < 255) continue;
    const colour = `${data[at]},${data[at + 1]},${data[at + 2]}`;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return [...counts].map(([colour, count]) => [colour.split(",").map(Number), count]);
}

for (const ground of ["light", "dark"]) {
  test(`each colour map shows its own colours from silence to full level, on ${ground}`, async () => {
    const visit = await openPage(browser, {
      before: async (page) => {
        await page.addInitScript(watchCanvases);
        await page.emulateMedia({ colorScheme: ground });
      },
    });
    await visit.engineReady();
    const samples = silence(2);
    samples.set(voice(1), 16_000);
    await visit.choose("voice.wav", wav(samples));
    await visit.outcome();
    const tools = await visit.tools();
    const colours = tools.locator("label", { has: visit.page.getByText("Colours", { exact: true }) });
    for (const [name, entries] of Object.entries(MAPS)) {
      await colours.locator("select").selectOption({ label: name });
      await visit.seen();
      const found = await visit.page.evaluate(coloursOfSpectrogram);
      const map = entries.map(rgb);
      const [most] = found.reduce((a, b) => (b[1] > a[1] ? b : a));
      assert.deepEqual(most, map[0], `silence has the lowest colour of ${name}`);
      const off = Math.max(...found.map(([colour]) => offMap(colour, map)));
      // Between a quarter of a map and the next it bends away from the straight line.
      assert.ok(off < 32, `a colour is ${off} of 255 off ${name}`);
      const reached = map.map((entry) => Math.min(...found.map(([colour]) => Math.hypot(...colour.map((v, k) => v - entry[k])))));
      assert.ok(Math.max(...reached.slice(0, 4)) < 8, `${name} is used up to its upper part: ${reached}`);
    }
    await visit.end();
  });
}

/** Moves the pointer over the pictures to a share of their width. */
async function pointAt(visit, share, { y = 150 } = {}) {
  const box = await visit.page.getByRole("slider", { name: "Position" }).boundingBox();
  // As every chart's frame: 46 pixels left of the data, 16 right of it.
  await visit.page.mouse.move(box.x + 46 + share * (box.width - 62), box.y + y, { steps: 4 });
}

test("a part is selected with the pointer, heard, judged alone, and seen from near", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.choose("voice.wav", wav(voice(4)));
  await visit.verdict("voice.wav");
  await visit.seen();
  await pointAt(visit, 0.25);
  await visit.page.mouse.down();
  await pointAt(visit, 0.75);
  await visit.page.mouse.up();
  assert.match(await visit.text("selection"), /^1\.0\d? to (2\.99|3\.0\d?)/);
  await visit.page.getByText("Judge it alone").click();
  await visit.page.getByText(/^Alone/).waitFor();
  await visit.page.getByText("Show just it").click();
  await visit.seen();
  assert.match(await visit.text("outlook"), /^0:01\.0 to 0:03\.0$/);
  await visit.page.getByText("Hear it").click();
  const slider = visit.page.getByRole("slider", { name: "Position" });
  await visit.page.waitForFunction(() => {
    const at = Number(document.querySelector("[role=slider]").ariaValueNow);
    return at >= 2.9 && document.querySelector('[data-testid="play"]').textContent.includes("Play");
  });
  assert.ok(Number(await slider.getAttribute("aria-valuenow")) < 3.1, "it ends with the part");
  await visit.end();
});

test("the read-out tells time, frequency, level and pitch under the pointer", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.choose("tone.wav", wav(tone(440, 2)));
  await visit.outcome();
  await visit.seen();
  const canvas = await visit.part("spectrogram").boundingBox();
  await visit.page.mouse.move(canvas.x + canvas.width / 2, canvas.y + canvas.height / 2);
  assert.match(await visit.text("readout"), /^(0\.9|1\.0)\d\d s  [\d,]+ Hz  −?\d+ dB  F0 44\d Hz$/);
  await visit.end();
});

test("everything goes by keyboard, and what is not whole can be seen whole", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.choose("voice.wav", wav(voice(3)));
  await visit.verdict("voice.wav");
  const slider = visit.page.getByRole("slider", { name: "Position" });
  await slider.focus();
  for (const key of ["PageUp", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"]) {
    await visit.page.keyboard.press(key);
  }
  assert.match(await visit.text("selection"), /^1\.00 to 1\.30 s/);
  await visit.tools();
  const whole = await visit.text("outlook");
  for (const key of ["+", "+", "+"]) await slider.press(key);
  assert.notEqual(await visit.text("outlook"), whole);
  await slider.press("0");
  assert.equal(await visit.text("outlook"), whole);
  await slider.press("Escape");
  assert.equal(await visit.part("selection").count(), 0);
  await visit.end();
});

test("tracks are drawn on the same time axis, and remembered", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.choose("voice.wav", wav(voice(2)));
  await visit.verdict("voice.wav");
  const tools = await visit.tools();
  for (const track of ["Energy", "Zero crossings", "MFCC", "Chroma"]) await tools.getByLabel(track).check();
  for (const track of ["pitch", "energy", "zcr", "mfcc", "chroma"]) {
    await visit.page.waitForFunction((track) => {
      const canvas = document.querySelector(`canvas.${track}`);
      if (!canvas?.width) return false;
      const { width, height } = canvas;
      const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
      return new Set(new Uint32Array(data.buffer)).size > 10;
    }, track);
  }
  await visit.page.reload();
  await visit.choose("voice.wav", wav(voice(2)));
  await visit.verdict("voice.wav");
  assert.equal(await visit.page.locator("canvas.chroma").count(), 1);
  await visit.end();
});
