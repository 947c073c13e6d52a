// Serves a page that uses the installed package without a bundler, and Refiner under the same origin.

import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createServer, request as send } from "node:http";
import { once } from "node:events";
import { extname, join, normalize } from "node:path";
import { PACKAGE } from "./package-files.mjs";

const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".json": "application/json" };
const { exports } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
const placeOf = (name) => exports[name].default.replace("./", "/package/");
const PAGE = `<!doctype html><meta charset="utf-8"><title>refiner-wasm</title>
<script type="importmap">{ "imports": { "refiner-wasm": "${placeOf(".")}", "refiner-wasm/testing": "${placeOf("./testing")}" } }</script>
<script>globalThis.ready = new Promise((resolve) => (globalThis.begin = resolve));</script>
<script type="module" src="/script.mjs"></script>`;

/**
 * Starts the server: the page at `/`, the package below `/package/`, and everything else from the sandbox.
 *
 * @param {string} sandbox The sandbox's address, with its `/v1`.
 * @param {string} script The file of the page's script, a module. It calls `begin` with what the page's promise `ready` resolves to.
 */
export async function startSite(sandbox, script) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(String(request.url), "http://page.invalid");
    if (pathname === "/") return response.setHeader("content-type", "text/html").end(PAGE);
    if (pathname === "/script.mjs" || pathname.startsWith("/package/")) {
      const file = pathname === "/script.mjs" ? script : join(PACKAGE, normalize(pathname.slice("/package".length)));
      if (!existsSync(file)) return response.writeHead(404).end();
      response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
      return createReadStream(file).pipe(response);
    }
    const options = { method: request.method, headers: { ...request.headers, host: new URL(sandbox).host } };
    const onward = send(new URL(String(request.url), sandbox), options, (reply) => {
      response.writeHead(Number(reply.statusCode), reply.headers);
      reply.pipe(response);
    });
    onward.on("error", () => response.destroy());
    return request.pipe(onward);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
