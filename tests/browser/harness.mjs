// A browser, the page in it, and what a visitor does and sees there.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium } from "playwright-core";

/** Where the site is served; `cargo xtask test` says so, `cargo xtask serve` is there by default. */
export const SITE = process.env.OVERTONE_URL ?? "http://localhost:8080/";

export const EMOTIONS = ["neutral", "calm", "happy", "sad", "angry", "fear", "disgust", "surprise"];

/** How long an engine may take to be fetched, compiled and warm on a slow machine. */
const START_MS = 120_000;
/** How long it may take until the first visit's files are kept. */
const KEEPING_MS = 60_000;
/** How long a sound of some seconds may take. */
const ANSWER_MS = 60_000;

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts Chromium for the tests of one file. */
export function startBrowser(...more) {
  return chromium.launch({
    executablePath: process.env.CHROME ?? "/usr/bin/chromium",
    // The new headless mode is the whole browser: audio worklets and WebGPU as a visitor has them.
    headless: false,
    args: ["--headless=new", ...ARGUMENTS, ...more],
  });
}

/** Starts Chromium with a microphone that hears a WAV file over and over. */
export async function startBrowserThatHears(wavFile, ...more) {
  const folder = await mkdtemp(join(tmpdir(), "overtone-"));
  const path = join(folder, "microphone.wav");
  await writeFile(path, wavFile);
  const browser = await startBrowser(...hearing(path), ...more);
  browser.on("disconnected", () => rm(folder, { recursive: true, force: true }));
  return browser;
}

/**
 * A visitor's browser that hears a WAV file over and over, and keeps in `folder` what it keeps: who
 * starts it again is the same visitor on another day.
 */
export async function startProfileThatHears(folder, wavFile) {
  const path = join(folder, "microphone.wav");
  await writeFile(path, wavFile);
  const context = await chromium.launchPersistentContext(join(folder, "profile"), {
    executablePath: process.env.CHROME ?? "/usr/bin/chromium",
    headless: false,
    viewport: { width: 1280, height: 900 },
    locale: "en-US",
    args: ["--headless=new", ...ARGUMENTS, ...hearing(path)],
  });
  const page = await context.newPage();
  await page.goto(SITE);
  return new Visit(context, page);
}

const hearing = (path) => [
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  `--use-file-for-fake-audio-capture=${path}`,
];

/** Chromium takes ten files a second from a page, and drops the eleventh without a word. */
const SAVING_PACE_MS = 110;

/** The page in a tab of its own, with nothing remembered. */
export async function openPage(browser, { url = SITE, before, locale = "en-US" } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale });
  const page = await context.newPage();
  const visit = new Visit(context, page);
  await before?.(page);
  await page.goto(url);
  return visit;
}

/** A visitor's visit. */
export class Visit {
  /** What the browser complained of. */
  faults = [];

