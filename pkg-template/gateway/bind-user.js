// @ts-check
// Puts the caller's own id into an input. What a body says of who the user is, is never believed.
import { notAllowed } from "./refusal.js";
import { isObject, isOfUser } from "./routes.js";

/** @typedef {import("./caller.js").Caller} Caller */
/** @typedef {import("./routes.js").Route} Route */

/**
 * Completes an input that names nobody, and refuses one that names somebody else. The account that a user is put into is not checked:
 * the gateway does not know who belongs to which.
 *
 * @param {Route} route
 * @param {{ [name: string]: unknown }} input Changed in place.
 * @param {Caller} caller
 */
export function bindUser(route, input, caller) {
  if (!isOfUser(route)) return;
  if (Object.hasOwn(input, "id") && input.id !== caller.id) throw notAllowed("id names another user than the one who calls", "id");
  /** @type {[string, object][]} */
  const all = [["", input], ...freeKeys(route, input)];
  for (const [place, names] of all) {
    // In any case: who reads the keys there is not known here.
    const name = Object.keys(names).find((each) => each !== "id" && /^[\s\p{Cc}\p{Cf}]*(uu)?id[\s\p{Cc}\p{Cf}]*$/iu.test(each));
    if (name !== undefined) throw notAllowed("uuid may name another user than the one who calls", place + name);
  }
  // For identify_user the email is a trait of the user. Elsewhere it would choose the user.
  if (Object.hasOwn(input, "email") && route.action !== "identify_user" && (caller.email === undefined || input.email !== caller.email)) {
    throw notAllowed("email may name another user than the one who calls", "email");
  }
  input.id = caller.id;
}

/**
 * The free keys, with where they are. On the wire they lie beside `id`, so to Refiner a trait `uuid` is the uuid of a user.
 *
 * @param {Route} route
 * @param {{ [name: string]: unknown }} input
 * @returns {[string, object][]}
 */
function freeKeys({ parameters }, input) {
  return Object.keys(parameters).flatMap((name) => {
    const free = parameters[name] === "flat" ? input[name] : undefined;
    return isObject(free) ? [[`${name}.`, free]] : [];
  });
}

/**
 * Refuses an action that the caller may not do. A caller whose token names no actions may do what concerns that user alone and destroys
 * nothing: a list shows other people's data.
 *
 * @param {Route} route
 * @param {Caller} caller
 */
export function requireAllowed(route, caller) {
  const may = caller.actions ? caller.actions.includes(route.action) : isOfUser(route) && route.effect !== "destructive";
  if (!may) throw notAllowed("this action needs a token that names it");
}
