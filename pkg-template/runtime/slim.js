// @ts-check
// The caller provides the modules: for runtimes and bundlers that no other entry fits.
import { refinerFor } from "../internal/client.js";
import { RefinerError } from "../internal/error.js";
import { lazy } from "../internal/lazy.js";

export { isRefinerError } from "../internal/error.js";
export { RefinerError };

/** @typedef {import("../internal/loader.js").Source} Source */
/** @typedef {import("../internal/loader.js").Giver} Giver */

let client = missing("setModule() before the first call");
let insight = missing("setInsightModule() before the first summary or export");

export const Refiner = /* @__PURE__ */ refinerFor({ client: () => client(), insight: () => insight() }, lazy);

/**
 * Sets the module of calls: compiled, its bytes, a Response, a URL, or a function that returns one of these.
 *
 * @param {Source | Giver} module
 */
export function setModule(module) {
  client = giver(module);
}

/**
 * Sets the module of summaries and exports.
 *
 * @param {Source | Giver} module
 */
export function setInsightModule(module) {
  insight = giver(module);
}

/** @param {Source | Giver} module @returns {Giver} */
function giver(module) {
  return typeof module === "function" ? /** @type {Giver} */ (module) : () => module;
}

/** @param {string} advice @returns {Giver} */
function missing(advice) {
  return () => {
    throw new RefinerError({ kind: "config", message: `call ${advice}`, attempts: 0 });
  };
}
