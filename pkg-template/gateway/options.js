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

const LIMITS = { perUser: 100, perAddress: 300, perKey: 4000 };

const NAMES = ["apiKey", "baseUrl", "tokens", "authenticate", "identity", "address", "onLog", "fetch", ...Object.keys(DEFAULTS)];

/** The largest reply that is passed on. A Worker has 128 MB for all of its requests. */
const MAX_REPLY_BYTES = 16 * 1024 * 1024;

/** @typedef {import("../gateway.js").GatewayOptions} Options */
/** @typedef {ReturnType<typeof readOptions>} Settings */

/** @param {unknown} options */
export function readOptions(options) {
  /** @type {Record<string, any>} */
  const { apiKey, baseUrl, tokens, authenticate, identity, address, onLog, fetch, ...rest } = { ...DEFAULTS, ...namedOptions("", options, NAMES) };
  for (const [name, value] of Object.entries({ authenticate, address, onLog, fetch })) checkFunction(name, value);
  for (const name of ["maxBodyBytes", "bodyTimeoutMs", "timeoutMs"]) checkLimit(name, rest[name]);
  if (tokens === undefined && authenticate === undefined && identity === undefined) {
    throw configError("the gateway needs one of: tokens, authenticate, identity; without them it could not know who is calling");
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
    body: { maxBodyBytes: Number(rest.maxBodyBytes), bodyTimeoutMs: Number(rest.bodyTimeoutMs) },
    timeoutMs: Number(rest.timeoutMs),
    client: new Refiner({
      apiKey,
      baseUrl,
      fetch,
      timeoutMs: Number(rest.timeoutMs),
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
    throw configError("basePath must be empty, or begin with a slash and end without one, such as /r");
  }
  return basePath;
}

/** @param {unknown} limits */
function readLimits(limits) {
  const given = namedOptions("limits.", limits, Object.keys(LIMITS));
  for (const [name, value] of Object.entries(given)) {
    if (value !== false) checkLimit(`limits.${name}`, value);
  }
  return /** @type {{ [name in keyof typeof LIMITS]: number | false }} */ ({ ...LIMITS, ...given });
}
