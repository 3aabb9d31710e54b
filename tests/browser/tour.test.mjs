// The tour for a classroom, and addresses of parts of the page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openPage, SITE, startBrowser } from "./harness.mjs";
import { startHost } from "./servers.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

/** Goes through the five steps and does what each asks for. */
async function takeTour(visit) {
  const act = visit.part("tour-act");
  const next = visit.part("tour-next");
  await visit.says("tour", "Step 1 of 5");
  await act.click();
  await visit.verdict("the example, said angrily");
  await next.click();
  await visit.says("tour", "Step 2 of 5");
  await act.click();
  await visit.verdict("the example, said sorrowfully");
  await next.click();
  await act.click();
  await visit.page.locator("canvas.mfcc").waitFor();
  await next.click();
  await act.click();
  await visit.part("reasons").waitFor();
  await next.click();
  await act.click();
  await visit.page.locator("canvas.confusion").waitFor();
  assert.equal(await next.count(), 0, "the fifth step is the last");
  await visit.part("tour-end").click();
  assert.equal(await visit.part("tour").count(), 0);
}

test("five steps lead through the page, each with something to do", async () => {
  const visit = await openPage(browser, { url: `${SITE}#tour` });
  await visit.engineReady();
  await takeTour(visit);
  await visit.end();
});

test("a classroom without network takes the tour all the same", async (t) => {
  const host = await startHost(SITE);
  t.after(() => host.close());
  const visit = await openPage(browser, { url: host.address });
  await visit.engineReady();
  await visit.readyOffline();
  await visit.context.setOffline(true);
  await host.close();
  await visit.page.goto(`${host.address}#tour`);
  await visit.page.reload();
  await visit.engineReady();
  await takeTour(visit);
  await visit.end();
});

test("an address leads to its part of the page", async () => {
  const visit = await openPage(browser, { url: `${SITE}#model` });
  await visit.page.locator("canvas.confusion").waitFor();
  const isSeen = (id) =>
    visit.page.waitForFunction((id) => {
      const { top, bottom } = document.getElementById(id).getBoundingClientRect();
      return top < innerHeight && bottom > 0;
    }, id);
  await isSeen("model");
  await visit.page.evaluate(() => (location.hash = "#offline-panel"));
  await isSeen("offline-panel");
  await visit.end();
});
