// @ts-check
// Remembers in this process which confirmations were used, as long as they are valid.

/** How many are remembered: far more than a person can confirm in that time. */
const MOST = 1000;

/** Longer than a confirmation is valid. */
const KEPT_MS = 5 * 60_000;

/**
 * @param {() => number} [now]
 * @returns {NonNullable<import("./confirm.js").Confirmations["use"]>}
 */
export function onceInMemory(now = Date.now) {
  /** @type {Map<string, number>} When each was used, oldest first. */
  const used = new Map();
  return async (_user, id) => {
    for (const [old, at] of used) {
      if (now() - at < KEPT_MS) break;
      used.delete(old);
    }
    // Full: nothing is confirmed rather than something twice.
    if (used.has(id) || used.size >= MOST) return false;
    used.set(id, now());
    return true;
  };
}
