// Keeps the site, so that it works without network.
//
// The build writes `const SITE = {version, policy, parts}` above this. A part is a list of files
// {url, bytes, integrity} that are kept together: "base" is kept at once, the others when they are
// wanted. Nothing is kept whose hash is not the one in the list.
//
// From the page: {report: true}, {keep: part}, {takeOver: true}.
// To the page, as JSON: {parts: {name: {kept, total, coming, refusal}}}; kept and total are bytes,
// a refusal is "full", "damaged" or "network".

const SCOPE = registration.scope;
/** Other sites may live on this host. */
const cacheName = (kind) => `overtone ${kind} ${SCOPE}`;
/** The files of this version. */
const APP = cacheName(`app ${SITE.version}`);
/** Models; they outlive versions. */
const MODELS = cacheName("models");
/** The names of the parts that are wanted beside the base. */
const WANTED = cacheName("wanted");
/** A sound that another program has handed over. */
const SHARED = cacheName("shared");
const SHARED_SOUND = `${SCOPE}shared/sound`;
/** Where the browser posts it. */
const SHARE = `${SCOPE}share`;

const REPORT_EVERY_MS = 100;

class Damaged extends Error {}

/** What is being kept: promises and bytes of files that are on their way, by part. */
const coming = new Map();
const loaded = new Map();
const refusals = new Map();
let lastReport_ms = 0;
/** While another version works, nobody needs to know how far this one has come. */
let isQuiet = false;

const address = ({ url }) => `${SCOPE}${url}`;
const isModel = (url) => url.endsWith(".overtone");
const cacheOf = (url) => caches.open(isModel(url) ? MODELS : APP);

addEventListener("install", (event) => event.waitUntil(install()));

addEventListener("activate", (event) => {
  isQuiet = false;
  event.waitUntil(clients.claim().then(report));
});

addEventListener("message", (event) => {
  const { keep: part, takeOver } = event.data;
  if (takeOver) skipWaiting();
  else if (part) event.waitUntil(want(part).catch(() => {}));
  else event.waitUntil(tidy().then(report));
});

addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "POST" && url === SHARE) event.respondWith(takeShared(event.request));
  if (method === "GET" && url.startsWith(SCOPE)) event.respondWith(answer(event.request));
});

// ---- keeping ----

async function install() {
  isQuiet = registration.active !== null;
  await keep("base").catch(async (error) => {
    // Half a version is of no use to anyone, and the room may be.
    if (refusalOf(error) === "full") await caches.delete(APP);
    throw error;
  });
  // What was wanted of the last version is wanted of this one; without it, this one works too.
  for (const part of await wanted()) await keep(part).catch(() => {});
}

async function wanted() {
  const notes = await (await caches.open(WANTED)).keys();
  const names = notes.map(({ url }) => url.slice(`${SCOPE}wanted/`.length));
  return names.filter((name) => name in SITE.parts);
}

async function want(part) {
  if (!(part in SITE.parts)) return;
  await keep(part);
  if (part !== "base") {
    await (await caches.open(WANTED)).put(`${SCOPE}wanted/${part}`, new Response());
  }
}

/** Keeps all files of a part that are not kept yet. */
function keep(part) {
  if (!coming.has(part)) {
    refusals.delete(part);
    const work = fill(part)
      .catch((error) => {
        refusals.set(part, refusalOf(error));
        throw error;
      })
      .finally(() => {
        coming.delete(part);
        loaded.delete(part);
        return report();
      });
    coming.set(part, work);
  }
  return coming.get(part);
}

async function fill(part) {
  for (const file of SITE.parts[part]) {
    const cache = await cacheOf(file.url);
    if (await cache.match(address(file))) continue;
    const count = (bytes) => {
      loaded.set(part, bytes);
      return reportSoon();
    };
    await cache.put(address(file), await obtained(file, count));
    loaded.set(part, 0);
  }
}

function refusalOf(error) {
  if (error.name === "QuotaExceededError") return "full";
  return error instanceof Damaged ? "damaged" : "network";
}

