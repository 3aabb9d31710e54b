// The large model is fetched when it is asked for, takes over, and is remembered.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertProbabilities, check, openPage, startBrowser } from "./harness.mjs";
import { voice, wav } from "./signals.mjs";

const VOICE = wav(voice(3));
/** The large model is an encoder of eight million weights. */
const LARGE_MS = 120_000;

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const choose = (visit, name) => check(visit.part("model-choice").getByLabel(name));

const listensWith = (visit, words) =>
  visit.page.waitForFunction(
    (words) => document.querySelector('[data-testid="model"]')?.textContent.includes(words),
    words,
    { timeout: LARGE_MS },
  );

test("the large model takes over and judges the sound on the page anew", async () => {
  const asked = [];
  const visit = await openPage(browser, {
    before: (page) => page.on("request", (request) => asked.push(request.url())),
  });
  const fetchedLarge = () => asked.filter((url) => url.includes("model-large")).length;
  await visit.engineReady();
  await visit.choose("voice.wav", VOICE);
  const small = (await visit.verdict("voice.wav")).probabilities;
  assert.equal(fetchedLarge(), 0, "nobody has asked for it yet");

  await choose(visit, "Large");
  await listensWith(visit, "speech encoder");
  await visit.page.waitForFunction(
    (small) => {
      const rows = document.querySelectorAll('[data-testid="probabilities"] [data-emotion]');
      const now = [...rows].map((row) => Number(row.dataset.value));
      return now.length === small.length && now.some((value, i) => value !== small[i]);
    },
    small.map(([, value]) => value),
    { timeout: LARGE_MS },
  );
  assertProbabilities(await visit.probabilities());
  assert.equal(fetchedLarge(), 1);

  await choose(visit, "Small");
  await listensWith(visit, "one-dimensional");
  await visit.page.waitForFunction(
    (small) => {
      const rows = document.querySelectorAll('[data-testid="probabilities"] [data-emotion]');
      return [...rows].every((row, i) => Number(row.dataset.value) === small[i]);
    },
    small.map(([, value]) => value),
    { timeout: LARGE_MS },
  );
  await visit.end();
});

test("the model of the last visit listens from the start", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await choose(visit, "Large");
  await listensWith(visit, "speech encoder");
  await visit.page.reload();
  await listensWith(visit, "speech encoder");
  await visit.choose("voice.wav", VOICE);
  assertProbabilities((await visit.verdict("voice.wav")).probabilities);
  await visit.end();
});

test("a large model that does not come leaves the small one listening", async () => {
  const visit = await openPage(browser, {
    before: (page) => page.route("**/model-large-*", (route) => route.fulfill({ status: 503 })),
  });
  await visit.engineReady();
  await choose(visit, "Large");
  await visit.page.getByText("the server answered 503").waitFor();
  assert.ok(await visit.part("model-choice").getByLabel("Small").isChecked());
  await visit.choose("voice.wav", VOICE);
  assertProbabilities((await visit.verdict("voice.wav")).probabilities);
  visit.faults = visit.faults.filter((fault) => !fault.includes("503"));
  await visit.end();
});
