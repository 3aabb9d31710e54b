// The API for JavaScript, as a page of somebody else uses it: no framework, one module, one model.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { EMOTIONS, Visit, assertHeardVoice, assertProbabilities, startBrowser } from "./harness.mjs";
import { startFiles } from "./servers.mjs";
import { RATE_HZ, tone, voice, wav } from "./signals.mjs";

const WWW = join(dirname(fileURLToPath(import.meta.url)), "../../www");
/** What `cargo xtask test` packed; by default what `wasm-pack build www/api --target web` did. */
const PACKAGE = process.env.OVERTONE_API ?? join(WWW, "api/pkg");

let files;
let browser;
before(async () => {
  files = await startFiles({ "/api/pkg/": PACKAGE, "/": WWW });
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
  await files.close();
});

/** The example in a tab of its own, when its model is there. */
async function openExample() {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const visit = new Visit(context, page);
  await page.goto(`${files.address}api/example.html`);
  await page.locator("#file:enabled").waitFor();
  return visit;
}

/** Gives the example a file; returns what it answers when it no longer says `before`. */
async function answerTo(visit, name, bytes) {
  const answer = visit.page.locator("#answer");
  const before = await answer.textContent();
  await visit.page.locator("#file").setInputFiles({ name, mimeType: "audio/wav", buffer: bytes });
  await visit.page.waitForFunction(
    (before) => document.querySelector("#answer").textContent !== before,
    before,
  );
  return answer.textContent();
}

/** What the API makes of samples at 16 kHz, in the example's tab; `use` runs there. */
function withClassifier(visit, samples, use) {
  const body = `async ({ samples, rateHz }) => {
    const { Classifier, extractFeatures } = await import("./pkg/overtone_api.js");
    const model = await fetch("../model/small.overtone");
    const classifier = await Classifier.load(new Uint8Array(await model.arrayBuffer()));
    return (${use})({ classifier, extractFeatures, samples: Float32Array.from(samples), rateHz });
  }`;
  const argument = { samples: Array.from(samples), rateHz: RATE_HZ };
  return visit.page.evaluate(`(${body})(${JSON.stringify(argument)})`);
}

test("the example names an emotion, or none where nobody speaks", async () => {
  const visit = await openExample();
  assert.equal(await visit.page.locator("#answer").textContent(), `Knows ${EMOTIONS.join(", ")}.`);
  assertHeardVoice(await answerTo(visit, "voice.wav", wav(voice(3))));
  const rows = visit.page.locator("#probabilities tr");
  assert.deepEqual(await rows.locator("td:first-child").allTextContents(), EMOTIONS);
  assert.equal(await answerTo(visit, "tone.wav", wav(tone(440, 2))), "no speech");
  await visit.end();
});

test("the example says why a file cannot be judged, and goes on", async () => {
  const visit = await openExample();
  const sentence = await answerTo(visit, "letter.wav", Buffer.from("a letter to a friend"));
  assert.match(sentence, /^expected a sound file .* \(audio\/not-audio\)$/);
  assert.match(await answerTo(visit, "empty.wav", Buffer.alloc(0)), /\(audio\/empty\)$/);
  assertHeardVoice(await answerTo(visit, "voice.wav", wav(voice(2))));
  await visit.end();
});

test("samples become features, a judgement and a stream of judgements", async () => {
  const visit = await openExample();
  const result = await withClassifier(visit, voice(3.2), async ({
    classifier,
    extractFeatures,
    samples,
    rateHz,
  }) => {
    const seed = extractFeatures(samples, rateHz, "seed");
    const heard = extractFeatures(samples, rateHz, classifier.model.features);
    const judgement = await classifier.classify(samples, rateHz);
    const stream = classifier.stream(rateHz, { windowSeconds: 2, hopSeconds: 0.5 });
    const answers = [];
    for (let start = 0; start < samples.length; start += 2048) {
      answers.push(await stream.push(samples.subarray(start, start + 2048)));
    }
    return {
      seed: [seed.names.length, seed.names[0], seed.values.length, seed.hopSeconds],
      heard: [heard.values instanceof Float32Array, heard.values.length / heard.rows],
      frames: heard.frames,
      judgement,
      running: answers.filter(Boolean),
      whole: await stream.finish(),
    };
  });
  assert.deepEqual(result.seed, [162, "zcr", 162, undefined]);
  assert.deepEqual(result.heard, [true, result.frames]);
  assert.equal(result.running.length, 5, "after 1, 1.5, 2, 2.5 and 3 s");
  for (const judgement of [result.judgement, ...result.running, result.whole]) {
    assertHeardVoice(judgement.verdict);
    assertProbabilities(Object.entries(judgement.probabilities));
  }
  assert.ok(result.whole.windows.at(-1).endSeconds > 3);
  await visit.end();
});

test("every error has a code and a sentence", async () => {
  const visit = await openExample();
  const errors = await withClassifier(visit, voice(0.5), async ({
    classifier,
    extractFeatures,
    samples,
    rateHz,
  }) => {
    const { constructor: Classifier } = classifier;
    const stream = classifier.stream(rateHz);
    await stream.push(samples);
    await stream.finish();
    const attempts = {
      "argument/type": () => classifier.classify([0, 0, 0], rateHz),
      "audio/empty": () => classifier.classify(new Float32Array(0), rateHz),
      "audio/not-finite": () => classifier.classify(Float32Array.of(NaN), rateHz),
      "audio/rate": () => classifier.stream(44_100.5),
      "model/foreign": () => Classifier.load(new TextEncoder().encode("GIF89a")),
      "options/invalid": () => extractFeatures(samples, rateHz, "mfcc"),
      "options/range": () => classifier.stream(rateHz, { hopSeconds: 9 }),
      "stream/finished": () => stream.push(samples),
    };
    const caught = {};
    for (const [code, attempt] of Object.entries(attempts)) {
      try {
        await attempt();
        caught[code] = "nothing thrown";
      } catch (error) {
        caught[code] = [error instanceof Error, error.name, error.code, error.message];
      }
    }
    return caught;
  });
  for (const [expected, [isError, name, code, message]] of Object.entries(errors)) {
    assert.deepEqual([isError, name, code], [true, "OvertoneError", expected]);
    assert.match(message, /\w+ .*\w+/, `${code}: ${message}`);
  }
  assert.equal(Object.keys(errors).length, 8);
  await visit.end();
});

test("the types that come with the package leave nothing open", async () => {
  const types = await readFile(join(PACKAGE, "overtone_api.d.ts"), "utf8");
  const [api] = types.split("export type InitInput");
  assert.match(api, /static load\(bytes: Uint8Array\): Promise<Classifier>;/);
  assert.match(api, /classify\(samples: Float32Array, sampleRate: number\): Promise<Judgement>;/);
  assert.match(api, /push\(samples: Float32Array\): Promise<Judgement \| undefined>;/);
  assert.match(api, /stream\(sampleRate: number, options\?: StreamOptions\): StreamingClassifier;/);
  assert.match(
    api,
    /extractFeatures\(samples: Float32Array, sampleRate: number, options\?: FeatureOptions\): Features;/,
  );
  assert.doesNotMatch(api, /[:<|] *any\b/);
});
