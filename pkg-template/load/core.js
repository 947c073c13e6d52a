// @ts-check
// The one place that touches the generated glue.
import init, * as core from "../core/refiner_wasm.js";
import { RefinerError } from "../error.js";

/** @typedef {typeof core} Core */
/** @typedef {WebAssembly.Module | BufferSource | Response | URL} Source What the glue can make an instance of. */

/**
 * Makes a loader that runs once. A failed load is forgotten, so that the next call tries again.
 *
 * @param {() => Source | Promise<Source>} source
 * @returns {() => Promise<Core>}
 */
export function loader(source) {
  /** @type {Promise<Core> | undefined} */
  let loading;
  return () => {
    loading ??= start(source).catch((cause) => {
      loading = undefined;
      throw failure(cause);
    });
    return loading;
  };
}

/** @param {() => Source | Promise<Source>} source */
async function start(source) {
  await init({ module_or_path: await source() });
  return core;
}

/** @param {any} cause */
function failure(cause) {
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
