// The hosting app as a server of Node, Deno or Bun. Prints its address.

import { answer } from "./app.mjs";

const { Deno, Bun, process } = globalThis;
const env = Deno ? Deno.env.toObject() : process.env;

if (Deno) {
  Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: ({ port }) => ready(port) }, (request) => answer(request, env));
} else if (Bun) {
  ready(Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: (request) => answer(request, env) }).port);
} else {
  const { createServer } = await import("node:http");
  const server = createServer(async (incoming, outgoing) => {
    const response = await answer(await requestOf(incoming), env);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  server.listen(0, "127.0.0.1", () => ready(server.address().port));
}

function ready(port) {
  console.log(`listening on http://127.0.0.1:${port}`);
}

/** A request as the frameworks make one of Node's. */
async function requestOf(incoming) {
  const { Readable } = await import("node:stream");
  const { method, headers, url } = incoming;
  const bodyless = ["GET", "HEAD"].includes(method);
  const sent = new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  // Request refuses the method TRACE; what a host hands over may still have it.
  const known = method === "TRACE" ? "POST" : method;
  const body = bodyless ? undefined : Readable.toWeb(incoming);
  const request = new Request(`http://${headers.host}${url}`, { method: known, headers: sent, body, duplex: "half" });
  return known === method ? request : Object.defineProperty(request, "method", { value: method });
}
