// Cloudflare Workers: the package in a real workerd, bundled with its `workerd` condition, against the sandbox.

import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { ASKED, checkAnswers } from "../support/answers.mjs";
import { note } from "../support/note.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { json, startWire } from "../support/wire.mjs";

// No later than the installed workerd allows.
const COMPATIBILITY_DATE = "2026-04-26";

// Before 2024-11-11, Workers did not know the `cache` of a request, and threw when it was set.
const OLDER_DATE = "2024-11-01";

const WORKER = fileURLToPath(new URL("../support/worker.mjs", import.meta.url));

let folder;
let sandbox;
let worker;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "refiner-worker-"));
  // As Workers are bundled: the .wasm stays a separate file, and workerd compiles it with the Worker.
  await build({
    entryPoints: [WORKER],
    outfile: join(folder, "worker.mjs"),
    bundle: true,
    format: "esm",
    conditions: ["workerd"],
    loader: { ".wasm": "copy" },
    logLevel: "error",
  });
  sandbox = await startSandbox(["--contacts", "20", "--responses", "100"]);
  worker = await start(COMPATIBILITY_DATE);
});
after(async () => {
  await worker?.dispose();
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => sandbox.reset());

/** The bundled Worker, as it runs at this compatibility date. */
async function start(compatibilityDate) {
  const files = await readdir(folder);
  const started = new Miniflare({
    modulesRoot: folder,
    modules: [
      { type: "ESModule", path: join(folder, "worker.mjs") },
      ...files.filter((name) => name.endsWith(".wasm")).map((name) => ({ type: "CompiledWasm", path: join(folder, name) })),
    ],
    compatibilityDate,
    bindings: { REFINER_API_KEY: KEY, REFINER_URL: sandbox.url },
    // Otherwise Miniflare looks up its location on the network.
    cf: false,
    host: "127.0.0.1",
    port: 0,
  });
  await started.ready;
  return started;
}

/** Makes the Worker do a task, and returns the result. */
async function ask(what, parameters = {}, of = worker) {
  const response = await of.dispatchFetch(`http://worker.example/${what}?${new URLSearchParams(parameters)}`);
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return JSON.parse(text);
}

test("the bundle has each wasm once, beside it, and no import of Node modules", async () => {
  const files = await readdir(folder);
  const wasm = files.filter((name) => name.endsWith(".wasm")).map((name) => name.replace(/-\w+\.wasm$/, ""));
  assert.deepEqual(wasm.sort(), ["refiner_insight_bg", "refiner_wasm_bg"]);
  const code = await readFile(join(folder, "worker.mjs"), "utf8");
  assert.doesNotMatch(code, /node:|require\(/);
});

test("neither importing it at global scope nor making a client does anything that a Worker forbids there", async () => {
  // The Worker's module imports the package and makes a client before any request: if that failed, nothing would
  // answer.
  const { atStart } = await ask("start");
  assert.deepEqual(atStart, { fetched: 0, timers: 0, random: 0, instantiated: 0 });
  assert.deepEqual(await sandbox.requests(), []);
});

test("identify and track arrive as Refiner spells them", async () => {
  const { identified, tracked } = await ask("write");
  assert.equal(identified.message, "ok");
  assert.deepEqual(tracked, { message: "ok" });
  const [identify, track, ...more] = await sandbox.requests();
  assert.deepEqual(more, []);
  for (const { headers, method } of [identify, track]) {
    assert.equal(method, "POST");
    assert.equal(headers.authorization, `Bearer ${KEY}`);
    assert.equal(headers["content-type"], "application/json");
    assert.equal(headers.accept, "application/json");
  }
  assert.equal(identify.path, "/v1/identify-user");
  assert.deepEqual(JSON.parse(identify.body), { id: "u-1", plan: "pro é 🎉", account: { id: "acme", tier: "gold" } });
  assert.equal(track.path, "/v1/track-event");
  assert.deepEqual(JSON.parse(track.body), { id: "u-1", event: "Upgraded" });
});

test("a list is walked to its end", async () => {
  const { uuids } = await ask("list");
  const direct = await fetch(`${sandbox.url}/responses?include=all&page_length=1000`, { headers: { Authorization: `Bearer ${KEY}` } });
  assert.deepEqual(uuids, (await direct.json()).items.map(({ uuid }) => uuid));
  assert.equal(uuids.length, 100);
});

test("responses are counted and exported, contacts too", async () => {
  await checkAnswers(sandbox.url, await ask("answers", { asked: JSON.stringify(ASKED) }));
  const { version } = createRequire(import.meta.url)("miniflare/package.json");
  await note("workerd", { miniflare: version });
});

test("the first summaries and exports of an isolate, all at once, do not mix", async (t) => {
  const fresh = await start(COMPATIBILITY_DATE);
  t.after(() => fresh.dispose());
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask("answers", { asked: JSON.stringify(ASKED) }, fresh)));
  for (const answer of answers) await checkAnswers(sandbox.url, answer);
});

