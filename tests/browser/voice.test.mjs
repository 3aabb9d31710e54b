// A visitor's own voice: takes, training, models, and what the browser keeps of them.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { written } from "./corpus.mjs";
import { assertExhibited } from "./exhibits.mjs";
import { check, openPage, startBrowser } from "./harness.mjs";
import { predicted, SKIPPED } from "./program.mjs";
import { tone, voice, wav } from "./signals.mjs";
import { TRAINING_MS, bringTakes, chooseTwo, copiesOf, filesOf, hardestPair, listensWith, takes, train } from "./takes.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const kept = (visit, words) => visit.says("voice-kept", words);

test("it says what is missing, learns from takes, and the model that came of it listens", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  assert.match(await visit.text("voice-status"), /3 more takes of neutral/);
  // Of a contrary voice there is something to learn.
  await bringTakes(visit, 2, true);
  assert.match(await visit.text("voice-status"), /One more take of sad/);
  assert.ok(await visit.part("voice-train").isDisabled());
  for (const emotion of ["sad", "angry"]) {
    await visit.part(`voice-files-${emotion}`).setInputFiles(filesOf(emotion, 3, true).slice(2));
  }
  await takes(visit, 6);
  await visit.part("voice-name").fill("Mine");
  const beside = () =>
    visit.page.evaluate(
      () => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".manners")).length,
    );
  assert.equal(await beside(), 0, "nobody waits for what only teaching needs");
  const outcome = await train(visit);
  assert.equal(await beside(), 1);
  assert.ok(outcome.isBetter && outcome.after > outcome.before, JSON.stringify(outcome));
  await listensWith(visit, "Mine");
  await visit.page.locator("canvas.voice-curves").waitFor();
  const [before, after] = await Promise.all(
    ["before", "after"].map((side) => visit.page.locator(`canvas.voice-${side}`).boundingBox()),
  );
  assert.ok(before.width > 100 && after.x >= before.x + before.width && after.y === before.y, "side by side");
  await assertExhibited(visit, "#voice");

  // The model for everybody, and back.
  await check(visit.part("voice-models").getByLabel("The model for everybody"));
  await visit.page.waitForFunction(
    () => !document.querySelector('[data-testid="model"]').textContent.includes("Mine"),
  );
  await check(visit.part("voice-model").getByLabel("Mine").first());
  await listensWith(visit, "Mine");

  // And it is there after a reload, with its takes.
  await kept(visit, "6 takes and 1 model");
  await visit.page.reload();
  await visit.engineReady();
  await takes(visit, 6);
  await listensWith(visit, "Mine");

  await visit.part("voice-forget-model").click();
  await listensWith(visit, "one-dimensional");
  await visit.part("voice-forget-all").click();
  await kept(visit, "0 takes and 0 models");
  await visit.page.reload();
  await visit.engineReady();
  await kept(visit, "0 takes and 0 models");
  await visit.end();
});

test("eight emotions with five takes each are learned within ten seconds", async () => {
  const visit = await openPage(browser);
  await visit.engineReady("cpu");
  const emotions = await visit.page
    .locator('[data-testid^="voice-emotion-"]')
    .evaluateAll((boxes) => boxes.map((box) => box.dataset.testid.replace("voice-emotion-", "")));
  assert.equal(emotions.length, 8);
  for (const emotion of emotions) {
    await check(visit.part(`voice-emotion-${emotion}`));
    await visit.part(`voice-files-${emotion}`).setInputFiles(filesOf(emotion, 5));
  }
  await takes(visit, 40);
  await visit.part("voice-train").click();
  await visit.part("voice-verdict").waitFor({ timeout: TRAINING_MS });
  const elapsedMs = Number(await visit.part("voice-verdict").getAttribute("data-elapsed-ms"));
  console.log(`# 8 emotions, 5 takes each: learned in ${elapsedMs} ms`);
  assert.ok(elapsedMs < 10_000, `${elapsedMs} ms`);
  await visit.end();
});

