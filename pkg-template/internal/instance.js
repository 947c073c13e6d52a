// @ts-check
// A module that stopped in the middle (a trap) is in no known state, so nothing uses that instance again. The next call has a new
// one; whatever was under way in the old one fails.
import { RefinerError } from "./error.js";

/**
 * @template {{ __wbg_reset_state: () => void }} Bindings
 * @param {Bindings} bindings
 */
export function guarded(bindings) {
  /** How many instances have stopped. */
  let stopped = 0;
  /** @param {unknown} thrown @param {number} begun In which instance. */
  const explain = (thrown, begun) => {
    // Errors of the core are plain objects, and what the host throws into it is passed on; neither stops it.
    if (begun === stopped && !isTrap(thrown)) return thrown;
    if (begun === stopped) {
      stopped += 1;
      bindings.__wbg_reset_state();
    }
    return failure(thrown);
  };
  /**
   * The bindings, with each function bound to an instance.
   *
   * @param {() => number} instance
   * @returns {Bindings}
   */
  const boundTo = (instance) => {
    const bound = Object.entries(/** @type {Record<string, any>} */ (bindings)).map(([name, original]) => {
      if (typeof original !== "function") return [name, original];
      /** @param {any[]} given */
      const use = (...given) => {
        const begun = instance();
        if (begun !== stopped) throw failure(undefined);
        try {
          const made = original(...given);
          return made instanceof Promise && name !== "default" ? made.catch((thrown) => Promise.reject(explain(thrown, begun))) : made;
        } catch (thrown) {
          throw explain(thrown, begun);
        }
      };
      return [name, use];
    });
    return Object.fromEntries(bound);
  };
  return {
    /** For what begins and ends in one call: whatever instance there is. */
    any: boundTo(() => stopped),
    /** For what keeps something in the module: the instance of now, and no later one. */
    current() {
      const now = stopped;
      return boundTo(() => now);
    },
  };
}

/** @param {unknown} thrown */
function isTrap(thrown) {
  // Not every host throws a RuntimeError where the stack ends. An error of the core is a plain object, and may quote anything.
  return thrown instanceof WebAssembly.RuntimeError || (thrown instanceof Error && /call stack|recursion/.test(thrown.message));
}

/** @param {any} cause */
function failure(cause) {
  const attempts = cause?.attempts ?? 0;
  const message =
    "the WebAssembly module stopped, most likely because it ran out of memory; the next call starts it anew. Ask for smaller pages, " +
    `or for fewer at once${attempts > 0 ? ". A write may have been carried out" : ""}`;
  return new RefinerError({ kind: "too_large", message, attempts, cause });
}
