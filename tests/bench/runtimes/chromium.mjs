// Chromium: pages from a server on the loopback. They load the package through its browser entry.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const TESTS = fileURLToPath(new URL("../..", import.meta.url));
const BENCH = join(TESTS, "bench");
const PACKAGE = join(TESTS, "node_modules/refiner-wasm");
const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };
const IMPORTS = { imports: { "refiner-wasm": "/package/runtime/browser.js" } };
const html = (module) => `<!doctype html><script type="importmap">${JSON.stringify(IMPORTS)}</script>${module}`;
const PAGES = {
  "/play.html": html('<script type="module" src="/play.js"></script>'),
  "/cold.html": html('<script type="module">globalThis.cold = (await import("/bench/cold.mjs")).cold</script>'),
};

/** Bundles the other contestants: they come from npm, and a page cannot load them unbundled. The package stays out. */
async function bundle() {
  const { outputFiles } = await build({
    // Where esbuild starts to look up an alias.
    absWorkingDir: TESTS,
    entryPoints: [join(BENCH, "runtimes/play-in-page.mjs")],
    bundle: true,
    write: false,
    format: "esm",
    minify: true,
    external: ["refiner-wasm"],
    alias: { "csv-stringify/sync": "csv-stringify/browser/esm/sync" },
    logLevel: "error",
  });
  return outputFiles[0].contents;
}

/** The file for a path, in one of the two folders. */
function fileOf(path) {
  const [, root, ...rest] = path.split("/");
  const folder = { bench: BENCH, package: PACKAGE }[root];
  const file = folder && join(folder, ...rest);
  return file?.startsWith(folder + sep) ? file : undefined;
}

/** How long each file takes in the row `first`, as if from a server some way off. */
const LATENCY_MS = 20;

/** @param {Uint8Array} play @param {number} latencyMs */
async function serve(play, latencyMs) {
  const content = async (path) => {
    if (path === "/play.js") return play;
    if (path in PAGES) return PAGES[path];
    return readFile(fileOf(path) ?? "");
  };
  const server = createServer((request, response) => {
    const path = String(request.url);
    response.setHeader("content-type", TYPES[extname(path)] ?? "application/octet-stream");
    response.setHeader("cache-control", "no-store");
    response.setHeader("cross-origin-opener-policy", "same-origin");
    response.setHeader("cross-origin-embedder-policy", "require-corp");
    Promise.all([content(path), new Promise((resolve) => setTimeout(resolve, latencyMs))]).then(
      ([body]) => response.end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { origin: `http://127.0.0.1:${port}`, stop: () => new Promise((resolve) => server.close(resolve)) };
}

/**
 * A browser that runs rows like the other runtimes.
 *
 * @param {string} executablePath
 */
export async function openChromium(executablePath) {
  const arguments_ = ["--js-flags=--expose-gc", "--disable-background-networking", "--disable-component-update", "--no-first-run"];
  // Chromium's own sandbox refuses to run as root.
  if (process.getuid?.() === 0) arguments_.push("--no-sandbox");
  const play = await bundle();
  const [server, distant] = await Promise.all([serve(play, 0), serve(play, LATENCY_MS)]);
  const browser = await chromium.launch({ executablePath, args: arguments_ });
  /** Runs something in a new page with an empty cache. */
  const inPage = async (path, name, body, argument, { origin } = server) => {
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      await page.goto(origin + path);
      // A Boolean, because Playwright would call an expression that gives a function.
      await page.waitForFunction(`Boolean(globalThis.${name})`);
      return await page.evaluate(body, argument);
    } finally {
      await context.close();
    }
  };
  return {
    name: "Chromium",
    version: browser.version(),
    /** @param {object} request */
    play: (request) => inPage("/play.html", "playInPage", (request) => globalThis.playInPage(request), request),
    /** @param {string} client */
    cold: (client) => inPage("/cold.html", "cold", (client) => globalThis.cold(client), client),
    /** @param {string} client */
    first: (client) => inPage("/cold.html", "cold", (client) => globalThis.cold(client), client, distant),
    // A page cannot see the memory of its process.
    memory: undefined,
    async close() {
      await browser.close();
      await Promise.all([server.stop(), distant.stop()]);
    },
  };
}
