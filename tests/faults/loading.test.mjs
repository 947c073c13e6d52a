// The first call waits for the wasm. The wait counts against its deadline, and its error names the deadline that was set. This
// applies to both modules, and to everything that needs them.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { all } from "../support/bulk.mjs";
import { virtualClock } from "../support/clock.mjs";
import { failure, settled } from "../support/failure.mjs";
import { CALLS, INSIGHT, freshSlim } from "../support/fresh.mjs";
import { KEY } from "../support/sandbox.mjs";
import { never, ok, page, scripted } from "../support/scripted.mjs";
import { countingController } from "../support/signal.mjs";
import { unhandledRejections } from "../support/unhandled.mjs";

test("a first call that times out names its own deadline, not what loading left of it", async (t) => {
  const { Refiner, setModule } = await freshSlim(t);
  setModule(() => readFile(CALLS));
  const { now } = Date;
  const { instantiate } = WebAssembly;
  t.after(() => Object.assign(Date, { now }) && Object.assign(WebAssembly, { instantiate }));
  WebAssembly.instantiate = /** @type {any} */ (
    async (...input) => {
      // For the clock, loading takes a while.
      Date.now = () => now() + 40;
      return /** @type {any} */ (instantiate)(...input);
    }
  );
  const refiner = new Refiner({ apiKey: KEY, fetch: never, timeoutMs: 100 });
  await failure(refiner.verifyKey(), { kind: "timeout", attempts: 1, message: /no reply came within 100 ms/ });
});

/** The ways into the modules, and whether each also needs the module of summaries. */
const WAYS = {
  verify_key: [(refiner, options) => refiner.verifyKey({}, options), false],
  summarize_responses: [(refiner, options) => refiner.summarizeResponses({}, { metrics: ["count"], ...options }), true],
  export_responses: [(refiner, options) => all(refiner.exportResponses({}, { format: "csv", ...options })), true],
  export_contacts: [(refiner, options) => all(refiner.exportContacts({}, { format: "ndjson", ...options })), true],
};

for (const stalled of ["calls", "summaries"]) {
  for (const [action, [call, needsBoth]] of Object.entries(WAYS)) {
    if (stalled === "summaries" && !needsBoth) continue;

    /** A client with one module that never loads, and a fetch that must not be used. */
    const client = async (t) => {
      const { Refiner, setModule, setInsightModule } = await freshSlim(t);
      const stall = () => new Promise(() => {});
      setModule(stalled === "calls" ? stall : () => readFile(CALLS));
      setInsightModule(stalled === "summaries" ? stall : () => readFile(INSIGHT));
      const fetch = scripted(ok(page([])));
      return { refiner: new Refiner({ apiKey: KEY, fetch, timeoutMs: 30_000 }), fetch };
    };

    test(`${action}: the module of ${stalled} stalls, and the call ends at its deadline`, async (t) => {
      const { refiner, fetch } = await client(t);
      const clock = virtualClock(t);
      const message = new RegExp(`^${action}: .* not loaded within 700 ms`);
      await failure(clock.until(call(refiner, { timeoutMs: 700 })), { kind: "timeout", action, attempts: 0, message });
      assert.equal(clock.passed(), 700);
      assert.equal(clock.waiting(), 0, "a timer is left");
      assert.equal(fetch.calls.length, 0);
    });

    test(`${action}: the module of ${stalled} stalls, and an abort ends the call`, async (t) => {
      const { refiner, fetch } = await client(t);
      const controller = countingController();
      const clock = virtualClock(t);
      const aborted = call(refiner, { signal: controller.signal });
      await clock.advance(100);
      assert.ok(controller.listening() > 0, "nobody listens to the signal");
      controller.abort("enough");
      await failure(aborted, { kind: "aborted", action, attempts: 0, cause: "enough" });
      assert.equal(controller.listening(), 0, "a listener is left on the caller's signal");
      assert.equal(clock.waiting(), 0, "a timer is left");
      assert.equal(fetch.calls.length, 0);
    });
  }
}

test("an export that is cancelled while its module stalls ends at once", async (t) => {
  const { Refiner, setModule, setInsightModule } = await freshSlim(t);
  setModule(() => readFile(CALLS));
  setInsightModule(() => new Promise(() => {}));
  const unhandled = unhandledRejections(t);
  const clock = virtualClock(t);
  const reader = new Refiner({ apiKey: KEY }).exportResponses({}, { format: "csv" }).getReader();
  const read = reader.read();
  await clock.advance(100);
  await settled(reader.cancel());
  assert.equal((await settled(read)).done, true);
  assert.equal(clock.waiting(), 0, "a timer is left");
  assert.deepEqual(unhandled, []);
});
