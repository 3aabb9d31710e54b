// After the first visit the page needs no network, and what it keeps is what the site lists.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import {
  assertHeardVoice,
  assertProbabilities,
  check,
  openPage,
  SITE,
  startBrowserThatHears,
} from "./harness.mjs";
import { siteList } from "./list.mjs";
import { startHost } from "./servers.mjs";
import { voice, wav } from "./signals.mjs";

const VOICE = wav(voice(3));
const SHORT = wav(voice(1.5));
/** Kernels of the whole network are compiled for a CPU that has other things to do. */
const GPU_MS = 600_000;
/** The large model is fetched, hashed, kept and opened. */
const LARGE_MS = 120_000;

let browser;
before(async () => {
  browser = await startBrowserThatHears(
    VOICE,
    "--enable-unsafe-webgpu",
    "--use-webgpu-adapter=swiftshader",
    "--host-resolver-rules=MAP overtone.example 127.0.0.1",
  );
});
after(() => browser.close());

/** A host of its own, so that nothing is kept from another test. */
async function hosted(t, folder) {
  const host = await startHost(SITE, folder);
  t.after(() => host.close());
  return host;
}

/** The addresses of what the browser keeps, and their hashes. */
const kept = (visit) =>
  visit.page.evaluate(async () => {
    const files = {};
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const bytes = await (await cache.match(request)).arrayBuffer();
        const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
        files[request.url] = `sha256-${btoa(String.fromCharCode(...hash))}`;
      }
    }
    return files;
  });

/** Another file of the same length. */
const damaged = (bytes) => {
  const other = Buffer.from(bytes);
  other[other.length >> 1] ^= 1;
  return other;
};

test("without network and without host: file, microphone and the GPU", async (t) => {
  const host = await hosted(t, "/people/ada/overtone/");
  const visit = await openPage(browser, { url: host.address });
  await visit.engineReady("cpu");
  await visit.readyOffline();
  await visit.part("make-offline").click();
  await visit.says("kept-gpu", ", kept.");
  assert.match(await visit.text("kept-large"), /not kept/, "nobody has asked for the large model");

  await visit.context.setOffline(true);
  await host.close();
  await visit.page.reload();
  await visit.engineReady("cpu");
  assertProbabilities((await chosen(visit, "voice.wav", VOICE)).probabilities);
  assertHeardVoice((await visit.record(3)).label);
  await check(visit.part("engine-choice").getByRole("radio", { name: "GPU" }));
  await visit.engineReady("gpu", GPU_MS);
  assertProbabilities((await chosen(visit, "short.wav", SHORT, GPU_MS)).probabilities);
  await visit.readyOffline();
  await visit.end();
});

async function chosen(visit, name, bytes, timeout) {
  await visit.choose(name, bytes);
  return visit.verdict(name, timeout);
}

test("the large model is kept when it has been used, and listens without network", async (t) => {
  const host = await hosted(t);
  const visit = await openPage(browser, { url: host.address });
  await visit.engineReady("cpu");
  await visit.readyOffline();
  await check(visit.part("model-choice").getByLabel("Large"));
  await visit.says("kept-large", ", kept.", LARGE_MS);
  await host.close();
  await visit.page.reload();
  await visit.says("model", "speech encoder", LARGE_MS);
  await visit.end();
});

test("what is kept is what the site lists, file by file", async (t) => {
  const host = await hosted(t);
  const visit = await openPage(browser, { url: host.address });
  await visit.engineReady();
  await visit.readyOffline();
  const { base } = (await siteList(SITE)).parts;
  const listed = base.map(({ url, integrity }) => [host.address + url, integrity]);
  assert.deepEqual(await kept(visit), Object.fromEntries(listed));
  await visit.end();
});

test("a damaged model is not kept, and not listened with", async (t) => {
  const host = await hosted(t);
  const { small, large } = (await (await fetch(new URL("manifest.json", SITE))).json()).models;
  await host.replace(large.url, damaged);
  const visit = await openPage(browser, { url: host.address });
  await visit.engineReady();
  await visit.readyOffline();
  await visit.part("kept-large").getByRole("button").click();
  await visit.says("kept-large", "came damaged");
  assert.ok(!(host.address + large.url in (await kept(visit))));
  await check(visit.part("model-choice").getByLabel("Large"));
  await visit.page.getByText("The model came damaged").waitFor();
  assertProbabilities((await chosen(visit, "voice.wav", VOICE)).probabilities);
  await visit.end();

  await host.replace(small.url, damaged);
  const next = await openPage(browser, { url: host.address });
  await next.says("status", "The model came damaged");
  assert.equal(await next.part("engine").getAttribute("data-device"), null, "no engine opens it");
  await next.end();
});

test("a model that was changed where it is kept is fetched anew", async (t) => {
  const host = await hosted(t);
  const visit = await openPage(browser, { url: host.address });
  await visit.engineReady();
  await visit.readyOffline();
  const { small } = (await (await fetch(new URL("manifest.json", SITE))).json()).models;
  const address = host.address + small.url;
  await visit.page.evaluate(async (address) => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      if (await cache.match(address)) await cache.put(address, new Response("foreign"));
    }
  }, address);
  await visit.page.reload();
  await visit.engineReady();
  await visit.readyOffline();
  assert.equal((await kept(visit))[address], small.integrity);
  await visit.end();
});

test("where there is no room, one sentence says so and the page goes on", async (t) => {
  const host = await hosted(t);
  const visit = await openPage(browser, {
    url: host.address,
    before: async (page) => {
      const session = await page.context().newCDPSession(page);
      const origin = new URL(host.address).origin;
      await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 2e6 });
    },
  });
  await visit.engineReady();
  await visit.says("offline", "no room");
  assertProbabilities((await chosen(visit, "voice.wav", VOICE)).probabilities);
  await visit.end();
});

test("without service workers the page works, and only its panel says what it lacks", async (t) => {
  const host = await hosted(t);
  const visit = await openPage(browser, {
    url: host.address,
    before: (page) =>
      page.addInitScript(() => delete Object.getPrototypeOf(navigator).serviceWorker),
  });
  await visit.engineReady();
  await visit.says("offline", "does not keep pages");
  assert.equal(await visit.page.getByText("does not keep pages").count(), 1);
  assertProbabilities((await chosen(visit, "voice.wav", VOICE)).probabilities);
  await visit.end();
});

test("over plain http the page works, and only its panel says what it lacks", async (t) => {
  const host = await hosted(t);
  const visit = await openPage(browser, { url: `http://overtone.example:${host.port}/` });
  await visit.engineReady();
  await visit.says("offline", "only over https");
  assertProbabilities((await chosen(visit, "voice.wav", VOICE)).probabilities);
  await visit.end();
});
