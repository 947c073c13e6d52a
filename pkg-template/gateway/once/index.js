// @ts-check
// Remembers, in memory, which entries were sent.

/** @typedef {{ status: number, body: string }} Remembered */
/** @typedef {{ settled: true | false | "not_sent", reply: Remembered }} Sent */
/** @typedef {{ outcome: "sent" | "duplicate", reply: Remembered } | { outcome: "unknown" } | { outcome: "busy", retryAfterMs: number }} Outcome */

/** @param {{ env: unknown, now: () => number }} _how */
export function openOnce(_how) {
  /** @type {Map<string, Promise<Sent>>} */
  const known = new Map();
  return {
    /**
     * @param {{ user: string, id: string, idempotent: boolean, waitMs: number }} entry
     * @param {() => Promise<Sent>} send
     * @returns {Promise<Outcome>}
     */
    async run({ user, id, idempotent }, send) {
      const key = JSON.stringify([user, id]);
      const before = known.get(key);
      if (before) {
        const { settled, reply } = await before;
        if (settled === true) return { outcome: "duplicate", reply };
        if (settled === false && !idempotent) return { outcome: "unknown" };
      }
      const sending = send();
      known.set(key, sending);
      const { settled, reply } = await sending;
      if (settled === "not_sent") known.delete(key);
      return { outcome: "sent", reply };
    },
  };
}
