// Every runtime with a command line (this Node, Node 22 and 24, Deno and Bun) runs one scenario with the package against the
// sandbox, through each entry that fits.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { checkAnswers } from "../support/answers.mjs";
import { note } from "../support/note.mjs";
import { playScenario, program, versionOf } from "../support/runtime.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";

let sandbox;

before(async () => {
  sandbox = await startSandbox(["--contacts", "20", "--responses", "100"]);
});
after(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const failed = (kind, status, attempts = 1) => ({ known: true, kind, attempts, secret: false, ...(status && { status }) });

/** Each runtime: its row in the README's table, and its program with arguments. */
const RUNTIMES = {
  "this Node": ["node", () => [process.execPath, []]],
  "Node 22": ["node-22", () => [program("node-22"), []]],
  "Node 24": ["node-24", () => [program("node-24"), []]],
  // The permissions with which Deno reads the package's own files; without the second, it takes the wasm from base64.
  Deno: ["deno", () => [program("deno"), ["run", "--quiet", "--no-lock", "--node-modules-dir=manual", "--allow-net=127.0.0.1", "--allow-read=node_modules"]]],
  Bun: ["bun", () => [program("bun"), ["run"]]],
};

const ENTRIES = ["refiner-wasm", "refiner-wasm/inline", "refiner-wasm/static", "refiner-wasm/slim"];
const cases = Object.entries(RUNTIMES).flatMap(([name, [row, find]]) => ENTRIES.map((entry) => ({ name, row, find, entry })));

for (const { name, row, find, entry } of cases) {
  test(`${name}, ${entry}`, async () => {
    const [file, arguments_] = find();
    const { identified, listed, summary, csv, workbook, contacts, ...found } = await playScenario(file, arguments_, sandbox.url, entry);
    assert.equal(identified.message, "ok");
    const direct = await fetch(`${sandbox.url}/responses?include=all&page_length=1000`, { headers: { Authorization: `Bearer ${KEY}` } });
    const expected = (await direct.json()).items.map(({ uuid }) => uuid);
    assert.equal(expected.length, 100);
    assert.deepEqual(listed, expected);
    await checkAnswers(sandbox.url, { summary, csv, workbook, contacts });
    assert.deepEqual(found, {
      preloaded: "undefined",
      tracked: { message: "ok" },
      parallel: 50,
      redirect: failed("redirect", 302),
      stall: failed("timeout", 200),
      reset: failed("network"),
      html: failed("decode", 200),
      endless: failed("too_large", 200),
      again: { message: "ok" },
      aborted: failed("aborted", undefined, 0),
      input: failed("input", undefined, 0),
    });

    const requests = await sandbox.requests();
    for (const { headers } of requests) assert.equal(headers.authorization, `Bearer ${KEY}`);
    const [identify, track] = requests;
    assert.deepEqual([identify.method, identify.path], ["POST", "/v1/identify-user"]);
    assert.deepEqual(JSON.parse(identify.body), { id: "u-1", plan: "pro é 🎉", account: { id: "acme" } });
    assert.equal(identify.headers["content-type"], "application/json");
    assert.deepEqual([track.method, track.path, JSON.parse(track.body)], ["POST", "/v1/track-event", { id: "u-1", event: "Upgraded" }]);
    if (entry === "refiner-wasm") await note(row, await versionOf(file));
  });
}
