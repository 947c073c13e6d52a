// @ts-check
// Runs summarize_responses for a model: its one input is split into a query and settings, and errors name what the model sent.
import { RefinerError, extend, inputError, isRefinerError } from "../internal/error.js";
import { fits, tooLarge } from "./fit.js";
import { isPlain } from "./input.js";
import { suggestion } from "../internal/nearest.js";

/** @typedef {import("./actions.js").Operation} Operation */
/** @typedef {import("../index.js").SummaryOptions} SummaryOptions */
/** @typedef {import("../index.js").ListResponses} ListResponses */

/**
 * @param {import("../index.js").Refiner} refiner
 * @param {Operation} operation
 * @param {Record<string, unknown>} input
 * @param {import("./run.js").How & { healing: import("./healed.js").Healing }} how
 * @returns {Promise<{ data: import("../index.js").Summary, attempts: number }>}
 */
export async function runSummary(refiner, operation, input, { call, most, healing }) {
  const { name, settings, input: schema } = operation;
  // The core checks each half strictly. Splitting anything but a plain object would lose what it holds.
  if (!isPlain(input)) throw inputError(name, "", notPlain(input));
  const names = Object.keys(schema.properties);
  /** @type {Record<string, unknown>[]} */
  const [query, options] = [{}, {}];
  for (const [key, value] of Object.entries(input)) {
    if (!names.includes(key)) throw inputError(name, key, `is not a parameter here${suggestion(key, names)}`);
    (settings.includes(key) ? options : query)[key] = value;
  }
  let attempts = 0;
  const onProgress = (/** @type {import("../index.js").Progress} */ progress) => {
    attempts = progress.attempts;
    /** @type {import("../tools.js").RunOptions} */ (call).onProgress?.(progress);
  };
  // The deadline of a run is for all of it, and for each of its pages.
  const limits = { ...call, totalTimeoutMs: call.timeoutMs, onProgress };
  const given = /** @type {SummaryOptions} */ (/** @type {unknown} */ ({ ...options, ...limits }));
  const data = await /** @type {any} */ (refiner).summarizeResponses(/** @type {ListResponses} */ (query), given, healing.seen).catch((/** @type {unknown} */ error) => {
    throw isRefinerError(error) ? asSent(error, operation, attempts) : error;
  });
  if (!fits(data, most)) {
    const advice = "ask for fewer metrics, a lower top, or a lower max_groups";
    throw tooLarge({ action: name, data, attempts }, most, advice);
  }
  return { data, attempts };
}

/** @param {unknown} value */
function notPlain(value) {
  if (typeof value !== "object" || value === null) return `must be an object, got a ${typeof value}`;
  if (Array.isArray(value)) return "must be an object, got a list";
  const { name } = Object.getPrototypeOf(value)?.constructor ?? {};
  const kind = typeof name === "string" && name !== "Object" ? `a ${name}` : "one with inherited or symbol keys";
  return `must be a plain object, got ${kind}`;
}

/**
 * The error as the model should see it. It names a setting as the model sent it, not as an option of a method. It has no
 * `resume`: a summary of the rest of a list would look like a summary of all of it.
 *
 * @param {RefinerError} error
 * @param {Operation} operation
 * @param {number} attempts
 */
function asSent(error, { settings }, attempts) {
  error.attempts += attempts;
  // The option is called timeoutMs here.
  extend(error, { resume: undefined, message: error.message.replace(" (totalTimeoutMs)", "") });
  const sent = error.kind === "input" ? /^options\.((\w+).*)$/s.exec(error.path ?? "") : null;
  if (!sent || !settings.includes(sent[2])) return error;
  const message = error.message.replace(`options.${sent[1]}`, sent[1]);
  return new RefinerError({ kind: "input", action: error.action, path: sent[1], message, attempts: error.attempts });
}
