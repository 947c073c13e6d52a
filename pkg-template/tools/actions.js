// @ts-check
// The contract's actions, by name and by effect.
import contract from "../generated/contract.js";
import { RefinerError } from "../internal/error.js";
import { nearest, suggestion } from "./nearest.js";

/** @typedef {import("./schema.js").Schema} Schema */

/**
 * @typedef {object} Action
 * @property {string} name
 * @property {string[]} aliases
 * @property {string} title
 * @property {string} description
 * @property {"read" | "write" | "destructive"} effect
 * @property {boolean} idempotent
 * @property {string | null} [destroys]
 * @property {boolean} list
 * @property {string} docs
 * @property {Schema} input
 * @property {Schema} output
 */

export const actions = /** @type {Action[]} */ (/** @type {unknown} */ (contract.actions));

const EFFECTS = ["read", "write", "destructive"];

/**
 * The action of this name or alias.
 *
 * @param {unknown} name
 * @returns {Action | undefined}
 */
export function findAction(name) {
  return actions.find((action) => action.name === name || action.aliases.includes(/** @type {string} */ (name)));
}

/**
 * The same; an unknown name is an error, in the core's own words.
 *
 * @param {unknown} name
 * @returns {Action}
 */
export function actionOf(name) {
  const action = findAction(name);
  if (action) return action;
  const shown = String(name).slice(0, 64);
  const near = nearest(shown, names());
  const message = `${shown}: Refiner has no such action${near === undefined ? "" : `; did you mean ${near}?`}`;
  throw new RefinerError({ kind: "input", action: shown, path: "action", message, attempts: 0 });
}

/**
 * The actions that `only` chooses, by effects, names and aliases, in the contract's order; all without it.
 *
 * @param {unknown} only
 * @returns {Action[]}
 */
export function select(only) {
  if (only === undefined) return actions;
  if (!Array.isArray(only)) throw config(`only must be a list of actions or effects (${EFFECTS.join(", ")})`);
  const chosen = new Set();
  for (const wanted of only) {
    const found = EFFECTS.includes(wanted) ? actions.filter(({ effect }) => effect === wanted) : [findAction(wanted)];
    for (const action of found) {
      if (!action) throw config(`only: ${String(wanted)} is no action${suggestion(String(wanted), [...names(), ...EFFECTS])}`);
      chosen.add(action);
    }
  }
  return actions.filter((action) => chosen.has(action));
}

/**
 * Refuses options that nobody reads: a misspelt one would change nothing, without a word.
 *
 * @param {string} of What they are options of.
 * @param {unknown} options
 * @param {readonly string[]} known
 * @returns {Record<string, any>}
 */
export function checkOptions(of, options, known) {
  if (typeof options !== "object" || options === null) throw config(`${of} takes an object with its options`);
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw config(`${name} is not an option of ${of}${suggestion(name, known)}`);
  }
  return options;
}

/** @param {string} message */
export function config(message) {
  return new RefinerError({ kind: "config", message, attempts: 0 });
}

function names() {
  return actions.map(({ name }) => name);
}
