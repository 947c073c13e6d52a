// V8 may deoptimise code at any moment, even while the wasm runs. No call and no process may fail because of it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { program } from "../support/runtime.mjs";

const SCRIPT = fileURLToPath(new URL("../support/deoptimise.mjs", import.meta.url));

for (const [name, find] of Object.entries({ "this Node": () => process.execPath, "Node 22": () => program("node-22"), "Node 24": () => program("node-24") })) {
  test(name, async () => {
    const { stdout } = await promisify(execFile)(find(), [SCRIPT], { timeout: 60_000 });
    assert.deepEqual(JSON.parse(stdout), { result: { message: "ok" }, places: 1 });
  });
}
