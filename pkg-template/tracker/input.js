// @ts-check
// The cheap checks of what is tracked. The whole contract is checked at the gateway.
import { inputError, isRefinerError } from "../internal/error.js";

/** @typedef {{ [name: string]: unknown }} Input */

/** The largest event, in bytes of JSON: a request that leaves with its page can carry little more. */
const MAX_BYTES = 50_000;

/** Deeper nesting is refused: it can only be a mistake. */
const MAX_DEPTH = 64;

/** How long a text is in UTF-8. @param {string} text */
export function byteLength(text) {
  return new TextEncoder().encode(text).length;
}

/**
 * @param {unknown} given
 * @returns {{ id: string, input: Input }} The user, and what else is known about them.
 */
export function readUser(given) {
  const { id, ...input } = read("identify_user", given, { id: "text", email: "text", attributes: "an object", account: "an object" });
  return { id: /** @type {string} */ (id), input };
}

/**
 * @param {unknown} event Its name.
 * @returns {Input}
 */
export function readEvent(event) {
  return read("track_event", { event }, { event: "text" });
}

/**
 * A copy of an input, as JSON has it. What JSON would change or drop is an error.
 *
 * @param {string} action
 * @param {unknown} given
 * @param {{ [name: string]: "text" | "an object" }} shape What each parameter must be. The first is needed.
 * @returns {Input}
 */
function read(action, given, shape) {
  const [needed] = Object.keys(shape);
  /** @type {Input} */
  let input;
  try {
    if (!isRecord(given)) wrong("", "must be an object");
    input = /** @type {Input} */ (copy(given, "", 0));
  } catch (error) {
    throw isRefinerError(error) ? error : inputError(action, "", "cannot be read");
  }
  for (const [name, value] of Object.entries({ [String(needed)]: undefined, ...input })) {
    const form = shape[name];
    // A long id would leave no room for its event.
    if (form === "text" ? typeof value !== "string" || !value || value.length > 1_000 : !form || !isRecord(value)) {
      wrong(name, form ? `must be ${form}${form === "text" ? " of 1 to 1,000 characters" : ""}` : `is no parameter; there are: ${Object.keys(shape).join(", ")}`);
    }
  }
  if (byteLength(JSON.stringify(input)) > MAX_BYTES) wrong("", `is more than ${MAX_BYTES} bytes of JSON`);
  return input;

  /** @param {string} path @param {string} problem @returns {never} */
  function wrong(path, problem) {
    throw inputError(action, path, problem);
  }

  /** @param {unknown} value @param {string} path @param {number} depth @returns {unknown} */
  function copy(value, path, depth) {
    const type = typeof value;
    if (type === "string" && /\p{Surrogate}/u.test(`${value}`)) wrong(path, "holds half a surrogate pair");
    if (type === "number" && !Number.isFinite(value)) wrong(path, "is not a finite number");
    if (type !== "object" && type !== "string" && type !== "number" && type !== "boolean") wrong(path, `is ${type}`);
    if (type !== "object" || value === null) return value;
    if (depth > MAX_DEPTH) wrong(path, "is nested too deeply");
    if (Array.isArray(value)) return Array.from(value, (item, index) => copy(item, `${path}[${index}]`, depth + 1));
    const above = Object.getPrototypeOf(value);
    if (above && Object.getPrototypeOf(above)) wrong(path, "is not a plain object");
    const entries = Object.entries(/** @type {Input} */ (value)).filter(([, held]) => held !== undefined);
    return Object.fromEntries(entries.map(([name, held]) => [name, copy(held, path ? `${path}.${name}` : name, depth + 1)]));
  }
}

/** @param {unknown} value */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
