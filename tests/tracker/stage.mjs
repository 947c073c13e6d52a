// A site with the tracker, its gateway by the protocol alone, and a browser.

import { createServer } from "node:http";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { chromium } from "playwright-core";
import { BatchModel } from "../support/batch-model.mjs";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const WAIT_MS = 10_000;

export const ARGUMENTS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"];
// Chromium's own sandbox refuses to run as root.
if (process.getuid?.() === 0) ARGUMENTS.push("--no-sandbox");

/** The tracker, for a page. */
export const bundle = buildSync({
  stdin: { contents: 'export * from "refiner-wasm/tracker";', resolveDir: FOLDER },
  bundle: true,
  format: "esm",
  write: false,
}).outputFiles[0].text;

/** The page: no wasm, and scripts of its own origin only. */
const PAGE = `<!doctype html><title>site</title><script type="module" src="/page.js"></script><a href="/other.html">other</a>`;
const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'self'";
const SCRIPT = `
  import { createTracker } from "/tracker.js";
  globalThis.createTracker = createTracker;
  const token = ({ id }) => fetch("/token?id=" + encodeURIComponent(id)).then((reply) => reply.ok ? reply.text() : Promise.reject(new Error("no token")));
  globalThis.open = (more = {}) => (globalThis.tracker = createTracker({ endpoint: "/r", flushIntervalMs: 50, token, ...more }));
  globalThis.ready = true;
`;

/** A site on a port of its own. */
export async function openSite() {
  const site = {
    model: new BatchModel(),
    /** Each request for a batch: its body, token, and the status that it got. */
    requests: [],
    /** Decides over a request: a status, "cut" before it or "lose" after it was handled; undefined to handle it. */
    fault: () => undefined,
    fate: () => "accepted",
    tokens: true,
    /** Other scripts, by their paths. */
    files: new Map(),
    /** Called after each request was handled. */
    onRequest: () => {},
    /** The most requests that were here at once. */
    most: 0,
  };
  let here = 0;
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://site");
    const send = (status, type, text, headers = {}) => response.writeHead(status, { "content-type": type, "cache-control": "no-cache", ...headers }).end(text);
    if (pathname === "/tracker.js") return send(200, "text/javascript", bundle);
    if (site.files.has(pathname)) return send(200, "text/javascript", site.files.get(pathname));
    if (pathname === "/page.js") return send(200, "text/javascript", SCRIPT);
    if (pathname === "/token") return site.tokens ? send(200, "text/plain", `token-${searchParams.get("id")}`) : send(403, "text/plain", "");
    if (pathname !== "/r/batch") return send(200, "text/html", PAGE, { "content-security-policy": POLICY });
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const token = request.headers.authorization?.replace("Bearer ", "");
    site.most = Math.max(site.most, ++here);
    response.on("close", () => (here -= 1));
    const fault = site.fault(body, site.requests.length);
    const noted = { body, token, fault };
    site.requests.push(noted);
    if (fault === "cut") return request.socket.destroy();
    if (typeof fault === "number") return send(fault, "application/json", "{}", { "retry-after": "0" });
    const { status, body: answer } = site.model.handle(token, body, site.fate);
    noted.status = status;
    site.onRequest();
    if (fault === "lose") return request.socket.destroy();
    return send(status, "application/json", JSON.stringify(answer));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  site.url = `http://127.0.0.1:${server.address().port}`;
  site.close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  /** The names of the events that reached Refiner, in order; all users, or one. */
  site.events = (user) => site.model.log.filter((entry) => user === undefined || entry.user === user).map(({ action, input }) => (action === "track_event" ? input.event : action));
  return site;
}

let launched;
/** With the back-forward cache, which Playwright turns off. */
const browser = () =>
  (launched ??= chromium.launch({ executablePath: process.env.CHROMIUM, args: ARGUMENTS, ignoreDefaultArgs: ["--disable-back-forward-cache"] }));
after(async () => (await launched)?.close());

/**
 * A test with a site and a browser of its own.
 *
 * @param {string} name
 * @param {(stage: { site: object, context: import("playwright-core").BrowserContext, visit: (path?: string) => Promise<import("playwright-core").Page> }) => Promise<void>} body
 * @param {{ timeout?: number, init?: () => void }} [options] `init` runs in each page first.
 */
export function pageTest(name, body, { timeout = 30_000, init } = {}) {
  test(name, { timeout }, async () => {
    const site = await openSite();
    const context = await (await browser()).newContext();
    context.setDefaultTimeout(WAIT_MS);
    try {
      if (init) await context.addInitScript(init);
      const visit = async (path = "/") => {
        const page = await context.newPage();
        await page.goto(site.url + path);
        await page.waitForFunction(() => globalThis.ready);
        return page;
      };
      await body({ site, context, visit });
    } finally {
      await context.close();
      await site.close();
    }
  });
}

/** The sums of a page, which must add up. */
export async function sums(page) {
  const stats = await page.evaluate(() => globalThis.tracker.stats());
  if (stats.tracked !== stats.delivered + stats.dropped + stats.dead + stats.queued) throw new Error(`the sums do not add up: ${JSON.stringify(stats)}`);
  return stats;
}

/** Waits until nothing is queued. */
export async function drained(page) {
  await page.evaluate(async () => {
    do await globalThis.tracker.flush();
    while ((await globalThis.tracker.stats()).queued > 0);
  });
  return sums(page);
}