/** A file as the list knows it: an earlier version's, or fetched, past a stale cache if need be. */
async function obtained(file, count) {
  const sources = [
    () => caches.match(address(file)),
    () => fetch(address(file)),
    () => fetch(address(file), { cache: "reload" }),
  ];
  let refusal;
  for (const source of sources) {
    const response = await source();
    if (!response) continue;
    refusal = response.ok ? new Damaged(file.url) : new Error(`${file.url}: ${response.status}`);
    const bytes = response.ok && (await bytesOf(response, count));
    if (bytes && (await integrityOf(bytes)) === file.integrity) return sealed(response, bytes);
  }
  throw refusal;
}

async function bytesOf(response, count) {
  let bytes = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      count(bytes);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter)).arrayBuffer();
}

async function integrityOf(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `sha256-${btoa(String.fromCharCode(...hash))}`;
}

/** Workers have no page around them whose policy would hold for them, so every file brings it. */
function sealed(response, bytes) {
  const headers = { "Content-Security-Policy": SITE.policy };
  const type = response.headers.get("Content-Type");
  return new Response(bytes, { headers: type ? { ...headers, "Content-Type": type } : headers });
}

// ---- answering ----

async function answer(request) {
  const [bare] = request.url.split(/[?#]/);
  if (bare === SHARED_SOUND) return handOver();
  const url = bare === SCOPE ? `${SCOPE}index.html` : bare;
  if (request.cache === "reload") {
    // Whoever asks past the caches has no use for what is in them.
    await (await cacheOf(url)).delete(url);
    return fetch(request);
  }
  const own = await (await cacheOf(url)).match(url);
  // A page of an earlier version may still be open in another tab.
  return own ?? (await caches.match(url)) ?? fetch(request);
}

async function takeShared(request) {
  const sound = (await request.formData()).get("sound");
  if (sound instanceof File) await lay(sound);
  return Response.redirect(`${SCOPE}?shared`, 303);
}

/** Lays a sound ready for the page. */
async function lay(sound) {
  const headers = { "Content-Type": sound.type, "X-Title": encodeURIComponent(sound.name) };
  const cache = await caches.open(SHARED);
  // If there is no room for it, the page finds nothing and says so.
  await cache.put(SHARED_SOUND, new Response(sound, { headers })).catch(() => {});
}

/** The sound that was handed over, once. */
async function handOver() {
  const sound = await caches.match(SHARED_SOUND);
  await caches.delete(SHARED);
  return sound ?? new Response(null, { status: 404 });
}

// ---- telling ----

/** The pages of this site; on another host's other pages nothing is known of it. */
async function windows() {
  const all = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return all.filter(({ url }) => url.startsWith(SCOPE));
}

async function reportSoon() {
  if (Date.now() - lastReport_ms >= REPORT_EVERY_MS) await report();
}

async function report() {
  if (isQuiet) return;
  lastReport_ms = Date.now();
  const parts = {};
  for (const part of Object.keys(SITE.parts)) parts[part] = await standing(part);
  for (const page of await windows()) page.postMessage(JSON.stringify({ parts }));
}

async function standing(part) {
  let kept = loaded.get(part) ?? 0;
  let total = 0;
  for (const file of SITE.parts[part]) {
    const isKept = await (await cacheOf(file.url)).match(address(file));
    kept += isKept ? file.bytes : 0;
    total += file.bytes;
  }
  const refusal = refusals.get(part) ?? null;
  return { kept: Math.min(kept, total), total, coming: coming.has(part), refusal };
}

// ---- tidying ----

/** Throws earlier versions away, unless a page of theirs may be open, or a later one comes. */
async function tidy() {
  if (registration.installing || registration.waiting) return;
  if ((await windows()).length > 1) return;
  for (const name of await caches.keys()) {
    const isApp = name.startsWith("overtone app ") && name.endsWith(` ${SCOPE}`);
    if (isApp && name !== APP) await caches.delete(name);
  }
  const listed = new Set(Object.values(SITE.parts).flat().map(address));
  const models = await caches.open(MODELS);
  for (const { url } of await models.keys()) {
    if (!listed.has(url)) await models.delete(url);
  }
}
