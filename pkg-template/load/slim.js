// @ts-check
import { RefinerError } from "../error.js";
import { loader } from "./core.js";

/** @typedef {import("./core.js").Source} Source */
/** @typedef {() => Source | Promise<Source>} Giver */

/** @type {Giver | undefined} */
let source;
/** @type {Giver | undefined} */
let insightSource;

export const load = loader(() => given(source, "setModule() before the first call"));

// Imported late: who only calls does not load what counts and exports.
export const insight = () => import("./insight/slim.js").then(({ load }) => load());

/** The module of summaries and exports, as it was given. */
export function insightModule() {
  return given(insightSource, "setInsightModule() before the first summary or export");
}

/**
 * Says where the wasm is: a compiled module, its bytes, a Response, a URL, or a function that gives one of these.
 *
 * @param {Source | Giver} module
 */
export function setModule(module) {
  source = giver(module);
}

/**
 * The same for the module of summaries and exports.
 *
 * @param {Source | Giver} module
 */
export function setInsightModule(module) {
  insightSource = giver(module);
}

/** @param {Source | Giver} module */
function giver(module) {
  return typeof module === "function" ? /** @type {Giver} */ (module) : () => module;
}

/** @param {Giver | undefined} giver @param {string} advice */
function given(giver, advice) {
  if (!giver) throw new RefinerError({ kind: "config", message: `call ${advice}`, attempts: 0 });
  return giver();
}
