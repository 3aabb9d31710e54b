// Two tabs of one visitor do not know of each other, and take nothing from each other.

import { after, before, test } from "node:test";

import { SITE, Visit, openPage, startBrowser } from "./harness.mjs";
import { filesOf, takes } from "./takes.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

test("the takes of two tabs are all there at the next visit", async () => {
  const first = await openPage(browser);
  const second = new Visit(first.context, await first.context.newPage());
  await second.page.goto(SITE);
  for (const visit of [first, second]) await visit.says("voice-kept", "0 takes and 0 models");

  for (const [visit, emotion] of [[first, "sad"], [second, "angry"]]) {
    await visit.part(`voice-files-${emotion}`).setInputFiles(filesOf(emotion, 2));
    await takes(visit, 2);
  }
  await first.page.reload();
  await takes(first, 4);
  await first.end();
});
