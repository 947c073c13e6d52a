// The two Workers in one workerd, and what stands in for Refiner.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

const COMPATIBILITY_DATE = "2026-04-26";
const HERE = fileURLToPath(new URL(".", import.meta.url));

/**
 * @param {string} folder where the bundles go
 * @param {{ secret: string, delayMs: number }} how
 */
export async function startWorkers(folder, { secret, delayMs }) {
  const child = spawn(process.execPath, [join(HERE, "upstream.mjs"), String(delayMs)], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const upstream = line.replace("listening on ", "");
  const names = ["forwarder", "gateway"];
  const workers = [];
  for (const name of names) workers.push(await workerOf(name, join(folder, name), { UPSTREAM: upstream, REFINER_API_KEY: "key-of-the-benchmark", GATEWAY_SECRET: secret }));
  // Each has a socket of its own, so that neither passes through the other.
  const miniflare = new Miniflare({ workers, cf: false, host: "127.0.0.1", port: 0 });
  await miniflare.ready;
  const urls = {};
  for (const name of names) urls[name] = (await miniflare.unsafeGetDirectURL(name)).origin;
  return {
    urls,
    async stop() {
      await miniflare.dispose();
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function workerOf(name, folder, bindings) {
  await build({
    entryPoints: [join(HERE, `${name}.mjs`)],
    outfile: join(folder, "worker.mjs"),
    bundle: true,
    format: "esm",
    conditions: ["workerd"],
    loader: { ".wasm": "copy" },
    logLevel: "error",
  });
  const wasm = (await readdir(folder)).filter((file) => file.endsWith(".wasm"));
  return {
    name,
    modulesRoot: folder,
    modules: [
      { type: "ESModule", path: join(folder, "worker.mjs") },
      ...wasm.map((file) => ({ type: "CompiledWasm", path: join(folder, file) })),
    ],
    compatibilityDate: COMPATIBILITY_DATE,
    bindings,
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    ...(name === "gateway"
      ? {
          durableObjects: {
            REFINER_ONCE: { className: "RefinerOnce", useSQLite: true },
            REFINER_PACE: { className: "RefinerPace", useSQLite: true },
          },
          ratelimits: { REFINER_USER_LIMIT: { simple: { limit: 100, period: 60 } } },
        }
      : {}),
  };
}
