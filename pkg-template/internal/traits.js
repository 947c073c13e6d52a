// @ts-check
// The traits of contacts, which responses have only on request.
import { Written } from "../wasm/refiner_wasm.js";
import { inputError } from "./error.js";

/**
 * The query with the traits of contacts, which something in the options names.
 *
 * @param {string} name
 * @param {Written} query
 * @param {string} option
 */
export function withTraits(name, query, option) {
  const copy = query.copy();
  // A query that cannot be read goes on as it is: its check says why.
  if (!copy) return query;
  if (copy.with_attributes === false) throw inputError(name, "with_attributes", `must not be false: ${option} names a trait of contacts`);
  return Object.hasOwn(copy, "with_attributes") ? query : new Written({ ...copy, with_attributes: true });
}
