// @ts-check
// Counts, in memory, the calls of a minute.

/** @typedef {{ allowed: true } | { allowed: false, by: "user" | "address" | "key", retryAfterMs: number }} Taken */
/** @typedef {{ perUser: number | false, perAddress: number | false, perKey: number | false }} Bounds */

const MINUTE_MS = 60_000;

/** @param {{ env: unknown, limits: Bounds, now: () => number, warn: (message: string) => void }} how */
export function openLimits({ limits, now }) {
  /** @type {Map<string, number>} */
  let counts = new Map();
  let minute = 0;
  return {
    /**
     * @param {{ user: string, address: string | undefined, action: string, cost?: number }} call
     * @returns {Promise<Taken>}
     */
    async take({ user, address, cost = 1 }) {
      const current = Math.floor(now() / MINUTE_MS);
      if (current !== minute) [counts, minute] = [new Map(), current];
      /** @type {["user" | "address" | "key", string | undefined, number | false][]} */
      const all = [["user", user, limits.perUser], ["address", address, limits.perAddress], ["key", "", limits.perKey]];
      for (const [by, who, most] of all) {
        if (most === false || who === undefined) continue;
        const count = (counts.get(`${by} ${who}`) ?? 0) + cost;
        if (count > most) return { allowed: false, by, retryAfterMs: (minute + 1) * MINUTE_MS - now() };
        counts.set(`${by} ${who}`, count);
      }
      return { allowed: true };
    },
  };
}
