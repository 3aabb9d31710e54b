// A new version is offered, never forced.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { SITE, assertProbabilities, openPage, startBrowserThatHears } from "./harness.mjs";
import { integrityOf, listOf, withList } from "./list.mjs";
import { startHost } from "./servers.mjs";
import { voice, wav } from "./signals.mjs";

const VOICE = wav(voice(3));

let browser;
before(async () => (browser = await startBrowserThatHears(VOICE)));
after(() => browser.close());

/** Puts a build on the host whose page says that it is newer. */
async function publish(host) {
  let integrity;
  await host.replace("index.html", (bytes) => {
    const page = bytes.toString().replace("<html ", '<html data-edition="newer" ');
    integrity = integrityOf(page);
    return Buffer.from(page);
  });
  await host.replace("service-worker.js", (bytes) => {
    const source = bytes.toString();
    const list = listOf(source);
    list.parts.base.find(({ url }) => url === "index.html").integrity = integrity;
    return Buffer.from(withList(source, { ...list, version: "newer" }));
  });
}

const newer = () => document.documentElement.dataset.edition === "newer";
const isNewer = (page) => page.evaluate(newer);
const becomesNewer = (page) => page.waitForFunction(newer);

const lookForUpdate = (visit) =>
  visit.page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());

const appCaches = (visit) =>
  visit.page.evaluate(async () =>
    (await caches.keys()).filter((name) => name.startsWith("overtone app")),
  );

test("the new version waits for a click, and for the end of a recording", async (t) => {
  const host = await startHost(SITE);
  t.after(() => host.close());
  const visit = await openPage(browser, { url: host.address });
  await visit.engineReady();
  await visit.readyOffline();
  assert.ok(await visit.part("update").isHidden(), "there is nothing to offer yet");
  await visit.page.evaluate(() => (globalThis.isSamePage = true));

  await publish(host);
  await lookForUpdate(visit);
  await visit.part("take-update").waitFor();
  await visit.choose("voice.wav", VOICE);
  assertProbabilities((await visit.verdict("voice.wav")).probabilities);
  await visit.part("record").click();
  await visit.part("dropped").waitFor();
  assert.ok(await visit.part("take-update").isDisabled(), "nobody is interrupted");
  await visit.part("record").click();
  await visit.verdict("");
  assert.ok(await visit.page.evaluate(() => globalThis.isSamePage), "nothing reloads by itself");

  await visit.part("take-update").click();
  await becomesNewer(visit.page);
  await visit.engineReady();
  await visit.readyOffline();
  assert.ok(await visit.part("update").isHidden(), "there is nothing left to offer");
  await visit.page.waitForFunction(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("overtone app"));
    return names.length === 1;
  });
  assert.match((await appCaches(visit))[0], /newer/, "the old version makes room");

  await host.close();
  await visit.page.reload();
  assert.ok(await isNewer(visit.page));
  await visit.engineReady();
  await visit.end();
});

test("a new version that waits is whole when the page was loaded again before it is taken", async (t) => {
  const host = await startHost(SITE);
  t.after(() => host.close());
  const visit = await openPage(browser, { url: host.address });
  await visit.engineReady();
  await visit.readyOffline();
  await publish(host);
  await lookForUpdate(visit);
  await visit.part("take-update").waitFor();
  const kept = () =>
    visit.page.evaluate(async () => {
      const names = (await caches.keys()).filter((name) => name.startsWith("overtone app"));
      const keys = await Promise.all(
        names.map(async (name) => (await (await caches.open(name)).keys()).length),
      );
      return Object.fromEntries(names.map((name, i) => [name, keys[i]]));
    });
  const before = await kept();
  assert.equal(Object.keys(before).length, 2, "the version that works, and the one that waits");

  await visit.page.reload();
  await visit.engineReady();
  await visit.readyOffline();
  assert.deepEqual(await kept(), before);
  await visit.part("take-update").click();
  await becomesNewer(visit.page);
  await visit.engineReady();
  await visit.readyOffline();
  await host.close();
  await visit.page.reload();
  assert.ok(await isNewer(visit.page), "it works without the network");
  await visit.engineReady();
  await visit.end();
});

test("a page in another tab stays as it is until its visitor reloads it", async (t) => {
  const host = await startHost(SITE);
  t.after(() => host.close());
  const visit = await openPage(browser, { url: host.address });
  await visit.engineReady();
  await visit.readyOffline();
  const page = await visit.context.newPage();
  await page.goto(host.address);
  await page.getByTestId("offline").filter({ hasText: "Ready to work without" }).waitFor();

  await publish(host);
  await lookForUpdate(visit);
  await page.getByTestId("take-update").click();
  await becomesNewer(page);
  assert.ok(!(await isNewer(visit.page)));
  await visit.choose("voice.wav", VOICE);
  assertProbabilities((await visit.verdict("voice.wav")).probabilities);
  await visit.part("take-update").click();
  await becomesNewer(visit.page);
  await visit.end();
});
