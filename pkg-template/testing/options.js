// @ts-check
// The options of a sandbox, as its control side takes them.
import { entries } from "../wasm/refiner_wasm.js";
import { configError, inputError } from "../internal/error.js";
import { suggestion } from "../internal/nearest.js";
import { jsonOf } from "./json.js";

/** Each option of the account, and its name on the control side. What they may be, the sandbox checks itself. */
const NAMES = Object.freeze({
  seed: "seed",
  contacts: "contacts",
  responses: "responses",
  empty: "empty",
  rateLimits: "rate_limits",
  responseTimes: "response_times",
  tags: "tags",
  noAccount: "no_account",
});

/** The options that are not of the account. */
const OTHERS = ["now", "faults"];

/** @typedef {{ account: { [name: string]: unknown }, clock: (() => number) | undefined, faults: unknown }} Asked */

/**
 * @param {unknown} options
 * @returns {Asked}
 */
export function readOptions(options = {}) {
  const given = entries(options);
  if (typeof given === "string") throw inputError("createSandbox", "", given);
  /** @type {Asked} */
  const asked = { account: {}, clock: undefined, faults: undefined };
  const names = [...Object.keys(NAMES), ...OTHERS];
  for (const [name, value] of given) {
    if (!names.includes(name)) throw configError(`createSandbox has no option ${name}${suggestion(name, names)}`);
    if (name === "faults") asked.faults = copyOf(name, value);
    else if (name !== "now") asked.account[NAMES[/** @type {keyof typeof NAMES} */ (name)]] = copyOf(name, value);
    else if (typeof value === "function") Object.assign(asked, { clock: value, account: { ...asked.account, now: "clock" } });
    else asked.account.now = textOf(value);
  }
  return asked;
}

/** As it is now. @param {string} name @param {unknown} value */
const copyOf = (name, value) => JSON.parse(jsonOf(name, value));

/** A time as the control side reads it. @param {unknown} now */
function textOf(now) {
  if (typeof now === "string") return now;
  const time = new Date(/** @type {number} */ (now));
  if (!(now instanceof Date || typeof now === "number") || Number.isNaN(time.getTime())) {
    throw configError("now must be a time: text, a Date, milliseconds since 1970, or a function that returns these milliseconds");
  }
  return time.toISOString();
}
