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
  let given = await source();
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) {
    given = await WebAssembly.compile(/** @type {BufferSource} */ (given));
  }
  // The glue keeps the first module it gets, so a wrong one must not reach it.
  if (given instanceof WebAssembly.Module && !WebAssembly.Module.exports(given).some(({ name }) => name === "call")) {
    throw new RefinerError({ kind: "config", message: "the WebAssembly module is not that of refiner-wasm", attempts: 0 });
  }
  await init({ module_or_path: given });
  return core;
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
