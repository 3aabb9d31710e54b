// What stands on the page before anything is heard, and where it leads.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openPage, SITE, startBrowser } from "./harness.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

test("one sentence says what it hears, where the sound stays, and whom it must not judge", async () => {
  const visit = await openPage(browser);
  const sentence = (await visit.page.locator(".promise").textContent()).trim();
  assert.equal(sentence.match(/[.!?](\s|$)/g).length, 1, `"${sentence}" is one sentence`);
  for (const word of ["performs", "not what a person feels", "leaves this tab", "pupils or employees"]) {
    assert.ok(sentence.includes(word), `"${word}" in "${sentence}"`);
  }
  await visit.end();
});

test("every part in the navigation is on the page, and is gone to", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  const links = visit.part("parts").getByRole("link");
  const places = await links.evaluateAll((links) => links.map((link) => link.hash.slice(1)));
  assert.equal(places.length, 5);
  for (const [i, place] of places.entries()) {
    await links.nth(i).click();
    await visit.page.waitForFunction((place) => {
      const { top, bottom } = document.getElementById(place).getBoundingClientRect();
      return top >= -1 && top < innerHeight - 100 && bottom > 0;
    }, place);
    assert.equal(new URL(visit.page.url()).hash, `#${place}`);
  }
  await visit.end();
});

test("the flattering figure stands beside the honest one, with the reason and the limits", async () => {
  const visit = await openPage(browser, { url: `${SITE}#model` });
  const figure = async (name) => {
    const row = visit.part(name);
    const width = await row.locator(".share").evaluate((bar) => bar.getBoundingClientRect().width);
    return [Number((await row.textContent()).match(/(\d+)\s%/)[1]), width];
  };
  const [flattering, longer] = await figure("flattering");
  const [honest, shorter] = await figure("honest");
  assert.ok(honest < flattering, `${honest} % beside ${flattering} %`);
  assert.ok(Math.abs(shorter / longer - honest / flattering) < 0.02, "the bars are as long as they say");
  assert.match(await visit.text("honesty"), /the network recognises the speaker/);
  assert.match(await visit.text("not-for"), /no pupils and exams, no employees and applicants/);
  await visit.end();
});

test("what was measured says how it does in other rooms", async () => {
  const visit = await openPage(browser, { url: `${SITE}#model` });
  const told = await visit.part("elsewhere").textContent();
  const recall = Number(told.match(/echoes.* (\d+)\s%/)[1]);
  assert.ok(recall > 50 && recall < 75, `${recall} % is neither guessed nor what is heard where it is quiet`);
  await visit.end();
});

test("the example is said to be synthetic, and its answer stands beside its name", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.part("manner").selectOption({ label: "angrily" });
  const { label } = await visit.verdict("the example, said angrily");
  await visit.says("synthetic", "A synthetic voice");
  const headline = visit.part("headline");
  assert.ok((await headline.textContent()).startsWith(label));
  assert.ok((await headline.boundingBox()).y < 450, "it is seen without scrolling");
  await visit.end();
});
