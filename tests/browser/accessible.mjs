// What axe-core, the accessibility checker, finds on the page.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Nothing serious and nothing critical, in light and in dark. */
export async function assertAccessible(visit, view) {
  for (const colorScheme of ["light", "dark"]) {
    await visit.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // The page's policy allows no foreign script; the debugger may run one all the same.
    await visit.page.evaluate(AXE);
    const { violations } = await visit.page.evaluate(() => globalThis.axe.run());
    const grave = violations
      .filter(({ impact }) => ["serious", "critical"].includes(impact))
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
    assert.deepEqual(grave, [], `${view}, ${colorScheme}`);
  }
}
