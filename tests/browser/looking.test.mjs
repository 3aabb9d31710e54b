// Ways of looking: each changes the picture, and none the time axis.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openPage, startBrowser } from "./harness.mjs";
import { silence, voice, wav } from "./signals.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const VOICE = wav(voice(3));

async function withSound(bytes = VOICE, options) {
  const visit = await openPage(browser, options);
  await visit.engineReady();
  await visit.choose("voice.wav", bytes);
  await visit.outcome();
  await visit.seen();
  return visit;
}

const pixels = (visit) =>
  visit.part("spectrogram").evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.reduce((hash, value) => (hash * 31 + value) | 0, 7);
  });

/** The list of this name; its label has the choices in it, too. */
const choiceOf = (visit, tools, name) =>
  tools.locator("label", { has: visit.page.getByText(name, { exact: true }) }).locator("select");

test("window, hop, range in dB and Hz, and colour maps change the picture", async () => {
  const visit = await withSound(VOICE, { before: (page) => page.emulateMedia({ colorScheme: "dark" }) });
  const tools = await visit.tools();
  const seen = new Map([[await pixels(visit), "as it begins"]]);
  for (const [way, choice] of [
    ["Window", "5 ms"],
    ["Hop", "20 ms"],
    ["Range", "40 dB"],
    ["from", "300 Hz"],
    ["up to", "5 kHz"],
    ["Colours", "viridis"],
    ["Colours", "cividis"],
    ["Colours", "grey"],
  ]) {
    await choiceOf(visit, tools, way).selectOption({ label: choice });
    await visit.seen();
    const picture = await pixels(visit);
    assert.ok(!seen.has(picture), `${way} ${choice} looks like ${seen.get(picture)}`);
    seen.set(picture, `${way} ${choice}`);
  }
  await visit.page.reload();
  await visit.choose("voice.wav", VOICE);
  await visit.verdict("voice.wav");
  const remembered = choiceOf(visit, await visit.tools(), "Hop");
  assert.equal(await remembered.evaluate((s) => s.selectedOptions[0].textContent), "20 ms");
  await visit.end();
});

const stretch = (visit) =>
  visit.part("spectrogram").evaluate(({ dataset }) => [Number(dataset.fromS), Number(dataset.toS)]);

async function until(visit, holds) {
  for (let i = 0; i < 50; i++) {
    const now = await stretch(visit);
    if (holds(now)) return now;
    await visit.page.waitForTimeout(100);
  }
  return assert.fail(`the view stays at ${await stretch(visit)}`);
}

test("the wheel zooms around the pointer and pans, and the page scrolls without it", async () => {
  const visit = await withSound();
  const box = await visit.part("spectrogram").boundingBox();
  const middle = box.x + 46 + (box.width - 62) / 2;
  await visit.page.mouse.move(middle, box.y + 50);
  await visit.page.keyboard.down("Control");
  for (let i = 0; i < 3; i++) await visit.page.mouse.wheel(0, -100);
  await visit.page.keyboard.up("Control");
  const [from, to] = await until(visit, ([from, to]) => to - from < 1);
  assert.ok(Math.abs((from + to) / 2 - 1.5) < 0.05, `1.5 s stays where it is: ${from} to ${to}`);
  await visit.page.keyboard.down("Shift");
  await visit.page.mouse.wheel(0, 200);
  await visit.page.keyboard.up("Shift");
  const [later] = await until(visit, ([now]) => now > from);
  assert.ok(later > from);
  const scrolled = () => visit.page.evaluate(() => scrollY);
  const before = await scrolled();
  await visit.page.mouse.wheel(0, 200);
  await visit.page.waitForFunction((before) => scrollY > before, before);
  await visit.end();
});

test("two fingers zoom", async () => {
  const visit = await withSound();
  const box = await visit.part("spectrogram").boundingBox();
  const session = await visit.context.newCDPSession(visit.page);
  const touch = (type, xs) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: xs.map((x, id) => ({ x: box.x + x, y: box.y + 60, id })),
    });
  const middle = box.width / 2;
  await touch("touchStart", [middle - 40]);
  await touch("touchStart", [middle - 40, middle + 40]);
  for (const reach of [60, 90, 120, 160]) await touch("touchMove", [middle - reach, middle + reach]);
  await touch("touchEnd", []);
  const [from, to] = await until(visit, ([from, to]) => to - from < 1.2);
  assert.ok(from > 0.5 && to < 2.5, `${from} to ${to}`);
  assert.equal(await visit.part("selection").count(), 0, "nothing was selected on the way");
  await visit.end();
});

