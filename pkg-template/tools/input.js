// @ts-check
// What a model sends back, turned into the input of an action. A strict tool sends null for what is absent, and a list of
// pairs for an object with free keys; whatever else is wrong is left to the check of the call itself.
import { RefinerError } from "../internal/error.js";
import { inline, isMap } from "./schema.js";

/** @typedef {import("./schema.js").Schema} Schema */

/**
 * @param {import("./actions.js").Action} action
 * @param {unknown} input
 * @returns {any}
 */
export function readInput(action, input) {
  if (input === undefined || input === null) return {};
  if (typeof input === "string") throw wrong(action.name, "", "must be an object, got text; parse it with JSON.parse first");
  return read(action.name, inline(action.input), input, "");
}

/**
 * @param {string} action
 * @param {Schema} schema
 * @param {any} value
 * @param {string} path
 * @returns {any}
 */
function read(action, schema, value, path) {
  if (isMap(schema)) return Array.isArray(value) ? fromPairs(action, value, path) : value;
  const { properties, required = [] } = schema;
  if (!properties || !isPlain(value)) return value;
  const entries = Object.entries(value).filter(([key, one]) => {
    return one !== null || required.includes(key) || !Object.hasOwn(properties, key);
  });
  // Made of entries, so that a key like __proto__ is a key.
  return Object.fromEntries(
    entries.map(([key, one]) => {
      const property = Object.hasOwn(properties, key) ? properties[key] : {};
      return [key, read(action, property, one, path ? `${path}.${key}` : key)];
    }),
  );
}

/**
 * @param {string} action
 * @param {any[]} pairs
 * @param {string} path
 */
function fromPairs(action, pairs, path) {
  const seen = new Set();
  const entries = pairs.map((pair, index) => {
    const place = `${path}[${index}]`;
    if (!isPlain(pair) || Object.keys(pair).sort().join() !== "key,value") {
      throw wrong(action, place, "must be a pair: { key, value }");
    }
    if (typeof pair.key !== "string") throw wrong(action, `${place}.key`, "must be text");
    if (seen.has(pair.key)) throw wrong(action, `${place}.key`, "is there twice; which value is meant?");
    seen.add(pair.key);
    return [pair.key, pair.value];
  });
  return Object.fromEntries(entries);
}

/**
 * Whether copying its entries loses nothing: the call says what is wrong with anything else.
 *
 * @param {any} value
 */
function isPlain(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  const isObject = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isObject && Object.getOwnPropertySymbols(value).length === 0;
}

/** @param {string} action @param {string} path @param {string} problem */
function wrong(action, path, problem) {
  const message = `${action}: ${path || "the input"} ${problem}`;
  return new RefinerError({ kind: "input", action, path, message, attempts: 0 });
}
