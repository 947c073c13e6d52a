// @ts-check
// The options of a tracker.
import { configError } from "../internal/error.js";

/** @typedef {import("../tracker.js").TrackerOptions} Options */
/** @typedef {Required<Omit<Options, "token" | "pageViews" | "consent">> & Pick<Options, "token" | "pageViews" | "consent">} Settings */

const DEFAULTS = {
  storageKey: "refiner-tracker",
  credentials: /** @type {RequestCredentials} */ ("same-origin"),
  flushIntervalMs: 5_000,
  flushAt: 20,
  timeoutMs: 20_000,
  maxEvents: 1_000,
  maxBytes: 1_000_000,
  maxAgeMs: 604_800_000,
  maxPending: 100,
};

/** What those without a default must be. @type {{ [name: string]: string }} */
const TYPES = { endpoint: "string", token: "function", pageViews: "function", consent: "string" };

/**
 * @param {unknown} options
 * @returns {Settings & { url: string }}
 */
export function readOptions(options) {
  const settings = /** @type {Settings} */ ({ ...DEFAULTS });
  for (const [name, value] of Object.entries(options ?? {})) {
    if (value === undefined) continue;
    const type = TYPES[name] ?? typeof Reflect.get(DEFAULTS, name);
    if (type === "undefined") throw configError(`createTracker: there is no option ${name}`);
    if (typeof value !== type || value === "" || value < 0 || value !== value) throw configError(`createTracker: ${name} must be a ${type}`);
    Reflect.set(settings, name, value);
  }
  checkConsent(settings.consent ?? "granted");
  return { ...settings, timeoutMs: Math.min(settings.timeoutMs, LONGEST_MS), url: urlOf(settings.endpoint) };
}

/** The longest that a request may take, in milliseconds: a lease lasts longer. */
const LONGEST_MS = 30_000;

/** @param {unknown} consent */
export function checkConsent(consent) {
  if (!["pending", "granted", "denied"].includes(/** @type {string} */ (consent))) throw configError("consent must be pending, granted or denied");
}

/** @param {string} endpoint */
function urlOf(endpoint) {
  const { origin: here, href } = globalThis.location ?? {};
  try {
    const { protocol, origin, hostname, pathname, username, search, hash } = new URL(endpoint, href);
    const isPrivate = protocol === "https:" || origin === here || /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
    if (endpoint && isPrivate && !username && !search && !hash) return `${origin}${pathname.replace(/\/+$/, "")}/batch`;
  } catch {
    // Told below.
  }
  throw configError("createTracker: endpoint must be a path of this site, such as /r, or an address with https://");
}
