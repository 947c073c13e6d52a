// @ts-check
// What the contract declares, by name and by effect: actions, and operations that make several calls.
import contract from "../generated/contract.js";
import { RefinerError, configError, isRefinerError } from "../internal/error.js";
import { nearest, suggestion } from "../internal/nearest.js";
import { isPlain } from "./input.js";

/** @typedef {import("./schema.js").Schema} Schema */

/**
 * What actions and operations have in common.
 *
 * @typedef {object} Declared
 * @property {string} name
 * @property {string} method
 * @property {string} title
 * @property {string} description
 * @property {"read" | "write" | "destructive"} effect
 * @property {boolean} idempotent
 * @property {Schema} input
 * @property {Schema} output
 */

/** @typedef {Declared & { aliases: string[], destroys: string | null, list: boolean, docs: string, read_back: import("./verify.js").ReadBack | null }} Action */

/** @typedef {Declared & { made_of: string[], query: string[], settings: string[], shown: string[], gives: "object" | "file" | "items" }} Operation */

/** @typedef {Action | Operation} Tool An action, or an operation that gives one object. */

export const actions = /** @type {Action[]} */ (/** @type {unknown} */ (contract.actions));

export const operations = /** @type {Operation[]} */ (/** @type {unknown} */ (contract.operations));

/** @type {Tool[]} A file or a stream cannot be the result of a tool. */
export const runnable = [...actions, ...operations.filter(({ gives }) => gives === "object")];

const EFFECTS = ["read", "write", "destructive"];

/** What the tools of a profile are for. @type {Record<string, (tool: Tool) => boolean>} */
const PROFILES = {
  all: () => true,
  read: ({ effect }) => effect === "read",
  // What an app tells Refiner about its users, and the read that shows it.
  events: ({ name }) => ["identify_user", "track_event", "get_contact"].includes(name),
};

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
 * @param {unknown} name
 * @returns {Operation | undefined}
 */
export function findOperation(name) {
  return operations.find((operation) => operation.name === name);
}

/**
 * The action or operation that `run` runs under this name or alias.
 *
 * @param {unknown} name
 * @returns {Tool | undefined}
 */
export function findTool(name) {
  return findAction(name) ?? runnable.find((tool) => tool.name === name);
}

/** @param {Tool} tool @returns {tool is Operation} */
export function isOperation(tool) {
  return "gives" in tool;
}

/**
 * Says how to get what an operation gives when it is not a tool.
 *
 * @param {Operation} operation
 */
export function insteadOf({ method, gives }) {
  const what = gives === "file" ? "gives a file, as a stream" : "gives one item after another";
  return `${what}, and cannot be run as a tool; use the method ${method}() of Refiner`;
}

/**
 * The tool of this name or alias. An unknown name is an error in the core's own words.
 *
 * @param {unknown} name
 * @returns {Tool}
 */
export function toolOf(name) {
  const tool = findTool(name);
  if (tool) return tool;
  const shown = said(name).slice(0, 64);
  const operation = findOperation(name);
  const near = nearest(shown, names(), mustBeMeant);
  const problem = operation ? insteadOf(operation) : `Refiner has no such action${near === undefined ? "" : `; did you mean ${near}?`}`;
  throw new RefinerError({ kind: "input", action: shown, path: "action", message: `${shown}: ${problem}`, attempts: 0 });
}

/**
 * The tools of a profile that `only` selects by effect, name or alias, in the order of the contract. Without either, all of them.
 *
 * @param {unknown} profile
 * @param {unknown} only
 * @returns {Tool[]}
 */
export function select(profile = "all", only) {
  const profiles = Object.keys(PROFILES);
  if (!profiles.includes(/** @type {string} */ (profile))) {
    throw configError(`tools: ${said(profile)} is no profile${suggestion(said(profile), profiles)}`);
  }
  const offered = runnable.filter(PROFILES[/** @type {string} */ (profile)]);
  if (only === undefined) return offered;
  if (!Array.isArray(only)) throw configError(`only must be a list of actions or effects (${EFFECTS.join(", ")})`);
  const chosen = new Set();
  for (const wanted of only) {
    const operation = findOperation(wanted);
    const found = EFFECTS.includes(wanted) ? runnable.filter(({ effect }) => effect === wanted) : [findTool(wanted)];
    for (const tool of found) {
      if (!tool && operation) throw configError(`only: ${operation.name} ${insteadOf(operation)}`);
      if (!tool) throw configError(`only: ${said(wanted)} is no action${nearestTool(said(wanted), [...names(), ...EFFECTS])}`);
      chosen.add(tool);
    }
  }
  return offered.filter((tool) => chosen.has(tool));
}

/**
 * A copy of the options, without undefined ones. Refuses unknown options: a misspelt one would silently have no effect. Only own
 * properties count: nothing that is inherited confirms a destructive action.
 *
 * @param {string} of Whose options they are.
 * @param {unknown} options
 * @param {readonly string[]} known
 * @returns {Record<string, any>}
 */
export function checkOptions(of, options, known) {
  /** @type {[string, any][]} */
  let entries;
  try {
    if (!isPlain(options)) throw configError(`${of} takes an object with its options, and it must be a plain one`);
    entries = Object.entries(/** @type {object} */ (options));
  } catch (thrown) {
    if (isRefinerError(thrown)) throw thrown;
    throw configError(`the options of ${of} cannot be read: ${said(thrown)}`);
  }
  const given = Object.create(null);
  for (const [name, value] of entries) {
    if (value === undefined) continue;
    // A misspelt name must not lead to a confirmation.
    const changes = (/** @type {string} */ option) => option === "confirm";
    if (!known.includes(name)) throw configError(`${name} is not an option of ${of}${suggestion(name, known, { changes })}`);
    given[name] = value;
  }
  return given;
}

function names() {
  return runnable.map(({ name }) => name);
}

/**
 * Whether the action, operation or effect of this name is suggested only for its own name, misspelt: one that changes data, and one that
 * no call knows, so that a call and a run suggest the same.
 *
 * @param {string} name
 */
function mustBeMeant(name) {
  const tool = findTool(name);
  return ["write", "destructive"].includes(tool?.effect ?? name) || (tool !== undefined && isOperation(tool));
}

/**
 * What to add to a message about the wrong name of a tool.
 *
 * @param {string} name
 * @param {readonly string[]} candidates
 */
export function nearestTool(name, candidates) {
  return suggestion(name, candidates, { changes: mustBeMeant });
}

/**
 * A value in words. Not every value can be text: an object may have no prototype, or throw.
 *
 * @param {unknown} value
 */
export function said(value) {
  try {
    return String(value);
  } catch {
    return `a ${typeof value}`;
  }
}
