// @ts-check
// Checks the options of a handler, and makes what all of its requests share.
import { Refiner } from "refiner-wasm";
import { openOnce, tokenVerifier } from "refiner-wasm/gateway";
import { tools } from "refiner-wasm/tools";
import { confirmationsOf } from "../server/confirm.js";
import { optionError } from "./errors.js";

/** @typedef {import("../index.js").McpHandlerOptions} Options */
/** @typedef {NonNullable<import("../server/confirm.js").Confirmations["use"]>} Use */

/** A token for pages is none for models. */
const AUDIENCE = "refiner-mcp";

const NAMES = ["apiKey", "baseUrl", "hosts", "origins", "tokens", "authenticate", "profile", "outputSchemas", "verify", "confirmations", "timeoutMs", "maxBodyBytes", "onError"];

/**
 * @param {Options} options
 * @param {object} env
 * @param {Use} memory Remembers confirmations in this process.
 */
export function setUp(options, env, memory) {
  if (typeof options !== "object" || options === null) throw optionError("needs an object with options");
  for (const name of Object.keys(options)) {
    if (!NAMES.includes(name)) throw optionError(`${name} is not an option; there are: ${NAMES.join(", ")}`);
  }
  const { apiKey, baseUrl, hosts, origins = [], tokens, authenticate, profile = "all", onError } = options;
  const { outputSchemas = true, verify = true, confirmations, timeoutMs = 25_000, maxBodyBytes = 262_144 } = options;
  if (typeof apiKey !== "string" || apiKey === "") throw optionError("apiKey is missing");
  if (!isTexts(hosts) || hosts.length === 0) throw optionError("hosts must list the host names under which the server is reached");
  if (!isTexts(origins) || origins.some((origin) => origin === "*" || origin === "null")) throw optionError("origins must be a list of origins, each named");
  if (tokens === undefined && typeof authenticate !== "function") throw optionError("needs tokens, or authenticate");
  for (const [name, value] of Object.entries({ outputSchemas, verify })) {
    if (typeof value !== "boolean") throw optionError(`${name} must be true or false`);
  }
  for (const [name, value] of Object.entries({ timeoutMs, maxBodyBytes })) {
    if (!Number.isSafeInteger(value) || value <= 0) throw optionError(`${name} must be a whole number above 0`);
  }
  // Refuses a profile that does not exist.
  tools({ format: "mcp", profile });
  const refiner = new Refiner({ apiKey, ...(baseUrl !== undefined && { baseUrl }) });
  const shared = { refiner, profile, outputSchemas, verify, timeoutMs, confirmations: readConfirmations(confirmations, env, memory) };
  return { shared, hosts, origins, authenticate, onError, maxBodyBytes, ...(tokens && { verify: tokenVerifier({ audience: AUDIENCE, ...tokens }) }) };
}

/** @param {unknown} list @returns {list is string[]} */
function isTexts(list) {
  return Array.isArray(list) && list.every((text) => typeof text === "string" && text !== "");
}

/**
 * @param {Options["confirmations"]} options
 * @param {import("refiner-wasm/gateway").GatewayStateEnv} env
 * @param {Use} memory
 */
function readConfirmations(options, env, memory) {
  // Without a secret nothing is confirmed, and what comes back as a state was signed by nobody.
  if (options === undefined) return confirmationsOf(crypto.getRandomValues(new Uint8Array(32)), undefined);
  const { secret, once } = options;
  if (typeof secret !== "string" || new TextEncoder().encode(secret).length < 32) throw optionError("confirmations.secret must have 32 bytes or more");
  if (once !== undefined && once !== "memory") throw optionError('confirmations.once must be "memory", or left out');
  return confirmationsOf(secret, once === "memory" ? memory : env.REFINER_ONCE && onceInObject(env));
}

/**
 * @param {import("refiner-wasm/gateway").GatewayStateEnv} env
 * @returns {Use}
 */
function onceInObject(env) {
  const once = openOnce({ env });
  return async (user, id) => {
    // What the object cannot say for sure is no first use.
    const { outcome } = await once.run({ user, id, idempotent: false }, async () => ({ settled: true, reply: { status: 200, body: "{}" } }));
    return outcome === "sent";
  };
}
