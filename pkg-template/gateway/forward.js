// @ts-check
// Sends one entry to Refiner, with the client, the key and the deadline, and says what is known of it afterwards.
import { PASS_ON } from "../internal/client.js";
import { isRefinerError } from "../internal/error.js";
import { failureOf } from "./refusal.js";

/** @typedef {import("../index.js").ErrorKind} ErrorKind */
/** @typedef {import("./refusal.js").Failure} Failure */
/** @typedef {import("./routes.js").Route} Route */
/** @typedef {InstanceType<typeof import("#refiner").Refiner>} Refiner */

/**
 * @typedef {object} Forwarded
 * @property {number} status The status of the reply.
 * @property {string | Uint8Array} body Its JSON: Refiner's own, or a {@link Failure}. Bytes for a read, text for anything else.
 * @property {ErrorKind} [kind] Present if it failed.
 * @property {Failure} [failure]
 * @property {number} [retryAfterMs]
 * @property {"no" | "maybe" | "yes"} reached Whether the request arrived there.
 * @property {unknown} [cause] For the log.
 */

/**
 * @param {Refiner} client
 * @param {Route} route
 * @param {unknown} input
 * @param {{ timeoutMs: number, signal?: AbortSignal }} limits
 * @returns {Promise<Forwarded>}
 */
export async function forward(client, route, input, limits) {
  /** @type {Uint8Array | undefined} */
  let bytes;
  const sink = (/** @type {Uint8Array | undefined} */ chunk) => {
    bytes = chunk;
    return true;
  };
  try {
    const { status } = await client[PASS_ON](route.action, input, limits, sink);
    const body = bytes ?? new Uint8Array();
    // What a read gives goes on as it came. The reply to a write is remembered, as text.
    return { status, body: route.effect === "read" ? body : new TextDecoder().decode(body), reached: "yes" };
  } catch (error) {
    return failed(route, error);
  }
}

/** What is said of a failure that only the owner of the gateway can mend. */
export const NOT_SET_UP = "the gateway is not set up rightly; its log says why";

const UNUSABLE = "Refiner's reply cannot be used";

/** What a caller is told, by kind, where the error's own words are for the owner of the gateway. @type {{ [kind in ErrorKind]?: string }} */
const SAID = {
  config: NOT_SET_UP,
  network: "the connection to Refiner failed",
  timeout: "Refiner did not answer in time",
  redirect: UNUSABLE,
  too_large: UNUSABLE,
  decode: UNUSABLE,
};

/** What shows a page, or a stack: never Refiner's words for its caller. */
const NOT_WORDS = /^\s*<|<(!|html|body)|\bat \S+ ?\(|\.\w+:\d/i;

/**
 * @param {Route} route
 * @param {unknown} error
 * @returns {Forwarded}
 */
function failed(route, error) {
  if (!isRefinerError(error)) throw error;
  const { message, path, detail, retryAfterMs: retry_after_ms, status: answered = 0 } = error;
  // Refiner refuses the gateway's key. The caller did nothing wrong, and can do nothing about it.
  const kind = error.kind === "auth" ? "config" : error.kind;
  /** @type {Failure} */
  let failure = { kind, message: SAID[kind] ?? "Refiner failed to answer; try again later", retry_after_ms };
  let status = 502;
  if (kind === "input") {
    [status, failure] = [400, failureOf({ kind, message: message.replace(/^\w+: /, ""), path })];
  } else if (error.kind === "config") {
    status = 500;
  } else if (kind === "timeout") {
    status = 504;
  } else if (kind === "server") {
    // With 504, somebody in front of Refiner says that it got no answer.
    if (answered === 503 || answered === 504) status = answered;
  } else if (SAID[kind] === undefined && answered >= 400 && answered < 500) {
    status = answered;
    failure.message = "Refiner refused the request";
    // Where the client looks first for the words of Refiner.
    if (detail !== undefined && !NOT_WORDS.test(detail)) failure.error = detail;
  }
  return { status, body: JSON.stringify(failure), kind, failure, retryAfterMs: retry_after_ms, reached: reachedBy(route, error), cause: error };
}

/** @param {Route} route @param {import("../internal/error.js").RefinerError} error @returns {Forwarded["reached"]} */
function reachedBy(route, { kind, status, attempts, message }) {
  // Workers limit how often one request may call somebody. Then they throw, and send nothing.
  if (attempts === 0 || /too many subrequests/i.test(message)) return "no";
  if (kind === "timeout" || kind === "aborted") return status === undefined ? "maybe" : "yes";
  // The core says in its message whether a write may have arrived: it alone has seen how the connection failed.
  if (kind === "network") return route.effect !== "read" && message.endsWith("it may have been carried out anyway") ? "maybe" : "no";
  return "yes";
}
