// A module that cannot be loaded: each reason has its own kind and advice, whatever was thrown, and a load that stalls is not
// waited for for ever.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { virtualClock } from "../support/clock.mjs";
import { failure, settled } from "../support/failure.mjs";
import { CALLS, freshSlim } from "../support/fresh.mjs";
import { KEY } from "../support/sandbox.mjs";
import { DONE, ok, scripted } from "../support/scripted.mjs";

const EVENT = { id: "u-1", event: "Upgraded" };
const POLICY = /Content-Security-Policy/;
const STATIC = /import refiner-wasm\/static/;

const thrown = (properties) => Object.assign(new Error("a reason"), properties);
const response = (body, type, status = 200) => new Response(body, { status, headers: { "content-type": type } });

/** What gives the module, the kind of the error, its message, and whether it speaks of the policy. */
const REASONS = {
  "a Symbol": [() => Promise.reject(Symbol("s")), "network", /no reason was given/],
  "an object without a prototype": [() => Promise.reject(Object.create(null)), "network", /no reason was given/],
  undefined: [() => Promise.reject(undefined), "network", /no reason was given/],
  text: [() => Promise.reject("offline"), "network", /offline/],
  "HTML, with its type": [() => response("<!doctype html><p>", "text/html"), "config", /HTML.*optimizeDeps: \{ exclude: \["refiner-wasm"\] \}/],
  "HTML, as wasm": [() => new TextEncoder().encode("\ufeff\n <html>"), "config", /HTML/],
  "an empty file": [() => new Uint8Array(0), "config", /cut: it has 0 bytes/],
  "a cut file": [async () => (await readFile(CALLS)).subarray(0, 5_000), "config", /the file is cut/],
  "a cut file, from a server": [async () => response((await readFile(CALLS)).subarray(0, 5_000), "application/wasm"), "config", /the file is cut/],
  "some other file": [() => new TextEncoder().encode('{"name":"refiner"}'), "config", /not a WebAssembly module/],
  "another module": [() => new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]), "config", /not that of refiner-wasm/],
  "no file on the disk": [() => readFile("/there/is/no/such/file.wasm"), "config", /refiner-wasm\/inline/],
  "no file on the server": [() => response("no", "text/plain", 404), "config", /refiner-wasm\/inline/],
  "a server that is broken": [() => response("no", "text/plain", 500), "network", /status 500/],
  "no late import, in Chromium's words": [() => Promise.reject(new TypeError("import() is disallowed on ServiceWorkerGlobalScope by the HTML specification.")), "config", STATIC],
  "no late import, in Firefox's words": [() => Promise.reject(new TypeError("dynamic module import is disabled or not supported in this context")), "config", STATIC],
  "no late import, in Safari's words": [() => Promise.reject(new TypeError("Dynamic-import is not available in Worklets or ServiceWorkers")), "config", STATIC],
  "a chunk that is gone": [() => Promise.reject(new TypeError("Failed to fetch dynamically imported module: https://app.example/a.js")), "network", /Failed to fetch/],
  "a policy, in V8's words": [
    () => Promise.reject(new WebAssembly.CompileError("Refused to compile WebAssembly module because 'unsafe-eval' is not an allowed source of script in the following Content Security Policy directive")),
    "config",
    POLICY,
  ],
  "a policy, in Firefox's words": [() => Promise.reject(new WebAssembly.CompileError("call to WebAssembly.instantiate() blocked by CSP")), "config", POLICY],
  "a policy, as an EvalError": [() => Promise.reject(thrown({ name: "EvalError" })), "config", POLICY],
};

describe("a module that cannot be loaded", () => {
  for (const [what, [source, kind, message]] of Object.entries(REASONS)) {
    test(`${what} is ${kind}, and the next call tries again`, async (t) => {
      const { Refiner, setModule } = await freshSlim(t);
      const refiner = new Refiner({ apiKey: KEY, fetch: scripted(ok(DONE)) });
      setModule(source);
      const error = await failure(refiner.trackEvent(EVENT), { kind, action: "track_event", attempts: 0, message });
      assert.equal(POLICY.test(error.message), message === POLICY, error.message);
      setModule(() => readFile(CALLS));
      assert.deepEqual(await settled(refiner.trackEvent(EVENT)), DONE);
    });
  }

  test("and no WebAssembly at all (--jitless) is config", async () => {
    const entry = import.meta.resolve("refiner-wasm");
    const program = `const { Refiner } = await import(${JSON.stringify(entry)});
      const error = await new Refiner({ apiKey: "any-key" }).trackEvent({ id: "u" , event: "e" }).catch((error) => error);
      console.log(JSON.stringify(error));`;
    const run = promisify(execFile)(process.execPath, ["--jitless", "--input-type=module", "-e", program], { cwd: fileURLToPath(new URL(".", import.meta.url)) });
    const { name, kind, message } = JSON.parse((await run).stdout);
    assert.deepEqual([name, kind], ["RefinerError", "config"]);
    assert.match(message, /no WebAssembly/);
  });
});

describe("a load that stalls", () => {
  test("is begun again by the next call after the deadline of one that waited", async (t) => {
    const { Refiner, setModule } = await freshSlim(t);
    let asked = 0;
    setModule(() => (asked++ === 0 ? new Promise(() => {}) : readFile(CALLS)));
    const refiner = new Refiner({ apiKey: KEY, fetch: scripted(ok(DONE)) });
    const clock = virtualClock(t);
    await failure(clock.until(refiner.trackEvent(EVENT, { timeoutMs: 700 })), { kind: "timeout", attempts: 0 });
    assert.equal(asked, 1);
    assert.deepEqual(await settled(Promise.all([refiner.trackEvent(EVENT), refiner.trackEvent(EVENT)])), [DONE, DONE]);
    assert.equal(asked, 2);
  });

  test("and answers late is used, by the calls that wait for the second one too", async (t) => {
    const { Refiner, setModule } = await freshSlim(t);
    const answers = [];
    setModule(() => new Promise((resolve) => answers.push(resolve)));
    const refiner = new Refiner({ apiKey: KEY, fetch: scripted(ok(DONE)) });
    const clock = virtualClock(t);
    await failure(clock.until(refiner.trackEvent(EVENT, { timeoutMs: 700 })), { kind: "timeout" });
    const waiting = refiner.trackEvent(EVENT);
    await clock.advance(1);
    assert.equal(answers.length, 2);
    const bytes = await readFile(CALLS);
    answers[0](bytes);
    assert.deepEqual(await settled(waiting), DONE);
    // The second one comes too late, and changes nothing.
    answers[1](bytes);
    assert.deepEqual(await settled(refiner.trackEvent(EVENT)), DONE);
    assert.equal(answers.length, 2);
  });
});

test("forty first calls with one signal have one listener of ours on it", async (t) => {
  const { Refiner, setModule } = await freshSlim(t);
  setModule(() => new Promise(() => {}));
  const controller = new AbortController();
  const { signal } = controller;
  let listening = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...given) => (listening++, Reflect.apply(addEventListener, signal, given));
  signal.removeEventListener = (...given) => (listening--, Reflect.apply(removeEventListener, signal, given));
  const refiner = new Refiner({ apiKey: KEY, fetch: scripted(ok(DONE)) });
  const calls = Array.from({ length: 40 }, () => failure(refiner.trackEvent(EVENT, { signal }), { kind: "aborted", cause: "enough" }));
  assert.equal(listening, 1);
  controller.abort("enough");
  await Promise.all(calls);
  assert.equal(listening, 0);
});
