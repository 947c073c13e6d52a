// Runs the Worker of gateway-state-worker.mjs in workerd, as a user would bundle and bind it.

import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

/** The oldest and the newest date that the gateway is for. */
export const DATES = ["2023-05-18", "2026-04-26"];

/**
 * A folder with the bundle, in which Durable Objects also store; each `start` is a Worker of its own life.
 */
export async function bundleWorker() {
  const folder = await mkdtemp(join(tmpdir(), "refiner-gateway-"));
  await build({
    entryPoints: [fileURLToPath(new URL("gateway-state-worker.mjs", import.meta.url))],
    outfile: join(folder, "worker.mjs"),
    bundle: true,
    format: "esm",
    conditions: ["workerd"],
    logLevel: "error",
  });
  return {
    /** @param {object} [options] Of Miniflare. */
    async start(options = {}) {
      const worker = new Miniflare({
        modulesRoot: folder,
        modules: [{ type: "ESModule", path: join(folder, "worker.mjs") }],
        compatibilityDate: DATES[1],
        durableObjects: { REFINER_ONCE: "ObservedOnce", REFINER_PACE: "RefinerPace" },
        durableObjectsPersist: join(folder, "objects"),
        // Otherwise Miniflare looks up its location on the network.
        cf: false,
        host: "127.0.0.1",
        port: 0,
        ...options,
      });
      await worker.ready;
      return {
        fetch: (...request) => worker.dispatchFetch(...request),
        /** Makes the Worker do a task, and returns the result. */
        async ask(task, parameters) {
          const response = await worker.dispatchFetch("http://worker.example/", { method: "POST", body: JSON.stringify({ task, ...parameters }) });
          const text = await response.text();
          if (response.status !== 200) throw new Error(text);
          return JSON.parse(text);
        },
        stop: () => worker.dispose(),
      };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * A server on this machine that counts its requests and answers each with JSON as `answer` says. Without an answer, the request
 * stays open.
 */
export async function startUpstream(answer) {
  const requests = [];
  const arrivals = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push(request.url);
    arrivals.splice(0).forEach((arrived) => arrived());
    const body = await answer(request.url, requests.length, Buffer.concat(chunks).toString());
    if (body !== undefined) response.setHeader("Content-Type", "application/json").end(JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    /** The next request. */
    arrived: () => new Promise((resolve) => arrivals.push(resolve)),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
