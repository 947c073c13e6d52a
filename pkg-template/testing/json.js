// @ts-check
// Options and faults as JSON, by the rule for every input of the package: what JSON cannot hold is an error that names its place.
import { Written } from "../wasm/refiner_wasm.js";
import { inputError } from "../internal/error.js";

/** Where an input that was written keeps its text: that, or an exclamation mark and a list of the problem and its place. */
const TEXT = Symbol.for("refiner-wasm.written");

/** @param {string} what Its name, for the error. @param {unknown} value @returns {string} */
export function jsonOf(what, value) {
  const text = /** @type {any} */ (new Written(value))[TEXT];
  if (!text.startsWith("!")) return text;
  const [problem, ...place] = JSON.parse(text.slice(1));
  throw inputError("createSandbox", [what, ...place].join("."), problem);
}