test("takes and models go out as files and come back", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await bringTakes(visit, 3);
  const archive = await visit.saved("voice-export");
  assert.equal(archive.name, "overtone-takes.zip");
  assert.equal(archive.bytes.subarray(0, 2).toString(), "PK");
  assert.ok((await train(visit)).isBetter);
  const model = await visit.saved("voice-save-model");
  assert.match(model.name, /\.overtone$/);
  assert.equal(model.bytes.subarray(0, 8).toString(), "OVERTONE");
  await visit.end();

  const other = await openPage(browser);
  await other.engineReady();
  await other
    .part("voice-import")
    .setInputFiles({ name: archive.name, mimeType: "application/zip", buffer: archive.bytes });
  await takes(other, 6);
  await other
    .part("voice-open-model")
    .setInputFiles({ name: model.name, mimeType: "", buffer: model.bytes });
  await listensWith(other, "My voice");
  await other.end();
});

test("no two models of one's own are called the same", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await bringTakes(visit, 3);
  for (const name of ["My voice", "My voice 2"]) {
    assert.ok((await train(visit)).isBetter);
    await listensWith(visit, name);
    await check(visit.part("voice-models").getByLabel("The model for everybody"));
  }
  const model = await visit.saved(visit.part("voice-save-model").last());
  assert.equal(model.name, "My voice 2.overtone");
  await visit
    .part("voice-open-model")
    .setInputFiles({ name: model.name, mimeType: "", buffer: model.bytes });
  await kept(visit, "3 models");
  const names = () => visit.part("voice-model").locator("label > span").evaluateAll((spans) =>
    spans.map((span) => span.firstChild.textContent));
  assert.deepEqual(await names(), ["My voice", "My voice 2", "My voice 3"]);
  await visit.page.reload();
  await kept(visit, "3 models");
  assert.deepEqual(await names(), ["My voice", "My voice 2", "My voice 3"]);
  await visit.end();
});

test("what is no take, no archive and no model gets a sentence and changes nothing", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await chooseTwo(visit);
  const bring = (part, name, buffer) =>
    visit.part(part).setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  await bring("voice-files-sad", "click.wav", wav(tone(440, 0.1)));
  await visit.says("voice-trouble", "shorter than half a second");
  await bring("voice-files-sad", "silent.wav", wav(tone(440, 2, 0)));
  await visit.says("voice-trouble", "Nothing is heard");
  await bring("voice-files-sad", "hours.wav", wav(tone(440, 15)));
  await visit.says("voice-trouble", "longer than ten seconds");
  await bring("voice-files-sad", "letter.wav", Buffer.from("Dear Sir"));
  await visit.says("voice-trouble", "cannot be read as a sound");
  await bring("voice-import", "takes.zip", Buffer.from("PK no zip"));
  await visit.says("voice-trouble", "holds no takes");
  await bring("voice-open-model", "other.overtone", Buffer.from("OVERTONE"));
  await visit.says("voice-trouble", "is no Overtone model");
  assert.equal(await visit.part("voice-take").count(), 0);
  await visit.engineReady();
  await visit.end();
});

/** Notes when the workers of a page last said something. */
const listenToWorkers = (page) =>
  page.addInitScript(() => {
    globalThis.Worker = class extends Worker {
      constructor(...given) {
        super(...given);
        this.addEventListener("message", () => (globalThis.lastWordMs = performance.now()));
      }
    };
  });

/** What is said once so many takes, of less than twenty, are heard. */
const heard = (count) => new RegExp(`^Heard ([${count}-9]|1\\d) of`);

/** Comes back to the page the moment that so many takes are heard. */
const reloadWhenHeard = (visit, count) =>
  Promise.all([
    visit.page.waitForEvent("load"),
    visit.page.evaluate((words) => {
      const status = document.querySelector('[data-testid="voice-status"]');
      new MutationObserver((_, watch) => {
        if (!new RegExp(words).test(status.textContent)) return;
        watch.disconnect();
        location.reload();
      }).observe(status, { childList: true, subtree: true, characterData: true });
    }, heard(count).source),
  ]);

/**
 * Stops a training once so many takes are heard; how long until the page says so, and until the
 * engine's last word, in milliseconds.
 */
