// Starts the app that hosts gateways: in workerd at an old and a current compatibility date, in Node, in Deno and in Bun.

import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { program } from "../runtime.mjs";
import { KEY } from "../sandbox.mjs";

const place = (name) => fileURLToPath(new URL(name, import.meta.url));

/** @typedef {{ url: string, stop: () => Promise<void> }} Host */

/** How each host is started, by its name. @type {{ [name: string]: (variables: Record<string, string>) => Promise<Host>}} */
export const HOSTS = {
  Node: (variables) => startServer(process.execPath, [], variables),
  "workerd of 2023-05-18": (variables) => startWorker("2023-05-18", variables),
  "workerd of today": (variables) => startWorker("2026-04-26", variables),
  Deno: (variables) =>
    startServer(
      program("deno"),
      ["run", "--quiet", "--no-lock", "--node-modules-dir=manual", "--allow-net=127.0.0.1", "--allow-read=node_modules", "--allow-env"],
      variables,
    ),
  Bun: (variables) => startServer(program("bun"), ["run"], variables),
};

/**
 * Starts a host.
 *
 * @param {string} name
 * @param {string} upstream The sandbox, or whatever answers as Refiner.
 * @param {object} variants The options of each gateway, by the first part of its path.
 */
export function startHost(name, upstream, variants) {
  return HOSTS[name]({ REFINER_API_KEY: KEY, REFINER_URL: upstream, VARIANTS: JSON.stringify(variants) });
}

async function startServer(file, arguments_, variables) {
  const child = spawn(file, [...arguments_, place("server.mjs")], {
    cwd: place("../.."),
    env: { ...process.env, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1", ...variables },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const url = await new Promise((resolve, reject) => {
    child.once("error", reject);
    ended.then((code) => reject(new Error(`${file} ended at once (${code})`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const address = /^listening on (\S+)$/.exec(line)?.[1];
      if (address) resolve(address);
    });
  });
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function startWorker(compatibilityDate, variables) {
  const folder = await mkdtemp(join(tmpdir(), "refiner-gateway-"));
  const outfile = join(folder, "worker.mjs");
  const loader = { ".wasm": "copy" };
  await build({ entryPoints: [place("worker.mjs")], outfile, bundle: true, format: "esm", conditions: ["workerd"], loader, logLevel: "error" });
  const files = await readdir(folder);
  const miniflare = new Miniflare({
    modulesRoot: folder,
    modules: [
      { type: "ESModule", path: outfile },
      ...files.filter((name) => name.endsWith(".wasm")).map((name) => ({ type: "CompiledWasm", path: join(folder, name) })),
    ],
    compatibilityDate,
    bindings: variables,
    // Otherwise Miniflare looks up its location on the network.
    cf: false,
    host: "127.0.0.1",
    port: 0,
  });
  const { origin } = await miniflare.ready;
  return {
    url: origin,
    async stop() {
      await miniflare.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
