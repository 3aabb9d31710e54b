// The page for people who use a keyboard, a screen reader, or a small screen.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openPage, startBrowser } from "./harness.mjs";
import { voice, wav } from "./signals.mjs";

const VOICE = wav(voice(3));
/** Roles that a person operates, and pictures that a person who cannot see them is told of. */
const NAMED_ROLES = [
  "button", "link", "radio", "checkbox", "slider", "textbox", "combobox", "switch", "tab",
  "image", "progressbar", "meter", "radiogroup",
];

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

test("record and file choice are reached by Tab, in a ring of focus that can be seen", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  const reached = new Map();
  for (let presses = 0; presses < 40; presses++) {
    await visit.page.keyboard.press("Tab");
    const [name, visible] = await visit.page.evaluate(() => {
      const focused = document.activeElement;
      // A control that is hidden behind its label shows its focus there.
      const shown = [focused, focused.nextElementSibling, focused.closest("label")];
      const isMarked = (element) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
        return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
      };
      return [focused.dataset.testid, shown.some((element) => element && isMarked(element))];
    });
    if (name) reached.set(name, visible);
  }
  for (const name of ["record", "file-input"]) {
    assert.ok(reached.has(name), `${name} among ${[...reached.keys()]}`);
    assert.ok(reached.get(name), `${name} shows that it has the focus`);
  }
  await visit.end();
});

async function accessibilityTree(visit) {
  const session = await visit.context.newCDPSession(visit.page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  return nodes.filter((node) => !node.ignored);
}

async function assertEverythingHasAName(visit) {
  const nameless = (await accessibilityTree(visit))
    .filter((node) => NAMED_ROLES.includes(node.role?.value) && !node.name?.value?.trim())
    .map((node) => node.role.value);
  assert.deepEqual(nameless, [], "every control and picture has a name");
}

test("every control and picture has a name, with and without a sound", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await assertEverythingHasAName(visit);
  await visit.choose("voice.wav", VOICE);
  await visit.verdict("voice.wav");
  await assertEverythingHasAName(visit);
  await visit.end();
});

test("the page tells its language, its title and its landmarks", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  const { lang, title, mains, headings, ids } = await visit.page.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title,
    mains: document.querySelectorAll("main").length,
    headings: [...document.querySelectorAll("h1, h2, h3, h4")].map((h) => Number(h.tagName[1])),
    ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
  }));
  assert.equal(lang, "en");
  assert.match(title, /Overtone/);
  assert.equal(mains, 1);
  assert.equal(headings.filter((level) => level === 1).length, 1);
  assert.ok(headings.every((level, i) => i === 0 || level <= headings[i - 1] + 1), `${headings}`);
  assert.equal(new Set(ids).size, ids.length, "no id is used twice");
  const status = visit.part("status");
  assert.equal(await status.getAttribute("role"), "status");
  await visit.end();
});

for (const width of [390, 1440]) {
  test(`at ${width} pixels nothing sticks out`, async () => {
    const visit = await openPage(browser);
    await visit.page.setViewportSize({ width, height: 900 });
    await visit.engineReady();
    await visit.choose("voice.wav", VOICE);
    await visit.verdict("voice.wav");
    const { content, room } = await visit.page.evaluate(() => ({
      content: document.documentElement.scrollWidth,
      room: document.documentElement.clientWidth,
    }));
    assert.ok(content <= room, `${content} pixels of content in ${room}`);
    await visit.end();
  });
}
