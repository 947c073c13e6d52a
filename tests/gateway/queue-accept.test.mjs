// How events are put into the queue: within its limits, each user's events together where what was sent is remembered for good.

import assert from "node:assert/strict";
import { test } from "node:test";
import { accept } from "../node_modules/refiner-wasm/gateway/queue/index.js";
import { VirtualQueue } from "../support/virtual-queue.mjs";

const entry = (user, id, input = { id: user, event: "Opened" }) => ({ user, id, at: 1, action: "track_event", input });

/** A queue that checks the limits of a real one, and a look at its messages. */
function stage({ once = true, ...options } = {}) {
  const queue = new VirtualQueue({ consume: async () => {}, ...options });
  queue.wake = () => {};
  const calls = [];
  const REFINER_QUEUE = {
    async sendBatch(messages) {
      calls.push(messages.length);
      for (const { contentType } of messages) assert.equal(contentType, "json");
      return queue.sendBatch(messages);
    },
  };
  const env = { REFINER_QUEUE, ...(once && { REFINER_ONCE: {} }) };
  return { calls, put: (entries) => accept({ env, entries }), bodies: () => queue.ready.map(({ text }) => JSON.parse(text)) };
}

test("the events of one user share a message, in their order", async () => {
  const { calls, put, bodies } = stage();
  await put([entry("a", "1"), entry("b", "2"), entry("a", "3")]);
  assert.deepEqual(calls, [2]);
  assert.deepEqual(bodies(), [{ v: 1, entries: [entry("a", "1"), entry("a", "3")] }, { v: 1, entries: [entry("b", "2")] }]);
});

test("without REFINER_ONCE each event has a message of its own", async () => {
  const { put, bodies } = stage({ once: false });
  await put([entry("a", "1"), entry("a", "2")]);
  assert.deepEqual(bodies().map(({ entries }) => entries.length), [1, 1]);
});

test("nothing but the fields of an event is put into the queue", async () => {
  const { put, bodies } = stage();
  await put([{ ...entry("a", "1"), token: "secret" }]);
  assert.deepEqual(bodies()[0].entries, [entry("a", "1")]);
});

test("many users, large events and long texts stay within what the queue takes", async () => {
  const { calls, put, bodies } = stage();
  const wide = "é\u0000🎉".repeat(4_000);
  const entries = [
    ...Array.from({ length: 250 }, (_, index) => entry(`u-${index}`, `e-${index}`)),
    ...Array.from({ length: 30 }, (_, index) => entry("large", `l-${index}`, { id: "large", event: "x".repeat(30_000) })),
    ...Array.from({ length: 250 }, (_, index) => entry("many", `m-${index}`)),
    ...Array.from({ length: 3 }, (_, index) => entry("wide", `w-${index}`, { id: "wide", event: wide })),
  ];
  await put(entries);
  assert.ok(calls.length > 5);
  const found = bodies().flatMap((body) => body.entries);
  assert.deepEqual(found.map(({ id }) => id).sort(), entries.map(({ id }) => id).sort());
  for (const { entries: together } of bodies()) assert.equal(new Set(together.map(({ user }) => user)).size, 1);
  assert.ok(bodies().every((body) => body.entries.length <= 100));
});

test("no event is no message", async () => {
  const { calls, put } = stage();
  await put([]);
  assert.deepEqual(calls, []);
});

test("a queue that takes no more rejects, and so does one that is not bound", async () => {
  const { put } = stage({ perSecond: 100 });
  await put(Array.from({ length: 100 }, (_, index) => entry(`u-${index}`, `${index}`)));
  await assert.rejects(put([entry("a", "1")]), /Too Many Requests/);
  await assert.rejects(accept({ env: {}, entries: [] }), /REFINER_QUEUE is not bound/);
});
