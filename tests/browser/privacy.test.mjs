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
  // Seen from both sides: whatever page, workers and service worker ask for, wherever; and whatever
  // reaches the site, whoever asks.
  const asked = [];
  const askedByKeeper = [];
  const visit = await openPage(browser, {
    url: host.address,
    before: (page) =>
      page.context().on("request", (request) => {
        if (!/^(blob|data):/.test(request.url())) asked.push(request.url());
        if (request.serviceWorker()) askedByKeeper.push(request.url());
      }),
  });
  await visit.engineReady();
  await visit.readyOffline();
  assertOwn(asked);
  assert.ok(askedByKeeper.length > 0, "the service worker's requests are among them");
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

/** What part of a policy forbids a request to another site, from where the function runs. */
const refusalOf = (address) =>
  new Promise((resolve) => {
    addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
    fetch(address).then(
      () => resolve("nothing"),
      () => {},
    );
  });

test("the policy holds for the page, and for its workers once the page is kept", async () => {
  const visit = await openPage(browser, { url: host.address });
  await visit.engineReady();
  await visit.readyOffline();
  const foreign = `http://127.0.0.1:${host.port}/foreign`;
  assert.equal(await visit.page.evaluate(refusalOf, foreign), "connect-src");
  await visit.page.reload();
  await visit.engineReady();
  const [engine] = visit.page.workers();
  assert.equal(await engine.evaluate(refusalOf, foreign), "connect-src");
  assert.ok(!host.requests.some((url) => url.includes("foreign")));
  visit.faults = visit.faults.filter((fault) => !fault.includes("Content Security Policy"));
  await visit.end();
});

test("nothing inline runs in the page but what the build wrote", async () => {
  const visit = await openPage(browser, { url: host.address });
  await visit.engineReady();
  const ran = await visit.page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = true";
    const style = document.createElement("style");
    style.textContent = ":root { --ran: true }";
    document.head.append(script, style);
    return [globalThis.ran, getComputedStyle(document.documentElement).getPropertyValue("--ran")];
  });
  assert.deepEqual(ran, [undefined, ""]);
  const policy = await visit.page
    .locator("meta[http-equiv='Content-Security-Policy']")
    .getAttribute("content");
  const inline = /'unsafe-inline'/.exec(policy.replace("style-src-attr 'unsafe-inline'", ""));
  assert.equal(inline, null, policy);
  visit.faults = visit.faults.filter((fault) => !fault.includes("Content Security Policy"));
  await visit.end();
});
