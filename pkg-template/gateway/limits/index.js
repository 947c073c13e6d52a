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
  const user = counted(perUser, "REFINER_USER_LIMIT", env.REFINER_USER_LIMIT, now, once);
  const address = counted(perAddress, "REFINER_ADDRESS_LIMIT", env.REFINER_ADDRESS_LIMIT, now, once);
  const key = paced(perKey, env.REFINER_PACE, now, once);

  return {
    async take({ user: who, address: from, cost = 1 }) {
      // The address comes first: someone who floods from one address spends nothing of a user's limit.
      for (const [by, count, name] of /** @type {const} */ ([
        ["address", address, from],
        ["user", user, who],
        ["key", key, ""],
      ])) {
        const retryAfterMs = name === undefined ? 0 : await count(name, cost);
        if (retryAfterMs > 0) return { allowed: false, by, retryAfterMs: Math.ceil(retryAfterMs) };
      }
      return { allowed: true };
    },
  };
}

/** @typedef {(name: string, cost: number) => number | Promise<number>} Count 0, or in how many milliseconds to come back. */

/**
 * @param {number | false} limit Requests a minute.
 * @param {string} name
 * @param {RateLimit | undefined} binding
 * @param {() => number} now
 * @param {(message: string) => void} once
 * @returns {Count}
 */
function counted(limit, name, binding, now, once) {
  if (limit === false) return () => 0;
  const windows = new Windows(limit);
  return async (who, cost) => {
    const key = await nameOf(who);
    if (!binding) once(`${name} is not bound: each isolate counts this limit in its own memory`);
    try {
      for (let count = 0; binding && count < cost; count++) {
        if (!(await binding.limit({ key })).success) return WINDOW_MS;
      }
      if (binding) return 0;
    } catch {
      once(`${name} fails: each isolate counts this limit in its own memory meanwhile`);
    }
    return windows.take(key, cost, now());
  };
}

/**
 * @param {number | false} limit
 * @param {import("../../gateway-state.js").ObjectNamespace | undefined} namespace
 * @param {() => number} now
 * @param {(message: string) => void} once
 * @returns {Count}
 */
function paced(limit, namespace, now, once) {
  if (limit === false) return () => 0;
  if (namespace) {
    const leases = new Leases(namespace, limit, now, once);
    return (_, cost) => leases.take(cost);
  }
  const windows = new Windows(limit);
  return (_, cost) => {
    once("REFINER_PACE is not bound: each isolate counts the key's limit in its own memory");
    return windows.take("", cost, now());
  };
}
