// @ts-check
// What ends the wait of a call: its deadline, and the signal of its caller.
import { isAborted, listen, reasonOf } from "../js/signal.js";
import { tried } from "../js/tried.js";
import { HAPPENED } from "./happened.js";

/** @typedef {import("./host.js").Event} Event */

/** setTimeout fires at once when the delay is longer than this. */
const LONGEST_MS = 2 ** 31 - 1;

/** @param {() => void} then @param {number} ms */
export const timer = (then, ms) => tried(() => setTimeout(then, Math.min(ms, LONGEST_MS)));

/** @param {any} handle */
export const clear = (handle) => tried(() => clearTimeout(handle));

/** The deadline and the caller's signal. Both end whatever the call waits for. */
export class Interrupt {
  /** Aborts our own request. */
  controller = tried(() => new AbortController());
  #signal;
  #expired = false;
  #wake = () => {};
  #timer;
  #undo;

  /** @param {AbortSignal | undefined} signal @param {number} ms */
  constructor(signal, ms) {
    this.#signal = signal;
    this.#timer = timer(() => {
      this.#expired = true;
      this.#wake();
    }, ms);
    this.#undo = listen(signal, () => this.#wake());
  }

  get aborted() {
    return isAborted(this.#signal);
  }

  /** Whether the call has to stop: as an event, and what the caller gave as the reason. @returns {{ event: Event, cause?: unknown } | undefined} */
  stopped() {
    // The caller's abort wins, even when both happened at once. A signal that is already aborted fires no event.
    if (this.aborted) return { event: [HAPPENED.aborted], cause: reasonOf(this.#signal) };
    return this.#expired ? { event: [HAPPENED.timedOut] } : undefined;
  }

  /**
   * Waits, until the call has to stop.
   *
   * Not with `Promise.race`: the promise that loses each time would keep something of every wait until the call ends.
   *
   * @param {unknown} given
   * @returns {Promise<any>}
   */
  until(given) {
    return new Promise((resolve, reject) => {
      this.#wake = () => reject(this);
      // It may have happened while the promise was made, or while the value was on its way.
      if (this.stopped()) this.#wake();
      Promise.resolve(given).then((value) => (this.aborted ? reject(this) : resolve(value)), reject);
    });
  }

  /** @param {boolean} succeeded Then nothing is in flight, and there is nothing to abort. */
  end(succeeded) {
    clear(this.#timer);
    this.#undo();
    if (!succeeded) tried(() => this.controller?.abort());
  }
}
