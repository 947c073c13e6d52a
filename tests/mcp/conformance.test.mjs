// The official conformance suite against the handler in real workerd. What does not pass is in conformance/, with its reason.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "../support/sandbox.mjs";
import { program } from "../support/runtime.mjs";
import { startWorker } from "./workerd.mjs";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const SUITE = at("../node_modules/@modelcontextprotocol/conformance/dist/index.js");

let folder;
let sandbox;
let worker;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "refiner-conformance-"));
  sandbox = await startSandbox();
  worker = await startWorker(sandbox, { entry: at("conformance/worker.mjs") });
});
after(async () => {
  await worker?.stop();
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the suite; it needs Node 22. */
function conformance(...args) {
  const all = [SUITE, "server", "--url", worker.url.href, ...args];
  const child = spawn(program("node-22"), all, { cwd: folder, env: { PATH: process.env.PATH, NO_COLOR: "1" } });
  const parts = [];
  child.stdout.on("data", (part) => parts.push(part));
  child.stderr.on("data", (part) => parts.push(part));
  return new Promise((resolve) => child.once("close", (status) => resolve({ status, text: Buffer.concat(parts).toString() })));
}

test("2026-07-28: every scenario that the revision requires passes", async (t) => {
  // Its status is 0 if all that counts passes. The rest must be what the file lists.
  const { status, text } = await conformance("--requirements", "2026-07-28");
  assert.equal(status, 0, text.slice(-3000));
  const failed = [...text.matchAll(/^✗ (\S+):/gm)].map(([, name]) => name);
  const listed = await readFile(at("conformance/not-counted.2026-07-28.yaml"), "utf8");
  assert.deepEqual(failed, [...listed.matchAll(/^ +- (\S+)$/gm)].map(([, name]) => name));
  const passed = [...text.matchAll(/^✓ (\S+):/gm)];
  assert.ok(passed.length >= 37, `${passed.length} passed`);
  t.diagnostic(`${passed.length} scenarios passed; not counted, and failed: ${failed.join(", ")}`);
});

test("2025-11-25: all but what needs a session passes", async (t) => {
  // Its status is 0 if exactly what the file lists fails.
  const failures = at("conformance/expected-failures.yaml");
  const { status, text } = await conformance("--suite", "all", "--spec-version", "2025-11-25", "--expected-failures", failures);
  assert.equal(status, 0, text.slice(-3000));
  t.diagnostic(/Total: .*/.exec(text)[0]);
});