async function stopAfter(visit, count) {
  const { pressedMs, saidMs } = await visit.pressWhen(
    "voice-status",
    heard(count),
    '[data-testid="voice-stop"]',
    /was stopped/,
  );
  // Whatever the engine still did, it would say, for as long as several takes would take.
  await visit.page.waitForTimeout(1500);
  const lastWordMs = await visit.page.evaluate(() => globalThis.lastWordMs);
  return { onPageMs: saidMs - pressedMs, inEngineMs: Math.max(0, lastWordMs - pressedMs) };
}

const middleOf = (three) => [...three].sort((a, b) => a - b)[1];

test("a training that is stopped is over within a moment, and keeps the takes", async () => {
  const visit = await openPage(browser, { before: listenToWorkers });
  await visit.engineReady();
  await bringTakes(visit, 10);
  const stops = [];
  for (const count of [2, 5, 8]) {
    await visit.part("voice-train").click();
    stops.push(await stopAfter(visit, count));
  }
  const onPageMs = middleOf(stops.map((stop) => stop.onPageMs));
  const inEngineMs = middleOf(stops.map((stop) => stop.inEngineMs));
  console.log(`# stopped on the page in ${onPageMs.toFixed(0)} ms, in the engine in ${inEngineMs.toFixed(0)} ms`);
  // A machine that has other things to do gets a little more than the tenth of a second that is meant.
  assert.ok(onPageMs < 200 && inEngineMs < 250, JSON.stringify(stops));
  await kept(visit, "20 takes");
  assert.ok((await train(visit)).isBetter);
  await visit.end();
});

test("a training is paused, cut off by a reload, and goes on from what was heard", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await bringTakes(visit, 10);
  await visit.part("voice-train").click();
  await visit.pressWhen("voice-status", heard(3), '[data-testid="voice-pause"]');
  await visit.says("voice-status", /Paused; ([3-9]|1\d) of 20 takes are heard/);
  await visit.says("voice-train", "Go on");
  // Of the seventh it is not yet sure that it is kept.
  const cutOffThere = reloadWhenHeard(visit, 7);
  await visit.part("voice-train").click();
  await cutOffThere;
  await visit.engineReady();
  await visit.says("voice-status", /was interrupted; ([6-9]|1\d) of 20 takes were heard already/);
  await takes(visit, 20);
  const cutOff = await train(visit);
  assert.ok(cutOff.isBetter);

  // In one go it comes to the same; and once all takes are heard, learning is a matter of a moment.
  await check(visit.part("voice-models").getByLabel("The model for everybody"));
  const again = await train(visit);
  console.log(`# 20 takes: ${cutOff.elapsedMs} ms with some to hear, ${again.elapsedMs} ms with all of them heard`);
  assert.deepEqual([again.before, again.after], [cutOff.before, cutOff.after]);
  await visit.end();
});

test("takes that teach nothing leave the model as it was, and it says so", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  // One recording for both, and the model cannot decide between them anyway: nothing can be learned.
  const sound = wav(voice(2));
  await visit.choose("both.wav", sound);
  const two = hardestPair((await visit.verdict("both.wav")).probabilities);
  await chooseTwo(visit, two);
  for (const emotion of two) await visit.part(`voice-files-${emotion}`).setInputFiles(copiesOf(sound, 3));
  await takes(visit, 6);
  const outcome = await train(visit);
  assert.equal(outcome.isBetter, false, JSON.stringify(outcome));
  await visit.says("voice-verdict", "It did not get better");
  await kept(visit, "0 models");
  assert.ok(await visit.part("voice-models").getByLabel("The model for everybody").isChecked());
  await visit.end();
});

