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
  /** @type {string[] | undefined} */
  const words = branches.find((branch) => branch.enum)?.enum;
  const objects = branches.filter((branch) => branch.properties);
  if (!words || objects.length === 0) return undefined;
  const forms = objects.flatMap(({ properties, required = [] }) => {
    const [only, ...others] = required;
    if (only === undefined || others.length > 0) return [];
    if (!properties[only].enum) return [{ before: only, key: only, fixed: {} }];
    // A word with settings: what follows the colon is the first of them.
    const first = Object.keys(properties).find((key) => key !== only);
    return first === undefined ? [] : words.map((word) => ({ before: word, key: first, fixed: { [only]: word } }));
  });
  return { words, forms };
}

/**
 * The object that a text stands for, or the text itself: the call says what is wrong with it.
 *
 * @param {Spoken} spoken
 * @param {string} text
 */
export function fromSpoken({ forms }, text) {
  const colon = text.indexOf(":");
  if (colon < 0) return text;
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
  const named = [...new Set(forms.map(({ before, key, fixed }) => (key in fixed || before !== key ? `WORD:${key.toUpperCase()}` : `${before}:NAME`)))];
  return `One of ${words.join(", ")}; or ${named.join(", ")}.`;
}
