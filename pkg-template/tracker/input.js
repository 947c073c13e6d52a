// @ts-check
// The cheap checks of what is tracked. The whole contract is checked at the gateway.
import { inputError, RefinerError } from "../internal/error.js";

/** @typedef {{ [name: string]: unknown }} Input */

/** The largest event, in bytes of JSON: a request that leaves with its page can carry little more. */
const MAX_BYTES = 50_000;

/** How long a text is in UTF-8. @param {string} text */
export function byteLength(text) {
  return new TextEncoder().encode(text).length;
}

/**
 * A copy of an input, as JSON has it. What JSON would change or drop is an error.
 *
 * @param {string} action
 * @param {unknown} given
 * @param {[string, ...string[]]} names Of the parameters. The first is names[0], and text.
 * @returns {Input}
 */
export function read(action, given, names) {
  /** @type {Input} */
  let input;
  try {
    input = /** @type {Input} */ (copy(action, given, ""));
  } catch (error) {
    // It contains itself, or a getter throws.
    throw error instanceof RefinerError ? error : inputError(action, "", "cannot be read");
  }
  if (typeof given !== "object" || !given || Array.isArray(given)) wrong(action, "", "must be an object");
  for (const name of Object.keys(input)) if (!names.includes(name)) wrong(action, name, "is no parameter");
  const text = input[names[0]];
  // A long id would leave no room for its event.
  if (typeof text !== "string" || !text || text.length > 1_000) wrong(action, names[0], "must be text of at most 1,000 characters");
  if (byteLength(JSON.stringify(input)) > MAX_BYTES) wrong(action, "", "is more than 50,000 bytes");
  return input;
}

/** @param {string} action @param {unknown} value @param {string} path @returns {unknown} */
function copy(action, value, path) {
  const type = typeof value;
  if (type === "string" && /\p{Surrogate}/u.test(`${value}`)) wrong(action, path, "holds half a surrogate pair");
  if (type === "number" && !Number.isFinite(value)) wrong(action, path, "is not a finite number");
  if (!["object", "string", "number", "boolean"].includes(type)) wrong(action, path, `is ${type}`);
  if (type !== "object" || value === null) return value;
  if (Array.isArray(value)) return Array.from(value, (item, index) => copy(action, item, `${path}[${index}]`));
  const above = Object.getPrototypeOf(value);
  if (above && Object.getPrototypeOf(above)) wrong(action, path, "is not a plain object");
  const entries = Object.entries(/** @type {Input} */ (value)).filter(([, held]) => held !== undefined);
  return Object.fromEntries(entries.map(([name, held]) => [copy(action, name, path), copy(action, held, path ? `${path}.${name}` : name)]));
}

/** @param {string} action @param {string} path @param {string} problem @returns {never} */
function wrong(action, path, problem) {
  throw inputError(action, path, problem);
}
