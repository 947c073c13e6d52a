// Runs the benchmark of one call, in this Node, with few calls; and what its section says of times that are known.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PROMISES } from "../bench/contestants/promises.mjs";
import { withResults } from "../bench/report/document.mjs";

const RUN = fileURLToPath(new URL("../bench/run.mjs", import.meta.url));
const OLD = "before\n\n<!-- call:begin -->\n\nold\n\n<!-- call:end -->\n\nafter\n";
const SHAPE = /^before\n\n<!-- call:begin -->\n\n## One call\n[^]+<!-- call:end -->\n\nafter\n$/;

test("every client makes the call, and the section alone is rewritten", { timeout: 120_000 }, async () => {
  const scratch = await mkdtemp(join(tmpdir(), "refiner-bench-"));
  try {
    const section = join(scratch, "BENCHMARKS.md");
    await writeFile(section, OLD);
    const request = { scratch, names: ["call"], on: ["node"], quick: true, section };
    await promisify(execFile)(process.execPath, [RUN, JSON.stringify(request)], { maxBuffer: 1024 * 1024 });
    const { rows } = JSON.parse(await readFile(join(scratch, "results.json"), "utf8"));
    const [{ "": times }] = Object.values(rows.call);
    assert.deepEqual(Object.keys(times).sort(), Object.keys(PROMISES).sort());
    assert.ok(Object.values(times).flat().every((ms) => ms > 0), JSON.stringify(times));
    const text = await readFile(section, "utf8");
    assert.match(text, SHAPE);
    assert.doesNotMatch(text, /undefined|NaN|Infinity|\[object|\nold\n/);
    for (const name of Object.keys(PROMISES)) assert.equal(text.match(new RegExp(`^\\| \\**${name}\\** \\| `, "gm"))?.length, 2, name);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
});

/** Milliseconds of a call: ours takes 10, and the fastest rival is stripe. @param {{ stripe: number, duties: number }} others */
const timesOf = ({ stripe, duties }) => {
  const others = Object.fromEntries(Object.keys(PROMISES).map((name) => [name, [1_000]]));
  return { "": { ...others, stripe: [stripe], "by hand, with the same duties": [duties], "refiner-wasm": [10] } };
};

test("a bar that is missed is shown as missed", () => {
  const runtimes = ["Node 20", "Bun", "Chromium"].map((name) => ({ name, version: "1" }));
  const call = { "Node 20": timesOf({ stripe: 21, duties: 8 }), Bun: timesOf({ stripe: 9, duties: 6 }), Chromium: timesOf({ stripe: 11, duties: 5 }) };
  const first = { Chromium: { "written by hand": [20], "refiner-wasm": [42] } };
  const text = withResults(OLD, "call", { runtimes, rows: { call }, first, machine: {}, libraries: [] });
  const verdicts = [...text.matchAll(/^\| (one call against|import to first)[^|]+\| ([^|]+) \| ([^|]+) \|[^|]+\|[^|]+\| (.+) \|$/gm)].map(([, , ...cells]) => cells);
  assert.deepEqual(verdicts, [
    ["Node 20", "0.48×", "met, and the aim"],
    ["Bun", "1.11×", "**missed**"],
    ["Chromium", "0.91×", "met; the aim is missed"],
    ["Node 20", "1.25×", "met, and the aim"],
    ["Bun", "1.67×", "met; the aim is missed"],
    ["Chromium", "2.00×", "**missed**"],
    ["Chromium", "2.10×", "met; the aim is missed"],
  ]);
  assert.match(text, /- One call, “stripe”: Bun \(1\.11×\)\./);
});
