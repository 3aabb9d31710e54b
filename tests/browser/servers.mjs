// Servers that stand between the browser and the site.

import { createServer, request } from "node:http";

async function listen(server) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server.address().port;
}

function close(server) {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}

function forward(incoming, outgoing, url) {
  const options = { method: incoming.method, headers: incoming.headers };
  const onward = request(url, options, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
}

/** A proxy that notes every address that anything in the browser asks for. */
export async function startProxy() {
  const requests = [];
  const server = createServer((incoming, outgoing) => {
    requests.push(incoming.url);
    forward(incoming, outgoing, incoming.url);
  });
  // What is encrypted goes nowhere: the site is not.
  server.on("connect", (incoming, socket) => {
    requests.push(`https://${incoming.url}/`);
    socket.destroy();
  });
  const port = await listen(server);
  return { requests, address: `http://127.0.0.1:${port}`, close: () => close(server) };
}

/** The site again, in a folder of a host that has nothing else. */
export async function startSubPath(site, path) {
  const server = createServer((incoming, outgoing) => {
    if (!incoming.url.startsWith(path)) {
      outgoing.writeHead(404).end();
      return;
    }
    forward(incoming, outgoing, new URL(incoming.url.slice(path.length), site));
  });
  const port = await listen(server);
  return { address: `http://localhost:${port}${path}`, close: () => close(server) };
}
