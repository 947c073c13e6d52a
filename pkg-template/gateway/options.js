// @ts-check
// Reads and checks the options, as strictly as the client reads its own.
import { Refiner } from "#refiner";
import { configError } from "../internal/error.js";
import { checkFunction, checkLimit } from "../internal/settings.js";
import { signatureCheck } from "./caller.js";
import { namedOptions } from "./checks.js";
import { readOrigins } from "./origins.js";
import { Table } from "./routes.js";
import { verifierOf } from "./tokens.js";

const DEFAULTS = {
  basePath: "",
  origins: [],
  actions: ["identify_user", "track_event"],
  limits: {},
  maxBodyBytes: 64 * 1024,
  bodyTimeoutMs: 10_000,
  timeoutMs: 20_000,
};

const NAMES = ["apiKey", "baseUrl", "tokens", "authenticate", "identity", "address", "onLog", "fetch", ...Object.keys(DEFAULTS)];

/** The largest reply that is passed on. A Worker has 128 MB for all of its requests. */
const MAX_REPLY_BYTES = 16 * 1024 * 1024;

/** @typedef {import("../gateway.js").GatewayOptions} Options */
/** @typedef {ReturnType<typeof readOptions>} Settings */

/** @param {unknown} options */
export function readOptions(options) {
  /** @type {Record<string, any>} */
  const { apiKey, baseUrl, tokens, authenticate, identity, address, onLog, fetch, maxBodyBytes, bodyTimeoutMs, timeoutMs, ...rest } = { ...DEFAULTS, ...namedOptions("", options, NAMES) };
  for (const [name, value] of Object.entries({ authenticate, address, onLog, fetch })) checkFunction(name, value);
  for (const [name, value] of Object.entries({ maxBodyBytes, bodyTimeoutMs, timeoutMs })) checkLimit(name, value);
  if (tokens === undefined && authenticate === undefined && identity === undefined) {
    throw configError("the gateway needs one of: tokens, authenticate, identity");
  }
  return {
    table: new Table(checkBasePath(rest.basePath), rest.actions),
    origins: readOrigins(rest.origins),
    withCookies: authenticate !== undefined,
    ways: {
      verify: tokens === undefined ? undefined : verifierOf(tokens, fetch),
      authenticate: /** @type {Options["authenticate"]} */ (authenticate),
      check: identity === undefined ? undefined : signatureCheck(identity),
    },
    limits: readLimits(rest.limits),
    address: /** @type {Options["address"]} */ (address),
    body: { maxBodyBytes, bodyTimeoutMs },
    timeoutMs,
    client: new Refiner({
      apiKey,
      baseUrl,
      fetch,
      timeoutMs,
      // The caller tries again, and knows how long it can wait. Two who retry would send a request nine times.
      maxRetries: 0,
      maxBodyBytes: MAX_REPLY_BYTES,
      // A body is passed on unparsed, and checked only where somebody listens.
      onAnomaly: () => {},
    }),
  };
}

/** @param {unknown} basePath */
function checkBasePath(basePath) {
  if (typeof basePath !== "string" || !/^(\/[\w.~-]+)*$/.test(basePath)) {
    throw configError("basePath must be empty, or begin with a slash, such as /r");
  }
  return basePath;
}

/** @param {unknown} limits @returns {import("../gateway-state.js").LimitOptions} */
function readLimits(limits) {
  const given = namedOptions("limits.", limits, ["perUser", "perAddress", "perKey"]);
  for (const [name, value] of Object.entries(given)) {
    if (value !== false) checkLimit(`limits.${name}`, value);
  }
  return given;
}
