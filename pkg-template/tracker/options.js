// @ts-check
// The options of a tracker.
import { configError } from "../internal/error.js";

/** @typedef {import("../tracker.js").TrackerOptions} Options */
/** @typedef {Required<Omit<Options, "token" | "pageViews" | "consent">> & Pick<Options, "token" | "pageViews" | "consent">} Settings */

const DEFAULTS = {
  storageKey: "refiner-tracker",
  flushIntervalMs: 5_000,
  flushAt: 20,
  timeoutMs: 20_000,
  maxEvents: 1_000,
  maxBytes: 1_000_000,
  maxAgeMs: 604_800_000,
  maxPending: 100,
};

/** What each must be, if not what its default is. @type {{ [name: string]: unknown }} */
const EXAMPLES = { __proto__: null, ...DEFAULTS, endpoint: "/r", consent: "granted", token() {}, pageViews() {} };

/** The longest that a request may take, in milliseconds: a lease lasts longer. */
const LONGEST_MS = 30_000;

/**
 * @param {unknown} options
 * @returns {Settings & { url: string }}
 */
export function readOptions(options) {
  const settings = /** @type {Settings & { [name: string]: unknown }} */ ({ ...DEFAULTS });
  for (const [name, value] of Object.entries(options ?? {})) {
    if (value === undefined) continue;
    const type = typeof EXAMPLES[name];
    if (typeof value !== type || value === "" || value < 0 || Number.isNaN(value)) {
      throw configError(type === "undefined" ? `there is no option ${name}` : `${name} must be a ${type}`);
    }
    settings[name] = value;
  }
  checkConsent(settings.consent ?? "granted");
  try {
    const { origin, pathname, username, search, hash } = new URL(settings.endpoint, globalThis.location?.href);
    if (settings.endpoint && /^http/.test(origin) && !(username + search + hash)) {
      return { ...settings, timeoutMs: Math.min(settings.timeoutMs, LONGEST_MS), url: `${origin}${pathname.replace(/\/+$/, "")}/batch` };
    }
  } catch {
    // Told below.
  }
  throw configError("endpoint must be an address, such as /r");
}

/** @param {string} consent */
export function checkConsent(consent) {
  if (!["pending", "granted", "denied"].includes(consent)) throw configError("consent must be pending, granted or denied");
}
