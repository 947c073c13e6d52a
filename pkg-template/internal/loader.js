// @ts-check
// Loads the WebAssembly modules, within the deadline and the signal of the call that waits. The core enforces both later, but
// until it is loaded nothing else does.
import { RefinerError, configError } from "./error.js";

/** @typedef {WebAssembly.Module | BufferSource | Response | URL} Source What the bindings can instantiate. */
/** @typedef {() => Source | Promise<Source>} Giver Provides a module. */
/** @typedef {{ client: Giver, insight: Giver }} Modules The module of calls, and the one of summaries and exports. */

/**
 * Returns a loader that loads once. A failed load is forgotten, so that the next call tries again.
 *
 * @template {{ default: Function }} Code
 * @param {() => Code | Promise<Code>} code The JavaScript around the module. Its default export instantiates the module.
 * @param {string} markerExport An export that only the right module has.
 * @param {Giver} source
 * @returns {() => Promise<Code>}
 */
export function loaderOf(code, markerExport, source) {
  /** @type {Promise<Code> | undefined} */
  let loading;
  const load = async () => {
    const loaded = await code();
    await loaded.default({ module_or_path: await checked(markerExport, await source()) });
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
 * Compiles bytes, and refuses the wrong module: the bindings would keep it, and never take another one.
 *
 * @param {string} markerExport
 * @param {Source} given
 */
async function checked(markerExport, given) {
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) {
    given = await WebAssembly.compile(/** @type {BufferSource} */ (given));
  }
  if (given instanceof WebAssembly.Module && !WebAssembly.Module.exports(given).some(({ name }) => name === markerExport)) {
    throw configError("the WebAssembly module is not that of refiner-wasm");
  }
  return given;
}

/** @param {any} cause */
function failure(cause) {
  if (cause instanceof RefinerError) return cause;
  // A CompileError is usually a Content-Security-Policy that forbids wasm. Trying again does not help.
  const refused = cause instanceof WebAssembly.CompileError;
  const advice = refused ? "; in a page, the Content-Security-Policy needs script-src 'wasm-unsafe-eval'" : "";
  return new RefinerError({
    kind: refused ? "config" : "network",
    message: `the WebAssembly module could not be loaded: ${cause?.message ?? cause}${advice}`,
    attempts: 0,
    cause,
  });
}

// setTimeout fires at once when the delay is longer than this.
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Waits for a load until the deadline or the signal of the call ends the wait.
 *
 * @template T
 * @param {string} action
 * @param {Promise<T>} load
 * @param {{ timeoutMs: number, signal: AbortSignal | undefined }} settings
 * @param {AbortSignal} [cancelled] A second signal that ends the wait.
 * @returns {Promise<T>}
 */
export async function withDeadline(action, load, { timeoutMs, signal }, cancelled) {
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
    // `stopped` comes first, so that an aborted call fails even when the module is already loaded.
    return await Promise.race([stopped, load]);
  } catch (error) {
    // Several calls can wait for one load. Each gets an error of its own that names its action.
    const { kind, message, attempts, cause } = /** @type {any} */ (error);
    throw new RefinerError({ kind, message: `${action}: ${message}`, action, attempts, cause });
  } finally {
    clearTimeout(timer);
    for (const each of signals) each?.removeEventListener("abort", abort);
  }
}
