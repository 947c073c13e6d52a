// The site of one contestant: its pages, and in front of its recorder the failures.

import { createServer } from "node:http";

const SLOW_MS = 3_000;
const RETRY_AFTER_S = "1";
const PAGE = '<!doctype html><title>site</title><script type="module" src="/page.js"></script>';

/**
 * @param {Map<string, string>} scripts
 * @param {(origin: string) => Promise<import("./recorders.mjs").Recorder>} openRecorder
 * @param {() => string} fateOf What becomes of the next request.
 */
export async function openFront(scripts, openRecorder, fateOf) {
  /** Who waits for a request of a tab, by the tab. @type {Map<string, (until: Promise<void>) => Promise<void>>} */
  const waiting = new Map();
  const open = new Set();
  const front = {
    origin: "",
    /** Whether requests fail. */
    fails: true,
    /** Requests to the recorder, their bytes with headers, and how many failed on purpose. */
    requests: 0,
    bytes: 0,
    failed: 0,
    /** When the last one came. */
    lastAt: Date.now(),
    /** Scripts that pages asked for. @type {Set<string>} */
    loaded: new Set(),
    /** What the recorder could not read. @type {unknown[]} */
    errors: [],
    /** @type {import("./recorders.mjs").Recorder | any} */
    recorder: undefined,
    /** Calls `then` while a request of this tab waits for its answer. @param {string} tab @param {() => Promise<void>} then @param {number} mostMs */
    async inFlush(tab, then, mostMs) {
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, mostMs);
        waiting.set(tab, async () => {
          clearTimeout(timer);
          waiting.delete(tab);
          await then();
          resolve(undefined);
        });
      });
      if (waiting.delete(tab)) await then();
    },
    async stop() {
      await Promise.allSettled(open);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await front.recorder.stop();
    },
  };

  const record = async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    const head = [request.method, request.url, ...request.rawHeaders].join("  ");
    Object.assign(front, { requests: front.requests + 1, bytes: front.bytes + head.length + body.length, lastAt: Date.now() });
    const fate = front.fails ? fateOf() : "fine";
    const tab = new URL(request.headers.referer ?? front.origin).searchParams.get("tab") ?? "";
    if (fate !== "fine" && fate !== "slow") front.failed += 1;
    if (fate === "cut") return request.socket.destroy();
    if (/^\d+$/.test(fate)) {
      return response.writeHead(Number(fate), fate === "429" ? { "retry-after": RETRY_AFTER_S } : {}).end("{}");
    }
    const { status, headers, body: answer } = await front.recorder.handle(request.url, request.headers, body);
    await waiting.get(tab)?.();
    if (fate === "lose") return request.socket.destroy();
    if (fate === "slow") await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    front.lastAt = Date.now();
    return response.writeHead(status, headers).end(answer);
  };

  const server = createServer((request, response) => {
    // A browser sends a request again by itself if a connection that it used before is reset.
    response.shouldKeepAlive = false;
    const { pathname } = new URL(String(request.url), "http://site");
    response.setHeader("cache-control", "no-store");
    const script = scripts.get(pathname);
    if (script !== undefined) {
      front.loaded.add(pathname);
      return response.writeHead(200, { "content-type": "text/javascript" }).end(script);
    }
    if (pathname === "/" || pathname === "/favicon.ico") return response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
    const handled = record(request, response).catch((error) => {
      // A page that died in the middle of its request breaks off the reading of it.
      if (error?.code !== "ECONNRESET") front.errors.push(error);
      response.destroy();
    });
    open.add(handled);
    return handled.finally(() => open.delete(handled));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  front.origin = `http://127.0.0.1:${address.port}`;
  front.recorder = await openRecorder(front.origin);
  return front;
}
