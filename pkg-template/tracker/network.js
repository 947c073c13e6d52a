// @ts-check
// Sends batches to the gateway.
import { bodyOf, MOST_BYTES } from "./batch.js";
import { byteLength } from "./input.js";
import { retryAfter } from "./replies.js";

/** @typedef {import("./state.js").Sending} Sending */
/** @typedef {import("./replies.js").Reply} Reply */

/** How many requests of a page may outlive it, as browsers count. */
const MOST_REQUESTS = 9;

/** What all trackers of a page have in flight together. */
let usedBytes = 0;
let usedRequests = 0;

/**
 * @typedef {object} Network
 * @property {(sending: Sending, stop: AbortController) => Promise<Reply>} send
 * @property {(sends: Sending[]) => void} leave Sends now, with a page that is being left.
 * @property {(sends: Sending[]) => void} insure Has the browser send this once the page is gone, instead of what was insured before.
 */

/**
 * @param {{ url: string, timeoutMs: number, token?: unknown }} settings
 * @returns {Network}
 */
export function openNetwork({ url, timeoutMs, token: hasTokens }) {
  /** Ends what is insured. @type {AbortController | undefined} */
  let insured;

  /** @param {Sending} sending @param {AbortController} [stop] */
  const request = ({ batch, token }, stop) => ({
    method: "POST",
    headers: { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
    body: bodyOf(batch.entries),
    // Without tokens, the gateway knows users by their cookies.
    credentials: /** @type {RequestCredentials} */ (hasTokens ? "same-origin" : "include"),
    redirect: /** @type {const} */ ("error"),
    signal: stop?.signal,
  });

  /** Sends a request that outlives its page, if there is room for it. @param {ReturnType<typeof request>} init @returns {Promise<Response> | undefined} */
  const lasting = (init) => {
    const bytes = byteLength(init.body);
    if (usedBytes + bytes > MOST_BYTES || usedRequests >= MOST_REQUESTS) return undefined;
    usedBytes += bytes;
    usedRequests += 1;
    return fetch(url, { ...init, keepalive: true }).finally(() => {
      usedBytes -= bytes;
      usedRequests -= 1;
    });
  };

  return {
    async send(sending, stop) {
      const timer = setTimeout(() => stop.abort(), timeoutMs);
      try {
        const init = request(sending, stop);
        const reply = await (lasting(init) ?? fetch(url, init));
        return { status: reply.status, retryAfterMs: retryAfter(reply.headers.get("retry-after"), Date.now()), body: await reply.json().catch(() => {}) };
      } catch {
        return { status: 0 };
      } finally {
        clearTimeout(timer);
      }
    },

    leave(sends) {
      // Otherwise the browser does it.
      if (!insured) for (const sending of sends) lasting(request(sending))?.catch(() => {});
    },

    insure(sends) {
      insured?.abort();
      insured = undefined;
      const stop = new AbortController();
      try {
        for (const sending of sends) {
          /** @type {any} */ (globalThis).fetchLater(url, request(sending, stop));
          insured = stop;
        }
      } catch {
        // There is no such function, or no room. The page itself sends when it is left.
        stop.abort();
        insured = undefined;
      }
    },
  };
}
