// The API key's limit, shared by leases from the Durable Object RefinerPace: never more than the limit in any minute, shared fairly,
// and asked for seldom. In virtual time; the last tests in real workerd.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openLimits } from "../node_modules/refiner-wasm/gateway/limits/index.js";
import { RefinerPace } from "../node_modules/refiner-wasm/gateway/limits/pace.js";
import { DATES, bundleWorker } from "../support/gateway-state.mjs";

const MINUTE = 60_000;

/** One object, and any number of isolates that lease from it, at one clock. */
function stage({ perKey = 4000 } = {}) {
  const clock = { now: Date.UTC(2026, 0, 1) };
  const now = () => clock.now;
  const pace = new RefinerPace({}, {}, now);
  const state = { asked: 0, broken: false };
  const namespace = {
    idFromName: (name) => name,
    get: () => ({
      async fetch(url, init) {
        state.asked += 1;
        if (state.broken) throw new Error("unreachable");
        return pace.fetch(new Request(url, init));
      },
    }),
  };
  const warned = [];
  const isolate = () =>
    openLimits({ env: { REFINER_PACE: namespace }, limits: { perUser: false, perAddress: false, perKey }, now, warn: (message) => warned.push(message) });
  return { clock, state, warned, isolate };
}

/** The largest number of times within a minute. */
function mostInAMinute(times) {
  let most = 0;
  for (let first = 0, last = 0; last < times.length; last++) {
    while (times[last] - times[first] >= MINUTE) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** Isolates that each send as much as they may, of at most so much a second, for three minutes. */
async function play({ clock, isolate }, wishes) {
  const isolates = wishes.map(() => isolate());
  const waiting = wishes.map(() => 0);
  const owed = wishes.map(() => 0);
  const sent = wishes.map(() => []);
  const start = clock.now;
  for (; clock.now < start + 3 * MINUTE; clock.now += 100) {
    for (const [index, wish] of wishes.entries()) {
      owed[index] = Math.min(wish, owed[index] + wish / 10);
      while (owed[index] >= 1 && clock.now >= waiting[index]) {
        const taken = await isolates[index].take({});
        if (taken.allowed) sent[index].push(clock.now);
        else waiting[index] = clock.now + taken.retryAfterMs;
        owed[index] -= taken.allowed ? 1 : 0;
      }
    }
  }
  return sent;
}

describe("in any minute no more is sent than the key's limit", () => {
  for (const [name, perKey, wishes] of [
    ["one greedy isolate", 4000, [500]],
    ["twenty greedy isolates", 4000, Array.from({ length: 20 }, () => 100)],
    ["two hundred greedy isolates", 4000, Array.from({ length: 200 }, () => 10)],
    ["a small limit", 60, [50, 50]],
    ["a limit of one", 1, [5]],
  ]) {
    test(name, async () => {
      const run = stage({ perKey });
      const sent = await play(run, wishes);
      const times = sent.flat().sort((a, b) => a - b);
      const most = mostInAMinute(times);
      assert.ok(most <= perKey, `${most} in a minute`);
      // And most of the limit is put to use: the rest is what a lease may still hold.
      if (perKey >= 1000) assert.ok(times.length > 3 * perKey * 0.85, `${times.length} in three minutes`);
      else assert.ok(times.length >= 1);
    });
  }
});

test("also if every lease is used at its last moment", async () => {
  for (const [perKey, holders] of [[4000, 1], [4000, 7], [100, 3], [2, 1]]) {
    let now = Date.UTC(2026, 0, 1);
    const pace = new RefinerPace({}, {}, () => now);
    const leases = [];
    let leaseMs = 0;
    for (const end = now + 3 * MINUTE; now < end; now += 50) {
      for (let index = 0; index < holders; index++) {
        const body = JSON.stringify({ holder: `h-${index}`, want: 1_000, limit: perKey });
        const lease = await (await pace.fetch(new Request("https://pace", { method: "POST", body }))).json();
        if (lease.granted > 0) ({ leaseMs } = lease);
        leases.push(...Array.from({ length: lease.granted }, () => now));
      }
    }
    // The first of a minute may have been leased a whole lease before it, and used in it.
    let most = 0;
    for (let first = 0, last = 0; last < leases.length; last++) {
      while (leases[last] - leases[first] >= MINUTE + leaseMs) first++;
      most = Math.max(most, last - first + 1);
    }
    assert.ok(leaseMs > 0 && most <= perKey, `${most} of ${perKey}`);
  }
});

test("greedy isolates get equal shares, and a modest one all that it asks for", async () => {
  const run = stage();
  const [modest, ...greedy] = (await play(run, [2, 200, 200, 200, 200])).map(({ length }) => length);
  assert.ok(modest >= 2 * 180 * 0.95, `the modest one sent ${modest} of 360`);
  const mean = greedy.reduce((sum, length) => sum + length) / greedy.length;
  for (const length of greedy) assert.ok(Math.abs(length - mean) < 0.15 * mean, String(greedy));
});

test("a lease is of several requests: the object is asked for few of them", async () => {
  for (const [wish, atMost] of [[60, 0.1], [20, 0.15]]) {
    const run = stage();
    const [{ length }] = await play(run, [wish]);
    assert.ok(length > wish * 175, String(length));
    assert.ok(run.state.asked < length * atMost, `${run.state.asked} leases for ${length} requests at ${wish} a second`);
  }
});

test("a thousand requests at once ask a few times, none passes twice, and the rest is told when to come back", async () => {
  const { state, isolate } = stage();
  const { take } = isolate();
  const taken = await Promise.all(Array.from({ length: 1_000 }, () => take({})));
  const allowed = taken.filter((one) => one.allowed).length;
  // What may be leased at once: a twentieth of the limit.
  assert.ok(allowed > 0 && allowed <= 200, String(allowed));
  for (const one of taken) if (!one.allowed) assert.ok(one.by === "key" && one.retryAfterMs >= 1 && one.retryAfterMs <= 2_000, JSON.stringify(one));
  assert.ok(state.asked < 30, String(state.asked));
});

test("an isolate that cannot reach the object keeps to a twentieth, says so once, and comes back", async () => {
  const { clock, state, warned, isolate } = stage();
  const { take } = isolate();
  state.broken = true;
  let allowed = 0;
  for (let count = 0; count < 1_000; count++) if ((await take({})).allowed) allowed += 1;
  assert.equal(allowed, 200);
  const refused = await take({});
  assert.ok(refused.retryAfterMs > 0 && refused.retryAfterMs <= MINUTE);
  assert.equal(warned.length, 1);
  assert.match(warned[0], /^REFINER_PACE cannot be reached/);
  state.broken = false;
  clock.now += 1_000;
  assert.equal((await take({})).allowed, true);
});

describe("in workerd", () => {
  let bundle;
  before(async () => {
    bundle = await bundleWorker();
  });
  after(() => bundle.remove());

  for (const compatibilityDate of DATES) {
    test(`at ${compatibilityDate}: requests of different users at once share the object's leases`, async (t) => {
      const worker = await bundle.start({ compatibilityDate });
      t.after(() => worker.stop());
      const options = { perUser: 5, perAddress: false, perKey: 400 };
      const ask = (user) => worker.ask("take", { requests: [{ user }], options });
      const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => ask(`u-${index}`)));
      const taken = answers.flatMap((answer) => answer.taken);
      const allowed = taken.filter((one) => one.allowed).length;
      // A twentieth of the limit may go at once, of which one isolate gets half and its share of what flows in.
      assert.ok(allowed >= 10 && allowed <= 30, String(allowed));
      for (const one of taken.filter((one) => !one.allowed)) assert.equal(one.by, "key");
      assert.deepEqual((await ask("u-0")).warned, ["REFINER_USER_LIMIT is not bound: each isolate counts this limit in its own memory"]);
    });

    test(`at ${compatibilityDate}: the binding for rate limits is asked`, async (t) => {
      const worker = await bundle.start({ compatibilityDate, ratelimits: { REFINER_USER_LIMIT: { simple: { limit: 3, period: 60 } } } });
      t.after(() => worker.stop());
      const requests = Array.from({ length: 4 }, () => ({ user: "u-1" }));
      const { taken, warned } = await worker.ask("take", { requests, options: { perUser: 1, perAddress: false, perKey: false } });
      assert.deepEqual(taken.map(({ allowed }) => allowed), [true, true, true, false]);
      assert.deepEqual(warned, []);
    });
  }
});