test("calls work in a Worker that refuses the cache option", async (t) => {
  const older = await start(OLDER_DATE);
  t.after(() => older.dispose());
  const { tracked } = await ask("write", {}, older);
  assert.deepEqual(tracked, { message: "ok" });
  assert.equal((await ask("list", {}, older)).uuids.length, 100);
  await checkAnswers(sandbox.url, await ask("answers", { asked: JSON.stringify(ASKED) }, older));
});

test("a redirect is refused, and the key goes nowhere else", async (t) => {
  const other = await startWire((socket) => socket.end(json({ message: "ok" })));
  t.after(() => other.stop());
  for (const status of [301, 302, 303, 307, 308]) {
    await sandbox.faults({ kind: "redirect", status, location: `${other.url}/track-event` });
    const { error } = await ask("track");
    assert.deepEqual([error.kind, error.status, error.attempts], ["redirect", status, 1]);
  }
  assert.deepEqual(other.requests, []);
});

describe("a failure", () => {
  for (const [name, faults, expected] of [
    ["a refused key", [{ kind: "status", status: 401, body: { error: "API key does not look valid" } }], { kind: "auth", status: 401, attempts: 1 }],
    ["too often", [{ kind: "status", status: 429, headers: { "Retry-After": "99" } }], { kind: "rate_limited", status: 429, attempts: 1, retryAfterMs: 99_000 }],
    ["a page of HTML", [{ kind: "html" }], { kind: "decode", status: 200, attempts: 1 }],
    ["a stalled body", [{ kind: "stall" }], { kind: "timeout", status: 200, attempts: 1 }],
    ["no reply", [{ kind: "stall_before_headers" }], { kind: "timeout", attempts: 1 }],
    ["a reset", [{ kind: "reset" }, { kind: "reset" }], { kind: "network", attempts: 1 }],
    ["an endless body", [{ kind: "endless" }], { kind: "too_large", status: 200, attempts: 1 }],
  ]) {
    test(`of ${name}`, async () => {
      await sandbox.faults(...faults);
      const { error, shown } = await ask("track", { timeoutMs: 500 });
      const { kind, status, attempts, retryAfterMs } = error;
      assert.deepEqual(JSON.parse(JSON.stringify({ kind, status, attempts, retryAfterMs })), expected);
      assert.ok(!shown.includes(KEY), shown);
    });
  }

  test("that passes is waited out", async () => {
    await sandbox.faults({ kind: "status", status: 503, headers: { "Retry-After": "0" } });
    assert.deepEqual(await ask("track"), { result: { message: "ok" } });
    assert.equal((await sandbox.requests()).length, 2);
  });

  test("of an abort", async () => {
    await sandbox.faults({ kind: "stall_before_headers" });
    const { error } = await ask("track", { abortMs: 50 });
    assert.equal(error.kind, "aborted");
  });
});

test("simultaneous requests of one isolate do not mix", async () => {
  const ids = Array.from({ length: 50 }, (_, index) => `u-${index}`);
  const results = await Promise.all(ids.map((id) => ask("track", { id })));
  assert.deepEqual(results, ids.map(() => ({ result: { message: "ok" } })));
  const received = (await sandbox.requests()).map(({ body }) => JSON.parse(body).id);
  assert.deepEqual(received.sort(), ids.sort());
});

test("an abandoned request does not block the next", async () => {
  await sandbox.faults({ kind: "stall" });
  const stalled = ask("track", { timeoutMs: 1000 });
  // Either of the two may meet the fault; the other one must succeed.
  const results = [await ask("track", { timeoutMs: 1000 }), await stalled];
  assert.deepEqual(results.map(({ error }) => error?.kind).sort(), ["timeout", undefined]);
});
