// @ts-check
// Runs an action for a model: its input read generously, nothing destroyed unasked, the result cut to a size it can read.
import { RefinerError, isRefinerError } from "../internal/error.js";
import { actionOf, checkOptions, config } from "./actions.js";
import { fit } from "./fit.js";
import { readInput } from "./input.js";

/** @typedef {import("./actions.js").Action} Action */
/** @typedef {import("./fit.js").Reading} Reading */

const OPTIONS = ["confirm", "signal", "timeoutMs", "maxRetries", "maxResultBytes"];
const MOST_BYTES = 100_000;

/**
 * @param {import("../index.js").Refiner} refiner
 * @param {string} name
 * @param {unknown} [input]
 * @param {import("../tools.js").RunOptions} [options]
 * @returns {Promise<any>}
 */
export async function run(refiner, name, input, options = {}) {
  const { confirm = false, maxResultBytes = MOST_BYTES, ...call } = checkOptions("run", options, OPTIONS);
  if (typeof refiner?.execute !== "function") throw config("run needs a Refiner first, then the name of an action");
  if (typeof confirm !== "boolean") throw config("run: confirm must be true or false");
  if (typeof maxResultBytes !== "number" || !(maxResultBytes > 0)) throw config("run: maxResultBytes must be a number above 0");
  const action = actionOf(name);
  const executionId = crypto.randomUUID();
  const started = performance.now();
  const given = readInput(action, input);
  if (action.effect === "destructive" && !confirm) throw await refusal(refiner, action, given);

  let attempts = 0;
  const { reading, wanted } = await fit(
    async (input) => {
      const settings = { ...call, ...remaining(action, call.timeoutMs, started, attempts) };
      const reading = await ask(refiner, action, input, settings).catch((error) => {
        if (isRefinerError(error)) error.attempts += attempts;
        throw error;
      });
      attempts += reading.attempts;
      return { ...reading, attempts };
    },
    given,
    maxResultBytes,
  );
  const { data } = reading;
  const { next, anomalies } = onward(reading);
  const returned = data.items?.length;
  const cut = wanted !== undefined && returned < wanted;
  return {
    data,
    meta: {
      action: action.name,
      effect: action.effect,
      attempts,
      durationMs: Math.round(performance.now() - started),
      executionId,
      ...(next && { next }),
      ...(cut && { truncated: { returned, total: wanted, ...(next && { resume: next }) } }),
      ...(anomalies.length > 0 && { anomalies }),
    },
  };
}

/**
 * @param {import("../index.js").Refiner} refiner
 * @param {Action} action
 * @param {any} input
 * @param {any} settings
 * @returns {Promise<Reading>}
 */
function ask(refiner, action, input, settings) {
  return /** @type {any} */ (refiner).execute(action.name, input, settings);
}

/**
 * The deadline is for all requests together, and what one took is not there for the next.
 *
 * @param {Action} action
 * @param {number | undefined} timeoutMs
 * @param {number} started
 * @param {number} attempts
 */
function remaining(action, timeoutMs, started, attempts) {
  // The first request takes the limit as it was given, so that a wrong one is refused as such.
  if (timeoutMs === undefined || attempts === 0) return {};
  const left = timeoutMs - (performance.now() - started);
  if (left > 0) return { timeoutMs: left };
  const message = `${action.name}: no reply of a fitting size within ${timeoutMs} ms`;
  throw new RefinerError({ kind: "timeout", action: action.name, message, attempts });
}

/**
 * Where the list goes on. Where it says that there is more and leads nowhere, silence would pass for the end.
 *
 * @param {Reading} reading
 */
function onward({ next, anomalies }) {
  if (!next?.stuck) return { next, anomalies };
  const problem = "leads back to this page, though there is more, which cannot be reached";
  return { anomalies: [...anomalies, { path: "pagination.next_page_cursor", problem, count: 1 }] };
}

/**
 * @param {import("../index.js").Refiner} refiner
 * @param {Action} action
 * @param {any} input
 */
async function refusal(refiner, action, input) {
  // The plan is made first: a wrong input needs no confirmation, but another input.
  const plan = await refiner.plan(/** @type {any} */ (action.name), input);
  const what = `${action.description}${action.destroys ? ` It destroys ${action.destroys}.` : ""}`;
  const message =
    `${action.name}: destructive, and not confirmed. ${what} ` +
    `It would send ${plan.method} ${plan.url}; nothing was sent. To do it, run it again with the option confirm: true`;
  return new RefinerError({ kind: "permission", action: action.name, message, attempts: 0, plan });
}
