// @ts-check
// Loads the WebAssembly modules, and waits for them no longer than a call allows: before the core is there, nothing else keeps time.
import { RefinerError } from "./error.js";

/** @typedef {WebAssembly.Module | BufferSource | Response | URL} Source What the glue can make an instance of. */
/** @typedef {() => Source | Promise<Source>} Giver Says where a module is. */
/** @typedef {{ client: Giver, insight: Giver }} Modules The module of calls, and that of summaries and exports. */

/**
 * Makes a loader that runs once. It forgets a failed load, so that the next call tries again.
 *
 * @template {{ default: Function }} Code
 * @param {() => Code | Promise<Code>} code What uses the module. Its default export is the glue's: it starts the module.
 * @param {string} mark An export by which the right module is known.
 * @param {Giver} source
 * @returns {() => Promise<Code>}
 */
export function loaderOf(code, mark, source) {
  /** @type {Promise<Code> | undefined} */
  let loading;
  const load = async () => {
    const loaded = await code();
    await loaded.default({ module_or_path: await checked(mark, await source()) });
    return loaded;
  };
  return () => {
    loading ??= load().catch((cause) => {
      loading = undefined;
      throw failure(cause);
    });
    return loading;
  };
}

/**
 * Bytes compiled; and never the wrong module, because the glue keeps the first one it gets.
 *
 * @param {string} mark
 * @param {Source} given
 */
async function checked(mark, given) {
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) {
    given = await WebAssembly.compile(/** @type {BufferSource} */ (given));
  }
  if (given instanceof WebAssembly.Module && !WebAssembly.Module.exports(given).some(({ name }) => name === mark)) {
    throw new RefinerError({ kind: "config", message: "the WebAssembly module is not that of refiner-wasm", attempts: 0 });
  }
  return given;
}

/** @param {any} cause */
function failure(cause) {
  if (cause instanceof RefinerError) return cause;
  // A page whose Content-Security-Policy forbids wasm will not be helped by trying again.
  const refused = cause instanceof WebAssembly.CompileError;
  const advice = refused ? "; in a page, the Content-Security-Policy needs script-src 'wasm-unsafe-eval'" : "";
  return new RefinerError({
    kind: refused ? "config" : "network",
    message: `the WebAssembly module could not be loaded: ${cause?.message ?? cause}${advice}`,
    attempts: 0,
    cause,
  });
}

// A longer delay than this would be over at once.
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Waits for a load, but no longer than the call allows.
 *
 * @template T
 * @param {string} action
 * @param {Promise<T>} load
 * @param {{ timeoutMs: number, signal: AbortSignal | undefined }} settings
 * @param {AbortSignal} [cancelled] Ends the wait as well.
 * @returns {Promise<T>}
 */
export async function within(action, load, { timeoutMs, signal }, cancelled) {
  /** @type {(failure: RefinerError) => void} */
  let stop = () => {};
  /** @type {Promise<never>} */
  const stopped = new Promise((_, reject) => (stop = reject));
  const abort = () => {
    stop(new RefinerError({ kind: "aborted", message: "the call was aborted", attempts: 0, cause: signal?.reason }));
  };
  const expire = () => {
    const message = `the WebAssembly module was not loaded within ${timeoutMs} ms`;
    stop(new RefinerError({ kind: "timeout", message, attempts: 0 }));
  };
  const timer = setTimeout(expire, Math.min(timeoutMs, LONGEST_MS));
  const signals = [signal, cancelled];
  for (const each of signals) {
    each?.addEventListener("abort", abort);
    // An already aborted signal fires no event.
    if (each?.aborted) abort();
  }
  try {
    // First what ends the call: an aborted call does not go on because its module is there.
    return await Promise.race([stopped, load]);
  } catch (error) {
    // Calls that wait for the same load fail with the same error, and each names its own action.
    const { kind, message, attempts, cause } = /** @type {any} */ (error);
    throw new RefinerError({ kind, message: `${action}: ${message}`, action, attempts, cause });
  } finally {
    clearTimeout(timer);
    for (const each of signals) each?.removeEventListener("abort", abort);
  }
}
