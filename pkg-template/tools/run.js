// @ts-check
// Runs a tool for a model: tolerates how a model writes an input, destroys nothing without a confirmation, limits the size of the
// result, and keeps what other people wrote apart from what this package says.
import { RefinerError, configError, isRefinerError } from "../internal/error.js";
import { checkOptions, isOperation, toolOf } from "./actions.js";
import { withoutQuotes, withoutWords } from "./error.js";
import { fit } from "./fit.js";
import { Healing } from "./healed.js";
import { readInput } from "./input.js";
import { inline } from "./schema.js";
import { runSummary } from "./summarize.js";
import { apart, hasForm } from "./untrusted.js";
import { verify } from "./verify.js";

/** @typedef {import("./actions.js").Action} Action */
/** @typedef {import("./fit.js").Input} Input */
/** @typedef {import("./fit.js").Reading} Reading */
/** @typedef {import("../index.js").CallOptions} CallOptions */

const OPTIONS = ["confirm", "signal", "timeoutMs", "maxRetries", "maxResultBytes", "maxResultTokens", "maxTextChars", "raw", "verify", "onProgress"];
const [MOST_BYTES, MOST_TOKENS, MOST_CHARACTERS] = [60_000, 20_000, 1000];

/** How long a write may stay unseen. */
const VERIFY_MS = 5000;

/**
 * @param {import("../index.js").Refiner} refiner
 * @param {string} name
 * @param {unknown} [input]
 * @param {import("../tools.js").RunOptions} [options]
 * @returns {Promise<import("../tools.js").RunResult<any>>}
 */
export async function run(refiner, name, input, options = {}) {
  const how = readOptions(options);
  if (typeof refiner?.execute !== "function") throw configError("run needs a Refiner first, then the name of an action");
  try {
    return await runTool(refiner, name, input, how);
  } catch (error) {
    throw how.raw ? error : withoutQuotes(error);
  }
}

/** @typedef {ReturnType<typeof readOptions>} How */

/** @param {unknown} options */
function readOptions(options) {
  const { confirm = false, raw = false, verify: verifying = false, maxResultBytes, maxResultTokens, maxTextChars, ...call } = checkOptions("run", options, OPTIONS);
  for (const [option, value] of Object.entries({ confirm, raw })) {
    if (typeof value !== "boolean") throw configError(`run: ${option} must be true or false`);
  }
  for (const [option, value] of Object.entries({ maxResultBytes, maxResultTokens, maxTextChars })) {
    if (value !== undefined && !(typeof value === "number" && value > 0)) throw configError(`run: ${option} must be a number above 0`);
  }
  if (call.onProgress !== undefined && typeof call.onProgress !== "function") throw configError("run: onProgress must be a function");
  const isWait = typeof verifying?.waitMs === "number" && verifying.waitMs >= 0 && Object.keys(verifying).length === 1;
  if (typeof verifying !== "boolean" && !isWait) throw configError("run: verify must be true, false or { waitMs }");
  const waitMs = isWait ? verifying.waitMs : verifying ? VERIFY_MS : undefined;
  // A program counts no tokens.
  const { bytes = MOST_BYTES, tokens = raw ? Infinity : MOST_TOKENS } = { bytes: maxResultBytes, tokens: maxResultTokens };
  /** @type {import("./fit.js").Most} */
  const most = { bytes, tokens };
  // An answer has a limit of its own.
  const hasTokens = maxResultTokens !== undefined;
  return { confirm, raw, waitMs: /** @type {number | undefined} */ (waitMs), most, hasTokens, characters: /** @type {number} */ (maxTextChars ?? MOST_CHARACTERS), call: /** @type {CallOptions} */ (call) };
}

/**
 * @param {import("../index.js").Refiner} refiner
 * @param {string} name
 * @param {unknown} input
 * @param {How} how
 */
async function runTool(refiner, name, input, how) {
  const tool = toolOf(name);
  const executionId = uniqueId();
  const started = performance.now();
  const given = readInput(tool, input);
  const healing = new Healing();
  const { data, attempts, ...more } = isOperation(tool)
    ? await runSummary(refiner, tool, given, { ...how, healing })
    : await runAction(refiner, tool, given, { ...how, started, healing });
  const durationMs = Math.round(performance.now() - started);
  const healed = healing.list("anomalies" in more ? (more.anomalies ?? []) : []);
  return { data, meta: { action: tool.name, effect: tool.effect, attempts, durationMs, executionId, ...more, ...(healed && { healed }) } };
}

