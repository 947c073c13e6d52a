// @ts-check
// Makes a `Response` of the sandbox's answer, and lets happen to it what the sandbox says: what a caller of `fetch` would see of that fault
// on a network.
import { toBytes } from "./headers.js";

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {[name: string, value: string][]} headers
 * @property {number} length Of the whole body, in bytes.
 * @property {Uint8Array} body As much of it as is to be sent.
 * @property {{ kind: string, ms?: number }} delivery See sandbox/wasm.
 */

/** @typedef {{ method: string, signal: AbortSignal | undefined, redirect: RequestRedirect }} How */

/** The statuses whose replies have no body. */
const EMPTY = [204, 205, 304];

/** The beginning of the body that never ends, and how it goes on. */
const [ENDLESS_HEAD, ENDLESS_ITEMS] = ['{"items":[0', ",0".repeat(8 * 1024)];

/** After how many of its pieces everything else has its turn, as while a network is read. */
const AT_A_TIME = 16;

/**
 * @param {Answer} answer
 * @param {How} how
 * @returns {Promise<Response>}
 */
export async function deliver({ status, headers, length, body, delivery }, { method, signal, redirect }) {
  const { kind, ms = 0 } = delivery;
  if (kind === "after") await passed(ms, signal);
  if (kind === "stall_before_headers") await never(signal);
  if (kind === "reset") throw lost("ECONNRESET", "fetch failed");
  const isRedirect = status >= 300 && status < 400 && headers.some(([name]) => name === "location");
  if (isRedirect && redirect !== "manual") {
    throw new TypeError("fetch failed", { cause: new Error('the sandbox leads nowhere else; redirect: "manual" shows a redirect') });
  }
  const isWhole = kind === "at_once" || kind === "after";
  const all = new Headers();
  for (const [name, value] of headers) all.append(name, toBytes(value));
  if (kind !== "close_midway" && kind !== "endless" && !EMPTY.includes(status)) all.set("content-length", String(length));
  const hasNone = method === "HEAD" || EMPTY.includes(status);
  const content = hasNone ? null : isWhole ? /** @type {Uint8Array<ArrayBuffer>} */ (body) : streamOf({ kind, body, length, ms, signal });
  return new Response(content, { status, headers: all });
}

/**
 * The body of an answer that does not arrive at once.
 *
 * @param {{ kind: string, body: Uint8Array, length: number, ms: number, signal: AbortSignal | undefined }} of
 */
function streamOf({ kind, body, length, ms, signal }) {
  let sent = 0;
  const encoder = new TextEncoder();
  const pull = async (/** @type {ReadableStreamDefaultController<Uint8Array>} */ controller) => {
    if (kind === "endless") {
      if (sent % AT_A_TIME === 0) await passed(0, signal);
      return controller.enqueue(encoder.encode(sent++ === 0 ? ENDLESS_HEAD : ENDLESS_ITEMS));
    }
    if (kind === "stall") return never(signal);
    const end = kind === "drip" ? sent + 1 : body.length;
    if (sent < body.length) controller.enqueue(body.slice(sent, end));
    else if (kind !== "close_midway" && sent < length) throw lost("UND_ERR_SOCKET", "terminated");
    else return controller.close();
    sent = end;
    if (kind === "drip") await passed(ms, signal);
  };
  const start = (/** @type {ReadableStreamDefaultController<Uint8Array>} */ controller) => {
    signal?.addEventListener("abort", () => controller.error(signal.reason), { once: true });
  };
  return new ReadableStream({ start, pull }, { highWaterMark: 0 });
}

/**
 * What a host throws where a connection ends.
 *
 * @param {string} code As Node has it.
 * @param {string} message
 */
function lost(code, message) {
  return new TypeError(message, { cause: Object.assign(new Error("the sandbox ended the connection"), { code }) });
}

/** Waits for the signal. @param {AbortSignal | undefined} signal @returns {Promise<never>} */
function never(signal) {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    else signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** Waits for a time, or for the signal. @param {number} ms @param {AbortSignal | undefined} signal @returns {Promise<void>} */
function passed(ms, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}
