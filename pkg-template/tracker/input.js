// @ts-check
// The cheap checks of what is tracked. The whole contract is checked at the gateway.
import { inputError } from "../internal/error.js";

/** @typedef {{ [name: string]: unknown }} Input */

/** The largest event, in bytes of JSON: a request that leaves with its page can carry little more. */
const MAX_BYTES = 50_000;

/** The longest id, in characters. */
const MAX_ID = 1_000;

/** How long a text is in UTF-8. @param {string} text */
export function byteLength(text) {
  return new TextEncoder().encode(text).length;
}

/**
 * @param {unknown} given
 * @returns {{ id: string, input: Input }} The user, and what else is known about them.
 */
export function readUser(given) {
  const read = reader("identify_user", given, ["id", "email", "attributes", "account"]);
  read.text("id");
  if ("email" in read.input) read.text("email");
  const { id, ...input } = read.input;
  return { id: /** @type {string} */ (id), input };
}

/**
 * @param {unknown} event Its name.
 * @returns {Input}
 */
export function readEvent(event) {
  const read = reader("track_event", { event }, ["event"]);
  read.text("event");
  return read.input;
}

/**
 * Copies an input, as JSON has it. What JSON would change or drop is an error.
 *
 * @param {string} action
 * @param {unknown} given
 * @param {string[]} names Of the parameters.
 */
function reader(action, given, names) {
  /** The place of each object in it. @type {Map<unknown, string>} */
  const places = new Map([[given, ""]]);
  /** @param {string} path @param {string} problem @returns {never} */
  const wrong = (path, problem) => {
    throw inputError(action, path, problem);
  };
  const isRecord = (/** @type {unknown} */ value) => typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isRecord(given)) wrong("", "must be an object");

  /** @this {any} @param {string} key */
  const check = function (key) {
    // The value as it is: JSON would have made text of a Date.
    const value = key === "" && !places.has(this) ? given : this[key];
    const around = places.get(this) ?? "";
    const path = Array.isArray(this) ? `${around}[${key}]` : around && key ? `${around}.${key}` : key;
    if (around === "" && key !== "" && value !== undefined) {
      if (!names.includes(key)) wrong(path, `is not a parameter; there are: ${names.join(", ")}`);
      if (["attributes", "account"].includes(key) && !isRecord(value)) wrong(path, "must be an object");
    }
    if (typeof value === "object" && value !== null) {
      const above = Object.getPrototypeOf(value);
      if (!Array.isArray(value) && above && Object.getPrototypeOf(above)) wrong(path, "is not a plain object");
      places.set(value, path);
    } else if (typeof value === "number" ? !Number.isFinite(value) : !["string", "boolean", "object"].includes(typeof value) && !(value === undefined && !Array.isArray(this))) {
      wrong(path, typeof value === "number" ? "is not a finite number" : `is ${typeof value}; give text, a number, true, false or null`);
    } else if (typeof value === "string" && /\p{Surrogate}/u.test(value)) {
      wrong(path, "holds half a surrogate pair, which no text can hold");
    }
    return value;
  };

  let text = "";
  try {
    text = JSON.stringify(given, check);
  } catch (error) {
    if (error instanceof Error && error.name === "RefinerError") throw error;
    wrong("", "cannot be read: it contains itself, or throws");
  }
  const bytes = byteLength(text);
  if (bytes > MAX_BYTES) wrong("", `is ${bytes} bytes of JSON; an event may have ${MAX_BYTES}`);
  /** @type {Input} */
  const input = JSON.parse(text);
  return {
    input,
    /** @param {string} name */
    text(name) {
      const value = input[name];
      if (typeof value !== "string" || !value || value.length > MAX_ID) wrong(name, `must be text of 1 to ${MAX_ID} characters`);
    },
  };
}