/** A random UUID (version 4). A page on plain http has no crypto.randomUUID. */
function uniqueId() {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * @param {import("../index.js").Refiner} refiner
 * @param {Action} action
 * @param {Input} given
 * @param {How & { started: number, healing: Healing }} how
 */
async function runAction(refiner, action, given, { call, most, confirm, raw, characters, started, waitMs, healing }) {
  if (action.effect === "destructive" && !confirm) throw await refusal(refiner, action, given);
  const output = inline(action.output);
  let attempts = 0;
  /** @type {any} What Refiner answered, as it came. */
  let reply;
  const { reading, wanted } = await fit(
    async (input) => {
      const settings = { ...call, ...remaining(action, call.timeoutMs, started, attempts) };
      const reading = await ask(refiner, action.name, input, settings, healing).catch((error) => {
        if (isRefinerError(error)) error.attempts += attempts;
        throw error;
      });
      attempts += reading.attempts;
      reply = reading.data;
      const data = raw ? reading.data : apart(output, reading.data, { most: characters, own: false });
      return { ...reading, data, attempts };
    },
    given,
    most,
  );
  const { data } = reading;
  const { next, anomalies: all } = onward(reading, raw);
  const anomalies = raw ? all : withoutWords(all);
  const returned = data.items?.length;
  const truncated = wanted !== undefined && returned < wanted ? { returned, total: wanted, ...(next && { resume: next }) } : undefined;
  const isWrite = action.effect !== "read" && waitMs !== undefined;
  const verified = isWrite ? await verify(action, given, reply, { waitMs: within(waitMs), signal: call.signal, read: readBack }) : undefined;
  return { data, attempts, ...(next && { next }), ...(truncated && { truncated }), ...(verified && { verified }), ...(anomalies.length > 0 && { anomalies }) };

  /** A wait that ends with the deadline. @param {number} ms */
  function within(ms) {
    return Math.min(ms, (call.timeoutMs ?? Infinity) - (performance.now() - started));
  }

  /** @type {import("./verify.js").Read} */
  async function readBack(name, input, timeoutMs) {
    // A read that fails has sent requests all the same.
    const settings = { ...call, timeoutMs };
    try {
      const reading = await ask(refiner, name, input, settings, healing);
      attempts += reading.attempts;
      return reading;
    } catch (error) {
      if (isRefinerError(error)) attempts += error.attempts;
      throw error;
    }
  }
}

/**
 * @param {import("../index.js").Refiner} refiner
 * @param {string} name
 * @param {Input} input
 * @param {CallOptions & { onProgress?: unknown }} settings
 * @param {Healing} healing
 * @returns {Promise<Reading>}
 */
function ask(refiner, name, input, { onProgress: _none, ...settings }, { seen }) {
  return /** @type {any} */ (refiner).execute(name, input, settings, seen);
}

/**
 * The deadline is for all requests together: each one gets what the earlier ones left of it.
 *
 * @param {Action} action
 * @param {number | undefined} timeoutMs
 * @param {number} started
 * @param {number} attempts
 */
function remaining(action, timeoutMs, started, attempts) {
  // The first request gets the limit unchanged, so that the call refuses a wrong one.
  if (timeoutMs === undefined || attempts === 0) return {};
  const left = timeoutMs - (performance.now() - started);
  if (left > 0) return { timeoutMs: left };
  const message = `${action.name}: no reply of a fitting size within ${timeoutMs} ms`;
  throw new RefinerError({ kind: "timeout", action: action.name, message, attempts });
}

/**
 * Where the list continues. If Refiner says that there is more and leads back to this page, that is an anomaly: silence would
 * look like the end of the list.
 *
 * @param {Reading} reading
 * @param {boolean} raw
 */
function onward({ next, anomalies }, raw) {
  const cursor = next?.page_cursor;
  const isCursor = raw || cursor === undefined || hasForm(cursor);
  if (!next?.stuck && isCursor) return { next, anomalies };
  const problem = isCursor
    ? "leads back to this page, though there is more, which cannot be reached"
    : "does not look like a cursor, and is not shown to a model; with the option raw it is";
  return { anomalies: [...anomalies, { path: "pagination.next_page_cursor", problem, count: 1 }] };
}

/**
 * @param {import("../index.js").Refiner} refiner
 * @param {Action} action
 * @param {Input} input
 */
async function refusal(refiner, action, input) {
  // The plan comes first: it refuses a wrong input, which no confirmation would mend.
  const plan = await refiner.plan(/** @type {import("../index.js").ActionName} */ (action.name), /** @type {any} */ (input));
  const what = `${action.description}${action.destroys ? ` It destroys ${action.destroys}.` : ""}`;
  const message =
    `${action.name}: destructive, and not confirmed. ${what} ` +
    `It would send ${plan.method} ${plan.url}; nothing was sent. To do it, run it again with the option confirm: true`;
  return new RefinerError({ kind: "permission", action: action.name, message, attempts: 0, plan });
}
