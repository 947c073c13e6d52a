// @ts-check
// The options of a webhook handler, checked when it is made.
import { configError } from "../../internal/error.js";

/** @typedef {import("../../gateway-state.js").WebhookOptions<any>} WebhookOptions */
/** @typedef {import("../../gateway-state.js").WebhookHandler<any>} WebhookHandler */

const NAMES = ["secret", "place", "on", "maxBytes", "timeoutMs", "replay", "onLog"];

/** @param {WebhookOptions} options */
export function readOptions(options) {
  const { secret, place, on, maxBytes = 262_144, timeoutMs = 10_000, replay = true, onLog } = options ?? {};
  const unknown = Object.keys(options ?? {}).find((name) => !NAMES.includes(name));
  check(unknown === undefined, `${unknown} is not an option; there are: ${NAMES.join(", ")}`);
  check(typeof on === "object" && on !== null, "on must be an object of functions");
  for (const limit of [maxBytes, timeoutMs]) {
    check(typeof limit === "number" && limit > 0 && limit < 2 ** 31, "maxBytes and timeoutMs must be numbers above 0");
  }
  check(typeof replay === "boolean", "replay must be true or false");
  check(["undefined", "function"].includes(typeof onLog), "onLog must be a function");
  check(place === undefined || isPlace(place), "place must be { header: name } or { query: name }");
  return { secret, place, handlers: handlersOf(on), maxBytes, timeoutMs, replay, onLog };
}

/** @param {any} place */
function isPlace(place) {
  const [[kind, name] = [], ...more] = Object.entries(place ?? {});
  return (kind === "header" || kind === "query") && typeof name === "string" && name !== "" && more.length === 0;
}

/**
 * @param {boolean} right
 * @param {string} problem
 */
function check(right, problem) {
  if (!right) throw configError(`createWebhookHandler: ${problem}`);
}

/**
 * The handlers by the names of their events.
 *
 * @param {Record<string, WebhookHandler | undefined>} on
 */
function handlersOf(on) {
  /** @type {Map<string, WebhookHandler>} */
  const handlers = new Map();
  for (const [name, handler] of Object.entries(on)) {
    if (handler === undefined) continue;
    check(typeof handler === "function", `on.${name} must be a function`);
    const event = nameOfEvent(name);
    check(!handlers.has(event), `on has two handlers for ${event}`);
    handlers.set(event, handler);
  }
  return handlers;
}

/**
 * The name of an event without case, separators and order of words: sources write both `Completed Survey` and `Survey Completed`.
 *
 * @param {unknown} event
 */
export function nameOfEvent(event) {
  if (typeof event !== "string" || event.length > 200) return "";
  const words = event.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return (words.match(/[\p{L}\p{N}]+/gu) ?? []).sort().join(" ");
}

/**
 * The secrets of an environment: none if it has none, or something else in their place.
 *
 * @param {WebhookOptions["secret"]} secret
 * @param {unknown} env
 */
export async function secretsOf(secret, env) {
  const given = typeof secret === "function" ? await secret(env) : secret;
  const secrets = typeof given === "string" ? [given] : Array.isArray(given) ? given : [];
  // While a secret is being changed, the other of the two may be unset.
  return secrets.filter((one) => typeof one === "string" && one !== "");
}
