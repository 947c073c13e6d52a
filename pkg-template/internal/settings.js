// @ts-check
// The settings of a client and the options of a call, checked before anything else happens.
import { entries } from "../wasm/refiner_wasm.js";
import { configError, inputError } from "./error.js";

/** @typedef {import("../index.js").RefinerOptions} RefinerOptions */
/** @typedef {import("../index.js").CallOptions} CallOptions */
/** @typedef {import("../index.js").PreloadOptions} PreloadOptions */

const DEFAULTS = {
  baseUrl: "https://api.refiner.io/v1",
  timeoutMs: 30_000,
  maxRetries: 2,
  maxBodyBytes: 64 * 1024 * 1024,
};

const NAMES = ["apiKey", "token", "dangerouslyAllowBrowser", "fetch", "onAnomaly", ...Object.keys(DEFAULTS)];

/**
 * @param {RefinerOptions} options
 */
export function readSettings(options) {
  if (typeof options !== "object" || options === null) {
    throw configError("new Refiner(…) needs an object with an apiKey (or, in a page, a baseUrl and a token)");
  }
  const given = plainOptions(options, (problem) => configError(`new Refiner(…) needs a plain object; what it got ${problem}`));
  for (const name of Object.keys(given)) {
    if (!NAMES.includes(name)) throw configError(`${name} is not a setting; there are: ${NAMES.join(", ")}`);
  }
  /** @type {Record<string, any>} */
  const all = Object.assign(Object.create(null), DEFAULTS, given);
  const { apiKey, token, fetch, onAnomaly, ...rest } = all;
  const baseUrl = checkAddress(rest.baseUrl);
  checkLimit("timeoutMs", rest.timeoutMs);
  checkRetries("maxRetries", rest.maxRetries);
  checkLimit("maxBodyBytes", rest.maxBodyBytes);
  checkFunction("fetch", fetch);
  checkFunction("onAnomaly", onAnomaly);
  return {
    baseUrl,
    timeoutMs: /** @type {number} */ (rest.timeoutMs),
    maxRetries: /** @type {number} */ (rest.maxRetries),
    maxBodyBytes: /** @type {number} */ (rest.maxBodyBytes),
    key: readKey(apiKey, token, rest.dangerouslyAllowBrowser === true, isOwnOrigin(baseUrl)),
    fetch,
    onAnomaly,
  };
}

/**
 * A copy of options, without undefined values, so that defaults apply. Only own properties count: a polluted prototype sets no
 * option. Each getter is read once.
 *
 * @param {unknown} options
 * @param {(problem: string) => Error} refuse Makes the error; the problem completes a sentence: `must be an object`.
 * @returns {Record<string, any>}
 */
export function plainOptions(options, refuse) {
  const given = entries(options);
  if (typeof given === "string") throw refuse(given);
  return Object.assign(Object.create(null), Object.fromEntries(given));
}

/**
 * The options of one call over the settings of its client.
 *
 * @param {ReturnType<typeof readSettings>} settings
 * @param {(CallOptions & PreloadOptions) | undefined} options
 * @param {string} action
 * @param {string[]} names The options that exist.
 */
export function callSettings(settings, options, action, names = ["signal", "timeoutMs", "maxRetries"]) {
  const { baseUrl, maxBodyBytes, key, fetch } = settings;
  // Only browsers (a 410 forever) and Next cache replies. Some Workers throw when `cache` is set at all.
  const noStore = isPage() || isNext();
  let { timeoutMs, maxRetries } = settings;
  let signal, insight;
  if (options !== undefined) {
    const given = plainOptions(options, (problem) => inputError(action, "options", problem));
    for (const name of Object.keys(given)) {
      if (!names.includes(name)) throw inputError(action, `options.${name}`, `is not an option; there are: ${names.join(", ")}`);
    }
    ({ signal, timeoutMs = timeoutMs, maxRetries = maxRetries, insight } = given);
    /** @type {Complain} */
    const complain = (name, problem) => inputError(action, `options.${name}`, problem);
    checkLimit("timeoutMs", timeoutMs, complain);
    checkRetries("maxRetries", maxRetries, complain);
    if (signal !== undefined && typeof signal?.addEventListener !== "function") {
      throw inputError(action, "options.signal", "must be an AbortSignal");
    }
    if (insight !== undefined && typeof insight !== "boolean") throw inputError(action, "options.insight", "must be true or false");
  }
  return { baseUrl, maxBodyBytes, key, fetch, noStore, timeoutMs, spentMs: 0, maxRetries, signal, insight };
}

