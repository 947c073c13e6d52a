// Virtual time: it passes only when a test says so.

import { setImmediate as turn } from "node:timers/promises";
import { Refiner } from "refiner-wasm";

// Loading the wasm takes real time, so it happens before any test takes over the clock.
await new Refiner({ apiKey: "any" }).plan("verify_key");

/** More turns than any promise chain in these tests needs: after these, nothing more happens by itself. */
const TURNS = 20;

/**
 * Takes over the host's clock and timers until the test ends.
 *
 * @param {import("node:test").TestContext} t
 */
export function virtualClock(t) {
  let now = Date.UTC(2026, 0, 1);
  const start = now;
  let next = 1;
  /** @type {Map<number, { at: number, ms: number, run: () => void }>} */
  const timers = new Map();
  t.mock.method(Date, "now", () => now);
  t.mock.method(globalThis, "setTimeout", (run, ms = 0, ...rest) => {
    timers.set(next, { at: now + ms, ms, run: () => run(...rest) });
    return next++;
  });
  t.mock.method(globalThis, "clearTimeout", (handle) => timers.delete(handle));

  const quiet = async () => {
    for (let count = 0; count < TURNS; count++) await turn();
  };
  const clock = {
    /** Milliseconds since the clock was taken over. */
    passed: () => now - start,
    now: () => now,
    /** How many timers are waiting. */
    waiting: () => timers.size,
    /** Fires the timers of the next so many milliseconds, in order. */
    async advance(ms) {
      const end = now + ms;
      await quiet();
      for (let due = first(timers); due && due[1].at <= end; due = first(timers)) {
        timers.delete(due[0]);
        now = Math.max(now, due[1].at);
        due[1].run();
        await quiet();
      }
      now = end;
    },
    /** Advances time, timer by timer, until the promise settles; rejects if nothing is left that could settle it. */
    async until(promise) {
      let done = false;
      const watched = Promise.resolve(promise).finally(() => (done = true));
      watched.catch(() => {});
      for (await quiet(); !done; await quiet()) {
        const due = first(timers);
        if (!due) throw new Error("the call waits for nothing: no timer is left, and it has not settled");
        await clock.advance(due[1].at - now);
      }
      return watched;
    },
  };
  return clock;
}

function first(timers) {
  return [...timers].sort(([, a], [, b]) => a.at - b.at)[0];
}
