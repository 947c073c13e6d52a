// @ts-check
// Loads the WebAssembly modules, within the deadline and the signal of the call that waits. The core enforces both later, but
// until it is loaded nothing else does.
import { isAborted, listen, reasonOf, tried } from "../wasm/refiner_wasm.js";
import { RefinerError, configError } from "./error.js";

/** @typedef {WebAssembly.Module | BufferSource | Response | URL} Source What the bindings can instantiate. */
/** @typedef {() => Source | Promise<Source>} Giver Provides a module. */
/** @typedef {{ client: Giver, insight: Giver }} Modules The module of calls, and the one of summaries and exports. */

/** How many calls have given up waiting for a load. A load that was begun before the last of them may have stalled. */
let givenUp = 0;

/**
 * Returns a loader that loads once. A failed load is forgotten, so that the next call tries again. After a call has given up
 * waiting, the next call begins another load; whichever comes first is used.
 *
 * @template {{ default: Function }} Code
 * @param {() => Code | Promise<Code>} code The JavaScript around the module. Its default export instantiates the module.
 * @param {string} markerExport An export that only the right module has.
 * @param {Giver} source
 * @returns {() => Promise<Code>}
 */
export function loaderOf(code, markerExport, source) {
  /** @type {Promise<Code> | undefined} The newest load. */
  let loading;
  /** @type {Promise<Code> | undefined} The instantiation, which happens once: a second one would replace the first under running calls. */
  let made;
  let begun = 0;
  const load = async () => {
    const loaded = await code();
    const module = await checked(markerExport, await source());
    const make = async () => {
      await loaded.default({ module_or_path: module });
      return loaded;
    };
    made ??= make().catch((cause) => {
      made = undefined;
      throw failure(cause);
    });
    return made;
  };
  return () => {
    if (made) return made;
    if (!loading || begun !== givenUp) {
      begun = givenUp;
      const former = loading;
      /** @type {Promise<Code>} */
      const newest = new Promise((resolve, reject) => {
        load().then(resolve, (cause) => {
          if (loading === newest) loading = undefined;
          reject(failure(cause));
        });
        former?.then(resolve, () => {});
      });
      loading = newest;
    }
    return loading;
  };
}

/**
 * Loads code that has no module of its own.
 *
 * @template T
 * @param {() => T | Promise<T>} code
 */
export async function loadPart(code) {
  try {
    return await code();
  } catch (cause) {
    throw failure(cause);
  }
}

/**
 * Compiles bytes, and refuses the wrong module: the bindings would keep it, and never take another one.
 *
 * @param {string} markerExport
 * @param {any} given
 */
async function checked(markerExport, given) {
  for (const name of ["WebAssembly", "TextDecoder"]) {
    if (!(/** @type {any} */ (globalThis)[name])) throw configError(`this runtime has no ${name}`);
  }
  if (typeof given === "string" || given instanceof URL) given = await fetch(given);
  if (typeof given?.arrayBuffer === "function") {
    const { ok, status, headers } = given;
    if (status === 404 || status === 410) throw configError(`${MISSING} (status ${status})`);
    if (ok === false) throw new Error(`the server answered with status ${status}`);
    const streams = typeof WebAssembly.compileStreaming === "function" && /^application\/wasm\b/.test(headers?.get("content-type"));
    given = streams ? await WebAssembly.compileStreaming(given) : await given.arrayBuffer();
  }
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) {
    const { buffer, byteOffset, byteLength } = given instanceof ArrayBuffer ? new Uint8Array(given) : given;
    const start = String.fromCharCode(...new Uint8Array(buffer, byteOffset, Math.min(byteLength, 64)));
    if (/^(\xef\xbb\xbf)?\s*</.test(start)) throw configError(HTML);
    if (byteLength < 8) throw configError(`the file of the WebAssembly module is cut: it has ${byteLength} bytes`);
    if (!start.startsWith("\0asm")) throw configError("the file is not a WebAssembly module");
    given = await WebAssembly.compile(/** @type {BufferSource} */ (given));
  }
  if (given instanceof WebAssembly.Module && !WebAssembly.Module.exports(given).some(({ name }) => name === markerExport)) {
    throw configError("the WebAssembly module is not that of refiner-wasm");
  }
  return given;
}

const MISSING = "the file of the WebAssembly module is missing; import refiner-wasm/inline, which contains it";
const LATE = "a service worker loads nothing late: import refiner-wasm/static";
const HTML =
  'the server sent HTML instead of the WebAssembly module; in Vite, set optimizeDeps: { exclude: ["refiner-wasm"] }, ' +
  "elsewhere serve the file or import refiner-wasm/inline";

/** @param {unknown} cause */
function failure(cause) {
  const thrown = /** @type {any} */ (cause);
  if (isOurs(thrown)) return thrown;
  const name = read(thrown, "name");
  const reason = read(thrown, "message") ?? (typeof thrown === "string" ? thrown : "no reason was given");
  const message = `the WebAssembly module could not be loaded: ${reason}`;
  /** @type {(message: string) => RefinerError} */
  const config = (message) => new RefinerError({ kind: "config", message, attempts: 0, cause });
  // Trying again does not help in any of these.
  if (read(thrown, "code") === "ENOENT" || name === "NotFound") return config(MISSING);
  if (name === "EvalError" || /content.security.policy|\bCSP\b|unsafe-eval|disallowed by embedder/i.test(reason)) {
    return config(`${message}; in a page, the Content-Security-Policy needs script-src 'wasm-unsafe-eval'`);
  }
  if (/import\(\)|dynamic.import is|module import is/i.test(reason)) return config(`${message}; ${LATE}`);
  if (name === "CompileError") return config(`${message}; the file is cut, or not the one of this package`);
  return new RefinerError({ kind: "network", message, attempts: 0, cause });
}

/** A text among the properties of whatever was thrown. @param {any} thrown @param {string} name @returns {string | undefined} */
function read(thrown, name) {
  const value = tried(() => thrown[name]);
  return typeof value === "string" ? value : undefined;
}

/** @param {unknown} thrown */
function isOurs(thrown) {
  return Boolean(tried(() => thrown instanceof RefinerError));
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
    stop(new RefinerError({ kind: "aborted", message: "the call was aborted", attempts: 0, cause: reasonOf(signal) }));
  };
  const expire = () => {
    givenUp += 1;
    const message = `the WebAssembly module was not loaded within ${timeoutMs} ms`;
    stop(new RefinerError({ kind: "timeout", message, attempts: 0 }));
  };
  const timer = tried(() => setTimeout(expire, Math.min(timeoutMs, LONGEST_MS)));
  const undo = [signal, cancelled].map((each) => {
    // An already aborted signal fires no event.
    if (isAborted(each)) abort();
    return listen(each, abort);
  });
  try {
    // `stopped` comes first, so that an aborted call fails even when the module is already loaded.
    return await Promise.race([stopped, load]);
  } catch (error) {
    // Several calls can wait for one load. Each gets an error of its own that names its action.
    const { kind, message, attempts, cause } = /** @type {any} */ (error);
    throw new RefinerError({ kind, message: `${action}: ${message}`, action, attempts, cause });
  } finally {
    clearTimeout(timer);
    for (const each of undo) each();
  }
}
