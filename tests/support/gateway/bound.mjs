// Starts the Worker of bound-worker.mjs in workerd, with the bindings that a test asks for.

import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { KEY } from "../sandbox.mjs";
import { SECRET } from "./ask.mjs";

const entry = fileURLToPath(new URL("bound-worker.mjs", import.meta.url));

/** How each binding is written for Miniflare, by its name. */
const BINDINGS = {
  REFINER_ONCE: { durableObjects: { REFINER_ONCE: "LaterOnce" } },
  REFINER_PACE: { durableObjects: { REFINER_PACE: "RefinerPace" } },
  REFINER_USER_LIMIT: { ratelimits: { REFINER_USER_LIMIT: { simple: { limit: 3, period: 60 } } } },
  REFINER_ADDRESS_LIMIT: { ratelimits: { REFINER_ADDRESS_LIMIT: { simple: { limit: 5, period: 60 } } } },
  REFINER_QUEUE: { queueProducers: { REFINER_QUEUE: "events" }, queueConsumers: { events: { maxBatchSize: 100, maxBatchTimeout: 1, maxRetries: 100 } } },
  REFINER_DEAD_LETTERS: { queueProducers: { REFINER_DEAD_LETTERS: "dead" } },
};

/** A folder with the bundle, in which Durable Objects also store; each `start` is a Worker of its own life. */
export async function bundleGateway() {
  const folder = await mkdtemp(join(tmpdir(), "refiner-bound-"));
  const outfile = join(folder, "worker.mjs");
  const loader = { ".wasm": "copy" };
  await build({ entryPoints: [entry], outfile, bundle: true, format: "esm", conditions: ["workerd"], loader, logLevel: "error" });
  const files = await readdir(folder);
  return {
    /**
     * @param {string} upstream What answers as Refiner.
     * @param {(keyof BINDINGS)[]} names
     * @param {Record<string, string>} [variables]
     * @param {string} [compatibilityDate]
     */
    async start(upstream, names, variables = {}, compatibilityDate = "2026-04-26") {
      const bound = {};
      for (const [kind, value] of names.flatMap((name) => Object.entries(BINDINGS[name]))) bound[kind] = { ...bound[kind], ...value };
      const worker = new Miniflare({
        modulesRoot: folder,
        modules: [
          { type: "ESModule", path: outfile },
          ...files.filter((name) => name.endsWith(".wasm")).map((name) => ({ type: "CompiledWasm", path: join(folder, name) })),
        ],
        compatibilityDate,
        bindings: { REFINER_API_KEY: KEY, REFINER_URL: upstream, GATEWAY_SECRET: SECRET, ...variables },
        durableObjectsPersist: join(folder, "objects"),
        // Otherwise Miniflare looks up its location on the network.
        cf: false,
        host: "127.0.0.1",
        port: 0,
        ...bound,
      });
      const url = (await worker.ready).origin;
      return { url, log: async () => (await fetch(`${url}/_log`)).json(), stop: () => worker.dispose() };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
