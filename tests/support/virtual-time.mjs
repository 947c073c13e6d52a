// Virtual time for a whole world: `Date.now` and timers pass as fast as the machine can run what happens in it.

import { createHash } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";

/** So many turns end every chain of promises in these worlds; with more of them, the same happens. */
const TURNS = 3;

/**
 * Takes over the clock and the timers of this process.
 *
 * @param {number} [start]
 */
export function takeOverTime(start = Date.UTC(2026, 0, 1)) {
  const real = { now: Date.now, setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, digest: crypto.subtle.digest };
  let now = start;
  let count = 0;
  /** A heap: no timer is due before its parent, at half its index. */
  const heap = [undefined];
  const gone = new Set();

  const before = (a, b) => a.at < b.at || (a.at === b.at && a.order < b.order);
  const swap = (i, j) => ([heap[i], heap[j]] = [heap[j], heap[i]]);
  const push = (timer) => {
    heap.push(timer);
    for (let i = heap.length - 1; i > 1 && before(heap[i], heap[i >> 1]); i >>= 1) swap(i, i >> 1);
  };
  const pop = () => {
    const first = heap[1];
    const last = heap.pop();
    if (heap.length > 1) heap[1] = last;
    for (let i = 1; ; ) {
      const [left, right] = [2 * i, 2 * i + 1];
      let least = i;
      if (left < heap.length && before(heap[left], heap[least])) least = left;
      if (right < heap.length && before(heap[right], heap[least])) least = right;
      if (least === i) return first;
      swap(i, least);
      i = least;
    }
  };

  Date.now = () => now;
  globalThis.setTimeout = (run, ms = 0, ...rest) => {
    push({ at: now + Math.max(0, ms), order: ++count, run: () => run(...rest) });
    return count;
  };
  globalThis.clearTimeout = (order) => order !== undefined && gone.add(order);
  // The real one is calculated in other threads, for which virtual time would not wait.
  crypto.subtle.digest = async (_, bytes) => Uint8Array.from(createHash("sha256").update(bytes).digest()).buffer;

  return {
    now: () => now,
    /** Lets everything happen that is due up to this time. */
    async runUntil(end) {
      for (;;) {
        for (let turns = 0; turns < TURNS; turns++) await turn();
        if (heap.length === 1 || heap[1].at > end) break;
        const timer = pop();
        if (gone.delete(timer.order)) continue;
        now = Math.max(now, timer.at);
        timer.run();
      }
      now = end;
    },
    restore() {
      Date.now = real.now;
      globalThis.setTimeout = real.setTimeout;
      globalThis.clearTimeout = real.clearTimeout;
      crypto.subtle.digest = real.digest;
    },
  };
}
