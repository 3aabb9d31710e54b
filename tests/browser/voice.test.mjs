// A visitor's own voice: takes, training, models, and what the browser keeps of them.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { openPage, SITE, startBrowser, startBrowserThatHears } from "./harness.mjs";
import { tone, voice, wav } from "./signals.mjs";
import { TRAINING_MS, bringTakes, chooseTwo, filesOf, listensWith, takes, train } from "./takes.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const kept = (visit, words) => visit.says("voice-kept", words);

test("it says what is missing, learns from takes, and the model that came of it listens", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  assert.match(await visit.text("voice-status"), /3 more takes of neutral/);
  await bringTakes(visit, 2);
  assert.match(await visit.text("voice-status"), /One more take of sad/);
  assert.ok(await visit.part("voice-train").isDisabled());
  for (const emotion of ["sad", "angry"]) {
    await visit.part(`voice-files-${emotion}`).setInputFiles(filesOf(emotion, 3).slice(2));
  }
  await takes(visit, 6);
  await visit.part("voice-name").fill("Mine");
  const outcome = await train(visit);
  assert.ok(outcome.isBetter && outcome.after > outcome.before, JSON.stringify(outcome));
  await listensWith(visit, "Mine");
  await visit.page.locator("canvas.voice-curves").waitFor();

  // The model for everybody, and back.
  await visit.part("voice-models").getByLabel("The model for everybody").check({ force: true });
  await visit.page.waitForFunction(
    () => !document.querySelector('[data-testid="model"]').textContent.includes("Mine"),
  );
  await visit.part("voice-model").getByLabel("Mine").first().check({ force: true });
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
    await visit.part(`voice-emotion-${emotion}`).check({ force: true });
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
  const saved = async (button) => {
    const [download] = await Promise.all([visit.page.waitForEvent("download"), visit.part(button).click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  };
  const archive = await saved("voice-export");
  assert.equal(archive.name, "overtone-takes.zip");
  assert.equal(archive.bytes.subarray(0, 2).toString(), "PK");
  assert.ok((await train(visit)).isBetter);
  const model = await saved("voice-save-model");
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

test("a training that is stopped, or cut off by a reload, keeps the takes", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await bringTakes(visit, 10);
  await visit.part("voice-train").click();
  const asked = Date.now();
  await visit.part("voice-stop").click();
  await visit.says("voice-status", "was stopped");
  assert.ok(Date.now() - asked < 3000);
  await kept(visit, "20 takes");
  await visit.part("voice-train").click();
  await visit.part("voice-stop").waitFor();
  await visit.page.goto(SITE);
  await visit.engineReady();
  await visit.says("voice-status", "was interrupted");
  await takes(visit, 20);
  assert.ok((await train(visit)).isBetter);
  await visit.end();
});

test("takes are recorded, moved and deleted, and the microphone is closed", async (t) => {
  const heard = await startBrowserThatHears(wav(voice(6, 48_000), 48_000));
  t.after(() => heard.close());
  const visit = await openPage(heard);
  await visit.engineReady();
  await visit.part("voice-record-happy").click();
  await visit.says("voice-record-happy", "Stop");
  await visit.page.waitForTimeout(1500);
  await visit.part("voice-record-happy").click();
  await takes(visit, 1);
  await visit.says("voice-record-happy", "Record a take");
  const line = visit.part("voice-take");
  assert.match(await line.textContent(), /1\s*[12]\.\d s/);
  await line.getByRole("button", { name: /^Play/ }).click();
  await visit.page.locator('[data-testid="voice-take"] [aria-pressed="true"]').waitFor();
  await line.getByRole("combobox").selectOption("fear");
  await visit.page.locator('[data-testid="stand-fear"] [data-testid="voice-take"]').waitFor();
  await visit.part("voice-forget-take").click();
  await takes(visit, 0);
  await visit.end();
});
