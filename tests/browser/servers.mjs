// A host that stands between the browser and the site.

import { createServer, request } from "node:http";

function forward(incoming, outgoing, url) {
  const { method, headers } = incoming;
  const onward = request(url, { method, headers: { ...headers, host: url.host } }, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
}

/** The site again, in a folder of a host that has nothing else and notes what it is asked for. */
export async function startHost(site, folder = "/") {
  const requests = [];
  const server = createServer((incoming, outgoing) => {
    requests.push(incoming.url);
    if (incoming.url.startsWith(folder)) {
      forward(incoming, outgoing, new URL(incoming.url.slice(folder.length), site));
    } else {
      outgoing.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    requests,
    address: `http://localhost:${server.address().port}${folder}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
