// Nothing leaves the tab.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { SITE, openPage, startBrowserThatHears } from "./harness.mjs";
import { startHost } from "./servers.mjs";
import { voice, wav } from "./signals.mjs";

const VOICE = wav(voice(3));

let host;
let browser;
before(async () => {
  host = await startHost(SITE);
  browser = await startBrowserThatHears(VOICE);
});
after(async () => {
  await browser.close();
  await host.close();
});

function assertOwn(urls) {
  const foreign = urls.filter((url) => !url.startsWith(host.address));
  assert.deepEqual(foreign, [], "everything comes from the site");
}

test("the page loads from its own site alone, and then asks for nothing", async () => {
  // Seen from both sides: whatever page and workers ask for, wherever; and whatever reaches the
  // site, whoever asks.
  const asked = [];
  const visit = await openPage(browser, {
    url: host.address,
    before: (page) =>
      page.context().on("request", (request) => {
        if (!/^(blob|data):/.test(request.url())) asked.push(request.url());
      }),
  });
  await visit.engineReady();
  assertOwn(asked);
  for (const part of ["manifest.json", "engine-worker", "engine-cpu", ".wasm", ".overtone"]) {
    const isThere = (url) => url.includes(part);
    assert.ok(asked.some(isThere), `${part} is among what is asked for: ${asked}`);
    assert.ok(host.requests.some(isThere), `${part} reaches the site: ${host.requests}`);
  }
  const answered = host.requests.length;

  await visit.choose("voice.wav", VOICE);
  await visit.verdict("voice.wav");
  await visit.part("record").click();
  await visit.page.waitForTimeout(3000);
  await visit.part("record").click();
  await visit.verdict("");
  await visit.part("play").click();
  await visit.page.waitForTimeout(1000);
  // What the page asks for again, the browser has.
  assert.deepEqual(host.requests.slice(answered), [], "nothing reaches the site after the load");
  assertOwn(asked);
  await visit.end();
});
