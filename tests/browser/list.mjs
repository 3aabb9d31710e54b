// The list of the site's files, as the build writes it into the service worker.

import { createHash } from "node:crypto";

const START = "const SITE = ";
const END = ";\n\n";

/** Reads {version, policy, parts} out of a service worker's source. */
export function listOf(source) {
  const end = source.indexOf(END);
  return JSON.parse(source.slice(START.length, end));
}

/** The source with another list. */
export function withList(source, list) {
  return START + JSON.stringify(list) + source.slice(source.indexOf(END));
}

/** The hash of a file, as the list has it. */
export const integrityOf = (bytes) => `sha256-${createHash("sha256").update(bytes).digest("base64")}`;

/** The list of a site. */
export async function siteList(site) {
  return listOf(await (await fetch(new URL("service-worker.js", site))).text());
}