test("curves grow while it learns, and the page goes on", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await bringTakes(visit, 10);
  await visit.page.evaluate(() => {
    const part = (name) => document.querySelector(`[data-testid="voice-${name}"]`);
    globalThis.grown = 0;
    globalThis.stretchesMs = [];
    new MutationObserver(() => {
      globalThis.grown += Number(part("curves") !== null && part("verdict") === null);
    }).observe(document.getElementById("voice"), { childList: true, characterData: true, subtree: true });
    let last = performance.now();
    const look = () => {
      const now = performance.now();
      globalThis.stretchesMs.push(now - last);
      last = now;
      if (part("verdict") === null) setTimeout(look, 4);
    };
    look();
  });
  await train(visit);
  const { grown, stretchesMs } = await visit.page.evaluate(() => ({ grown, stretchesMs }));
  // Most stretches: the machine may have other things to do.
  const most = stretchesMs.sort((a, b) => a - b)[Math.floor(0.95 * stretchesMs.length)];
  console.log(`# curves were seen ${grown} times before the end; most looks came within ${most.toFixed(0)} ms`);
  assert.ok(grown > 3, `${grown} changes with curves before the verdict`);
  assert.ok(most < 100, `held up for ${most} ms`);
  await visit.end();
});

test("a folder whose folders are named after emotions brings takes", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "overtone-takes-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const files = (emotion) => filesOf(emotion, 3).map(({ name, buffer }) => [`mine/${emotion}/${name}`, buffer]);
  await written(folder, [...files("sad"), ...files("angry")]);
  const visit = await openPage(browser);
  await visit.engineReady();
  await chooseTwo(visit);
  await visit.part("voice-import-folder").setInputFiles(join(folder, "mine"));
  await takes(visit, 6);
  for (const emotion of ["sad", "angry"]) {
    assert.equal(await visit.part(`stand-${emotion}`).getByTestId("voice-take").count(), 3);
  }
  await visit.says("voice-status", "Ready to learn from 6 takes.");

  // And a file that is dropped onto an emotion is a take of it, and no sound to be judged.
  await visit.drop("another.wav", filesOf("sad", 4)[3].buffer, '[data-testid="stand-sad"]');
  await takes(visit, 7);
  assert.equal(await visit.part("stand-sad").getByTestId("voice-take").count(), 4);
  assert.doesNotMatch(await visit.text("status"), /another.wav/);

  // Of a folder that is dropped there, every sound is a take of it, whatever its folders are called.
  await written(folder, [["other/notes.txt", Buffer.from("Dear Sir")], ["none/notes.txt", Buffer.from("Dear Sir")]]);
  await written(folder, filesOf("sad", 2).map(({ name, buffer }, day) => [`other/day ${day}/${name}`, buffer]));
  await visit.dropPath(join(folder, "other"), "stand-sad");
  await takes(visit, 9);
  assert.equal(await visit.part("stand-sad").getByTestId("voice-take").count(), 6);
  assert.equal(await visit.text("voice-trouble"), "");
  await visit.dropPath(join(folder, "none"), "stand-sad");
  await visit.says("voice-trouble", "There is no sound in what you brought");
  await visit.end();
});

test("a model of one's own is what the command line reads", { skip: SKIPPED }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "overtone-own-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const visit = await openPage(browser);
  await visit.engineReady("cpu");
  await bringTakes(visit, 3);
  assert.ok((await train(visit)).isBetter);
  const model = await visit.saved("voice-save-model");
  await listensWith(visit, "My voice");
  const sound = wav(voice(3));
  await visit.choose("voice.wav", sound);
  const { probabilities } = await visit.verdict("voice.wav");
  await writeFile(join(folder, "mine.overtone"), model.bytes);
  await writeFile(join(folder, "voice.wav"), sound);
  const there = await predicted(folder, "voice.wav", "mine.overtone");
  for (const [emotion, here] of probabilities) {
    assert.ok(Math.abs(here - there[emotion]) < 2e-3, `${emotion}: ${here} in the tab, ${there[emotion]} natively`);
  }
  await visit.end();
});

test("where the browser has no room for takes, it says so, and they teach all the same", async () => {
  const visit = await openPage(browser, {
    before: (page) =>
      page.addInitScript(() => {
        IDBObjectStore.prototype.put = IDBObjectStore.prototype.add = () => {
          throw new DOMException("refused by the test", "QuotaExceededError");
        };
      }),
  });
  await visit.engineReady("cpu");
  await bringTakes(visit, 3);
  await visit.says("voice-trouble", "The browser has no more room");
  assert.ok((await train(visit)).isBetter);
  await visit.end();
});
