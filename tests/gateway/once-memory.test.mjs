// What was sent is remembered in memory where no Durable Object is bound, and an unreachable one lets nothing through.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openOnce } from "../node_modules/refiner-wasm/gateway/once/index.js";

const HOUR = 3_600_000;
const done = { settled: true, reply: { status: 200, body: "{}" } };

/** A memory whose clock the test sets. */
function memory() {
  const clock = { now: Date.UTC(2026, 0, 1) };
  const sent = [];
  const once = openOnce({ now: () => clock.now });
  const send = (entry, result = done) =>
    once.run({ user: "u-1", id: "e-1", idempotent: false, ...entry }, async () => {
      sent.push(entry);
      return result;
    });
  return { clock, once, send, sent };
}

test("a repeat gets the first reply, for 24 hours", async () => {
  const { clock, send, sent } = memory();
  assert.deepEqual(await send({}), { outcome: "sent", reply: done.reply });
  clock.now += 24 * HOUR - 1;
  assert.deepEqual(await send({}), { outcome: "duplicate", reply: done.reply });
  clock.now += 1;
  assert.equal((await send({})).outcome, "sent");
  assert.equal(sent.length, 2);
});

test("the same id of another user is another entry, however the two are written", async () => {
  const { send, sent } = memory();
  for (const [user, id] of [["a", "b,c"], ["a,b", "c"], ["a\0b", "c"], ["a", "b\0c"], ["", "abc"], ["__proto__", "toString"], ["\ud800", "x"], ["\ud801", "x"], ["\ufffd", "x"]]) {
    assert.equal((await send({ user, id })).outcome, "sent", JSON.stringify([user, id]));
  }
  assert.equal(sent.length, 9);
});

test("of a hundred simultaneous repeats one is sent", async () => {
  const { once } = memory();
  let sent = 0;
  const send = async () => {
    sent += 1;
    await new Promise((resolve) => setImmediate(resolve));
    return done;
  };
  const entry = { user: "u-1", id: "e-1", idempotent: false, waitMs: 5_000 };
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => once.run(entry, send)));
  assert.equal(sent, 1);
  assert.equal(outcomes.filter(({ outcome }) => outcome === "duplicate").length, 99);
});

test("a sender that throws has sent, and its error is passed on", async () => {
  for (const idempotent of [false, true]) {
    const { once, send } = memory();
    const broken = new Error("broken");
    await assert.rejects(once.run({ user: "u-1", id: "e-1", idempotent }, () => Promise.reject(broken)), broken);
    assert.equal((await send({ idempotent })).outcome, idempotent ? "sent" : "unknown");
  }
});

test("a late reply of a sender that nobody waited for any more counts", async () => {
  const { clock, once, send } = memory();
  let finish;
  const first = once.run({ user: "u-1", id: "e-1", idempotent: false }, () => new Promise((resolve) => (finish = resolve)));
  while (!finish) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(await send({}), { outcome: "busy", retryAfterMs: 60_000 });
  clock.now += 60_000;
  assert.deepEqual(await send({}), { outcome: "unknown" });
  finish(done);
  assert.equal((await first).outcome, "sent");
  assert.equal((await send({})).outcome, "duplicate");
});

test("a sender that was given up cannot undo what another one began meanwhile", async () => {
  const { clock, once, send } = memory();
  const finish = [];
  const begin = () => once.run({ user: "u-1", id: "e-1", idempotent: true }, () => new Promise((resolve) => finish.push(resolve)));
  const first = begin();
  while (finish.length < 1) await new Promise((resolve) => setImmediate(resolve));
  clock.now += 60_000;
  const second = begin();
  while (finish.length < 2) await new Promise((resolve) => setImmediate(resolve));
  finish[0]({ settled: "not_sent" });
  await first;
  assert.equal((await send({ idempotent: true })).outcome, "busy");
  finish[1](done);
  await second;
  assert.equal((await send({ idempotent: true })).outcome, "duplicate");
});

test("a reply that is too large is remembered as an empty object with its status", async () => {
  const { send } = memory();
  const reply = { status: 201, body: JSON.stringify("x".repeat(20_000)) };
  assert.deepEqual((await send({}, { settled: true, reply })).reply, reply);
  assert.deepEqual((await send({})).reply, { status: 201, body: "{}" });
});

test("memory is bounded: of ten thousand and one entries the oldest is forgotten", async () => {
  const { send } = memory();
  for (let index = 0; index <= 10_000; index++) await send({ id: `e-${index}` });
  assert.equal((await send({ id: "e-10000" })).outcome, "duplicate");
  assert.equal((await send({ id: "e-1" })).outcome, "duplicate");
  assert.equal((await send({ id: "e-0" })).outcome, "sent");
});

