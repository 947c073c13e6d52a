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
  /** @type {{ bytes: number, requests: number }} */
  const used = (Reflect.get(globalThis, BUDGET) ?? (Reflect.set(globalThis, BUDGET, { bytes: 0, requests: 0 }), Reflect.get(globalThis, BUDGET)));
  /** @type {{ stop: AbortController, result: { activated: boolean } }[]} */
  let insured = [];

  /** @param {Sending} sending @returns {RequestInit & { body: string }} */
  const request = ({ batch, token }) => ({
    method: "POST",
    headers: { "Content-Type": "application/json", ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
    body: bodyOf(batch.entries),
    credentials,
    cache: "no-store",
    redirect: "error",
  });

  /**
   * A request that outlives its page if there is room for it; undefined if there is none.
   *
   * @param {RequestInit & { body: string }} init
   * @returns {Promise<Response> | undefined}
   */
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
        const init = { ...request(sending), signal: stop.signal };
        const response = await (lasting(init)?.catch((error) => {
          // Others may have used up the browser's room for such requests.
          if (stop.signal.aborted) throw error;
          return fetch(url, init);
        }) ?? fetch(url, init));
        const retryAfterMs = retryAfter(response.headers.get("retry-after"), Date.now());
        const body = await response.json().catch(() => undefined);
        return { status: response.status, body, ...(retryAfterMs !== undefined && { retryAfterMs }) };
      } catch {
        return { status: 0 };
      } finally {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
      }
    },

    leave(sends) {
      // The browser will do it.
      if (insured.length && insured.every(({ result }) => !result.activated)) return;
      for (const sending of sends) lasting(request(sending))?.catch(() => {});
    },

    insure(sends) {
      const { fetchLater } = /** @type {{ fetchLater?: (url: string, init: RequestInit) => { activated: boolean } }} */ (/** @type {unknown} */ (globalThis));
      if (!fetchLater) return;
      for (const { stop } of insured) stop.abort();
      insured = [];
      for (const sending of sends) {
        const stop = new AbortController();
        try {
          insured.push({ stop, result: fetchLater.call(globalThis, url, { ...request(sending), signal: stop.signal }) });
        } catch {
          // No room. The page itself sends when it is left.
          for (const each of insured) each.stop.abort();
          insured = [];
          return;
        }
      }
    },
  };
}
