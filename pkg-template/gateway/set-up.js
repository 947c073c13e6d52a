// @ts-check
// The options of a gateway, read once for each environment, and what it remembers between requests.
import { configError, isRefinerError } from "../internal/error.js";
import { openLimits } from "./limits/index.js";
import { log } from "./log.js";
import { openOnce } from "./once/index.js";
import { readOptions } from "./options.js";

/** @typedef {import("../gateway.js").GatewayEnv} Env */
/** @typedef {import("./options.js").Settings} Settings */
/** @typedef {import("../gateway-state.js").Limits} Limits */
/** @typedef {{ settings: Settings, once: ReturnType<typeof openOnce>, limits: Limits, admission: Limits }} SetUp What stands between a caller and Refiner, and between a caller and the queue. */
/** @typedef {{ setUp?: SetUp, error?: unknown, onLog: import("../gateway.js").GatewayOptions["onLog"] }} Prepared */

/**
 * @param {unknown} options An object, or a function of the environment.
 * @returns {(env: unknown) => Prepared}
 */
export function setUpsOf(options) {
  if (typeof options !== "function" && (typeof options !== "object" || options === null)) {
    throw configError("createGateway needs its options: an object, or a function of the environment that returns it");
  }
  /** @type {WeakMap<object, Prepared>} One for each environment: a host has one, and may pass another in a test. */
  const byEnv = new WeakMap();
  /** @type {Prepared | undefined} */
  let withoutEnv;
  /** @type {{ once?: SetUp["once"], limits?: SetUp["limits"] }} What is remembered here must outlive an environment that is new with each request. */
  const memory = {};
  return (env) => {
    const known = isObject(env) ? byEnv.get(env) : withoutEnv;
    if (known) return known;
    const made = prepare(options, env, memory);
    // A failure is not kept: what was missing may be there at the next request.
    if (!made.setUp) return made;
    if (isObject(env)) byEnv.set(env, made);
    else withoutEnv = made;
    return made;
  };
}

/**
 * @param {object} options
 * @param {unknown} env
 * @param {{ once?: SetUp["once"], limits?: SetUp["limits"] }} memory
 * @returns {Prepared}
 */
function prepare(options, env, memory) {
  /** @type {import("../gateway.js").GatewayOptions["onLog"]} */
  let onLog;
  try {
    const given = typeof options === "function" ? options(env ?? {}) : options;
    if (typeof given?.onLog === "function") onLog = given.onLog;
    const settings = readOptions(given);
    const bound = /** @type {Env} */ (isObject(env) ? env : {});
    const makeOnce = () => openOnce({ env: bound, now: Date.now });
    const warn = (/** @type {string} */ message) => log(onLog, { event: "call", level: "warn", problem: message });
    const makeLimits = (bounds = settings.limits) => openLimits({ env: bound, limits: bounds, now: Date.now, warn });
    const isLimited = bound.REFINER_PACE ?? bound.REFINER_USER_LIMIT ?? bound.REFINER_ADDRESS_LIMIT;
    const once = bound.REFINER_ONCE ? makeOnce() : (memory.once ??= makeOnce());
    const limits = isLimited ? makeLimits() : (memory.limits ??= makeLimits());
    // What waits in a queue is paced when it leaves, and so spends nothing of the key's limit when it enters.
    const admission = bound.REFINER_QUEUE ? makeLimits({ ...settings.limits, perKey: false }) : limits;
    return { setUp: { settings, once, limits, admission }, onLog };
  } catch (error) {
    return { error: isRefinerError(error) ? error : configError(`the function of the gateway's options threw a ${nameOf(error)}`), onLog };
  }
}

/** @param {unknown} thrown */
function nameOf(thrown) {
  return thrown instanceof Error ? thrown.name : typeof thrown;
}

/** @param {unknown} value @returns {value is object} */
function isObject(value) {
  return typeof value === "object" && value !== null;
}
