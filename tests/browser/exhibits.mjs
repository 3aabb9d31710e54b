// Pictures of the page, as whoever cannot see them, or wants to keep them, finds them.

import assert from "node:assert/strict";

/** Every picture of a part of the page has its numbers, and buttons that save it as PNG and as SVG. */
export async function assertExhibited(visit, part) {
  const place = visit.page.locator(part);
  const canvases = await place.locator("canvas[data-testid]").count();
  assert.ok(canvases > 0, `${part} has pictures`);
  for (const format of ["PNG", "SVG"]) {
    const buttons = await place.getByRole("button", { name: new RegExp(` as ${format}$`) }).count();
    assert.equal(buttons, canvases, `pictures of ${part} as ${format}`);
  }
  const tables = await place.locator(".behind").all();
  assert.equal(tables.length, canvases, `pictures of ${part} in numbers`);
  for (const table of tables) {
    await table.locator("summary").click();
    await table.locator("tbody tr").first().waitFor();
    assert.match(await table.locator("tbody").textContent(), /\d/);
    await table.locator("summary").click();
  }
}
