// @ts-check
// Turns what a model sends into an input. A strict tool sends null for what is absent, and a list of pairs for an object with
// free keys; models also send JSON text in place of what it says. Everything else that is wrong is left to the check of the
// call itself.
import { RefinerError, inputError } from "../internal/error.js";
import { fromJsonText } from "./json-text.js";
import { branchesOf, inline, isMap } from "./schema.js";
import { fromSpoken, spokenForm } from "./spoken.js";

/** @typedef {import("./schema.js").Schema} Schema */

/** @typedef {{ name: string, path: string }} Place Of which tool, and where in its input. */

/**
 * A copy of the input: what its owner changes later changes nothing.
 *
 * @param {import("./actions.js").Tool} tool
 * @param {unknown} input
 * @returns {any}
 */
export function readInput(tool, input) {
  const { name } = tool;
  const place = { name, path: "" };
  try {
    const given = read(inline(tool.input), input, "", place);
    if (given === undefined || given === null) return {};
    if (typeof given === "string") throw inputError(name, "", "must be an object, got text that is not the JSON of one");
    return given;
  } catch (thrown) {
    // A getter or a proxy of the input can throw anything.
    throw thrown instanceof RefinerError ? thrown : inputError(name, place.path, `cannot be read: ${reason(thrown)}`);
  }
}

/**
 * Follows the schema, and nothing else: a value that contains itself ends with it.
 *
 * @param {Schema} schema
 * @param {any} sent
 * @param {string} path
 * @param {Place} place Where the reading is.
 * @returns {any}
 */
function read(schema, sent, path, place) {
  place.path = path;
  const branches = schema.properties ? [schema] : branchesOf(schema);
  const said = fromJsonText(branches, sent);
  const spoken = typeof said === "string" ? spokenForm(schema) : undefined;
  const value = spoken ? fromSpoken(spoken, said) : said;
  if (Array.isArray(value)) {
    const map = branches.find(isMap);
    if (map) return fromPairs(map.additionalProperties, value, path, place);
    const items = branches.find((branch) => branch.items)?.items;
    return items && isDense(value) ? value.map((one, index) => read(items, one, `${path}[${index}]`, place)) : value;
  }
  if (!isPlain(value)) return value;
  const { properties, required = [], additionalProperties: free = {} } = objectBranch(branches, value);
  if (!properties && !free.type && !free.anyOf) return value;
  const entries = [];
  for (const key of Object.keys(value)) {
    const at = path ? `${path}.${key}` : key;
    place.path = at;
    const one = value[key];
    const isKnown = properties !== undefined && Object.hasOwn(properties, key);
    const made = read(isKnown ? properties[key] : free || {}, one, at, place);
    const isAbsent = made === undefined || (made === null && isKnown && !required.includes(key));
    if (!isAbsent) entries.push([key, made]);
  }
  // fromEntries defines properties, so that a key like __proto__ stays a key.
  return Object.fromEntries(entries);
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
 * @param {Schema} schema Of the values.
 * @param {any[]} pairs
 * @param {string} path
 * @param {Place} place
 */
function fromPairs(schema, pairs, path, place) {
  const { name } = place;
  const seen = new Set();
  const entries = pairs.map((pair, index) => {
    const at = `${path}[${index}]`;
    place.path = at;
    if (!isPlain(pair) || Object.keys(pair).sort().join() !== "key,value") {
      throw inputError(name, at, "must be a pair: { key, value }");
    }
    const { key, value } = pair;
    if (typeof key !== "string") throw inputError(name, `${at}.key`, "must be text");
    if (seen.has(key)) throw inputError(name, `${at}.key`, "is there twice; which value is meant?");
    seen.add(key);
    return [key, read(schema, value, `${at}.value`, place)];
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

/** @param {unknown} thrown */
function reason(thrown) {
  return thrown instanceof Error ? thrown.message : typeof thrown === "string" ? thrown : "no reason was given";
}

/**
 * Whether a list has no holes, and no keys besides its indices.
 *
 * @param {any[]} list
 */
function isDense(list) {
  return Object.keys(list).length === list.length && Object.getOwnPropertySymbols(list).length === 0;
}
