// @ts-check
// The one place that touches the generated glue.
import * as core from "../core/refiner_wasm.js";
import { RefinerError } from "../error.js";

/** @typedef {typeof core} Core */
/** @typedef {WebAssembly.Module | BufferSource | Response | URL} Source What the glue can make an instance of. */

/**
 * Makes a loader of the module of calls.
 *
 * @param {() => Source | Promise<Source>} source
 * @returns {() => Promise<Core>}
 */
export function loader(source) {
  return loaderOf(core, "call", source);
}

/**
 * Makes a loader that runs once. A failed load is forgotten, so that the next call tries again.
 *
 * @template {{ default: Function }} Glue
 * @param {Glue} glue
 * @param {string} mark An export by which the right module is known.
 * @param {() => Source | Promise<Source>} source
 * @returns {() => Promise<Glue>}
 */
export function loaderOf(glue, mark, source) {
  /** @type {Promise<Glue> | undefined} */
  let loading;
  return () => {
    loading ??= start(glue, mark, source).catch((cause) => {
      loading = undefined;
      throw failure(cause);
    });
    return loading;
  };
}

/**
 * @template {{ default: Function }} Glue
 * @param {Glue} glue
 * @param {string} mark
 * @param {() => Source | Promise<Source>} source
 */
async function start(glue, mark, source) {
  let given = await source();
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) {
    given = await WebAssembly.compile(/** @type {BufferSource} */ (given));
  }
  // The glue keeps the first module it gets, so a wrong one must not reach it.
  if (given instanceof WebAssembly.Module && !WebAssembly.Module.exports(given).some(({ name }) => name === mark)) {
    throw new RefinerError({ kind: "config", message: "the WebAssembly module is not that of refiner-wasm", attempts: 0 });
  }
  await glue.default({ module_or_path: given });
  return glue;
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
