// @ts-check
// Limits of requests: for each user, for each network address, and for the API key.
import { nameOf } from "../digest.js";
import { Leases } from "./leases.js";
import { Windows } from "./windows.js";

/** @typedef {import("../../gateway-state.js").Limits} Limits */
/** @typedef {import("../../gateway-state.js").RateLimit} RateLimit */

/** A binding does not say when it lets requests pass again. Its window is a minute. */
const WINDOW_MS = 60_000;

/**
 * Opens the limits of one environment. They count from then on, so open them once, not for each request.
 *
 * @param {object} options
 * @param {import("../../gateway-state.js").GatewayStateEnv} [options.env]
 * @param {import("../../gateway-state.js").LimitOptions} [options.limits]
 * @param {() => number} [options.now]
 * @param {(message: string) => void} [options.warn] Hears once of each limit that is counted in memory only.
 * @returns {Limits}
 */
export function openLimits({ env = {}, limits = {}, now = Date.now, warn = () => {} }) {
  const { perUser = 100, perAddress = 300, perKey = 4000 } = limits;
  const said = new Set();
  /** @param {string} message */
  const once = (message) => {
    if (!said.has(message)) warn(message);
    said.add(message);
  };
  const leases = env.REFINER_PACE && perKey && new Leases(env.REFINER_PACE, perKey, now, once);
  /** @type {[by: "address" | "user" | "key", count: Count][]} The address comes first: someone who floods from one address spends nothing of a user's limit. */
  const all = [
    ["address", counted(perAddress, "REFINER_ADDRESS_LIMIT", asking(env.REFINER_ADDRESS_LIMIT), now, once)],
    ["user", counted(perUser, "REFINER_USER_LIMIT", asking(env.REFINER_USER_LIMIT), now, once)],
    ["key", counted(perKey, "REFINER_PACE", leases && (() => leases.take()), now, once)],
  ];

  return {
    async take({ user: who, address: from }) {
      const names = { address: from, user: who, key: "" };
      for (const [by, count] of all) {
        const name = names[by];
        const retryAfterMs = name === undefined ? 0 : await count(name && (await nameOf(name)));
        if (retryAfterMs > 0) return { allowed: false, by, retryAfterMs: Math.ceil(retryAfterMs) };
      }
      return { allowed: true };
    },
  };
}

/** @typedef {(name: string) => number | Promise<number>} Count 0, or in how many milliseconds to come back. */

/** @param {RateLimit | undefined} binding @returns {Count | undefined} */
function asking(binding) {
  return binding && (async (key) => ((await binding.limit({ key })).success ? 0 : WINDOW_MS));
}

/**
 * @param {number | false} limit Requests a minute.
 * @param {string} name
 * @param {Count | undefined | false | 0} asked The binding of that name, if there is one.
 * @param {() => number} now
 * @param {(message: string) => void} once
 * @returns {Count}
 */
function counted(limit, name, asked, now, once) {
  if (limit === false) return () => 0;
  const windows = new Windows(limit);
  return async (who) => {
    let problem = "is not bound";
    try {
      if (asked) return await asked(who);
    } catch {
      problem = "fails";
    }
    once(`${name} ${problem}: each isolate counts this limit in its own memory`);
    return windows.take(who, now());
  };
}
