// The sandbox as a fetch, in every runtime: the same story with the same end.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { program } from "../support/runtime.mjs";
import { story } from "./support/story.mjs";

const TESTS = fileURLToPath(new URL("..", import.meta.url));
const here = (name) => fileURLToPath(new URL(`support/${name}`, import.meta.url));
const NOW = Date.UTC(2030, 0, 1);

/** What this Node tells, which the others must tell too. */
const told = await story();

test("this Node tells what was meant", () => {
  assert.deepEqual([told.count, told.met], [50, { stall: "timeout", cut_body: "network", html: "decode", reset: "network" }]);
  const track = (isCarriedOut) => ["POST", "/v1/track-event", '{"id":"ü-1","event":"Upgraded"}', NOW, isCarriedOut];
  const forms = (isCarriedOut) => ["GET", "/v1/forms", null, NOW, isCarriedOut];
  assert.deepEqual(told.log, [
    ["POST", "/v1/identify-user", '{"id":"ü-1","plan":"pro"}', NOW, true],
    track(false),
    track(true),
    ["GET", "/v1/responses", null, NOW, true],
    ...[true, true, false, false].map(forms),
  ]);
});

for (const [name, arguments_] of Object.entries({
  "node-22": [],
  "node-24": [],
  // Without permission for the net, and for any file but the scripts.
  deno: ["run", "--quiet", "--no-lock", "--node-modules-dir=manual"],
  bun: ["run"],
})) {
  test(`${name} tells the same`, async () => {
    const env = { ...process.env, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" };
    const { stdout } = await promisify(execFile)(program(name), [...arguments_, here("print-story.mjs")], { cwd: TESTS, env, timeout: 60_000 });
    assert.deepEqual(JSON.parse(stdout), told);
  });
}

test("a Worker tells the same", async () => {
  const folder = await mkdtemp(join(tmpdir(), "refiner-sandbox-worker-"));
  const outfile = join(folder, "worker.mjs");
  await build({ entryPoints: [here("worker.mjs")], outfile, bundle: true, format: "esm", conditions: ["workerd"], loader: { ".wasm": "copy" }, logLevel: "error" });
  const modules = (await readdir(folder)).filter((name) => name.endsWith(".wasm")).map((name) => ({ type: "CompiledWasm", path: join(folder, name) }));
  const worker = new Miniflare({ modulesRoot: folder, modules: [{ type: "ESModule", path: outfile }, ...modules], compatibilityDate: "2026-04-26" });
  try {
    assert.deepEqual(await (await worker.dispatchFetch("http://worker.example/")).json(), told);
  } finally {
    await worker.dispose();
    await rm(folder, { recursive: true, force: true });
  }
});
