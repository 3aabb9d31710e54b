// A model file that says who it is and cannot be opened harms neither this visit nor the next.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { assertProbabilities, openPage, startBrowser } from "./harness.mjs";
import { voice, wav } from "./signals.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

/** The shipped model with a weight that its checksum does not know. */
async function damagedModel() {
  const bytes = await readFile(new URL("../../www/model/small.overtone", import.meta.url));
  bytes[bytes.length - 100] ^= 1;
  return { name: "Scratched.overtone", mimeType: "application/octet-stream", buffer: bytes };
}

test("a damaged model of one's own leaves the one for everybody", async () => {
  const visit = await openPage(browser);
  await visit.engineReady();
  await visit.part("voice-open-model").setInputFiles(await damagedModel());
  await visit.page.getByText("Scratched is no Overtone model").waitFor();
  const everybody = visit.part("voice-models").getByLabel("The model for everybody");
  assert.ok(await everybody.isChecked());
  await visit.engineReady();
  await visit.choose("voice.wav", wav(voice(3)));
  assertProbabilities((await visit.verdict("voice.wav")).probabilities);

  await visit.page.reload();
  await visit.engineReady();
  assert.ok(await everybody.isChecked());
  await visit.end();
});
