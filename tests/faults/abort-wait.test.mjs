// Aborts while nothing happens: during a backoff, or in a stalled body. Time is virtual.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Refiner } from "refiner-wasm";
import { virtualClock } from "../support/clock.mjs";
import { failure } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { DONE, countedBody, ok, raw, scripted, status } from "../support/scripted.mjs";
import { countingController } from "../support/signal.mjs";

const EVENT = { id: "u-1", event: "Upgraded" };

test("an abort during a backoff ends it and clears its timer, and nothing more is sent", async (t) => {
  const clock = virtualClock(t);
  const controller = countingController();
  const fetch = scripted(status(503, { "retry-after": "10" }), ok(DONE));
  const call = new Refiner({ apiKey: KEY, fetch }).trackEvent(EVENT, { signal: controller.signal });
  call.catch(() => {});
  await clock.advance(5_000);
  controller.abort();
  await failure(clock.until(call), { kind: "aborted", attempts: 1 });
  assert.equal(clock.passed(), 5_000);
  assert.equal(clock.waiting(), 0, "timers are left");
  assert.equal(fetch.calls.length, 1);
  assert.equal(controller.listening(), 0);
});

test("an abort ends our own request and cancels a body of the caller's fetch", async (t) => {
  const clock = virtualClock(t);
  const controller = countingController();
  const body = countedBody(" ", { most: 3, stall: true });
  const fetch = scripted(raw(body.stream));
  const call = new Refiner({ apiKey: KEY, fetch }).trackEvent(EVENT, { signal: controller.signal });
  call.catch(() => {});
  await clock.advance(10);
  assert.equal(body.chunks, 3);
  controller.abort();
  await failure(clock.until(call), { kind: "aborted", status: 200 });
  assert.ok(body.cancelled, "the body was not cancelled");
  assert.ok(fetch.calls[0].init.signal.aborted, "the request was not aborted");
});
