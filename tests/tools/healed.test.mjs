// What was put right on the way to a result is told: waits, a new key, a reply that differs from the documentation.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { run } from "refiner-wasm/tools";
import { failure } from "../support/failure.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { networkError, ok, page, rejects, scripted, status } from "../support/scripted.mjs";

let sandbox;
let refiner;

before(async () => {
  sandbox = await startSandbox(["--contacts", "20", "--responses", "60"]);
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
});
after(() => sandbox?.stop());
beforeEach(() => sandbox.clear());

const healed = async (...parameters) => (await run(...parameters)).meta.healed;

test("nothing, where nothing was wrong", async () => {
  assert.equal("healed" in (await run(refiner, "list_forms")).meta, false);
});

test("waits after a limit and after failures of Refiner, in order, with their milliseconds", async () => {
  await sandbox.faults({ kind: "status", status: 429, headers: { "retry-after": "0" } }, { kind: "status", status: 503, headers: { "retry-after": "0" } });
  const [first, second, ...more] = await healed(refiner, "list_forms");
  assert.deepEqual([first.what, first.because, first.status], ["waited", "rate_limited", 429]);
  assert.deepEqual([second.what, second.because, second.status], ["waited", "server", 503]);
  assert.ok([first.ms, second.ms].every((ms) => Number.isInteger(ms) && ms >= 0));
  assert.deepEqual(more, []);
});

test("a connection that was lost", async () => {
  const client = new Refiner({ apiKey: KEY, fetch: scripted(rejects(networkError("ECONNREFUSED")), ok(page([]))) });
  const [entry] = await healed(client, "list_segments");
  assert.deepEqual([entry.what, entry.because, "status" in entry], ["waited", "network", false]);
});

test("a key that was asked for again", async () => {
  const keys = ["old-key-00000000000000000000000", KEY];
  const client = new Refiner({ apiKey: () => keys.shift(), baseUrl: sandbox.url });
  assert.deepEqual(await healed(client, "list_forms"), [{ what: "new_key" }]);
});

test("a reply that differs from the documentation, and where", async () => {
  const client = new Refiner({ apiKey: KEY, fetch: scripted(ok(page([{ uuid: "s", name: "x", is_manual: "yes", extra: 1 }]))) });
  assert.deepEqual(await healed(client, "list_segments"), [{ what: "drift", paths: ["items[0].is_manual", "items[0].extra"] }]);
});

test("in all requests of an operation, and in those that read back", async () => {
  await sandbox.faults({ kind: "pass" }, { kind: "status", status: 503, headers: { "retry-after": "0" } });
  const [summary] = await healed(refiner, "summarize_responses", { metrics: ["count"], include: "all", page_length: 20 });
  assert.equal(summary.because, "server");
  await sandbox.faults({ kind: "pass" }, { kind: "status", status: 429, headers: { "retry-after": "0" } });
  const [read] = await healed(refiner, "identify_user", { id: "u" }, { verify: true });
  assert.equal(read.because, "rate_limited");
});

test("a long list is told in short", async () => {
  const busy = Array.from({ length: 30 }, () => status(503, { "retry-after": "0" }));
  const list = await healed(new Refiner({ apiKey: KEY, fetch: scripted(...busy, ok(page([]))), maxRetries: 30 }), "list_segments", {}, { timeoutMs: 600_000 });
  assert.equal(list.length, 21);
  assert.deepEqual(list.at(-1), { what: "more", count: 10 });
});

test("what could not be put right is an error, as before", async () => {
  const client = new Refiner({ apiKey: KEY, fetch: scripted(status(503, { "retry-after": "0" })) });
  await failure(run(client, "list_segments", {}, { maxRetries: 1 }), { kind: "server", attempts: 2 });
});
