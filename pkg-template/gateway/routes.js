// @ts-check
// Which action a request means, and what its input is: Refiner's own paths and parameters, read back into the action's input. Names
// that an action does not have stay in the input, so that the contract refuses them by their path.
import { routes } from "../generated/routes.js";
import { configError } from "../internal/error.js";
import { isKeyName, keyRefused } from "./body.js";
import { notAllowed, refusal, wrongInput } from "./refusal.js";

/** @typedef {import("../generated/routes.js").Route} Route */
/** @typedef {import("../generated/routes.js").Form} Form */
/** @typedef {{ [name: string]: unknown }} Input */

/** What takes batches, below the base path. @type {Route} */
export const BATCH = { action: "batch", method: "POST", path: "/batch", effect: "write", idempotent: true, parameters: {} };

/** The paths of the contract below a base path. */
export class Table {
  /** @type {Map<string, Map<string, Route>>} By path and method. */
  #paths = new Map();
  /** @type {Set<Route>} The allowed ones. */
  #allowed = new Set([BATCH]);

  /**
   * @param {string} basePath
   * @param {unknown} actions The allowed ones.
   */
  constructor(basePath, actions) {
    if (!Array.isArray(actions) || actions.length === 0) throw configError("actions must be a list of names");
    for (const name of actions) {
      const route = routeOf(name);
      if (!route) throw configError(`actions: Refiner has no action ${JSON.stringify(name)}; each is named, by its own name`);
      this.#allowed.add(route);
    }
    for (const route of [BATCH, ...routes]) {
      const path = basePath + route.path;
      this.#paths.set(path, (this.#paths.get(path) ?? new Map()).set(route.method, route));
    }
  }

  /** The route of an action, if it is allowed. @param {unknown} action */
  named(action) {
    const route = routeOf(action);
    if (!route) throw wrongInput("action", "is none of Refiner's actions");
    return this.#require(route);
  }

  /**
   * What is at a path.
   *
   * @param {string} path
   * @param {string} method
   * @param {{ Allow?: string }} headers If the path has other methods, they say which.
   */
  find(path, method, headers) {
    const methods = this.#paths.get(path);
    if (!methods) throw refusal(404, "not_found", "there is nothing at this path");
    const route = methods.get(method);
    if (route) return this.#require(route);
    const allowed = [...methods.values()].filter((each) => this.#allowed.has(each));
    headers.Allow = allowed.map((each) => each.method).join(", ");
    throw refusal(405, "rejected", "this method is not allowed here");
  }

  /** @param {Route} route */
  #require(route) {
    if (!this.#allowed.has(route)) throw notAllowed("this gateway does not offer this action");
    return route;
  }
}

/** @param {unknown} name */
export function routeOf(name) {
  return routes.find(({ action }) => action === name);
}

/** Whether an action is about one user, who is then the caller. @param {Route} route */
export function isOfUser({ parameters }) {
  return "id" in parameters;
}

/**
 * The input of a GET or DELETE.
 *
 * @param {Route} route
 * @param {URLSearchParams} query
 * @returns {Input}
 */
export function inputOfQuery({ parameters }, query) {
  /** @type {Input} */
  const input = Object.create(null);
  for (const [written, text] of query) {
    if (isKeyName(written)) throw keyRefused(written);
    const [, name = written, inner] = /^([^[\]]+)(?:\[([^[\]]*)\])?$/.exec(written) ?? [];
    const form = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (form === "list" && inner === "") {
      const list = /** @type {unknown[]} */ (input[name] ??= []);
      list.push(text);
    } else if (form === "map" && inner) {
      const map = /** @type {Input} */ (input[name] ??= Object.create(null));
      if (inner in map) throw twice(written);
      map[inner] = text;
    } else {
      // An inner name where none belongs stays in the name, which no action has.
      if (written in input) throw twice(written);
      input[written] = scalar(form, text);
    }
  }
  return input;
}

/** @param {string} written */
function twice(written) {
  return wrongInput(written, "comes twice");
}

/** Booleans come as 1 and 0. Text that is not of its form stays text, which the contract then refuses. @param {Form | undefined} form @param {string} text */
function scalar(form, text) {
  if (form === "number" && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (form === "boolean" && /^[01]$/.test(text)) return text === "1";
  return text;
}

/**
 * The input of a POST. Free keys lie beside the fixed ones, and go into the field that the action has for them.
 *
 * @param {{ [name: string]: Form }} parameters
 * @param {Input} body
 * @returns {Input}
 */
export function inputOfBody(parameters, body) {
  /** @type {Input} */
  const input = Object.create(null);
  const flat = Object.keys(parameters).find((name) => parameters[name] === "flat");
  /** @type {Input | undefined} */
  let free;
  for (const [name, value] of Object.entries(body)) {
    const form = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (flat !== undefined && (form === undefined || form === "flat")) {
      free ??= /** @type {Input} */ (Object.create(null));
      free[name] = value;
    } else if (typeof form === "object" && isObject(value)) {
      input[name] = inputOfBody(form, value);
    } else {
      input[name] = value;
    }
  }
  if (flat !== undefined && free) input[flat] = free;
  return input;
}

/** @param {unknown} value @returns {value is Input} */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
