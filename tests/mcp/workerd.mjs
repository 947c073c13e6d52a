// The Worker of the tests in a real workerd, bundled as wrangler bundles one.

import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { issueToken } from "refiner-wasm/gateway";
import { KEY } from "../support/sandbox.mjs";

export const SECRET = "a-secret-of-the-tests-0123456789abcdef";
const CONFIRM_SECRET = "another-secret-of-the-tests-0123456789";

/** Bundles the Worker into a folder. @param {string} [entry] */
export async function bundle(entry = fileURLToPath(new URL("worker.mjs", import.meta.url))) {
  const folder = await mkdtemp(join(tmpdir(), "refiner-mcp-worker-"));
  const { metafile } = await build({
    entryPoints: [entry],
    outfile: join(folder, "worker.mjs"),
    bundle: true,
    minify: true,
    format: "esm",
    external: ["cloudflare:*"],
    preserveSymlinks: true,
    conditions: ["workerd"],
    loader: { ".wasm": "copy" },
    metafile: true,
    logLevel: "error",
  });
  return { folder, metafile, stop: () => rm(folder, { recursive: true, force: true }) };
}

/** Starts the Worker against a sandbox; `port` 0 is any free one. @param {{ url: string }} sandbox */
export async function startWorker(sandbox, { entry, bindings = {}, port = 0, kv = [] } = {}) {
  const { folder, stop } = await bundle(entry);
  const files = await readdir(folder);
  const worker = new Miniflare({
    modulesRoot: folder,
    modules: [
      { type: "ESModule", path: join(folder, "worker.mjs") },
      ...files.filter((name) => name.endsWith(".wasm")).map((name) => ({ type: "CompiledWasm", path: join(folder, name) })),
    ],
    compatibilityDate: "2026-04-26",
    bindings: { REFINER_API_KEY: KEY, REFINER_URL: sandbox.url, TOKEN_SECRET: SECRET, CONFIRM_SECRET, ...bindings },
    durableObjects: { REFINER_ONCE: "RefinerOnce" },
    kvNamespaces: kv,
    cf: false,
    host: "127.0.0.1",
    port,
  });
  const url = await worker.ready;
  return {
    url: new URL("/mcp", url),
    async stop() {
      await worker.dispose();
      await stop();
    },
  };
}

/** A token of a user for the MCP server. */
export function tokenFor(sub, more = {}) {
  return issueToken({ secret: SECRET, sub, audience: "refiner-mcp", ...more });
}

/**
 * The official client, connected to the Worker.
 *
 * @param {{ url: URL }} worker
 * @param {{ token: string, mode?: "auto" | "legacy", elicit?: (params: any) => any }} how
 */
export async function connectWorker(worker, { token, mode = "auto", elicit }) {
  const client = new Client(
    { name: "test", version: "1" },
    { capabilities: elicit ? { elicitation: { form: {} } } : {}, versionNegotiation: { mode } },
  );
  if (elicit) client.setRequestHandler("elicitation/create", ({ params }) => elicit(params));
  await client.connect(new StreamableHTTPClientTransport(worker.url, { requestInit: { headers: { authorization: `Bearer ${token}` } } }));
  return client;
}
