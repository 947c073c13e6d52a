// @ts-check
// Runs an answer for a model: its one input is split into a query and settings, errors name what the model sent, and the report is cut
// to what a model can read.
import { RefinerError, extend, inputError, isRefinerError } from "../internal/error.js";
import { suggestion } from "../internal/nearest.js";
import { ANSWER_TOKENS, asGiven, partOf, settingsOf } from "./answers.js";
import { fits, tooLarge } from "./fit.js";
import { isPlain } from "./input.js";
import { inline } from "./schema.js";
import { shorten } from "./shorten.js";
import { apart } from "./untrusted.js";

/** @typedef {import("./actions.js").Operation} Operation */

/** How to ask for less. */
const ADVICE = "ask for fewer metrics, a lower top, or a lower max_groups";

/** The most characters of a text in an answer. */
const ANSWER_CHARACTERS = 300;

/**
 * @param {import("../index.js").Refiner} refiner
 * @param {Operation} operation
 * @param {Record<string, unknown>} input
 * @param {import("./run.js").How & { healing: import("./healed.js").Healing }} how
 * @returns {Promise<{ data: any, attempts: number, left_out?: import("./answers.js").LeftOut[] }>}
 */
export async function runSummary(refiner, operation, input, { call, most, hasTokens, raw, characters, healing }) {
  const { name } = operation;
  const { query, settings } = parts(operation, input);
  let attempts = 0;
  const onProgress = (/** @type {import("../index.js").Progress} */ progress) => {
    attempts = progress.attempts;
    /** @type {import("../tools.js").RunOptions} */ (call).onProgress?.(progress);
  };
  // The deadline of a run is for all of it, and for each of its pages.
  const limits = { ...call, totalTimeoutMs: call.timeoutMs, onProgress };
  const given = { ...settingsOf(name, settings), ...limits };
  const report = await /** @type {any} */ (refiner).summarizeResponses(query, given, healing.seen).catch((/** @type {unknown} */ error) => {
    throw isRefinerError(error) ? asSent(error, operation, attempts) : error;
  });
  if (raw) {
    if (!fits(report, most)) throw tooLarge({ action: name, data: report, attempts }, most, ADVICE);
    return { data: report, attempts };
  }
  const limit = hasTokens ? most : { ...most, tokens: ANSWER_TOKENS };
  const rules = { most: Math.min(characters, ANSWER_CHARACTERS), own: true };
  const data = apart(inline(operation.output), partOf(name, report), rules);
  const left_out = shorten(data, limit);
  if (!fits(data, limit)) throw tooLarge({ action: name, data, attempts }, limit, ADVICE);
  return { data, attempts, ...(left_out.length > 0 && { left_out }) };
}

/**
 * The input, split into the query and the settings.
 *
 * @param {Operation} operation
 * @param {Record<string, unknown>} input
 */
function parts({ name, settings: names, input: schema }, input) {
  // The core checks each half strictly. Splitting anything but a plain object would lose what it holds.
  if (!isPlain(input)) throw inputError(name, "", notPlain(input));
  const known = Object.keys(schema.properties);
  /** @type {Record<string, unknown>[]} */
  const [query, settings] = [{}, {}];
  for (const [key, value] of Object.entries(input)) {
    if (!known.includes(key)) throw inputError(name, key, `is not a parameter here${suggestion(key, known)}`);
    (names.includes(key) ? settings : query)[key] = value;
  }
  for (const key of schema.required ?? []) {
    if (input[key] === undefined) throw inputError(name, key, "is required");
  }
  return { query, settings };
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
function asSent(error, { name, settings }, attempts) {
  error.attempts += attempts;
  // The option is called timeoutMs here, and the method of all answers summarizeResponses.
  const message = error.message.replace(" (totalTimeoutMs)", "").replace(/^summarize_responses: /, `${name}: `);
  extend(error, { resume: undefined, message, action: error.action === "summarize_responses" ? name : error.action });
  const sent = error.kind === "input" ? /^options\.((?:comments\.)?(\w+).*)$/s.exec(error.path ?? "") : null;
  if (!sent || !settings.includes(sent[2])) return error;
  const path = asGiven(sent[1]);
  return new RefinerError({ kind: "input", action: name, path, message: error.message.replace(`options.${sent[1]}`, path), attempts: error.attempts });
}
