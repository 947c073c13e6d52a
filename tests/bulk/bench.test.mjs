// Runs every row of the benchmarks, in this Node, on little data. The results are in BENCHMARKS.md; no test checks
// them.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const RUN = fileURLToPath(new URL("../bench/run.mjs", import.meta.url));
// All rows but the sizes, which are not measured in JavaScript.
const NAMES = ["call", "list", "summary", "csv", "memory", "cold"];

test("every row runs, all contestants get the same results, and the report is written", { timeout: 120_000 }, async () => {
  const scratch = await mkdtemp(join(tmpdir(), "refiner-bench-"));
  try {
    const document = join(scratch, "BENCHMARKS.md");
    const request = { scratch, names: NAMES, on: ["node"], quick: true, document };
    await promisify(execFile)(process.execPath, [RUN, JSON.stringify(request)], { maxBuffer: 1024 * 1024 });
    const text = await readFile(document, "utf8");
    const found = JSON.parse(await readFile(join(scratch, "results.json"), "utf8"));
    const timed = Object.values(found.rows).flatMap((row) => Object.values(row).flatMap((kinds) => Object.values(kinds).flatMap((times) => Object.values(times).flat())));
    assert.ok(timed.length >= 87 && timed.every((ms) => ms > 0), JSON.stringify(found.rows));
    assert.deepEqual(text.match(/undefined|NaN|Infinity|\[object/), null);
    assert.match(text, /\d+ of \d+ bars are kept/);
    assert.match(text, /\n<!-- call:begin -->\n\n## One call\n[^]+<!-- call:end -->\n/);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
});