/**
 * @param {unknown} apiKey
 * @param {unknown} token
 * @param {boolean} allowBrowser
 * @param {boolean} ownOrigin Whether requests go to the page's own origin, which knows its visitors by their cookies.
 */
function readKey(apiKey, token, allowBrowser, ownOrigin) {
  if (apiKey !== undefined && token !== undefined) {
    throw configError("give an apiKey, or a token for a gateway, not both");
  }
  if (apiKey !== undefined && !allowBrowser && isPage()) {
    throw configError(
      "an apiKey in a page can be read by everyone who visits it; use { baseUrl: gateway, token }, " +
        "or set dangerouslyAllowBrowser: true where that does no harm",
    );
  }
  const key = apiKey ?? token;
  if (key === undefined && ownOrigin) return undefined;
  if (typeof key !== "function" && (typeof key !== "string" || key === "")) {
    throw configError("apiKey (or token) is missing: give text, or a function that gives it");
  }
  return key;
}

// A page or one of its workers. Servers and edge runtimes have neither a document nor importScripts.
function isPage() {
  const scope = /** @type {any} */ (globalThis);
  return typeof scope.document === "object" || (typeof scope.importScripts === "function" && "location" in scope);
}

// Next's own fetch keeps replies, from the build on even. It is asked at each call, because Next may put it in place after a client is made.
const isNext = () => /** @type {any} */ (globalThis).fetch?.__nextPatched === true;

/** The origin of a page, or of a worker of one (whose own address may begin with `blob:`). */
function ownOrigin() {
  try {
    return isPage() ? new URL(/** @type {any} */ (globalThis).location.href).origin : undefined;
  } catch {}
}

/** @param {string} address */
function isOwnOrigin(address) {
  return new URL(address).origin === ownOrigin();
}

/** A relative address, resolved as the page would, if it stays on its origin. @param {unknown} baseUrl */
function onOwnOrigin(baseUrl) {
  const origin = ownOrigin();
  if (!origin || typeof baseUrl !== "string" || baseUrl === "") return undefined;
  const { href } = /** @type {any} */ (globalThis).location;
  try {
    const url = new URL(baseUrl, href.startsWith("blob:") ? origin : href);
    return url.origin === origin ? url : undefined;
  } catch {}
}

/** @param {unknown} baseUrl */
function checkAddress(baseUrl) {
  let url;
  try {
    url = new URL(/** @type {string} */ (baseUrl));
  } catch {
    url = onOwnOrigin(baseUrl);
  }
  if (!url) {
    throw configError(
      "baseUrl must be a full address, such as https://api.refiner.io/v1; only in a page may it be one of the page's own origin, such as /refiner",
    );
  }
  if (!isPrivate(url)) {
    throw configError("baseUrl must begin with https:// (http:// only on this machine), or the key could be read on the way");
  }
  if (url.username || url.password || /[?#\\\s]/.test(String(baseUrl))) {
    throw configError("baseUrl must not have a user name, a query, a fragment or white space");
  }
  // Normalized by the host: HTTPS://API.refiner.io becomes https://api.refiner.io.
  return url.href.replace(/\/+$/, "");
}

/** Whether nobody on the way can read what is sent there: https, or http on this machine. @param {URL} url */
export function isPrivate({ protocol, hostname }) {
  return protocol === "https:" || (protocol === "http:" && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname));
}

/** @typedef {(name: string, problem: string) => Error} Complain */

/** @type {Complain} */
const wrongSetting = (name, problem) => configError(`${name} ${problem}`);

/** @param {string} name @param {unknown} value @param {Complain} complain */
export function checkLimit(name, value, complain = wrongSetting) {
  if (typeof value !== "number" || !Number.isFinite(value) || value <= 0) {
    throw complain(name, `must be a finite number above 0, got ${show(value)}`);
  }
}

/** @param {string} name @param {unknown} value @param {Complain} complain */
function checkRetries(name, value, complain = wrongSetting) {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > 1000) {
    throw complain(name, `must be a whole number from 0 to 1000, got ${show(value)}`);
  }
}

/** @param {string} name @param {unknown} value */
export function checkFunction(name, value) {
  if (value !== undefined && typeof value !== "function") throw configError(`${name} must be a function`);
}

/** @param {unknown} value */
function show(value) {
  return typeof value === "number" ? String(value) : value === null ? "null" : `a ${typeof value}`;
}
