// @ts-check
// Some parameters take a word, or an object for what a word cannot say: `"month"`, or `{ attribute: "plan" }`. A model writes both as
// text: `month`, `attribute:plan`, `nps:reason`. It needs a fifth of the tokens that the objects' schemas need.
import { branchesOf } from "./schema.js";

/** @typedef {import("./schema.js").Schema} Schema */

/**
 * What can be written as text in place of an object.
 *
 * @typedef {object} Spoken
 * @property {string[]} words What a text can be by itself.
 * @property {{ before: string, key: string, fixed: Record<string, string> }[]} forms What can stand before the colon, the key of what
 *   follows, and what else the object then has.
 */

/**
 * How a value of this schema is written as text; undefined if it is not a word or an object.
 *
 * @param {Schema} schema
 * @returns {Spoken | undefined}
 */
export function spokenForm(schema) {
  const branches = branchesOf(schema);
  /** @type {string[]} */
  const words = branches.find((branch) => branch.enum)?.enum ?? [];
  const objects = branches.filter((branch) => branch.properties);
  if (!schema.anyOf || objects.length === 0) return undefined;
  const forms = objects.flatMap(({ properties, required = [] }) => {
    const [only, ...others] = required;
    if (only === undefined || others.length > 0) return [];
    if (!properties[only].enum) return [{ before: only, key: only, fixed: {} }];
    // A word with settings: what follows the colon is the first of them.
    const first = Object.keys(properties).find((key) => key !== only);
    const named = /** @type {string[]} */ (properties[only].enum);
    return first === undefined ? [] : named.map((word) => ({ before: word, key: first, fixed: { [only]: word } }));
  });
  return { words, forms };
}

/**
 * The object that a text stands for, or the text itself: the call says what is wrong with it.
 *
 * @param {Spoken} spoken
 * @param {string} text
 */
export function fromSpoken({ words, forms }, text) {
  const colon = text.indexOf(":");
  const alone = forms.find(({ before, key, fixed }) => before === text && !(key in fixed) && Object.keys(fixed).length > 0);
  if (colon < 0) return words.includes(text) || !alone ? text : alone.fixed;
  const [before, after] = [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
  const form = forms.find((one) => one.before === before);
  return form && after ? { ...form.fixed, [form.key]: after } : text;
}

/**
 * The same in a few words, for a description.
 *
 * @param {Spoken} spoken
 */
export function inWords({ words, forms }) {
  const metrics = forms.filter(({ fixed }) => Object.keys(fixed).length > 0).map(({ before }) => before);
  const keyed = forms.filter(({ before }) => !metrics.includes(before)).map(({ before }) => `${before}:NAME`);
  const alone = [...new Set([...words, ...metrics])];
  const all = [alone.length > 0 ? `one of ${alone.join(", ")}` : "", metrics.length > 0 ? "WORD:QUESTION" : "", ...keyed].filter(Boolean).join("; or ");
  return `${all[0].toUpperCase()}${all.slice(1)}.`;
}
