// @ts-check
// What the reply to a call means for its event.

/** The longest delay, in seconds. Refiner may ask for more; a queue takes at least this (12 hours). */
const MOST_SECONDS = 43_200;

/** Nothing was done, and it may work later: Refiner is too busy, or the gateway's own settings are wrong. */
const LATER = ["auth", "config", "rate_limited", "redirect"];

/** An answer that is not Refiner's, or of which only a part arrived. */
const UNREADABLE = ["decode", "too_large", "network", "timeout", "aborted"];

/**
 * - `done`: Refiner took it.
 * - `later`: it was not done, or it does no harm twice. A 5xx that Refiner answers (other than 504) counts as not done.
 * - `unknown`: it was sent, nobody knows whether it was done, and twice would be wrong.
 * - `refused`: it will never be taken.
 *
 * @param {Pick<import("../../gateway-state.js").Forwarded, "status" | "kind" | "reached">} forwarded
 * @param {boolean} idempotent
 * @returns {"done" | "later" | "unknown" | "refused"}
 */
export function judge({ status, kind = "", reached }, idempotent) {
  if (status < 300 && kind === "") return "done";
  if (kind === "input") return "refused";
  if (reached === "no" || LATER.includes(kind)) return "later";
  if (reached === "maybe" || UNREADABLE.includes(kind) || status === 504) return idempotent ? "later" : "unknown";
  return status >= 500 || [401, 408, 425, 429].includes(status) ? "later" : "refused";
}

/**
 * How long until the next attempt: what Refiner asked for, or 5 seconds, doubled each time, up to 15 minutes. A hundred attempts, the
 * most that a queue makes, then last for 23 hours.
 *
 * @param {number} attempts How many were made, this one included.
 * @param {number} [retryAfterMs]
 * @returns {number} Seconds.
 */
export function delayOf(attempts, retryAfterMs = 0) {
  const backoff = Math.min(900, 5 * 2 ** (attempts - 1));
  return Math.min(MOST_SECONDS, Math.max(backoff, Math.ceil(retryAfterMs / 1000)));
}
