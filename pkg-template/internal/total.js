// @ts-check
// The deadline of a whole walk: a summary, an export, or a run of a sync. The deadline of a call (timeoutMs) is for each page.
import { isAborted, listen, reasonOf } from "../wasm/refiner_wasm.js";
import { RefinerError, extend, isRefinerError } from "./error.js";

// setTimeout fires at once when the delay is longer than this.
const LONGEST_MS = 2 ** 31 - 1;

export class TotalTimeout {
  /** Ends the walk: the caller's own signal, or else also at the deadline. @type {AbortSignal | undefined} */
  signal;
  end = () => {};
  #name;
  #ms;
  #expired = false;

  /**
   * Begins now. Without a limit, there is only the caller's signal.
   *
   * @param {string} name
   * @param {number | undefined} ms
   * @param {AbortSignal | undefined} signal
   */
  constructor(name, ms, signal) {
    this.#name = name;
    this.#ms = ms;
    this.signal = signal;
    if (ms === undefined) return;
    const controller = new AbortController();
    const abort = () => controller.abort(reasonOf(signal));
    const timer = setTimeout(() => {
      this.#expired = !controller.signal.aborted;
      controller.abort();
      // Nobody else ends a walk that was forgotten.
      this.end();
    }, Math.min(ms, LONGEST_MS));
    const ignore = listen(signal, abort);
    // An already aborted signal fires no event.
    if (isAborted(signal)) abort();
    this.signal = controller.signal;
    this.end = () => {
      clearTimeout(timer);
      ignore();
    };
  }

  /**
   * The error of a walk that ended: a timeout, if it was aborted by the deadline.
   *
   * @param {unknown} error
   */
  explain(error) {
    if (!this.#expired || !isRefinerError(error) || error.kind !== "aborted") return error;
    const { attempts, resume, progress } = error;
    const message = `${this.#name}: not complete within ${this.#ms} ms (totalTimeoutMs)`;
    return extend(new RefinerError({ kind: "timeout", action: this.#name, message, attempts, resume }), { progress });
  }

  /**
   * A source of a stream that ends with the walk.
   *
   * @param {import("./stream.js").Source} source
   * @returns {import("./stream.js").Source}
   */
  around(source) {
    const { end } = this;
    return {
      pull: async (controller) => {
        const sink = {
          enqueue: (/** @type {Uint8Array} */ chunk) => controller.enqueue(chunk),
          close: () => (end(), controller.close()),
        };
        try {
          await source.pull(sink);
        } catch (error) {
          end();
          throw this.explain(error);
        }
      },
      cancel: () => (end(), source.cancel()),
    };
  }
}
