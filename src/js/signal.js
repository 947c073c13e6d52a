// @ts-check
// The signal of a caller: made by the host or by anyone, shared by many calls, and perhaps never let go of.
import { tried } from "./tried.js";

/** @typedef {{ waiting: Set<() => void>, wake: () => void }} Listener */

/** Our one listener on each signal: Node warns of a leak when there are more than ten. @type {WeakMap<AbortSignal, Listener>} */
const listeners = new WeakMap();

/**
 * Calls `abort` when the signal is aborted, until the function that it returns is called. A signal that is aborted already does not
 * call it.
 *
 * @param {AbortSignal | undefined} signal
 * @param {() => void} abort
 * @returns {() => void}
 */
export function listen(signal, abort) {
  if (!signal) return () => {};
  let listener = listeners.get(signal);
  if (!listener) {
    /** @type {Set<() => void>} */
    const waiting = new Set();
    listener = { waiting, wake: () => waiting.forEach((each) => each()) };
    listeners.set(signal, listener);
    const { wake } = listener;
    // If listening fails, the signal is still looked at after each event.
    tried(() => signal.addEventListener("abort", wake));
  }
  const { waiting, wake } = listener;
  waiting.add(abort);
  return () => {
    if (!waiting.delete(abort) || waiting.size > 0) return;
    listeners.delete(signal);
    tried(() => signal.removeEventListener("abort", wake));
  };
}

/** Whether a signal is aborted. One that throws is not. @param {AbortSignal | undefined} signal */
export function isAborted(signal) {
  return Boolean(tried(() => signal?.aborted));
}

/** Why a signal is aborted. @param {AbortSignal | undefined} signal @returns {unknown} */
export function reasonOf(signal) {
  return tried(() => signal?.reason);
}
