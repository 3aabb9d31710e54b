// The laboratory: what a visitor does and sees there.

import { join } from "node:path";

import { openPage, SITE } from "./harness.mjs";

/** How long the module may take to come, and clips to be measured, on a slow machine. */
export const MEASURING_MS = 180_000;
/** How long a training of some epochs may take. */
const TRAINING_MS = 240_000;

/** The laboratory as a visitor sees it, who has a corpus in a folder. */
export class Laboratory {
  constructor(visit, folder, patienceMs = TRAINING_MS) {
    this.visit = visit;
    this.page = visit.page;
    this.folder = folder;
    this.patienceMs = patienceMs;
  }

  part(name) {
    return this.visit.part(`lab-${name}`);
  }

  says(name, words, timeout) {
    return this.visit.says(`lab-${name}`, words, timeout);
  }

  async bringFolder(path = join(this.folder, "ravdess")) {
    await this.part("folder").setInputFiles(path);
    await this.part("overview").waitFor();
  }

  /** Clips of a corpus, as the table has them. */
  async clips(name) {
    const cells = this.part("overview").locator(`[data-row="${name}"] td`);
    return Number((await cells.first().textContent()).replaceAll(",", ""));
  }

  async measure() {
    await this.part("measure").click();
    await this.measured();
  }

  /** Measures, and returns what was said of the pace: each line is gone too soon to be waited for. */
  async measureHearing() {
    await this.page.evaluate(() => {
      const said = (globalThis.labPace = []);
      const pace = () => document.querySelector('[data-testid="lab-pace"]')?.textContent;
      const watch = new MutationObserver(() => said.push(pace() ?? ""));
      const laboratory = document.getElementById("laboratory");
      watch.observe(laboratory, { childList: true, subtree: true, characterData: true });
    });
    await this.measure();
    return this.page.evaluate(() => globalThis.labPace);
  }

  /** Measures, and stops as soon as something is measured. */
  async measureAndStop() {
    await this.page.evaluate(
      () =>
        new Promise((stopped) => {
          const part = (name) => document.querySelector(`[data-testid="lab-${name}"]`);
          const watch = new MutationObserver(() => {
            if (!/^[1-9]\d* of/.test(part("pace")?.textContent ?? "")) return;
            watch.disconnect();
            part("cancel").click();
            stopped();
          });
          const laboratory = document.getElementById("laboratory");
          watch.observe(laboratory, { childList: true, subtree: true, characterData: true });
          part("measure").click();
        }),
    );
    await this.says("measured", "what is measured stays");
  }

  /** Waits until clips are measured, or told to another module. */
  measured() {
    return this.says("measured", "clips are measured", MEASURING_MS);
  }

  async leftOut() {
    await this.part("left-out").locator("summary").click();
    return this.part("left-out").innerText();
  }

  /** Few epochs of small steps: the corpus is small. */
  async settle({ epochs, batch = 8, seed = 0 }) {
    for (const [name, value] of Object.entries({ epochs, batch, seed })) {
      await this.part(name).fill(String(value));
      await this.part(name).blur();
    }
  }

  /** Waits until so many epochs are over. */
  epochs(count) {
    return this.page.waitForFunction(
      (count) => document.querySelectorAll('[data-testid="lab-epochs"] tbody tr').length >= count,
      count,
      { timeout: this.patienceMs },
    );
  }

  /** Stops the training when so many epochs are over, and returns how long that takes in the tab, in milliseconds. */
  stopAfter(epochs) {
    return this.page.evaluate(
      (epochs) =>
        new Promise((stopped) => {
          const part = (name) => document.querySelector(`[data-testid="lab-${name}"]`);
          let asked;
          const look = () => {
            if (asked !== undefined) return part("go-on") && stopped(performance.now() - asked);
            const rows = document.querySelectorAll('[data-testid="lab-epochs"] tbody tr');
            if (rows.length < epochs || !part("stop")) return;
            asked = performance.now();
            part("stop").click();
          };
          const watch = new MutationObserver(look);
          watch.observe(document.getElementById("laboratory"), { childList: true, subtree: true });
          look();
        }),
      epochs,
    );
  }

  countEpochs() {
    return this.part("epochs").locator("tbody tr").count();
  }

  /** Begins to note the losses of epochs: with the outcome their table goes. */
  noteLosses() {
    return this.page.evaluate(() => {
      const noted = (globalThis.labLosses = []);
      const note = () =>
        document.querySelectorAll('[data-testid="lab-epochs"] tbody tr').forEach((row, epoch) => {
          const cells = [...row.querySelectorAll("td")].map((cell) => Number(cell.textContent));
          noted[epoch] = { training: cells[1], validation: cells[3] };
        });
      const laboratory = document.getElementById("laboratory");
      new MutationObserver(note).observe(laboratory, { childList: true, subtree: true, characterData: true });
    });
  }

  /** The losses that were noted, epoch by epoch. */
  losses() {
    return this.page.evaluate(() => globalThis.labLosses);
  }

  async outcome() {
    const outcome = this.part("outcome");
    await outcome.waitFor({ timeout: this.patienceMs });
    return Number(await outcome.getAttribute("data-uar"));
  }

  saved(button) {
    return this.visit.saved(`lab-${button}`);
  }

  /** The files in which workers have put features, by name, with their sizes in bytes. */
  shelves() {
    return this.page.evaluate(async () => {
      const sizes = {};
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle("overtone.laboratory", { create: true });
      for await (const [name, handle] of folder.entries()) sizes[name] = (await handle.getFile()).size;
      return sizes;
    });
  }

  /** Waits until there is no such file. */
  noShelves() {
    return this.page.waitForFunction(async () => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle("overtone.laboratory", { create: true });
      return (await folder.keys().next()).done;
    });
  }
}

/** The laboratory in a tab of its own. */
export async function visitLaboratory(browser, folder, patienceMs) {
  const visit = await openPage(browser, { url: new URL("#laboratory", SITE).href });
  await visit.engineReady();
  return new Laboratory(visit, folder, patienceMs);
}
