// Nothing leaves the tab.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { SITE, openPage, startBrowserThatHears } from "./harness.mjs";
import { startProxy } from "./servers.mjs";
import { voice, wav } from "./signals.mjs";

const VOICE = wav(voice(3));

let proxy;
let browser;
before(async () => {
  proxy = await startProxy();
  browser = await startBrowserThatHears(
    VOICE,
    `--proxy-server=${proxy.address}`,
    // The machine itself is usually spared the proxy.
    "--proxy-bypass-list=<-loopback>",
  );
});
after(async () => {
  await browser.close();
  await proxy.close();
});

test("the page loads from its own site alone, and then asks for nothing", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  const origin = new URL(SITE).origin;
  const loaded = [...proxy.requests];
  const foreign = loaded.filter((url) => !url.startsWith(`${origin}/`));
  assert.deepEqual(foreign, [], "everything comes from the site");
  for (const part of ["manifest.json", ".wasm", ".overtone", "engine-worker"]) {
    assert.ok(
      loaded.some((url) => url.includes(part)),
      `the proxy sees the worker's requests too: ${part} among ${loaded}`,
    );
  }

  await visit.choose("voice.wav", VOICE);
  await visit.verdict("voice.wav");
  await visit.part("record").click();
  await visit.page.waitForTimeout(3000);
  await visit.part("record").click();
  await visit.verdict("");
  await visit.part("play").click();
  await visit.page.waitForTimeout(1000);
  assert.deepEqual(proxy.requests.slice(loaded.length), [], "no request follows the load");
  await visit.end();
});
