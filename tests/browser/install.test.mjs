// The installed page: what the browser needs for it, and the sounds that the system hands to it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { SITE, assertProbabilities, openPage, startBrowser } from "./harness.mjs";
import { startHost } from "./servers.mjs";
import { voice, wav } from "./signals.mjs";

const VOICE = wav(voice(3));

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

test("the browser finds everything that an installed page needs", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.readyOffline();
  const session = await visit.context.newCDPSession(visit.page);
  const { errors } = await session.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // A private window installs nothing, and a test's window is one.
  const others = installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito");
  assert.deepEqual(others, []);
  await visit.end();
});

test("how far the first visit's files have come is told while they come", async () => {
  const visit = await openPage(browser, {
    before: (page) =>
      page.addInitScript(() => {
        globalThis.shares = [];
        const note = () => {
          const words = document.querySelector('[data-testid="offline"]')?.textContent ?? "";
          const share = /: (.+ of .+)\.$/.exec(words)?.[1];
          if (share && globalThis.shares.at(-1) !== share) globalThis.shares.push(share);
          requestAnimationFrame(note);
        };
        requestAnimationFrame(note);
      }),
  });
  await visit.engineReady();
  await visit.readyOffline();
  const shares = await visit.page.evaluate(() => globalThis.shares);
  assert.ok(shares.length > 0, "the panel counts");
  assert.match(shares[0], /^\d[\d.]* [kM]B of \d[\d.]* [kM]B$/);
  await visit.end();
});

test("every icon is as large as it says", async () => {
  const manifest = await (await fetch(new URL("manifest.webmanifest", SITE))).json();
  assert.ok(manifest.icons.some(({ purpose }) => purpose === "maskable"));
  for (const { src, sizes, type } of manifest.icons) {
    const answer = await fetch(new URL(src, SITE));
    assert.equal(answer.headers.get("content-type"), type);
    const png = Buffer.from(await answer.arrayBuffer());
    // The first chunk of a PNG file begins with width and height.
    assert.equal(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`, sizes, src);
  }
});

test("the offer to install is the visitor's to take", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  assert.equal(await visit.part("install").count(), 0);
  await visit.page.evaluate(() => {
    const offer = new Event("beforeinstallprompt", { cancelable: true });
    offer.prompt = async () => (globalThis.wasAsked = true);
    dispatchEvent(offer);
  });
  await visit.part("install").click();
  await visit.page.waitForFunction(() => globalThis.wasAsked);
  await visit.part("install").waitFor({ state: "detached" });
  await visit.end();
});

test("the promise to keep the page is asked for only when the visitor wants it", async () => {
  const visit = await openPage(browser, {
    before: (page) =>
      page.addInitScript(() => {
        globalThis.asked = 0;
        navigator.storage.persisted = async () => false;
        navigator.storage.persist = async () => Boolean(++globalThis.asked);
      }),
  });
  await visit.engineReady();
  await visit.readyOffline();
  await visit.page.getByText("may throw it away").waitFor();
  assert.equal(await visit.page.evaluate(() => globalThis.asked), 0);
  await visit.part("make-offline").click();
  await visit.page.getByText("has promised to keep it").waitFor();
  assert.equal(await visit.page.evaluate(() => globalThis.asked), 1);
  await visit.end();
});

test("a sound that another program shares is heard", async (t) => {
  const host = await startHost(SITE, "/a/folder/");
  t.after(() => host.close());
  const visit = await openPage(browser, { url: host.address });
  await visit.engineReady();
  await visit.readyOffline();
  const address = await visit.page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const form = new FormData();
    form.append("sound", new File([bytes], "voice, böse.wav", { type: "audio/wav" }));
    return (await fetch("share", { method: "POST", body: form })).url;
  }, VOICE.toString("base64"));
  assert.equal(address, `${host.address}?shared`);
  assert.ok(!host.requests.some((url) => url.includes("share")), "the host never hears of it");

  await visit.page.goto(address);
  await visit.engineReady();
  assertProbabilities((await visit.verdict("voice, böse.wav")).probabilities);
  assert.equal(visit.page.url(), host.address, "a reload does not mean the sound");
  await visit.end();
});

test("a sound that is opened with the page is heard", async () => {
  const visit = await openPage(browser, {
    before: (page) =>
      page.addInitScript((base64) => {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        const file = new File([bytes], "opened.wav", { type: "audio/wav" });
        const launch = { files: [{ getFile: async () => file }] };
        Object.defineProperty(globalThis, "launchQueue", {
          value: { setConsumer: (consume) => consume(launch) },
        });
      }, VOICE.toString("base64")),
  });
  await visit.engineReady();
  assertProbabilities((await visit.verdict("opened.wav")).probabilities);
  await visit.end();
});
