// @ts-check
// Sends batches to the gateway.
import { bodyOf, MOST_BYTES } from "./batch.js";
import { byteLength } from "./input.js";
import { retryAfter } from "./replies.js";

/** @typedef {import("./machine.js").Sending} Sending */
/** @typedef {import("./replies.js").Reply} Reply */

/** How many requests of a page may outlive it, as browsers count. */
const MOST_REQUESTS = 9;

/** What all trackers of a page have in flight together. */
const BUDGET = Symbol.for("refiner-wasm.keepalive");

/**
 * @typedef {object} Network
 * @property {(sending: Sending, signal: AbortSignal) => Promise<Reply>} send
 * @property {(sends: Sending[]) => void} leave Sends now, with a page that is being left.
 * @property {(sends: Sending[]) => void} insure Has the browser send this once the page is gone, instead of what was insured before.
 */

/**
 * @param {{ url: string, timeoutMs: number, credentials: RequestCredentials }} settings
 * @returns {Network}
 */
export function openNetwork({ url, timeoutMs, credentials }) {
  /** @type {any} */
  const { fetchLater, [BUDGET]: found } = globalThis;
  /** @type {{ bytes: number, requests: number }} */
  const used = found ?? { bytes: 0, requests: 0 };
  Reflect.set(globalThis, BUDGET, used);
  let insured = new AbortController();
  let isInsured = false;

  /** @param {Sending} sending @param {AbortSignal} [signal] */
  const request = ({ batch, token }, signal) => ({
    method: "POST",
    headers: { "Content-Type": "application/json", ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
    body: bodyOf(batch.entries),
    credentials,
    redirect: /** @type {const} */ ("error"),
    ...(signal && { signal }),
  });

  /** Sends a request that outlives its page, if there is room for it. @param {ReturnType<typeof request>} init @returns {Promise<Response> | undefined} */
  const lasting = (init) => {
    const bytes = byteLength(init.body);
    if (used.bytes + bytes > MOST_BYTES || used.requests >= MOST_REQUESTS) return undefined;
    used.bytes += bytes;
    used.requests += 1;
    return fetch(url, { ...init, keepalive: true }).finally(() => {
      used.bytes -= bytes;
      used.requests -= 1;
    });
  };

  return {
    async send(sending, signal) {
      const stop = new AbortController();
      const end = () => stop.abort();
      const timer = setTimeout(end, timeoutMs);
      signal.addEventListener("abort", end);
      try {
        const init = request(sending, stop.signal);
        const response = await (lasting(init) ?? fetch(url, init));
        const { status, headers } = response;
        return { status, retryAfterMs: retryAfter(headers.get("retry-after"), Date.now()), body: await response.json().catch(() => {}) };
      } catch {
        return { status: 0 };
      } finally {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
      }
    },

    leave(sends) {
      // Otherwise the browser does it.
      if (!isInsured) for (const sending of sends) lasting(request(sending))?.catch(() => {});
    },

    insure(sends) {
      insured.abort();
      insured = new AbortController();
      isInsured = false;
      try {
        for (const sending of fetchLater ? sends : []) {
          fetchLater.call(globalThis, url, request(sending, insured.signal));
          isInsured = true;
        }
      } catch {
        // No room. The page itself sends when it is left.
        insured.abort();
        isInsured = false;
      }
    },
  };
}
