// Starts an engine in this worker: fetches its module while counting bytes, and steps aside.
// In:  {js, wasm, bytes}: absolute addresses, and the size of the module before compression.
// Out: {loaded, total} as bytes come, {ready: true} once the engine listens, {error: sentence}.

const fail = (reason) => postMessage({ error: String(reason?.message ?? reason) });

// A trap inside the engine reaches nobody else.
addEventListener("error", (event) => fail(event.message));
addEventListener("unhandledrejection", (event) => fail(event.reason));

function counted(response, total) {
  let loaded = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      loaded += chunk.byteLength;
      postMessage({ loaded, total });
      controller.enqueue(chunk);
    },
  });
  // Compiled while it comes: the browser asks for this type.
  const headers = { "Content-Type": "application/wasm" };
  return new Response(response.body.pipeThrough(counter), { headers });
}

async function start({ js, wasm, bytes }) {
  const [engine, response] = await Promise.all([import(js), fetch(wasm)]);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  await engine.default({ module_or_path: counted(response, bytes) });
  postMessage({ ready: true });
}

onmessage = ({ data }) => {
  onmessage = null;
  start(data).catch(fail);
};
