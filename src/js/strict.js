// Writes plain JavaScript as JSON text. A value that JSON cannot represent is an error that names its place: to drop or
// guess it would lose data silently.
//
// Not JSON.stringify, which drops and converts values silently. And not in wasm, where each access to a value is a call
// to the host: this saves 2 KB of brotli in each module (measured), and reads each getter once.

import { reason, tried } from "./tried.js";

/** What a text may not have as it is: what JSON escapes, and surrogates, of which one may stand alone. */
const UNUSUAL = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Deeper nesting is refused: it can only be a mistake. */
const MAX_DEPTH = 64;

// An input that was written at the call keeps its JSON text under this key. Both modules have their own copy of this
// file, so a class or a local symbol would not be recognized.
const WRITTEN = Symbol.for("refiner-wasm.written");

/** An input as it was when this was made. What its owner changes later changes nothing. */
export class Written {
  constructor(input) {
    this[WRITTEN] = strict(input);
  }

  /** A copy of the input; undefined if it is no object, or cannot be written. The check of the call says what is wrong. */
  copy() {
    const text = this[WRITTEN];
    return text[0] === "{" ? JSON.parse(text) : undefined;
  }
}

/**
 * The entries of a plain object, or text that says why it is none. A key whose value is undefined is an absent key. For
 * options, which hold functions and signals.
 */
export function entries(options) {
  const place = [];
  try {
    if (typeof options !== "object" || options === null) return "must be an object";
    plain(options, place);
    return Object.keys(options)
      .map((key) => [key, options[key]])
      .filter(([, value]) => value !== undefined);
  } catch (thrown) {
    return problemOf(thrown, place);
  }
}

/** Throws `place` with the problem. A getter or proxy of the input can throw anything, but not this object. */
function wrong(place, problem) {
  place.problem = problem;
  throw place;
}

/**
 * The JSON of an input; undefined means no parameters. For an invalid input, an exclamation mark and then a JSON list
 * of the problem and the keys and positions that lead to it.
 */
export function strict(input) {
  const place = [];
  try {
    if (input === undefined) return "{}";
    return input !== null && Object.hasOwn(input, WRITTEN) ? input[WRITTEN] : write(input, place, []);
  } catch (thrown) {
    return `!${JSON.stringify([problemOf(thrown, place), ...place])}`;
  }
}

function problemOf(thrown, place) {
  return thrown === place ? place.problem : `cannot be read: ${reason(thrown)}`;
}

function write(value, place, ancestors) {
  const type = typeof value;
  if (value === null || type === "boolean") return `${value}`;
  if (type === "number") {
    if (!Number.isFinite(value)) wrong(place, "is not a finite number");
    return `${value}`;
  }
  if (type === "string") return quoted(value, place, "holds half a surrogate pair, which no text can hold");
  if (type === "undefined") wrong(place, "is undefined; leave it out, or give a value");
  if (type === "bigint") wrong(place, "is a BigInt; give a number or text");
  if (type === "symbol") wrong(place, "is a Symbol; give text");
  if (type === "function") wrong(place, "is a function; give its result");
  if (ancestors.includes(value)) wrong(place, "contains itself");
  if (ancestors.length >= MAX_DEPTH) wrong(place, "is nested too deeply");
  ancestors.push(value);
  const isList = Array.isArray(value);
  let written = "";
  if (isList) {
    const { length } = value;
    for (let index = 0; index < length; index++) {
      place.push(index);
      if (index > 0) written += ",";
      written += write(value[index], place, ancestors);
      place.pop();
    }
  } else {
    plain(value, place);
    for (const key of Object.keys(value)) {
      place.push(key);
      const held = value[key];
      // A key whose value is undefined is an absent key. In a list, undefined has a position, and is an error.
      if (held !== undefined) {
        if (written) written += ",";
        const name = quoted(key, place, "has a name that holds half a surrogate pair");
        written += `${name}:${write(held, place, ancestors)}`;
      }
      place.pop();
    }
  }
  ancestors.pop();
  return isList ? `[${written}]` : `{${written}}`;
}

/** A text in quotes. Most texts have nothing to escape, and then the pattern is faster than JSON.stringify. */
function quoted(text, place, problem) {
  if (!UNUSUAL.test(text)) return `"${text}"`;
  if (isBroken(text)) wrong(place, problem);
  return JSON.stringify(text);
}

/** Requires a plain object: without a prototype, or with one that has none itself (`Object.prototype` of any realm). */
function plain(value, place) {
  const prototype = Reflect.getPrototypeOf(value);
  if (prototype && Reflect.getPrototypeOf(prototype)) {
    const name = tried(() => value.constructor.name);
    if (name === "Array") wrong(place, "is a list; give a plain object");
    if (name === "Date") wrong(place, "is a Date; give date.toISOString()");
    if (name === "Map") wrong(place, "is a Map; give Object.fromEntries(map)");
    wrong(place, typeof name === "string" ? `is a ${name}; give a plain object` : "is not a plain object");
  }
  if (Object.getOwnPropertySymbols(value).length > 0) wrong(place, "has a Symbol as a key; give text");
}

/** Whether a text contains half a surrogate pair. The pattern is for hosts from before 2023. */
function isBroken(text) {
  return text.isWellFormed ? !text.isWellFormed() : /\p{Surrogate}/u.test(text);
}