test("entries that are sent together are marked together, and those sent before are left out", async () => {
  const { once, send } = memory();
  await send({ id: "b" });
  const entries = ["a", "b", "c"].map((id) => ({ id, idempotent: true }));
  let fresh;
  const outcomes = await once.runAll({ user: "u-1", entries }, async (positions) => {
    fresh = positions;
    return done;
  });
  assert.deepEqual(fresh, [0, 2]);
  assert.deepEqual(outcomes.map(({ outcome }) => outcome), ["sent", "duplicate", "sent"]);
  assert.equal((await send({ id: "c" })).outcome, "duplicate");
});

test("later entries of a user wait for one that comes again, earlier ones and other users do not", async () => {
  const { clock, once, send } = memory();
  await once.hold({ user: "u-1", messages: [{ ids: ["second"], at: 2_000 }], ms: 90_000 });
  assert.deepEqual(await send({ id: "third", at: 3_000 }), { outcome: "busy", retryAfterMs: 90_000 });
  assert.equal((await send({ id: "first", at: 1_000 })).outcome, "sent");
  assert.equal((await send({ id: "third", at: 3_000, user: "u-2" })).outcome, "sent");
  assert.equal((await send({ id: "at once" })).outcome, "sent", "an entry that is not from the queue waits for nothing");
  clock.now += 90_000;
  assert.deepEqual(await send({ id: "third", at: 3_000 }), { outcome: "busy", retryAfterMs: 1_000 });
  assert.equal((await send({ id: "second", at: 2_000 })).outcome, "sent");
  assert.equal((await send({ id: "third", at: 3_000 })).outcome, "sent");
});

test("a message is waited for until all of its entries are settled", async () => {
  const { once, send } = memory();
  await once.hold({ user: "u-1", messages: [{ ids: ["a", "b"], at: 2_000 }], ms: 90_000 });
  assert.equal((await send({ id: "a", at: 2_000 })).outcome, "sent");
  assert.equal((await send({ id: "c", at: 3_000 })).outcome, "busy");
  assert.equal((await send({ id: "b", at: 2_500 })).outcome, "sent");
  assert.equal((await send({ id: "c", at: 3_000 })).outcome, "sent");
});

test("nobody waits longer than ten minutes for an entry that never comes again, or for one that was sent", async () => {
  const { clock, once, send } = memory();
  const hold = () => once.hold({ user: "u-1", messages: [{ ids: ["second"], at: 2_000 }], ms: 90_000 });
  await hold();
  clock.now += 690_000;
  assert.equal((await send({ id: "third", at: 3_000 })).outcome, "sent");
  assert.equal((await send({ id: "second", at: 2_000 })).outcome, "sent");
  await hold();
  assert.equal((await send({ id: "second", at: 2_000 })).outcome, "duplicate");
  assert.equal((await send({ id: "fourth", at: 4_000 })).outcome, "sent");
});

test("of very many entries that come again the oldest are waited for", async () => {
  const { once, send } = memory();
  const entries = Array.from({ length: 1_000 }, (_, index) => ({ id: `e-${index}`, at: 1_000 - index }));
  for (const { id, at } of entries) await once.hold({ user: "u-1", messages: [{ ids: [id], at }], ms: 90_000 });
  assert.equal((await send({ id: "other", at: 5_000 })).outcome, "busy");
  for (const { id, at } of entries.slice(-100).reverse()) assert.equal((await send({ id, at })).outcome, "sent");
  assert.equal((await send({ id: "other", at: 5_000 })).outcome, "sent");
});

test("without an answer of the Durable Object nothing is sent; one lost answer is asked for again", async () => {
  let fails = 0;
  let asked = 0;
  const namespace = {
    idFromName: (name) => name,
    get: () => ({
      async fetch(_, { body }) {
        asked += 1;
        if (fails-- > 0) throw new Error("the object was reset");
        return Response.json(JSON.parse(body).op === "begin" ? { verdicts: ["send"] } : {});
      },
    }),
  };
  const once = openOnce({ env: { REFINER_ONCE: namespace } });
  let sent = 0;
  const send = async () => {
    sent += 1;
    return done;
  };
  const entry = { user: "u-1", id: "e-1", idempotent: false };
  fails = 2;
  assert.deepEqual(await once.run(entry, send), { outcome: "busy", retryAfterMs: 2_000 });
  assert.equal(sent, 0);
  fails = 1;
  assert.equal((await once.run(entry, send)).outcome, "sent");
  assert.equal(asked, 2 + 2 + 1);
});
