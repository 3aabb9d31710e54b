// Hosts: one that stands between the browser and the site, one for files that are no site.

import { readFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { join } from "node:path";

function forward(incoming, outgoing, url) {
  const { method, headers } = incoming;
  const onward = request(url, { method, headers: { ...headers, host: url.host } }, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  // Who no longer listens is not sent to: what is left of an answer would keep this program alive.
  outgoing.on("close", () => onward.destroy());
  incoming.pipe(onward);
}

/**
 * The site again, in a folder of a host that has nothing else and notes what it is asked for. Its
 * files can be replaced: `replace(name, change)` serves what `change` makes of the bytes.
 */
export async function startHost(site, folder = "/") {
  const requests = [];
  const replaced = new Map();
  const server = createServer((incoming, outgoing) => {
    requests.push(incoming.url);
    const [place] = incoming.url.slice(folder.length).split("?");
    const other = replaced.get(place || "index.html");
    if (!incoming.url.startsWith(folder)) {
      outgoing.writeHead(404).end();
    } else if (other) {
      outgoing.writeHead(200, { "Content-Type": other.type, "Cache-Control": "no-cache" });
      outgoing.end(other.bytes);
    } else {
      forward(incoming, outgoing, new URL(incoming.url.slice(folder.length), site));
    }
  });
  const replace = async (name, change) => {
    const answer = await fetch(new URL(name, site));
    const bytes = change(Buffer.from(await answer.arrayBuffer()));
    replaced.set(name, { bytes, type: answer.headers.get("content-type") });
  };
  return { requests, replace, ...(await listen(server, folder)) };
}

const TYPES = { html: "text/html", js: "text/javascript", wasm: "application/wasm" };

/** Folders of this machine under paths of a host; of paths that fit, the first counts. */
export async function startFiles(folders) {
  const server = createServer(async (incoming, outgoing) => {
    const { pathname } = new URL(incoming.url, "http://localhost");
    const [path, folder] = Object.entries(folders).find(([path]) => pathname.startsWith(path)) ?? [];
    try {
      const content = await readFile(join(folder, pathname.slice(path.length)));
      const type = TYPES[pathname.split(".").at(-1)] ?? "application/octet-stream";
      outgoing.writeHead(200, { "content-type": type }).end(content);
    } catch {
      outgoing.writeHead(404).end();
    }
  });
  return listen(server, "/");
}

/** Opens a host to the browsers of this machine. */
async function listen(server, folder) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: server.address().port,
    address: `http://localhost:${server.address().port}${folder}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