/** The device pixel at which a canvas first shows more than its ground and its grid, from the left. */
const onset = (visit, name) =>
  visit.page.locator(`canvas.${name}`).evaluate((canvas) => {
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    const column = (x) => {
      let sum = 0;
      for (let y = Math.round(0.3 * height); y < 0.7 * height; y++) {
        const at = 4 * (y * width + x);
        sum += data[at] + data[at + 1] + data[at + 2] + data[at + 3];
      }
      return sum;
    };
    // Well inside the data and left of the sound, there is silence.
    const quiet = column(Math.round(0.3 * width));
    for (let x = Math.round(0.3 * width); x < width; x++) {
      if (Math.abs(column(x) - quiet) > 0.05 * quiet + 200) return x / width;
    }
    return 1;
  });

test("what begins at one time begins at one place on waveform, spectrogram and tracks", async () => {
  const samples = silence(4);
  samples.set(voice(2), 2 * 16_000);
  const visit = await withSound(wav(samples));
  await visit.page.emulateMedia({ colorScheme: "dark" });
  const tools = await visit.tools();
  await tools.getByLabel("MFCC").check();
  await visit.drawn("mfcc");
  await visit.seen();
  const box = await visit.part("spectrogram").boundingBox();
  const half = (46 + (box.width - 62) / 2) / box.width;
  for (const name of ["waveform", "spectrogram", "mfcc"]) {
    const place = await onset(visit, name);
    assert.ok(Math.abs(place - half) < 0.03, `${name} begins at ${place}, not at ${half}`);
  }
  await visit.end();
});

test("a dense screen gets two device pixels to one of the page, and no more", async () => {
  const context = await browser.newContext({ deviceScaleFactor: 3, viewport: { width: 900, height: 800 } });
  const page = await context.newPage();
  await page.goto(process.env.OVERTONE_URL ?? "http://localhost:8080/");
  await page.getByTestId("example").click();
  await page.locator('canvas.spectrogram[data-seen="true"]').waitFor();
  const density = await page.getByTestId("spectrogram").evaluate(
    (canvas) => canvas.width / canvas.getBoundingClientRect().width,
  );
  assert.ok(Math.abs(density - 2) < 0.01, `${density} to one`);
  await context.close();
});

test("every picture is offered as PNG and as SVG, and has its numbers", async () => {
  const visit = await withSound();
  const tools = await visit.tools();
  for (const track of ["Energy", "Zero crossings", "MFCC", "Chroma"]) await tools.getByLabel(track).check();
  await visit.part("pin").click();
  await visit.part("manner").selectOption({ index: 1 });
  await visit.verdict("the example, said joyfully");
  await visit.page.evaluate(() => (location.hash = "#model"));
  await visit.page.locator("canvas.confusion").waitFor();
  await visit.part("save").locator("summary").first().click();
  await visit.part("in-numbers").locator("summary").first().click();

  const canvases = await visit.page.locator("canvas[data-testid]").evaluateAll((all) =>
    all.map((canvas) => canvas.dataset.testid),
  );
  assert.ok(canvases.length >= 14, `${canvases}`);
  for (const name of canvases) {
    const numbers = visit.part(`numbers-${name}`);
    await numbers.locator("summary").click();
    await numbers.locator("tbody tr").nth(1).waitFor();
    const widths = await numbers.locator("tr").evaluateAll((rows) => rows.map((row) => row.cells.length));
    assert.equal(new Set(widths).size, 1, `each row of ${name} has as many cells: ${widths}`);
    assert.match(await numbers.locator("tbody").textContent(), /\d/, name);
  }

  const png = await visit.page.getByRole("button", { name: / as PNG$/ }).all();
  const svg = await visit.page.getByRole("button", { name: / as SVG$/ }).all();
  assert.deepEqual([png.length, svg.length], [canvases.length, canvases.length]);
  await visit.end();
});
