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

test("what is too long is refused, alone and among many, and the browser's decoder is not asked", async () => {
  const visit = await openPage(browser, {
    before: (page) =>
      page.addInitScript(() => {
        globalThis.asked = 0;
        const { decodeAudioData } = AudioContext.prototype;
        AudioContext.prototype.decodeAudioData = function (bytes) {
          globalThis.asked += 1;
          return decodeAudioData.call(this, bytes);
        };
      }),
  });
  await visit.engineReady();
  const long = wav(silence(16 * 60, 1_000), 1_000);
  await visit.choose("long.wav", long);
  assert.match(await visit.outcome(), /15 minutes at most, got 16 minutes/);
  const many = ["long.wav", "longer.wav"].map((name) => ({ name, mimeType: "audio/wav", buffer: long }));
  await visit.part("file-input").setInputFiles(many);
  await visit.says("files-progress", "2 of 2 heard");
  assert.equal(await visit.part("files").getByText("15 minutes at most").count(), 2);
  assert.equal(await visit.page.evaluate(() => globalThis.asked), 0);
  await visit.end();
});

test("silence is no emotion", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.choose("silence.wav", INPUTS["silence.wav"]);
  assert.equal((await visit.verdict("silence.wav")).label, "no speech");
  await visit.end();
});

/** What a browser may lack, and how it behaves without. */
const LACKING = {
  "WebAssembly SIMD": () => {
    WebAssembly.validate = () => false;
    WebAssembly.instantiateStreaming = WebAssembly.instantiate = async () => {
      throw new WebAssembly.CompileError("no SIMD");
    };
  },
  "module workers": () => {
    const Modern = Worker;
    globalThis.Worker = function (url) {
      return new Modern(url);
    };
  },
  TransformStream: () => delete globalThis.TransformStream,
  ResizeObserver: () => delete globalThis.ResizeObserver,
};

for (const [feature, forget] of Object.entries(LACKING)) {
  test(`a browser without ${feature} is told so, and the sentence stays`, async () => {
    const visit = await openPage(browser, {
      locale: "de-DE",
      before: (page) => page.addInitScript(forget),
    });
    const sentence = visit.page.getByRole("alert").filter({ hasText: "Diesem Browser fehlt" });
    await sentence.waitFor();
    await visit.page.waitForTimeout(1500);
    assert.match(await sentence.textContent(), new RegExp(`fehlt ${feature};`));
    assert.ok(await sentence.isVisible());
    // What the rest of the page makes of such a browser is not asked here.
    visit.faults = [];
    await visit.end();
  });
}

test("where a browser cannot record, the sentence says what it lacks", async () => {
  const visit = await openPage(browser, {
    before: (page) => page.addInitScript(() => delete MediaDevices.prototype.getUserMedia),
  });
  await visit.engineReady();
  await visit.part("record").click();
  await visit.says("status", "it lacks getUserMedia");
  await visit.choose("voice.wav", VOICE);
  assertProbabilities((await visit.verdict("voice.wav")).probabilities);
  await visit.end();
});
