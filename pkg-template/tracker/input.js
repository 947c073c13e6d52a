// @ts-check
// The cheap checks of what is tracked. The whole contract is checked at the gateway.
import { inputError } from "../internal/error.js";

/** @typedef {{ [name: string]: unknown }} Input */

/** Deeper nesting is refused: it can only be a mistake. */
const MAX_DEPTH = 64;

/** The largest event, in bytes of JSON: a request that leaves with its page can carry no more. */
const MAX_BYTES = 50_000;

const encoder = /* @__PURE__ */ lazy(() => new TextEncoder());

/** @template T @param {() => T} make @returns {() => T} */
function lazy(make) {
  /** @type {T | undefined} */
  let made;
  return () => (made ??= make());
}

/** How long a text is in UTF-8. @param {string} text */
export function byteLength(text) {
  return encoder().encode(text).length;
}

/**
 * @param {unknown} given
 * @returns {{ id: string, input: Input }} The user, and what else is known about them.
 */
export function readUser(given) {
  const read = reader("identify_user");
  const { id, ...input } = read.record(given, "", ["id", "email", "attributes", "account"]);
  read.text(id, "id");
  if (input.email !== undefined) read.text(input.email, "email");
  if (input.attributes !== undefined) read.record(input.attributes, "attributes");
  if (input.account !== undefined) {
    const account = read.record(input.account, "account", ["id", "attributes"]);
    read.text(account.id, "account.id");
    if (account.attributes !== undefined) read.record(account.attributes, "account.attributes");
  }
  read.size(given === undefined ? {} : { id, ...input });
  return { id: /** @type {string} */ (id), input };
}

/**
 * @param {unknown} event Its name.
 * @returns {Input}
 */
export function readEvent(event) {
  const read = reader("track_event");
  read.text(event, "event");
  read.size({ event });
  return { event };
}

/** @param {string} action */
function reader(action) {
  /** @param {string} path @param {string} problem @returns {never} */
  const wrong = (path, problem) => {
    throw inputError(action, path, problem);
  };

  /**
   * A copy, as JSON would have it. What JSON would change or drop is an error.
   *
   * @param {unknown} value
   * @param {string} path
   * @param {number} depth
   * @returns {unknown}
   */
  const copy = (value, path, depth) => {
    if (value === null || typeof value === "boolean") return value;
    if (typeof value === "string") {
      if (/\p{Surrogate}/u.test(value)) wrong(path, "holds half a surrogate pair, which no text can hold");
      return value;
    }
    if (typeof value === "number") return Number.isFinite(value) ? value : wrong(path, "is not a finite number");
    if (typeof value !== "object") return wrong(path, `is ${typeof value}; give text, a number, true, false or null`);
    if (depth > MAX_DEPTH) wrong(path, "is nested too deeply");
    if (Array.isArray(value)) return Array.from(value, (item, index) => copy(item, `${path}[${index}]`, depth + 1));
    const prototype = Object.getPrototypeOf(value);
    if (prototype && Object.getPrototypeOf(prototype)) wrong(path, "is not a plain object");
    const entries = Object.entries(value).filter(([, held]) => held !== undefined);
    return Object.fromEntries(entries.map(([name, held]) => [name, copy(held, path ? `${path}.${name}` : name, depth + 1)]));
  };

  return {
    /**
     * @param {unknown} value
     * @param {string} path
     * @param {string[]} [names] Of its parameters. Without them, any.
     * @returns {Input}
     */
    record(value, path, names) {
      if (typeof value !== "object" || value === null || Array.isArray(value)) wrong(path, "must be an object");
      let copied;
      try {
        copied = /** @type {Input} */ (copy(value, path, 0));
      } catch (error) {
        if (error instanceof Error && error.name === "RefinerError") throw error;
        return wrong(path, "cannot be read");
      }
      const unknown = names && Object.keys(copied).find((name) => !names.includes(name));
      if (unknown !== undefined) wrong(path ? `${path}.${unknown}` : unknown, `is not a parameter; there are: ${names?.join(", ")}`);
      return copied;
    },
    /** @param {unknown} value @param {string} path */
    text(value, path) {
      if (typeof value !== "string") wrong(path, "must be text that is not empty");
      if (value === "") wrong(path, "must not be empty");
      copy(value, path, 0);
    },
    /** @param {Input} input */
    size(input) {
      const bytes = byteLength(JSON.stringify(input));
      if (bytes > MAX_BYTES) wrong("", `is ${bytes} bytes of JSON; an event may have ${MAX_BYTES}`);
    },
  };
}
