// @ts-check
// The first call loads the wasm before the core can keep the time: until then, this does.
import { RefinerError } from "./error.js";

// A longer delay than this would be over at once.
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Waits for a promise, but no longer than the call allows.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {{ timeoutMs: number, signal: AbortSignal | undefined }} settings
 * @returns {Promise<T>}
 */
export async function within(promise, { timeoutMs, signal }) {
  /** @type {(failure: RefinerError) => void} */
  let stop = () => {};
  const stopped = new Promise((_, reject) => (stop = reject));
  const abort = () => {
    stop(new RefinerError({ kind: "aborted", message: "the call was aborted", attempts: 0, cause: signal?.reason }));
  };
  const expire = () => {
    const message = `the WebAssembly module was not loaded within ${timeoutMs} ms`;
    stop(new RefinerError({ kind: "timeout", message, attempts: 0 }));
  };
  const timer = setTimeout(expire, Math.min(timeoutMs, LONGEST_MS));
  signal?.addEventListener("abort", abort);
  // An already aborted signal fires no event.
  if (signal?.aborted) abort();
  try {
    return await Promise.race([promise, /** @type {Promise<never>} */ (stopped)]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}
