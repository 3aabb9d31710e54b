// A visitor's own takes from the microphone.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { openPage, startBrowserThatHears, startProfileThatHears } from "./harness.mjs";
import { RATE_HZ, voice, wav } from "./signals.mjs";
import { chooseTwo, listensWith, takes, train } from "./takes.mjs";

const kept = (visit, words) => visit.says("voice-kept", words);

/** Records a take of an emotion from the microphone. */
async function record(visit, emotion, number) {
  const button = visit.part(`voice-record-${emotion}`);
  await button.click();
  await visit.says(`voice-record-${emotion}`, "Stop");
  await visit.page.waitForTimeout(1300 + 150 * number);
  await button.click();
  await visit.says(`voice-record-${emotion}`, "Record a take");
}

test("takes from the microphone, of two days, make a model", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "overtone-visitor-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const spoken = { sad: 0.8, angry: 1.3 };
  let visit;
  for (const [day, emotion] of Object.keys(spoken).entries()) {
    const heard = wav(voice(6, RATE_HZ), Math.round(RATE_HZ * spoken[emotion]));
    visit = await startProfileThatHears(folder, heard);
    await visit.engineReady();
    if (day === 0) await chooseTwo(visit);
    await takes(visit, 3 * day);
    for (let number = 0; number < 3; number++) {
      const sentence = await visit.part(`stand-${emotion}`).locator("q").textContent();
      await record(visit, emotion, number);
      await takes(visit, 3 * day + number + 1);
      assert.notEqual(await visit.part(`stand-${emotion}`).locator("q").textContent(), sentence, "another one to read");
    }
    if (day === 0) {
      await kept(visit, "3 takes");
      await visit.end();
    }
  }
  const outcome = await train(visit);
  assert.ok(outcome.isBetter && outcome.after >= outcome.before, JSON.stringify(outcome));
  await listensWith(visit, "My voice");
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
  const plays = visit.page.evaluate(
    () =>
      new Promise((plays) => {
        const take = document.querySelector('[data-testid="voice-take"]');
        new MutationObserver(() => take.querySelector('[aria-pressed="true"]') && plays()).observe(take, {
          subtree: true,
          attributes: true,
        });
      }),
  );
  await line.getByRole("button", { name: /^Play/ }).click();
  await plays;
  await visit.part("voice-again").click();
  await visit.says("voice-record-happy", "Stop");
  assert.equal(await visit.part("voice-take").count(), 1, "until there is another one, it stays");
  const seconds = () => line.locator(".seconds").textContent();
  const first = await seconds();
  await visit.page.waitForTimeout(3000);
  await visit.part("voice-record-happy").click();
  await visit.says("voice-record-happy", "Record a take");
  await takes(visit, 1);
  assert.ok(parseFloat(await seconds()) > parseFloat(first), "the new one is longer");
  await line.getByRole("combobox").selectOption("fear");
  await visit.page.locator('[data-testid="stand-fear"] [data-testid="voice-take"]').waitFor();
  await visit.part("voice-forget-take").click();
  await takes(visit, 0);
  await visit.end();
});
