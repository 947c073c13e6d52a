// Lives the story of the trackers' benchmark in a small form. The figures of the whole one are in BENCHMARKS.md.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const RUN = fileURLToPath(new URL("../bench/run.mjs", import.meta.url));

test("every tracker's server takes its events, ours loses and doubles none, and its section alone is rewritten", { timeout: 180_000 }, async () => {
  const scratch = await mkdtemp(join(tmpdir(), "refiner-bench-"));
  try {
    const section = join(scratch, "BENCHMARKS.md");
    await writeFile(section, "before\n\n<!-- tracker:begin -->\n\nold\n\n<!-- tracker:end -->\n\nafter\n");
    const request = { scratch, names: ["tracker"], on: ["chromium"], quick: true, section };
    await promisify(execFile)(process.execPath, [RUN, JSON.stringify(request)], { maxBuffer: 1024 * 1024 });
    const { contestants } = JSON.parse(await readFile(join(scratch, "results.json"), "utf8")).trackers;
    assert.ok(contestants.length >= 4);
    for (const { name, js, runs } of contestants) {
      const [{ tracked, arrived, requests, bytes }] = runs;
      for (const [what, value] of Object.entries({ tracked, arrived, requests, bytes, js: js.brotli })) assert.ok(value > 0, `${name}: ${what} is ${value}`);
    }
    const [ours] = contestants;
    const [{ lost, doubled, queued }] = ours.runs;
    assert.deepEqual({ name: ours.name, lost, doubled, queued }, { name: "refiner-wasm/tracker", lost: 0, doubled: 0, queued: 0 });
    const text = await readFile(section, "utf8");
    assert.match(text, /^before\n\n<!-- tracker:begin -->\n\n## Trackers\n[^]+<!-- tracker:end -->\n\nafter\n$/);
    assert.doesNotMatch(text, /undefined|NaN|Infinity|\[object|\nold\n/);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
});
