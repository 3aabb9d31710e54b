// Many files at once: a table that fills, sorts, and leaves the page.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";

import { openPage, startBrowser } from "./harness.mjs";
import { tone, voice, wav } from "./signals.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const FILES = [
  ["long.wav", wav(voice(3))],
  ["broken.wav", Buffer.from("This is no sound. ".repeat(50))],
  ["tone.wav", wav(tone(440, 1))],
];

async function chooseMany(visit, files) {
  const list = files.map(([name, buffer]) => ({ name, mimeType: "audio/wav", buffer }));
  await visit.part("file-input").setInputFiles(list);
}

async function names(visit) {
  return visit.part("files").locator("tbody tr").evaluateAll((rows) => rows.map((r) => r.dataset.file));
}

async function download(visit, click) {
  const [file] = await Promise.all([visit.page.waitForEvent("download"), click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

test("several files fill a table, each error in its row, and the table is sorted and saved", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await chooseMany(visit, FILES);
  await visit.says("files-progress", "3 of 3 heard");
  const table = visit.part("files");
  const row = (name) => table.locator(`[data-file="${name}"]`);
  assert.match(await row("broken.wav").textContent(), /Expected a sound file/);
  assert.match(await row("tone.wav").textContent(), /no speech/);
  assert.equal(await row("long.wav").locator("[data-verdict]").count(), 1);

  await table.getByRole("button", { name: "File", exact: true }).click();
  assert.deepEqual(await names(visit), ["broken.wav", "long.wav", "tone.wav"]);
  await table.getByRole("button", { name: "Length" }).click();
  assert.deepEqual(await names(visit), ["tone.wav", "long.wav", "broken.wav"]);
  await table.getByRole("button", { name: "Length" }).click();
  assert.deepEqual(await names(visit), ["long.wav", "tone.wav", "broken.wav"]);
  assert.equal(await table.getByRole("columnheader", { name: "Length" }).getAttribute("aria-sort"), "descending");

  const csv = await download(visit, () => table.getByRole("button", { name: "CSV" }).click());
  assert.equal(csv.name, "answers.csv");
  const lines = csv.bytes.toString().trim().split("\n");
  assert.equal(lines.length, 4);
  assert.match(lines[0], /^file,seconds,verdict,neutral,.*,surprise,error$/);
  assert.match(lines[1], /^long\.wav,3,/);
  const json = await download(visit, () => table.getByRole("button", { name: "JSON" }).click());
  const records = JSON.parse(json.bytes);
  assert.deepEqual(records.map((record) => record.file), ["long.wav", "tone.wav", "broken.wav"]);
  assert.equal(records[1].verdict, "no speech");

  await table.getByRole("button", { name: "long.wav" }).click();
  await visit.verdict("long.wav");
  await table.getByRole("button", { name: "Clear the table" }).click();
  assert.equal(await visit.part("files").count(), 0);
  await visit.end();
});

test("files that wait can be stopped, and what is heard stays", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  const many = Array.from({ length: 12 }, (_, i) => [`voice-${i}.wav`, wav(voice(8))]);
  await chooseMany(visit, many);
  await visit.pressWhen("files-progress", /^([1-9]|10) of 12/, '[data-testid="files-stop"]');
  await visit.says("files-progress", "12 of 12 heard");
  const stopped = await visit.part("files").getByText("stopped").count();
  assert.ok(stopped > 0 && stopped < 12, `${stopped} of 12 were stopped`);
  await visit.end();
});

test("of a dropped folder the sounds are heard, each under its path", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "overtone-drop-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  for (const [path, bytes] of [
    ["day/one.wav", wav(voice(1))],
    ["night/one.wav", wav(voice(2))],
    ["night/notes.txt", Buffer.from("Rain at four.")],
    ["empty/notes.txt", Buffer.from("Nobody spoke.")],
  ]) {
    await mkdir(dirname(join(folder, "said", path)), { recursive: true });
    await writeFile(join(folder, "said", path), bytes);
  }
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.dropPath(join(folder, "said"), "record");
  await visit.says("files-progress", "2 of 2 heard");
  assert.deepEqual((await names(visit)).sort(), ["said/day/one.wav", "said/night/one.wav"]);
  await visit.dropPath(join(folder, "said", "empty"), "record");
  await visit.says("status", "There is no sound in what you brought");
  await visit.end();
});

test("a row that is through stays as it is while others come", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await chooseMany(visit, FILES);
  await visit.says("files-progress", "3 of 3 heard");
  const first = await visit.part("files").locator("tbody tr").first().elementHandle();
  await chooseMany(visit, [["late.wav", wav(voice(1))], ["later.wav", wav(voice(1))]]);
  await visit.says("files-progress", "5 of 5 heard");
  assert.ok(await first.evaluate((row) => row.isConnected), "it is the same row of the document");
  await visit.end();
});

for (const language of ["en", "de", "fr"]) {
  test(`at 390 pixels an error in its row is read whole in "${language}"`, async () => {
    const visit = await openPage(browser, { locale: language });
    await visit.page.setViewportSize({ width: 390, height: 844 });
    await visit.engineReady();
    await chooseMany(visit, FILES);
    await visit.part("files").locator("tbody [data-verdict]").nth(1).waitFor();
    const table = visit.part("files").locator(".figures-table");
    const [content, room] = await table.evaluate((table) => [table.scrollWidth, table.clientWidth]);
    assert.ok(content <= room, `${content} pixels of table in ${room}`);
    await visit.end();
  });
}

test("a pasted file is heard", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.page.evaluate((base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], "pasted.wav", { type: "audio/wav" }));
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
  }, wav(voice(2)).toString("base64"));
  await visit.verdict("pasted.wav");
  await visit.end();
});
