// Any static host will do.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { brotliCompressSync, constants } from "node:zlib";

import { SITE, assertProbabilities, openPage, startBrowserThatHears } from "./harness.mjs";
import { integrityOf, siteList } from "./list.mjs";
import { startHost } from "./servers.mjs";
import { voice, wav } from "./signals.mjs";

const VOICE = wav(voice(3));

let browser;
before(async () => (browser = await startBrowserThatHears(VOICE)));
after(() => browser.close());

test("the site works from a folder of a host", async (t) => {
  const host = await startHost(SITE, "/people/ada/overtone/");
  t.after(() => host.close());
  const visit = await openPage(browser, { url: host.address });
  await visit.engineReady();
  await visit.choose("voice.wav", VOICE);
  assertProbabilities((await visit.verdict("voice.wav")).probabilities);
  await visit.part("record").click();
  await visit.page.waitForTimeout(2000);
  await visit.part("record").click();
  assertProbabilities((await visit.verdict("")).probabilities);
  await visit.end();
});

test("what never changes may be kept, what names it may not", async () => {
  const caching = async (place) => {
    const answer = await fetch(new URL(place, SITE));
    assert.equal(answer.status, 200, place);
    return answer.headers.get("cache-control");
  };
  const manifest = await (await fetch(new URL("manifest.json", SITE))).json();
  assert.equal(await caching(""), "no-cache");
  assert.equal(await caching("manifest.json"), "no-cache");
  const { models, engines, worker, capture } = manifest;
  const ofModels = [models.small.url, models.large.url];
  for (const place of [...ofModels, engines.cpu.js, engines.cpu.wasm, worker, capture]) {
    assert.match(await caching(place), /immutable/, place);
  }
});

test("the manifest tells the sizes that a progress bar counts to", async () => {
  const { models, engines, laboratory } = await (await fetch(new URL("manifest.json", SITE))).json();
  const modules = [engines.cpu, engines.gpu, laboratory.cpu, laboratory.gpu];
  for (const { url, bytes } of [
    models.small,
    models.large,
    ...modules.map(({ wasm, bytes }) => ({ url: wasm, bytes })),
  ]) {
    const body = await (await fetch(new URL(url, SITE))).arrayBuffer();
    assert.equal(body.byteLength, bytes, url);
  }
});

/** What page, CPU engine and small model may cost a visitor before the first answer. */
const FIRST_ANSWER_BYTES = 1_800_000;
/** The same and the GPU engine, to work without network. */
const OFFLINE_BYTES = 6_000_000;

/** The size of a file as a good host sends it. */
const onTheWay = (bytes) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
  }).length;

test("the service worker lists the site as it is, and it keeps its budgets", async (t) => {
  const { parts } = await siteList(SITE);
  assert.deepEqual(Object.keys(parts).sort(), ["base", "gpu", "laboratory", "laboratory-gpu", "large"]);
  const costs = { base: 0, gpu: 0 };
  for (const [part, files] of Object.entries(parts)) {
    for (const { url, bytes, integrity } of files) {
      const body = Buffer.from(await (await fetch(new URL(url, SITE))).arrayBuffer());
      assert.deepEqual([body.length, integrityOf(body)], [bytes, integrity], url);
      // Only an installation asks for icons, and only who teaches a model for what that needs.
      const isWaitedFor = !url.startsWith("icons/") && !url.endsWith(".manners");
      if (part in costs && isWaitedFor) costs[part] += onTheWay(body);
    }
  }
  // The GPU engine as it is tested here, which the published one only undercuts.
  const [firstAnswer, offline] = [costs.base, costs.base + costs.gpu];
  t.diagnostic(`the first answer costs ${firstAnswer} bytes after brotli, of ${FIRST_ANSWER_BYTES}`);
  t.diagnostic(`working without network costs ${offline} bytes after brotli, of ${OFFLINE_BYTES}`);
  assert.ok(firstAnswer <= FIRST_ANSWER_BYTES, `${firstAnswer} of ${FIRST_ANSWER_BYTES} bytes`);
  assert.ok(offline <= OFFLINE_BYTES, `${offline} of ${OFFLINE_BYTES} bytes`);
});
