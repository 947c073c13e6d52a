// What a site with the tracker serves to a browser: its pages, and their scripts.

import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));

/** The tracker, for a page. */
export const bundle = buildSync({
  stdin: { contents: 'export * from "refiner-wasm/tracker";', resolveDir: FOLDER },
  bundle: true,
  format: "esm",
  write: false,
}).outputFiles[0].text;

/** `open` makes a tracker of this site, whose server gives tokens. */
const SCRIPT = `
  import { createTracker } from "/tracker.js";
  globalThis.createTracker = createTracker;
  const token = ({ id }) => fetch("/token?id=" + encodeURIComponent(id)).then((reply) => reply.ok ? reply.text() : Promise.reject(new Error("no token")));
  globalThis.open = (more = {}) => (globalThis.tracker = createTracker({ endpoint: "/r", flushIntervalMs: 50, token, ...more }));
  globalThis.ready = true;
`;

/** Every page: no wasm, and scripts of its own origin only. */
export const PAGE = `<!doctype html><title>site</title><script type="module" src="/page.js"></script><a href="/other.html">other</a>`;
export const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'self'";

/** The scripts, by their paths. */
export const SCRIPTS = { "/tracker.js": bundle, "/page.js": SCRIPT };
