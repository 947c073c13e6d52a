// @ts-check
// The options of a webhook handler, checked when it is made.
import { configError } from "../../internal/error.js";

/** @typedef {import("../../gateway-state.js").WebhookOptions<any>} WebhookOptions */
/** @typedef {import("../../gateway-state.js").WebhookHandler<any>} WebhookHandler */

const NAMES = ["secret", "place", "on", "maxBytes", "timeoutMs", "replay", "onLog"];

/** @param {WebhookOptions} options */
export function readOptions(options) {
  if (typeof options !== "object" || options === null) throw configError("createWebhookHandler needs an object with a secret and on");
  for (const name of Object.keys(options)) {
    if (!NAMES.includes(name)) throw configError(`createWebhookHandler: ${name} is not an option; there are: ${NAMES.join(", ")}`);
  }
  const { secret, place, on, maxBytes = 262_144, timeoutMs = 10_000, replay = true, onLog } = options;
  if (typeof on !== "object" || on === null) throw configError("createWebhookHandler: on must be an object of functions");
  for (const [name, value] of Object.entries({ maxBytes, timeoutMs })) {
    if (typeof value !== "number" || !(value > 0) || value > 2 ** 31 - 1) throw configError(`createWebhookHandler: ${name} must be a number above 0`);
  }
  if (typeof replay !== "boolean") throw configError("createWebhookHandler: replay must be true or false");
  if (onLog !== undefined && typeof onLog !== "function") throw configError("createWebhookHandler: onLog must be a function");
  if (place !== undefined) checkPlace(place);
  return { secret, place, handlers: handlersOf(on), maxBytes, timeoutMs, replay, onLog };
}

/** @param {any} place */
function checkPlace(place) {
  const names = Object.keys(place ?? {});
  if (names.length !== 1 || !["header", "query"].includes(names[0]) || typeof place[names[0]] !== "string" || place[names[0]] === "") {
    throw configError("createWebhookHandler: place must be { header: name } or { query: name }");
  }
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
    if (typeof handler !== "function") throw configError(`createWebhookHandler: on.${name} must be a function`);
    const event = nameOfEvent(name);
    if (handlers.has(event)) throw configError(`createWebhookHandler: on has two handlers for ${event}`);
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
