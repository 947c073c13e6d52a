// @ts-check
// Takes the key out of what the host or the caller threw, which is the cause of an error.
import { reason, tried } from "../js/tried.js";

/** The limits of the search for the key. What lies beyond them is not shown. */
const MAX_OBJECTS = 100;
const MAX_DEPTH = 16;

/** A longer text is cut: to search one of megabytes takes longer than a call may. The core takes a text of this length for one that was cut. */
const MAX_LENGTH = 16_384;

/**
 * What was thrown, without the key: itself if it does not show it, or else an error of its class, with its name, message and code.
 *
 * @param {any} thrown
 * @param {(text: string) => string} hide
 * @param {number} [depth]
 * @returns {unknown}
 */
export function redacted(thrown, hide, depth = 0) {
  if (isClean(thrown, hide, new Set(), 0)) return thrown;
  const shown = (/** @type {string} */ text) => hide(text.slice(0, MAX_LENGTH));
  const copy = new Error(shown(reason(thrown) || "no reason was given"));
  if (!tried(() => thrown instanceof Error)) return copy;
  tried(() => Object.setPrototypeOf(copy, Object.getPrototypeOf(thrown)));
  const put = (/** @type {string} */ name, /** @type {unknown} */ value, enumerable = false) =>
    tried(() => Object.defineProperty(copy, name, { value, enumerable, configurable: true, writable: true }));
  for (const name of ["name", "stack", "code"]) {
    const value = tried(() => thrown[name]);
    if (typeof value === "string") put(name, shown(value), name === "code");
    else if (typeof value === "number") put(name, value, true);
  }
  const cause = tried(() => thrown.cause);
  if (cause !== undefined && depth < MAX_DEPTH) put("cause", redacted(cause, hide, depth + 1));
  return copy;
}

/**
 * Whether everything that is reachable from a value was searched, and does not show the key.
 *
 * @param {any} value
 * @param {(text: string) => string} hide
 * @param {Set<unknown>} seen
 * @param {number} depth
 * @returns {boolean}
 */
function isClean(value, hide, seen, depth) {
  if (typeof value === "string") return value.length < MAX_LENGTH && hide(value) === value;
  if (typeof value === "symbol" || typeof value === "function") return false;
  if (typeof value !== "object" || value === null || seen.has(value)) return true;
  if (seen.size >= MAX_OBJECTS || depth >= MAX_DEPTH) return false;
  seen.add(value);
  try {
    const parent = Reflect.getPrototypeOf(value);
    // Requests, headers and the like can show contents that are not properties.
    const isOpen = value instanceof Error || value instanceof Array || !parent || !Reflect.getPrototypeOf(parent);
    return isOpen && Reflect.ownKeys(value).every((key) => isClean(key, hide, seen, depth) && isClean(value[key], hide, seen, depth + 1));
  } catch {
    return false;
  }
}
