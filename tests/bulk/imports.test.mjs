// Summaries and exports have a wasm module of their own. A client that uses neither never loads it (lazy).

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const PROGRAM = fileURLToPath(new URL("../support/insight-imports.mjs", import.meta.url));
const CORE = "refiner_wasm_bg.wasm";
const INSIGHT = "refiner_insight_bg.wasm";

test("the second wasm is loaded by the first summary or export, once", async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [PROGRAM], { timeout: 60_000 });
  const { imported, called, synced, asked, exported, again } = JSON.parse(stdout);
  assert.deepEqual(imported, { read: [], modules: 0 }, "importing is not free");
  assert.deepEqual(called, { read: [CORE], modules: 1 }, "a call loads more than the core");
  assert.deepEqual(synced, called, "a sync needs only the core");
  assert.deepEqual(asked, called, "an unread export loads something");
  assert.deepEqual(exported, { read: [CORE, INSIGHT], modules: 2 });
  assert.deepEqual(again, exported, "it is loaded more than once");
  assert.equal(stderr, "");
});
