// Importing the package loads nothing. The first call loads the wasm, once. After a failed load, the next call tries again.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { failure, settled } from "../support/failure.mjs";
import { CALLS, INSIGHT, freshSlim } from "../support/fresh.mjs";
import { DONE, ok, page, scripted } from "../support/scripted.mjs";

const run = promisify(execFile);
const TESTS = fileURLToPath(new URL("..", import.meta.url));
const EVENT = { id: "u-1", event: "Upgraded" };

for (const [specifier, read] of [
  ["refiner-wasm", 1],
  ["refiner-wasm/slim", 1],
  ["refiner-wasm/inline", 0],
  ["refiner-wasm/static", 0],
]) {
  test(`${specifier}: importing does nothing, and 100 first calls of 10 clients load the wasm once`, async () => {
    const { stdout, stderr } = await run(process.execPath, ["support/imports.mjs", specifier], { cwd: TESTS });
    const { imported, globals, made, called, later, url } = JSON.parse(stdout);
    const nothing = { read: 0, fetched: 0, wasm: 0, compiled: 0, timers: 0 };
    assert.deepEqual(imported, nothing, "importing is not free");
    assert.deepEqual(globals, []);
    assert.deepEqual(made, nothing, "making a client is not free");
    assert.equal(called.read, read);
    assert.equal(called.fetched, 0);
    assert.equal(called.wasm, 1, "the wasm is loaded once");
    assert.equal(called.compiled, 1, "the wasm is compiled once");
    assert.deepEqual(later, called, "a later call loads nothing");
    assert.equal(url, "https://api.refiner.io/v1/");
    assert.equal(stderr, "");
  });
}

test("require() gives the same package as import", async () => {
  const { Refiner, RefinerError, isRefinerError } = createRequire(import.meta.url)("refiner-wasm");
  const imported = await import("refiner-wasm");
  assert.equal(Refiner, imported.Refiner);
  assert.equal(RefinerError, imported.RefinerError);
  assert.equal(isRefinerError, imported.isRefinerError);
});

test("require() works in a program of its own", async () => {
  const program = `
    const { Refiner } = require("refiner-wasm");
    new Refiner({ apiKey: "any-key" }).plan("verify_key").then((plan) => console.log(plan.url));`;
  const { stdout } = await run(process.execPath, ["--input-type=commonjs", "--eval", program], { cwd: TESTS });
  assert.equal(stdout, "https://api.refiner.io/v1/\n");
});

test("a program that only makes calls ends by itself", async () => {
  const program = `
    import { Refiner } from "refiner-wasm";
    const fetch = async () => Response.json({ message: "ok" });
    console.log(await new Refiner({ apiKey: "any-key", fetch, timeoutMs: 600_000 }).trackEvent({ id: "u", event: "e" }));`;
  await run(process.execPath, ["--input-type=module", "--eval", program], { cwd: TESTS, timeout: 20_000 });
});

test("the entries share one error class, and an error of one is known to all", async () => {
  const entries = await Promise.all(["refiner-wasm", "refiner-wasm/slim", "refiner-wasm/inline", "refiner-wasm/static"].map((name) => import(name)));
  for (const { RefinerError, isRefinerError } of entries) {
    assert.equal(RefinerError, entries[0].RefinerError);
    assert.equal(isRefinerError, entries[0].isRefinerError);
  }
});

test("inline makes calls", async () => {
  const { Refiner } = await import("refiner-wasm/inline");
  assert.deepEqual(await settled(new Refiner({ apiKey: "any-key", fetch: scripted(ok(DONE)) }).trackEvent(EVENT)), DONE);
});

describe("slim", () => {
  const track = (Refiner) => new Refiner({ apiKey: "any-key", fetch: scripted(ok(DONE)) }).trackEvent(EVENT);
  const count = async (Refiner) => {
    const refiner = new Refiner({ apiKey: "any-key", fetch: scripted(ok(page([{ uuid: "r-1" }]))) });
    return (await refiner.summarizeResponses({}, { metrics: ["count"] })).items;
  };

  /** The modules: what each does, its file, how to set it, a call that needs it, and the result of that call. */
  const MODULES = [
    { of: "calls", wasm: CALLS, set: "setModule", call: track, outcome: DONE },
    { of: "summaries", wasm: INSIGHT, set: "setInsightModule", call: count, outcome: 1 },
  ];

  for (const { of, wasm, set, call, outcome } of MODULES) {
    describe(`the module of ${of}`, () => {
      /** An entry that has loaded nothing yet, and has every module but this one. */
      const fresh = async (t) => {
        const slim = await freshSlim(t);
        if (set !== "setModule") slim.setModule(() => readFile(CALLS));
        return { ...slim, setIt: slim[set] };
      };

      test("not given is a config error", async (t) => {
        const { Refiner } = await fresh(t);
        await failure(call(Refiner), { kind: "config", attempts: 0, message: new RegExp(set) });
      });

      test("a failed first load fails every waiting call, and a second load works", async (t) => {
        const { Refiner, setIt } = await fresh(t);
        let loads = 0;
        setIt(async () => {
          if (++loads === 1) throw new Error("the disk is on fire");
          return readFile(wasm);
        });
        const first = await Promise.all(Array.from({ length: 100 }, () => call(Refiner).catch((error) => error)));
        assert.equal(loads, 1);
        for (const error of first) {
          await failure(Promise.reject(error), { kind: "network", attempts: 0, message: /the disk is on fire/ });
          assert.equal(error.cause.message, "the disk is on fire");
        }
        const second = await settled(Promise.all(Array.from({ length: 100 }, () => call(Refiner))));
        assert.equal(loads, 2);
        assert.deepEqual(second[99], outcome);
      });

      for (const [name, wrong] of [
        ["bytes that are no wasm", () => new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8])],
        ["half of the wasm", async () => (await readFile(wasm)).subarray(0, 20_000)],
        ["another wasm", () => new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))],
        ["the other module", () => readFile(wasm === CALLS ? INSIGHT : CALLS)],
        ["nothing", () => undefined],
        ["a 404", () => new Response("not found", { status: 404 })],
        ["a text that is thrown", () => Promise.reject("no")],
      ]) {
        test(`a first load of ${name} fails, and a second works`, async (t) => {
          // The bindings warn about a wrong content type; this test is about what follows.
          t.mock.method(console, "warn", () => {});
          const { Refiner, setIt } = await fresh(t);
          setIt(wrong);
          const error = await failure(call(Refiner), { attempts: 0 });
          assert.ok(["network", "config"].includes(error.kind), error.kind);
          setIt(() => readFile(wasm));
          assert.deepEqual(await settled(call(Refiner)), outcome);
        });
      }

      test("is accepted as bytes, a compiled module, a Response, or a function of one", async (t) => {
        const bytes = await readFile(wasm);
        const response = () => new Response(bytes, { headers: { "content-type": "application/wasm" } });
        const { buffer } = new Uint8Array(bytes);
        for (const source of [bytes, buffer, new WebAssembly.Module(bytes), response(), () => bytes, async () => response()]) {
          const { Refiner, setIt } = await fresh(t);
          setIt(source);
          assert.deepEqual(await settled(call(Refiner)), outcome);
        }
      });
    });
  }
});
