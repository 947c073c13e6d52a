// A module that runs out of memory, or stops in the middle for any other reason: whatever was under way fails with a kind, and the
// next call has a new instance.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner, setInsightModule, setModule } from "refiner-wasm/slim";
import { all, whole } from "../support/bulk.mjs";
import { failure, settled } from "../support/failure.mjs";
import { withMemory } from "../support/little-memory.mjs";
import { KEY } from "../support/sandbox.mjs";
import { DONE, ok, page, scripted } from "../support/scripted.mjs";
import { unhandledRejections } from "../support/unhandled.mjs";

const MEGABYTE = 2 ** 20;
const EVENT = { id: "u-1", event: "Upgraded" };

// Either module may have 32 MB.
setModule(await withMemory("refiner_wasm", 32));
setInsightModule(await withMemory("refiner_insight", 32));

const client = (...answers) => new Refiner({ apiKey: KEY, fetch: scripted(...answers), maxRetries: 0 });
const large = (megabytes) => ok(page([{ uuid: "r-1", data: { text: "x".repeat(megabytes * MEGABYTE) } }]));

/** Calls that work in a new instance. */
async function works() {
  assert.deepEqual(await settled(client(ok(DONE)).trackEvent(EVENT)), DONE);
  const { metrics } = await settled(client(ok(page([{ uuid: "r-1" }]))).summarizeResponses({}, { metrics: ["count"] }));
  assert.equal(metrics[0].metric, "count");
  assert.match((await settled(whole(client(ok(page([{ uuid: "r-1" }]))).exportResponses({}, { format: "csv" })))).toString(), /r-1/);
}

describe("a body that the module has no memory for", () => {
  for (const [name, call] of Object.entries({
    list: (refiner) => refiner.listResponses(),
    summary: (refiner) => refiner.summarizeResponses({}, { metrics: ["count"] }),
    export: (refiner) => all(refiner.exportResponses({}, { format: "csv" })),
  })) {
    test(`is too large for a ${name}`, async (t) => {
      const unhandled = unhandledRejections(t);
      await failure(call(client(large(40))), { kind: "too_large", attempts: 1, status: 200 });
      await works();
      assert.deepEqual(unhandled, []);
    });

    test(`is too large for some ${name} of twenty at once, and the others get theirs`, async (t) => {
      const unhandled = unhandledRejections(t);
      const results = await settled(Promise.allSettled(Array.from({ length: 20 }, () => call(client(large(6))))));
      for (const { status, reason } of results) if (status === "rejected") assert.equal(reason.kind, "too_large", reason.stack);
      await works();
      assert.deepEqual(unhandled, []);
    });
  }
});

describe("an input that the module has no memory for stops it", () => {
  const huge = { id: "u-1", event: "e", attributes: { text: "x".repeat(40 * MEGABYTE) } };

  test("the call fails, and the next one works", async (t) => {
    const unhandled = unhandledRejections(t);
    const error = await failure(client(ok(DONE)).trackEvent(huge), { kind: "too_large", action: "track_event", attempts: 0 });
    assert.ok(error.cause instanceof WebAssembly.RuntimeError, String(error.cause));
    await failure(client().plan("track_event", huge), { kind: "too_large", action: "track_event" });
    await works();
    assert.deepEqual(unhandled, []);
  });

  test("calls under way fail too, and reach no other call's memory", async (t) => {
    const unhandled = unhandledRejections(t);
    const answers = [];
    let sent = () => {};
    const bothSent = new Promise((resolve) => (sent = resolve));
    const fetch = () => new Promise((answer) => answers.push(answer) === 2 && sent(undefined));
    const waiting = client(fetch);
    const underWay = failure(waiting.trackEvent(EVENT), { kind: "too_large", action: "track_event", attempts: 1 });
    const expiring = failure(new Refiner({ apiKey: KEY, fetch, timeoutMs: 200 }).trackEvent(EVENT), { kind: "too_large", attempts: 1 });
    await bothSent;
    await failure(client(ok(DONE)).trackEvent(huge), { kind: "too_large" });
    const next = settled(client(ok(DONE)).trackEvent(EVENT));
    answers[0](Response.json(DONE));
    await underWay;
    await expiring;
    assert.deepEqual(await next, DONE);
    await works();
    assert.deepEqual(unhandled, []);
  });
});

describe("settings that the module of summaries has no memory for stop it", () => {
  const huge = { metrics: [{ metric: "nps", question: "x".repeat(40 * MEGABYTE) }] };

  test("that summary and the exports under way fail, and the next ones work", async (t) => {
    const unhandled = unhandledRejections(t);
    const pages = [ok(page([{ uuid: "r-1" }], { next_page_cursor: "c-2", current_page: 1, last_page: 2 })), ok(page([{ uuid: "r-2" }]))];
    const reader = client(...pages).exportResponses({}, { format: "ndjson" }).getReader();
    await settled(reader.read());
    await failure(client(ok(page([]))).summarizeResponses({}, huge), { kind: "too_large", action: "summarize_responses" });
    // A new job has the same number as the one that is gone, and nothing to do with it.
    const other = client(...pages).exportResponses({}, { format: "ndjson" });
    await failure(settled(reader.read()).then(() => reader.read()), { kind: "too_large", action: "export_responses" });
    assert.equal((await settled(whole(other))).toString().split("\n").filter(Boolean).length, 2);
    await works();
    assert.deepEqual(unhandled, []);
  });
});
