// preload() loads what a first call would load: nothing more, only once, and with the same errors.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { failure, settled } from "../support/failure.mjs";
import { CALLS, INSIGHT, freshSlim } from "../support/fresh.mjs";
import { DONE, never, ok, page, scripted } from "../support/scripted.mjs";
import { countingController, noTimersBeyond, timers } from "../support/signal.mjs";

const EVENT = { id: "u-1", event: "Upgraded" };

/** An entry that has loaded nothing yet, and how often it requested each of its modules. */
async function counted(t) {
  const slim = await freshSlim(t);
  const asked = { calls: 0, insight: 0 };
  slim.setModule(() => (asked.calls++, readFile(CALLS)));
  slim.setInsightModule(() => (asked.insight++, readFile(INSIGHT)));
  return { ...slim, asked };
}

describe("preload", () => {
  test("loads the module of calls, and the calls after it load nothing", async (t) => {
    const { Refiner, asked } = await counted(t);
    const fetch = scripted(ok(DONE));
    const refiner = new Refiner({ apiKey: "any-key", fetch });
    assert.equal(await settled(refiner.preload()), undefined);
    assert.deepEqual(asked, { calls: 1, insight: 0 });
    assert.equal(fetch.calls.length, 0, "it sends something");
    assert.deepEqual(await settled(refiner.trackEvent(EVENT)), DONE);
    assert.deepEqual(await settled(new Refiner({ apiKey: "other", fetch }).trackEvent(EVENT)), DONE);
    assert.equal(await settled(refiner.preload({})), undefined);
    assert.deepEqual(asked, { calls: 1, insight: 0 });
  });

  for (const options of [undefined, { insight: false }, { insight: undefined }]) {
    test(`with ${JSON.stringify(options)} does not load the module of summaries`, async (t) => {
      const { Refiner, asked } = await counted(t);
      await settled(new Refiner({ apiKey: "any-key" }).preload(options));
      assert.deepEqual(asked, { calls: 1, insight: 0 });
    });
  }

  test("with insight loads both, and a summary after it loads nothing", async (t) => {
    const { Refiner, asked } = await counted(t);
    const refiner = new Refiner({ apiKey: "any-key", fetch: scripted(ok(page([{ uuid: "r-1" }]))) });
    assert.equal(await settled(refiner.preload({ insight: true })), undefined);
    assert.deepEqual(asked, { calls: 1, insight: 1 });
    assert.equal((await settled(refiner.summarizeResponses({}, { metrics: ["count"] }))).items, 1);
    assert.deepEqual(asked, { calls: 1, insight: 1 });
  });

  test("and a call at once load the module once", async (t) => {
    const { Refiner, asked } = await counted(t);
    const refiner = new Refiner({ apiKey: "any-key", fetch: scripted(ok(DONE)) });
    await settled(Promise.all([refiner.preload(), refiner.trackEvent(EVENT), refiner.preload({ insight: true })]));
    assert.deepEqual(asked, { calls: 1, insight: 1 });
  });

  test("says what is wrong where the module cannot be loaded, and the next one tries again", async (t) => {
    const { Refiner, setModule } = await freshSlim(t);
    const refiner = new Refiner({ apiKey: "any-key" });
    const common = { action: "preload", attempts: 0 };
    await failure(refiner.preload(), { ...common, kind: "config", message: /^preload: call setModule\(\)/ });
    setModule(() => Promise.reject(new Error("the disk is on fire")));
    await failure(refiner.preload(), { ...common, kind: "network", message: /^preload: .*could not be loaded: the disk is on fire/ });
    setModule(new Uint8Array([0, 97, 115, 109, 9, 9, 9, 9]));
    await failure(refiner.preload(), { ...common, kind: "config", message: /the file is cut, or not the one of this package/ });
    setModule(() => readFile(CALLS));
    await failure(refiner.preload({ insight: true }), { ...common, kind: "config", message: /setInsightModule\(\)/ });
    assert.equal(await settled(refiner.preload()), undefined);
  });

  test("ends at its deadline, the client's or its own, and with its signal; nothing is left of it", async (t) => {
    const before = timers();
    const { Refiner, setModule, setInsightModule } = await freshSlim(t);
    setModule(() => readFile(CALLS));
    setInsightModule(() => new Promise(() => {}));
    const refiner = new Refiner({ apiKey: "any-key", fetch: never, timeoutMs: 30 });
    const expected = { action: "preload", attempts: 0 };
    await failure(refiner.preload({ insight: true }), { ...expected, kind: "timeout", message: /within 30 ms/ });
    await failure(refiner.preload({ insight: true, timeoutMs: 20 }), { ...expected, kind: "timeout", message: /within 20 ms/ });
    const controller = countingController();
    const aborted = refiner.preload({ insight: true, timeoutMs: 60_000, signal: controller.signal });
    controller.abort("enough");
    await failure(aborted, { ...expected, kind: "aborted", cause: "enough" });
    await failure(refiner.preload({ signal: AbortSignal.abort("before") }), { ...expected, kind: "aborted", cause: "before" });
    assert.equal(controller.listening(), 0);
    await noTimersBeyond(before);
  });

  for (const [options, path] of [
    [null, "options"],
    ["now", "options"],
    [{ maxRetries: 1 }, "options.maxRetries"],
    [{ insights: true }, "options.insights"],
    [{ insight: 1 }, "options.insight"],
    [{ insight: null }, "options.insight"],
    [{ timeoutMs: 0 }, "options.timeoutMs"],
    [{ signal: {} }, "options.signal"],
  ]) {
    test(`refuses ${JSON.stringify(options)}`, async (t) => {
      const { Refiner, asked } = await counted(t);
      const message = new RegExp(`^preload: ${path} `);
      await failure(new Refiner({ apiKey: "any-key" }).preload(options), { kind: "input", action: "preload", path, attempts: 0, message });
      assert.deepEqual(asked, { calls: 0, insight: 0 }, "it loads anyway");
    });
  }
});

test("a call has no option insight", async () => {
  const { Refiner } = await import("refiner-wasm");
  const call = new Refiner({ apiKey: "any-key", fetch: never }).verifyKey({}, { insight: true });
  await failure(call, { kind: "input", path: "options.insight" });
});
