// @ts-check
// Which pages may call: an exact list. An origin is never reflected unless it is in the list, letter by letter.
import { configError } from "../internal/error.js";
import { isPrivate } from "../internal/settings.js";
import { notAllowed } from "./refusal.js";
import { EXPOSED } from "./reply.js";

/** @typedef {import("./reply.js").HeaderList} HeaderList */

/** What a page may send. Anything else fails the preflight. */
const SENT = ["authorization", "content-type", "content-encoding", "accept", "idempotency-key"];

/** How long a browser keeps the answer to a preflight, in seconds. */
const PREFLIGHT_SECONDS = "600";

/**
 * Checks the list of the options.
 *
 * @param {unknown} origins
 * @returns {Set<string>}
 */
export function readOrigins(origins) {
  if (!Array.isArray(origins)) throw configError("origins must be a list, such as [\"https://app.example.com\"]");
  for (const origin of origins) {
    const problem = problemOf(origin);
    if (problem) throw configError(`origins: ${JSON.stringify(origin)} ${problem}`);
  }
  return new Set(origins);
}

/** @param {unknown} origin */
function problemOf(origin) {
  if (typeof origin !== "string") return "is not text";
  if (origin.includes("*") || origin === "null") return "would allow more pages than one; name each origin";
  // Pages inside an app, such as capacitor://localhost. Their origin has no form that URL knows.
  if (/^(?!https?:|file:|data:|blob:|javascript:)[a-z][a-z0-9+.-]*:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin)) return undefined;
  let url;
  try {
    url = new URL(origin);
  } catch {
    return "is not an origin";
  }
  if (url.origin !== origin) return `is not an origin as browsers write it, such as ${url.origin === "null" ? "https://app.example.com" : url.origin}`;
  if (!isPrivate(url)) return "must begin with https:// (http:// only on this machine)";
}

/**
 * The headers for the page that a request comes from: none if it comes from no page.
 *
 * @param {string | null} origin
 * @param {Set<string>} origins
 * @param {boolean} withCookies Whether the page may send its cookies.
 * @returns {HeaderList | undefined}
 * @throws If the page is not in the list.
 */
export function pageHeaders(origin, origins, withCookies) {
  if (origin === null) return undefined;
  if (!origins.has(origin)) throw notAllowed("this origin may not use the gateway");
  return {
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Expose-Headers": EXPOSED,
    ...(withCookies && { "Access-Control-Allow-Credentials": "true" }),
  };
}

/**
 * The headers that answer a preflight.
 *
 * @param {Headers} asked
 * @param {string} method What it asks for.
 * @returns {HeaderList}
 * @throws If the page asks for a header that is not taken.
 */
export function preflight(asked, method) {
  for (const name of (asked.get("access-control-request-headers") ?? "").toLowerCase().split(",")) {
    if (name && !SENT.includes(name.trim())) throw notAllowed("a page may not send this header to the gateway");
  }
  return {
    "Access-Control-Allow-Methods": method,
    "Access-Control-Allow-Headers": SENT.join(", "),
    "Access-Control-Max-Age": PREFLIGHT_SECONDS,
    Vary: "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
  };
}
