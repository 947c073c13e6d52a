// @ts-check
// The options of a tracker.
import { configError } from "../internal/error.js";

/** @typedef {import("../tracker.js").TrackerOptions} Options */
/** @typedef {Required<Omit<Options, "token" | "pageViews" | "consent">> & Pick<Options, "token" | "pageViews" | "consent">} Settings */

const DAY_MS = 86_400_000;

const DEFAULTS = {
  storageKey: "refiner-tracker",
  flushIntervalMs: 5_000,
  flushAt: 20,
  timeoutMs: 20_000,
  maxEvents: 1_000,
  maxBytes: 1_000_000,
  maxAgeMs: 7 * DAY_MS,
  maxPending: 100,
  credentials: /** @type {RequestCredentials} */ ("same-origin"),
};

/** Timers take no more. */
const LONGEST_MS = 2 ** 31 - 1;

/** The least and the most of each number. @type {{ [name: string]: [number, number] }} */
const RANGES = {
  flushIntervalMs: [0, LONGEST_MS],
  flushAt: [1, 1e6],
  timeoutMs: [1, 30_000],
  maxEvents: [1, 1e6],
  maxBytes: [1, 1e9],
  maxAgeMs: [1, 3650 * DAY_MS],
  maxPending: [0, 1e6],
};

/** @type {{ [name: string]: readonly unknown[] }} */
const CHOICES = { consent: ["pending", "granted", "denied", undefined], credentials: ["same-origin", "include", "omit"] };

/**
 * @param {unknown} options
 * @returns {Settings & { url: string }}
 */
export function readOptions(options) {
  if (typeof options !== "object" || options === null) throw configError("createTracker needs its options: an object with the endpoint");
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const names = ["endpoint", "token", "pageViews", "consent", ...Object.keys(DEFAULTS)];
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) throw configError(`${unknown} is not an option of createTracker; there are: ${names.join(", ")}`);
  const settings = /** @type {Settings} */ ({ ...DEFAULTS, ...given });
  for (const [name, value] of Object.entries(settings)) {
    const [least, most] = RANGES[name] ?? [];
    if (least !== undefined && most !== undefined && !(typeof value === "number" && value >= least && value <= most)) {
      throw configError(`${name} must be a number from ${least} to ${most}`);
    }
    if (CHOICES[name] && !CHOICES[name].includes(value)) throw configError(`${name} must be one of: ${CHOICES[name].filter(Boolean).join(", ")}`);
  }
  for (const name of /** @type {const} */ (["token", "pageViews"])) {
    if (settings[name] !== undefined && typeof settings[name] !== "function") throw configError(`${name} must be a function`);
  }
  if (typeof settings.storageKey !== "string" || !settings.storageKey) throw configError("storageKey must be text that is not empty");
  return { ...settings, url: urlOf(settings.endpoint) };
}

/** @param {unknown} endpoint */
function urlOf(endpoint) {
  try {
    const url = new URL(String(endpoint), globalThis.location?.href);
    const isPrivate = url.protocol === "https:" || url.origin === globalThis.location?.origin || /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
    if (typeof endpoint === "string" && endpoint && isPrivate && !url.username && !url.search && !url.hash) {
      return `${url.href.replace(/\/+$/, "")}/batch`;
    }
  } catch {
    // Told below.
  }
  throw configError("endpoint must be the address of the gateway: a path of this site such as /r, or one that begins with https://");
}