  constructor(context, page) {
    this.context = context;
    this.page = page;
    page.on("pageerror", (error) => this.faults.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") this.faults.push(message.text());
    });
  }

  part(name) {
    return this.page.getByTestId(name);
  }

  async text(name) {
    return (await this.part(name).textContent()).trim();
  }

  /** Waits until an engine works; any, or the one named. */
  async engineReady(device, timeout = START_MS) {
    const value = device ? `="${device}"` : "";
    await this.page.locator(`[data-testid="engine"][data-device${value}]`).waitFor({ timeout });
  }

  /** Waits until a part of the page has these words. */
  async says(name, words, timeout = KEEPING_MS) {
    await this.part(name).filter({ hasText: words }).waitFor({ timeout });
  }

  /**
   * Presses a button the moment that a part of the page has words, within the page: on a quick
   * machine both may be gone before a message comes here and back. Returns when it was pressed and,
   * if there are last words, when that part had them, in milliseconds of the page's clock.
   */
  pressWhen(name, words, button, lastWords = /^/) {
    return this.page.evaluate(
      ([name, words, button, lastWords]) =>
        new Promise((done) => {
          const says = (words) =>
            new RegExp(words).test(document.querySelector(`[data-testid="${name}"]`)?.textContent ?? "");
          let pressedMs;
          const look = () => {
            const there = document.querySelector(button);
            if (pressedMs === undefined && says(words) && there) {
              pressedMs = performance.now();
              there.click();
            }
            if (pressedMs === undefined || !says(lastWords)) return;
            watch.disconnect();
            done({ pressedMs, saidMs: performance.now() });
          };
          const watch = new MutationObserver(look);
          watch.observe(document.body, { childList: true, subtree: true, characterData: true });
          look();
        }),
      [name, words.source, button, lastWords.source],
    );
  }

  /** Waits until a canvas shows more than its frame. */
  drawn(name) {
    return this.page.waitForFunction((name) => {
      const canvas = document.querySelector(`canvas.${name}`);
      if (!canvas?.width) return false;
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size > 10;
    }, name);
  }

  /** Waits until the page needs no network any more. */
  async readyOffline() {
    await this.says("offline", "Ready to work without network.");
  }

  async choose(name, bytes) {
    await this.part("file-input").setInputFiles({ name, mimeType: "audio/wav", buffer: bytes });
  }

  /** Hands out a file by a button, or the part of this name, and returns its name and bytes. */
  async saved(button) {
    const pressed = typeof button === "string" ? this.part(button) : button;
    const [download] = await Promise.all([this.page.waitForEvent("download"), pressed.click()]);
    await this.page.waitForTimeout(SAVING_PACE_MS);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  /** Records the microphone for some seconds, and returns what is heard. */
  async record(seconds) {
    await this.part("record").click();
    await this.part("dropped").waitFor();
    await this.page.waitForTimeout(1000 * seconds);
    await this.part("record").click();
    return this.verdict("");
  }

  /** Drops a file onto the page, or a part of it, as from another window. */
  async drop(name, bytes, onto = "main") {
    const transfer = await this.page.evaluateHandle(
      ({ name, base64 }) => {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], name, { type: "audio/wav" }));
        return transfer;
      },
      { name, base64: bytes.toString("base64") },
    );
    for (const event of ["dragenter", "dragover", "drop"]) {
      await this.page.dispatchEvent(onto, event, { dataTransfer: transfer });
    }
  }

  /** Drops a file or folder of the disk onto a part of the page. */
  async dropPath(path, onto) {
    const zone = this.part(onto);
    await zone.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await zone.boundingBox();
    const at = { x: x + width / 2, y: y + height / 2 };
    const session = await this.context.newCDPSession(this.page);
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) {
      await session.send("Input.dispatchDragEvent", { type, ...at, data });
    }
  }

  /** Waits for the last word on the sound of this name, and returns it. */
  async verdict(name, timeout = ANSWER_MS) {
    await this.page.waitForFunction(
      (name) => {
        const part = (id) => document.querySelector(`[data-testid="${id}"]`);
        const isShown = (id) => part(id)?.textContent.trim() !== "";
        return isShown("label") && part("status").textContent.includes(name);
      },
      `Heard ${name}`,
      { timeout },
    );
    return { label: await this.text("label"), probabilities: await this.probabilities() };
  }

  /** Waits until the spectrogram shows what is in view, as it is to be seen. */
  async seen() {
    await this.page.locator('canvas.spectrogram[data-seen="true"]').waitFor();
    // What is drawn is on the screen with the next frame.
    await this.page.evaluate(() => new Promise((frame) => requestAnimationFrame(frame)));
  }

  /** Unfolds the ways of looking, and returns them. */
  async tools() {
    const tools = this.part("tools");
    if ((await tools.getAttribute("open")) === null) await tools.locator("summary").click();
    return tools;
  }

  /** The probabilities by emotion, in the order of the page. */
  async probabilities() {
    const rows = this.part("probabilities").locator("[data-emotion]");
    return rows.evaluateAll((rows) =>
      rows.map((row) => [row.dataset.emotion, Number(row.dataset.value)]),
    );
  }

  /** Waits for the sentence that says what became of the last sound. */
  async outcome(timeout = ANSWER_MS) {
    const status = this.part("status");
    const busy = /^(Ready|Fetching|Warming up|Listening)/.source;
    await this.page.waitForFunction(
      ([element, busy]) => element.textContent && !new RegExp(busy).test(element.textContent),
      [await status.elementHandle(), busy],
      { timeout },
    );
    return this.text("status");
  }

  /** Ends the visit; an error that the browser noted is a failed test. */
  async end() {
    await this.context.close();
    assert.deepEqual(this.faults, [], "the browser's console shows no errors");
  }
}

/** Lets the worker of a module fall as it does when the graphics card goes away: by a trap. */
export async function loseWorker(page, module) {
  for (const worker of page.workers()) {
    const hasModule = await worker.evaluate(
      (module) => performance.getEntriesByType("resource").some(({ name }) => name.includes(module)),
      module,
    );
    if (!hasModule) continue;
    await worker.evaluate(() => {
      setTimeout(() => {
        throw new Error("the card is gone");
      });
    });
  }
}

/** The label around a box or radio button, which a visitor clicks: the page draws the box itself. */
export const labelOf = (box) => box.locator("xpath=ancestor::label[1]");

/** Checks a box or a radio button, or takes the check out; the page may have reason to undo it. */
export async function check(box, isWanted = true) {
  if ((await box.isChecked()) !== isWanted) await labelOf(box).click();
}

/** Eight probabilities, one for each emotion in the project's order, that sum to 1. */
export function assertProbabilities(probabilities) {
  assert.deepEqual(
    probabilities.map(([emotion]) => emotion),
    EMOTIONS,
  );
  for (const [emotion, value] of probabilities) {
    assert.ok(value >= 0 && value <= 1, `${emotion} has the probability ${value}`);
  }
  const sum = probabilities.reduce((sum, [, value]) => sum + value, 0);
  // The page writes four decimals.
  assert.ok(Math.abs(sum - 1) < 5e-4, `the probabilities sum to ${sum}`);
}

/** An emotion, or the admission that none stands out. */
export function assertHeardVoice(label) {
  assert.ok([...EMOTIONS, "not sure"].includes(label), `the label is "${label}"`);
}
