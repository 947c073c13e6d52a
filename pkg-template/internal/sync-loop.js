// @ts-check
// The loops over a sync: what begins it, and each loop's deadline.
import { TotalTimeout } from "./total.js";

/** @typedef {ReturnType<typeof import("./settings.js").callSettings>} CallSettings */
/** @typedef {import("./sync.js").Sync} Sync */

/**
 * @param {string} name
 * @param {object} how
 * @param {(settings: () => CallSettings) => Promise<Sync>} how.begin Makes the sync, at the first step of the first loop. The settings
 *   have the signal of the loop that runs when they are asked for.
 * @param {() => { totalTimeoutMs: number | undefined, settings: CallSettings }} how.limits Throws if they are wrong.
 * @param {() => any} how.checkpoint The one that was given, before it has begun.
 * @returns {import("../index.js").ResponseSync}
 */
export function syncLoop(name, { begin, limits, checkpoint }) {
  /** @type {AbortSignal | undefined} */
  let signal;
  /** @type {Sync | undefined} */
  let sync;
  const current = () => ({ ...limits().settings, signal });
  return {
    get checkpoint() {
      return sync ? sync.checkpoint : checkpoint();
    },
    async *[Symbol.asyncIterator]() {
      const { totalTimeoutMs, settings } = limits();
      const total = new TotalTimeout(name, totalTimeoutMs, settings.signal);
      signal = total.signal;
      try {
        // Several loops may begin at once. They share one sync.
        const begun = sync ?? (await begin(current));
        yield* (sync ??= begun);
      } catch (error) {
        throw total.explain(error);
      } finally {
        total.end();
      }
    },
  };
}
