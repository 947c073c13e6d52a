// The queue with everything around it, in virtual time: an outage of an hour, duplicate deliveries, a key that is busy elsewhere.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { playWorld } from "./simulate.mjs";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Every event exactly once, and each user's in order. */
function checkDelivered({ accepted, refiner, letters, exhausted }) {
  assert.deepEqual([letters, exhausted], [[], []]);
  const events = refiner.calls.filter(({ action }) => action === "track_event").map(({ input }) => input.event);
  assert.deepEqual([...events].sort(), accepted.filter(({ action }) => action === "track_event").map(({ input }) => input.event).sort());
  // Traits are merged, so the last word on each is what counts.
  const last = (calls) => Object.fromEntries(calls.filter(({ action }) => action === "identify_user").map(({ user, input }) => [user, input.attributes.seen]));
  assert.deepEqual(Object.entries(last(refiner.calls)).sort(), Object.entries(last(accepted)).sort());
}

/** How many of a user's events arrived after a later one of the same user. */
function overtaken({ refiner }) {
  const latest = new Map();
  let count = 0;
  for (const { user, input } of refiner.calls) {
    const order = Number((input.event ?? `${input.attributes.seen}`).split(" ").at(-1));
    if (order < (latest.get(user) ?? 0)) count += 1;
    else latest.set(user, order);
  }
  return count;
}

test("ten events a second arrive within seconds, once and in order", { timeout: 120_000 }, async () => {
  const world = await playWorld({ perSecond: 10, minutes: 10 });
  checkDelivered(world);
  assert.equal(overtaken(world), 0);
  assert.ok(world.oldestMs < 20_000, `${world.oldestMs} ms`);
  assert.equal(world.refiner.refused, 0);
});

for (const [name, fault] of [
  ["refuses connections", { afterMs: 5, forwarded: { status: 0, body: "", kind: "network", reached: "no" } }],
  ["answers 503", { afterMs: 50, forwarded: { status: 503, body: "<html>", kind: "server", reached: "yes" } }],
  ["answers 500", { afterMs: 50, forwarded: { status: 500, body: "<html>", kind: "server", reached: "yes" } }],
]) {
  test(`an hour in which Refiner ${name} loses nothing, doubles nothing, and changes no order`, { timeout: 300_000 }, async () => {
    const world = await playWorld({
      perSecond: 2,
      minutes: 75,
      drainMinutes: 45,
      away: (now, start) => (now >= start + 10 * MINUTE && now < start + 10 * MINUTE + HOUR ? fault : undefined),
    });
    checkDelivered(world);
    assert.equal(overtaken(world), 0);
    assert.ok(world.oldestMs > 50 * MINUTE && world.oldestMs < 80 * MINUTE, `${world.oldestMs} ms`);
  });
}

test("an hour in which Refiner never answers loses no event: those that may have been counted are dead letters", { timeout: 300_000 }, async () => {
  const world = await playWorld({
    perSecond: 2,
    minutes: 75,
    drainMinutes: 45,
    away: (now, start) => (now >= start + 10 * MINUTE && now < start + 10 * MINUTE + HOUR ? { afterMs: 30_000, forwarded: { status: 0, body: "", kind: "timeout", reached: "maybe" } } : undefined),
  });
  assert.deepEqual(world.exhausted, []);
  for (const { reason, entry } of world.letters) assert.deepEqual([reason, entry.action], ["unknown", "track_event"]);
  const found = [...world.refiner.calls, ...world.letters.map(({ entry }) => entry)].filter(({ action }) => action === "track_event").map(({ input }) => input.event);
  const accepted = world.accepted.filter(({ action }) => action === "track_event").map(({ input }) => input.event);
  assert.deepEqual(found.sort(), accepted.sort());
  // One call at a time tries whether Refiner is back; the rest waits untouched.
  assert.ok(world.letters.length < accepted.length * 0.01, `${world.letters.length} of ${accepted.length}`);
});

describe("deliveries that come twice", () => {
  test("are sent once", { timeout: 120_000 }, async () => {
    const world = await playWorld({ perSecond: 20, minutes: 5, duplicates: 0.2 });
    checkDelivered(world);
    assert.ok(world.lines.reduce((sum, { duplicate }) => sum + duplicate, 0) > 100);
  });
});

test("a burst above the key's limit waits, and no request is refused for it", { timeout: 120_000 }, async () => {
  const world = await playWorld({ perSecond: 300, minutes: 1, drainMinutes: 10 });
  checkDelivered(world);
  assert.equal(overtaken(world), 0);
  assert.equal(world.refiner.refused, 0);
  assert.equal(world.exhausted.length, 0);
});

test("a key that is used elsewhere too is answered with 429, and nothing is lost", { timeout: 120_000 }, async () => {
  const world = await playWorld({ perSecond: 30, minutes: 5, drainMinutes: 20, perMinute: 1_000 });
  checkDelivered(world);
  assert.ok(world.refiner.refused > 0);
});
