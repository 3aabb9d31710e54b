// The page in the visitor's language.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openPage, startBrowser } from "./harness.mjs";
import { voice, wav } from "./signals.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const SPOKEN = { en: "Choose a file", de: "Datei wählen", fr: "Choisir un fichier" };

for (const [locale, language] of [
  ["de-CH", "de"],
  ["fr-CA", "fr"],
  ["ja-JP", "en"],
]) {
  test(`a browser that speaks ${locale} gets the page in "${language}"`, async () => {
    const visit = await openPage(browser, { locale });
    await visit.page.getByText(SPOKEN[language]).waitFor();
    assert.equal(await visit.page.evaluate(() => document.documentElement.lang), language);
    await visit.end();
  });
}

test("another language is chosen, keeps the sound and the focus, and is remembered", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.choose("voice.wav", wav(voice(2)));
  const { probabilities } = await visit.verdict("voice.wav");
  await visit.part("language").selectOption("de");
  await visit.page.getByText(SPOKEN.de).waitFor();
  await visit.says("status", "Gehört: voice.wav.");
  assert.deepEqual(await visit.probabilities(), probabilities);
  await visit.page.waitForFunction(() => document.activeElement.id === "language");
  assert.match(await visit.page.title(), /Stimme/);
  await visit.page.reload();
  await visit.page.getByText(SPOKEN.de).waitFor();
  await visit.end();
});

test("what went wrong is said in the page's language, also after it has changed", async () => {
  const visit = await openPage(browser, { locale: "fr-FR" });
  await visit.engineReady();
  await visit.choose("lettre.txt", Buffer.from("Ceci n'est pas un son. ".repeat(20)));
  await visit.says("status", "Ce n’est pas un fichier de son");
  await visit.part("language").selectOption("en");
  await visit.says("status", "Expected a sound file");
  await visit.end();
});

test("numbers are written as the browser writes them in each language", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.choose("voice.wav", wav(voice(2)));
  await visit.verdict("voice.wav");
  for (const language of Object.keys(SPOKEN)) {
    await visit.part("language").selectOption(language);
    await visit.page.getByText(SPOKEN[language]).waitFor();
    const clips = await visit.page.evaluate((language) => {
      const words = document.querySelector('[data-testid="model"]').textContent;
      const [, digits] = words.match(/(\d[\d.,\s]*\d) [a-zA-Z]/);
      const value = Number(digits.replace(/\D/g, ""));
      return [digits, new Intl.NumberFormat(language).format(value)];
    }, language);
    assert.equal(clips[0], clips[1], language);
  }
  await visit.end();
});

for (const language of ["de", "fr"]) {
  test(`at 390 pixels nothing sticks out in "${language}"`, async () => {
    const visit = await openPage(browser, { locale: language });
    await visit.page.setViewportSize({ width: 390, height: 844 });
    await visit.engineReady();
    await visit.choose("voice.wav", wav(voice(2)));
    await visit.page.locator('[data-emotion][data-value]').first().waitFor();
    const { content, room } = await visit.page.evaluate(() => ({
      content: document.documentElement.scrollWidth,
      room: document.documentElement.clientWidth,
    }));
    assert.ok(content <= room, `${content} pixels of content in ${room}`);
    await visit.end();
  });
}
