// The gateway's memory, limits, queue and webhooks do the same in this Node, Node 22 and 24, Deno and Bun.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { program } from "../support/runtime.mjs";

const run = promisify(execFile);
const SCENARIO = fileURLToPath(new URL("../support/state-scenario.mjs", import.meta.url));

for (const [name, find] of Object.entries({
  "this Node": () => [process.execPath],
  "Node 22": () => [program("node-22")],
  "Node 24": () => [program("node-24")],
  Deno: () => [program("deno"), "run", "--quiet", "--no-lock", "--node-modules-dir=manual"],
  Bun: () => [program("bun"), "run"],
})) {
  test(name, async () => {
    const [file, ...options] = find();
    const { stdout } = await run(file, [...options, SCENARIO], { cwd: fileURLToPath(new URL("..", import.meta.url)) });
    assert.deepEqual(JSON.parse(stdout), {
      repeats: ["duplicate", "sent"],
      taken: [true, false],
      warned: 2,
      address: "2001:db8:0:0::/64",
      calls: [{ attributes: { a: 1, b: 2 } }, { event: "x" }],
      answers: [[401, null], [400, null], [500, null], [200, "handled"], [200, "duplicate"]],
    });
  });
}
