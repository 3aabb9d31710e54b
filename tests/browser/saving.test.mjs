// Every picture leaves the page as a file that other programs read.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openPage, startBrowserThatHears } from "./harness.mjs";
import { voice, wav } from "./signals.mjs";

const RATE_HZ = 48_000;
const TRACKS = ["Energy", "Zero crossings", "MFCC", "Chroma"];

let browser;
before(async () => (browser = await startBrowserThatHears(wav(voice(6, RATE_HZ), RATE_HZ))));
after(() => browser.close());

/** Width and height of a PNG file, and how many colours it shows, as the browser decodes it. */
function readPng(visit, bytes) {
  assert.equal(bytes.subarray(0, 8).toString("latin1"), "\x89PNG\r\n\x1a\n", "it begins as a PNG does");
  return visit.page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const colours = new Set(new Uint32Array(data.buffer)).size;
    return { width: bitmap.width, height: bitmap.height, colours };
  }, bytes.toString("base64"));
}

/** The root of an SVG file, how much is drawn in it, and the texts. */
function readSvg(visit, bytes) {
  return visit.page.evaluate((text) => {
    const svg = new DOMParser().parseFromString(text, "image/svg+xml");
    const root = svg.documentElement;
    return {
      root: root.tagName,
      error: svg.querySelector("parsererror")?.textContent,
      size: [Number(root.getAttribute("width")), Number(root.getAttribute("height"))],
      drawn: svg.querySelectorAll("polyline, polygon, path, rect, image, circle").length,
      pictures: [...svg.querySelectorAll("image")].map((image) => image.getAttribute("href") ?? image.getAttribute("xlink:href")),
    };
  }, bytes.toString());
}

const sizesOf = (visit) =>
  visit.page.locator("canvas[data-testid]").evaluateAll((all) =>
    Object.fromEntries(
      all.map((canvas) => {
        const { width, height } = canvas.getBoundingClientRect();
        return [canvas.dataset.testid, { canvas: [canvas.width, canvas.height], page: [width, height] }];
      }),
    ),
  );

const buttons = (place, kind) => place.getByRole("button", { name: new RegExp(` as ${kind}$`) }).all();

/** Presses all buttons that save a picture, and holds each file against the canvas it is of. */
async function assertAllSaved(visit, place, names) {
  const sizes = await sizesOf(visit);
  const [pngs, svgs] = [await buttons(place, "PNG"), await buttons(place, "SVG")];
  assert.deepEqual([pngs.length, svgs.length], [names.length, names.length]);
  for (const [i, name] of names.entries()) {
    const png = await visit.saved(pngs[i]);
    assert.match(png.name, /\.png$/);
    assert.ok(!png.name.includes(".wav"), png.name);
    const { width, height, colours } = await readPng(visit, png.bytes);
    assert.deepEqual([width, height], sizes[name].canvas, `${name} is saved as large as it is drawn`);
    assert.ok(colours > 10, `${name} shows ${colours} colours`);

    const svg = await visit.saved(svgs[i]);
    assert.match(svg.name, /\.svg$/);
    const { root, error, size, drawn, pictures } = await readSvg(visit, svg.bytes);
    assert.deepEqual([root, error], ["svg", undefined], name);
    assert.deepEqual(size, sizes[name].page.map(Math.round), `${name} has its size`);
    assert.ok(drawn > 1, `${name} has ${drawn} parts`);
    for (const picture of pictures) assert.match(picture, /^data:image\/png;base64,.{100}/);
  }
}

test("every button of a sound, of two side by side and of the model saves its picture", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.choose("sound.wav", wav(voice(2)));
  await visit.verdict("sound.wav");
  const tools = await visit.tools();
  for (const track of TRACKS) await tools.getByLabel(track).check();
  for (const track of ["energy", "zcr", "mfcc", "chroma"]) await visit.drawn(track);
  await visit.seen();
  await visit.part("save").locator("summary").first().click();
  const tracks = ["waveform", "spectrogram", "pitch", "energy", "zcr", "mfcc", "chroma"];
  await assertAllSaved(visit, visit.part("save"), tracks);

  await visit.part("pin").click();
  await assertAllSaved(visit, visit.part("compare"), ["left-wave", "left-grid"]);
  await visit.page.evaluate(() => (location.hash = "#model"));
  await visit.drawn("confusion");
  await assertAllSaved(visit, visit.page.locator("#model"), ["confusion", "reliability", "curves"]);
  await visit.end();
});

test("what the microphone brings is saved as it is seen, and stands in tables that stand still", async () => {
  const visit = await openPage(browser);
  await visit.engineReady("cpu");
  await visit.part("listen").click();
  await visit.part("ribbon").locator("[data-verdict]").first().waitFor();
  await visit.page.waitForTimeout(3000);
  await visit.part("save").locator("summary").first().click();
  await assertAllSaved(visit, visit.part("save"), ["waveform", "spectrogram"]);
  const [svg] = await buttons(visit.part("save"), "SVG");
  const { bytes } = await visit.saved(svg);
  const [, points] = /(?:points|d)="([^"]{2000,})"/.exec(bytes.toString()) ?? [];
  assert.ok(points, "the waveform has its many points");

  await visit.part("in-numbers").locator("summary").first().click();
  for (const name of ["waveform", "spectrogram"]) {
    const numbers = visit.part(`numbers-${name}`);
    await numbers.locator("summary").click();
    await numbers.locator("tbody tr").first().waitFor();
    const read = () =>
      numbers.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((c) => c.textContent)));
    const cells = await read();
    assert.equal(cells[0][0], "−10.0");
    assert.equal(cells.at(-1)[0], "0.0");
    const [second] = cells.filter(([at]) => at === "−1.0");
    assert.ok(second.slice(1).every((cell) => /^−?\d/.test(cell)), `a second ago: ${second}`);
    await visit.page.waitForTimeout(1500);
    assert.deepEqual(await read(), cells, "who reads does not lose the line");
  }
  await visit.part("listen").click();
  await visit.end();
});
