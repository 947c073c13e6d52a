// @ts-check
// What the commands of operations share: their input, and their client.
import { findOperation } from "../tools/actions.js";
import { readInput } from "../tools/input.js";
import { given as known } from "./connect.js";
import { readData } from "./data.js";
import { numberOf } from "./flags.js";
import { inputOf } from "./operation-flags.js";
import { flagsFor } from "./operations.js";

/**
 * @typedef {object} Context
 * @property {string} name The operation.
 * @property {import("./flags.js").Flags} flags
 * @property {import("./flags.js").Given[]} given
 * @property {import("./command.js").Io} io
 * @property {(text: string) => Promise<void>} write
 */

/**
 * The input that the command line gives.
 *
 * @param {Context} context
 * @returns {Promise<Record<string, any>>}
 */
export async function readOperationInput({ name, flags, given, io }) {
  const operation = /** @type {import("../tools/actions.js").Operation} */ (findOperation(name));
  const data = readInput(operation, await readData(flags.data, io));
  return inputOf(flagsFor(name), given, data);
}

/**
 * The input as a method takes it: the query, and the settings.
 *
 * @param {string} name
 * @param {Record<string, any>} input
 */
export function splitInput(name, input) {
  const { query } = /** @type {import("../tools/actions.js").Operation} */ (findOperation(name));
  const entries = Object.entries(input);
  return {
    query: Object.fromEntries(entries.filter(([key]) => query.includes(key))),
    settings: Object.fromEntries(entries.filter(([key]) => !query.includes(key))),
  };
}

/** The options of every request. @param {import("./flags.js").Flags} flags */
export function callOptions(flags) {
  return known({ timeoutMs: numberOf(flags, "timeout-ms", 1), maxRetries: numberOf(flags, "max-retries", 0) });
}
