// @ts-check
import { RefinerError } from "../error.js";
import { loader } from "./core.js";

/** @type {undefined | (() => import("./core.js").Source | Promise<import("./core.js").Source>)} */
let source;

export const load = loader(() => {
  if (!source) {
    throw new RefinerError({ kind: "config", message: "call setModule() before the first call", attempts: 0 });
  }
  return source();
});

/**
 * Says where the wasm is: a compiled module, its bytes, a Response, a URL, or a function that gives one of these.
 *
 * @param {import("./core.js").Source | (() => import("./core.js").Source | Promise<import("./core.js").Source>)} given
 */
export function setModule(given) {
  source = typeof given === "function" ? /** @type {typeof source} */ (given) : () => given;
}
