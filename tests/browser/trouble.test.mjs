// What is no sound, or hardly one, gets a sentence and harms nothing.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertProbabilities, openPage, startBrowser } from "./harness.mjs";
import { silence, tone, voice, wav } from "./signals.mjs";

const VOICE = wav(voice(3));

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const INPUTS = {
  "empty.wav": Buffer.alloc(0),
  "text.wav": Buffer.from("Dear diary, today I sang in the shower again.\n".repeat(40)),
  // The header promises a second that is not there.
  "truncated.wav": wav(tone(300, 1)).subarray(0, 40),
  "silence.wav": wav(silence(2)),
  "short.wav": wav(tone(200, 0.05)),
};

for (const [name, bytes] of Object.entries(INPUTS)) {
  test(`${name} gets one sentence, and the page goes on`, async () => {
    const visit = await openPage(browser);
    await visit.engineReady();
    await visit.choose(name, bytes);
    const sentence = await visit.outcome();
    assert.match(sentence, /^\p{Lu}.*[.!]$/u, `"${sentence}" is a sentence`);
    assert.ok(sentence.length < 240, `"${sentence}" is short`);
    assert.doesNotMatch(sentence, /panick|unwrap|undefined|null|NaN|::/, `"${sentence}" is plain`);

    await visit.choose("voice.wav", VOICE);
    assertProbabilities((await visit.verdict("voice.wav")).probabilities);
    await visit.end();
  });
}

test("what cannot be decoded leaves no answer behind", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.choose("text.wav", INPUTS["text.wav"]);
  await visit.outcome();
  assert.equal(await visit.text("label"), "");
  await visit.end();
});

test("silence is no emotion", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.choose("silence.wav", INPUTS["silence.wav"]);
  assert.equal((await visit.verdict("silence.wav")).label, "no speech");
  await visit.end();
});

test("an old browser is told which feature it lacks", async () => {
  const visit = await openPage(browser, {
    locale: "de-DE",
    before: (page) =>
      page.addInitScript(() => {
        WebAssembly.validate = () => false;
        const fail = async () => {
          throw new WebAssembly.CompileError("no SIMD");
        };
        WebAssembly.instantiateStreaming = WebAssembly.instantiate = fail;
      }),
  });
  const sentence = visit.page.getByRole("alert");
  await sentence.filter({ hasText: "Diesem Browser fehlt WebAssembly SIMD" }).waitFor();
  visit.faults = visit.faults.filter((fault) => !fault.includes("no SIMD"));
  await visit.end();
});
