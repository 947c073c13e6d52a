// @ts-check
// Stands in for the tracker until its script is there, and remembers the calls. It is at most 600 bytes, and runs before anything else.

/**
 * A tracker that was asked for too early.
 *
 * @typedef {object} Waiting
 * @property {import("../../tracker.js").TrackerOptions} options
 * @property {{ name: string, given: any[], resolve: (value: any) => void }[]} calls
 * @property {any} [tracker] Once it is there.
 */

/** @type {any} */
const page = globalThis;

page.refinerTracker ??= {
  /** @type {Waiting[]} */
  queue: [],
  /** @param {import("../../tracker.js").TrackerOptions} options */
  createTracker(options) {
    /** @type {Waiting} */
    const waiting = { options, calls: [] };
    page.refinerTracker.queue.push(waiting);
    return new Proxy(waiting, {
      get: (_, /** @type {string} */ name) =>
        // Whoever awaits the tracker asks whether it is a promise.
        name === "then"
          ? undefined
          : (/** @type {any[]} */ ...given) => {
              if (waiting.tracker) return waiting.tracker[name](...given);
              const result = new Promise((resolve) => waiting.calls.push({ name, given, resolve }));
              // `on` gives what ends it, at once.
              return name === "on" ? () => result.then((off) => off()) : result;
            },
    });
  },
};
