// @ts-check
// Turns what a model sends into an input. A strict tool sends null for what is absent, and a list of pairs for an object with
// free keys. Everything else that is wrong is left to the check of the call itself.
import { inputError } from "../internal/error.js";
import { inline, isMap } from "./schema.js";

/** @typedef {import("./schema.js").Schema} Schema */

/**
 * @param {import("./actions.js").Tool} tool
 * @param {unknown} input
 * @returns {any}
 */
export function readInput(tool, input) {
  if (input === undefined || input === null) return {};
  if (typeof input === "string") throw inputError(tool.name, "", "must be an object, got text; parse it with JSON.parse first");
  return read(tool.name, inline(tool.input), input, "");
}

/**
 * @param {string} name
 * @param {Schema} schema
 * @param {any} value
 * @param {string} path
 * @returns {any}
 */
function read(name, schema, value, path) {
  const branches = /** @type {Schema[]} */ (schema.properties ? [schema] : (schema.anyOf ?? [schema]));
  if (Array.isArray(value)) {
    if (branches.some(isMap)) return fromPairs(name, value, path);
    const items = branches.find((branch) => branch.items)?.items;
    return items && isDense(value) ? value.map((one, index) => read(name, items, one, `${path}[${index}]`)) : value;
  }
  if (!isPlain(value)) return value;
  const { properties, required = [] } = objectBranch(branches, value);
  if (!properties) return value;
  const entries = Object.entries(value).filter(([key, one]) => {
    if (one === undefined) return false;
    return one !== null || required.includes(key) || !Object.hasOwn(properties, key);
  });
  // fromEntries defines properties, so that a key like __proto__ stays a key.
  return Object.fromEntries(
    entries.map(([key, one]) => {
      const property = Object.hasOwn(properties, key) ? properties[key] : {};
      return [key, read(name, property, one, path ? `${path}.${key}` : key)];
    }),
  );
}

/**
 * The branch of a union that an object is meant for: one that knows all of its keys, or else the one that knows the most.
 *
 * @param {Schema[]} branches
 * @param {object} value
 * @returns {Schema}
 */
function objectBranch(branches, value) {
  const known = (/** @type {Schema} */ { properties = {} }) => Object.keys(value).filter((key) => Object.hasOwn(properties, key)).length;
  return branches.reduce((best, branch) => (known(branch) > known(best) ? branch : best));
}

/**
 * @param {string} name
 * @param {any[]} pairs
 * @param {string} path
 */
function fromPairs(name, pairs, path) {
  const seen = new Set();
  const entries = pairs.map((pair, index) => {
    const place = `${path}[${index}]`;
    if (!isPlain(pair) || Object.keys(pair).sort().join() !== "key,value") {
      throw inputError(name, place, "must be a pair: { key, value }");
    }
    if (typeof pair.key !== "string") throw inputError(name, `${place}.key`, "must be text");
    if (seen.has(pair.key)) throw inputError(name, `${place}.key`, "is there twice; which value is meant?");
    seen.add(pair.key);
    return [pair.key, pair.value];
  });
  return Object.fromEntries(entries);
}

/**
 * Whether copying the entries of a value loses nothing. The call says what is wrong with anything else.
 *
 * @param {any} value
 */
export function isPlain(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  const isObject = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isObject && Object.getOwnPropertySymbols(value).length === 0;
}

/**
 * Whether a list has no holes, and no keys besides its indices.
 *
 * @param {any[]} list
 */
function isDense(list) {
  return Object.keys(list).length === list.length && Object.getOwnPropertySymbols(list).length === 0;
}
