// Aborts before the call, during it, in the body, during a backoff. The call ends at once and leaves nothing running.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { failure, settled } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { DONE, never, ok, raw, scripted, status } from "../support/scripted.mjs";
import { countingController, noTimersBeyond, timers } from "../support/signal.mjs";
import { EVENT, smallSandbox } from "../support/small.mjs";
import { reply, startWire } from "../support/wire.mjs";

const small = smallSandbox();
const { client } = small;

/** A client whose wasm is loaded: a plan loads it, and sends nothing. */
async function warm(refiner) {
  await refiner.plan("verify_key");
  return refiner;
}

/** Checks that nothing of the call is left on the signal or in the event loop. */
async function nothingLeft(controller, before) {
  assert.equal(controller.listening(), 0, "a listener is left on the caller's signal");
  await noTimersBeyond(before);
}

describe("an abort", () => {
  test("before the call: nothing is sent, and the key is not requested", async () => {
    const before = timers();
    const controller = countingController();
    controller.abort(new Error("changed my mind"));
    let asked = 0;
    const refiner = client({ apiKey: () => (asked++, KEY) });
    const error = await failure(refiner.trackEvent(EVENT, { signal: controller.signal }), { kind: "aborted", attempts: 0 });
    assert.equal(error.cause.message, "changed my mind");
    assert.equal(asked, 0);
    assert.deepEqual(await small.sandbox.requests(), []);
    await nothingLeft(controller, before);
  });

  test("with AbortSignal.abort() and AbortSignal.timeout()", async () => {
    await failure(client().verifyKey({}, { signal: AbortSignal.abort() }), { kind: "aborted", attempts: 0 });
    await small.sandbox.faults({ kind: "stall_before_headers" });
    const error = await failure(client().verifyKey({}, { signal: AbortSignal.timeout(50) }), { kind: "aborted", attempts: 1 });
    assert.equal(error.cause.name, "TimeoutError");
  });

  test("while the key is awaited", async () => {
    const controller = countingController();
    const apiKey = () => (queueMicrotask(() => controller.abort()), new Promise(() => {}));
    await failure(client({ apiKey }).trackEvent(EVENT, { signal: controller.signal }), { kind: "aborted", attempts: 0 });
    assert.equal(controller.listening(), 0);
    assert.deepEqual(await small.sandbox.requests(), []);
  });

  for (const [where, head, expected] of [
    ["before the headers", "", undefined],
    ["in the body", reply(200, { "content-length": "16" }, '{"message"'), 200],
    ["in the body of an error", reply(422, { "content-length": "16" }, '{"message"'), 422],
  ]) {
    test(`${where}: the connection is released`, async (t) => {
      const before = timers();
      const controller = countingController();
      const wire = await startWire((socket) => {
        socket.write(head);
        // The head is on its way; once the client has it, it waits for the rest.
        setTimeout(() => controller.abort("enough"), 30);
      });
      t.after(() => wire.stop());
      const refiner = client({ baseUrl: wire.url });
      const call = refiner.trackEvent(EVENT, { signal: controller.signal });
      const error = await failure(call, { kind: "aborted", attempts: 1, status: expected });
      assert.equal(error.cause, "enough");
      await settled(wire.requests[0].gone);
      await nothingLeft(controller, before);
    });
  }

  test("after the end changes nothing", async () => {
    const controller = countingController();
    const result = await client().trackEvent(EVENT, { signal: controller.signal });
    controller.abort();
    assert.deepEqual(result, { message: "ok" });
    assert.equal(controller.listening(), 0);
  });

  test("at the same time as the reply counts as an abort or as a success, and nothing else", async () => {
    const controller = countingController();
    const fetch = async () => (controller.abort(), Response.json(DONE));
    await failure(client({ fetch }).trackEvent(EVENT, { signal: controller.signal }), { kind: "aborted", attempts: 1 });
    assert.equal(controller.listening(), 0);
  });
});

describe("a signal's listeners", () => {
  for (const [how, fetch, expected] of [
    ["success", scripted(ok(DONE)), undefined],
    ["a refusal", scripted(status(422)), "rejected"],
    ["a lost connection", scripted(() => Promise.reject(new TypeError("x"))), "network"],
    ["a timeout", scripted(never), "timeout"],
    ["a wrong reply", scripted(raw("<html>")), "decode"],
    ["a redirect", scripted(status(302)), "redirect"],
  ]) {
    test(`are gone after ${how}`, async () => {
      const refiner = await warm(client({ fetch, timeoutMs: 100 }));
      const before = timers();
      const controller = countingController();
      const call = refiner.trackEvent(EVENT, { signal: controller.signal });
      await (expected ? failure(call, { kind: expected }) : settled(call));
      assert.equal(controller.added(), 1);
      await nothingLeft(controller, before);
      // The request's own signal does not fire after a call that has ended well.
      if (!expected) assert.equal(fetch.calls[0].init.signal.aborted, false);
    });
  }

  test("are gone after a first call, which also listens while it waits for the wasm", async () => {
    const before = timers();
    const controller = countingController();
    await settled(client({ fetch: scripted(ok(DONE)) }).trackEvent(EVENT, { signal: controller.signal }));
    assert.equal(controller.added(), 2);
    await nothingLeft(controller, before);
  });

  test("are gone after a wrong input", async () => {
    const controller = countingController();
    await failure(client().trackEvent({ event: "e" }, { signal: controller.signal }), { kind: "input" });
    assert.equal(controller.listening(), 0);
  });

  test("of a long-lived signal do not pile up over calls, nor over pages", async () => {
    const controller = countingController();
    const refiner = await warm(client());
    for await (const _ of refiner.listResponses({ include: "all", page_length: 5 }, { signal: controller.signal }));
    assert.equal(controller.added(), 10);
    assert.equal(controller.listening(), 0);
  });

  test("a value that is not a signal is refused", async () => {
    for (const signal of [{}, "abort", 1, null, () => {}]) {
      await failure(client().verifyKey({}, { signal }), { kind: "input", path: "options.signal", attempts: 0 });
    }
  });
});

test("an abort in the middle of a list ends the walk, and says where to continue", async () => {
  const controller = countingController();
  let seen = 0;
  const walk = async () => {
    for await (const _ of client().listResponses({ include: "all", page_length: 10 }, { signal: controller.signal })) {
      if (++seen === 20) controller.abort();
    }
  };
  const error = await failure(walk(), { kind: "aborted", attempts: 0 });
  assert.equal(seen, 20);
  assert.equal(typeof error.resume.page_cursor, "string");
  assert.equal((await small.sandbox.requests()).length, 2);
  assert.equal(controller.listening(), 0);
});
