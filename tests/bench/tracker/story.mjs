// What happens, by a seed: when tabs open, what they track, how each ends, when the network is away, and which request fails how.

import { seeded } from "../../support/seeded.mjs";

/** How a tab ends. A tab that is left goes on to another page of the site; the others are replaced by a new one. */
export const ENDINGS = ["crash-after-track", "crash-in-flush", "leave", "close", "rest"];

/** What becomes of a request. The rest is answered at once. */
export const FAILURES = ["500", "503", "429", "cut", "lose"];
const FAILURE_SHARE = 0.2;
const SLOW_SHARE = 0.05;

/**
 * At the end a page is open until its own event has arrived, nothing is on the disk and no request came for `quietMs`, for `endMs` at most.
 * In the full story that is longer than the longest backoff of ours, which is a minute.
 */
export const FULL = { tabs: 4, lives: 8, events: 25, spells: [[9_000, 4_000], [22_000, 5_000]], restMs: 6_000, quietMs: 15_000, endMs: 75_000 };
export const QUICK = { tabs: 2, lives: 2, events: 6, spells: [[1_000, 500]], restMs: 500, quietMs: 3_000, endMs: 30_000 };

/**
 * @param {number} seed
 * @param {typeof FULL} size
 * @returns {{ user: string, lives: { bursts: { afterMs: number, events: number[] }[], ending: string }[] }[]} What each tab goes through.
 */
export function storyOf(seed, size) {
  const random = seeded(seed);
  let count = 0;
  return Array.from({ length: size.tabs }, (_, tab) => ({
    user: `u-${tab}`,
    lives: Array.from({ length: size.lives }, (_, life) => {
      const bursts = [];
      for (let left = size.events; left > 0; ) {
        const length = Math.min(left, 1 + Math.floor(random() * 8));
        bursts.push({ afterMs: Math.floor(random() * 800), events: Array.from({ length }, () => count++) });
        left -= length;
      }
      return { bursts, ending: ENDINGS[(tab + life + Math.floor(random() * 2)) % ENDINGS.length] };
    }),
  }));
}

/**
 * What becomes of each request, in the order in which they come.
 *
 * @param {number} seed
 * @returns {() => string} One of `FAILURES`, `slow`, or `fine`.
 */
export function failuresOf(seed) {
  const random = seeded(seed ^ 0x5eed);
  return () => {
    const [share, kind] = [random(), random()];
    if (share < FAILURE_SHARE) return FAILURES[Math.floor(kind * FAILURES.length)];
    return share < FAILURE_SHARE + SLOW_SHARE ? "slow" : "fine";
  };
}
