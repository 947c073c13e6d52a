// @ts-check
// Sends one entry to Refiner, with the client, the key and the deadline, and says what is known of it afterwards.
import { PASS_ON } from "../internal/client.js";
import { isRefinerError } from "../internal/error.js";

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
 * @property {"no" | "maybe" | "yes"} reached Whether Refiner has done it.
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

/** What a caller is told, by kind, where the error's own words are for the owner of the gateway. @type {{ [kind in ErrorKind]?: [number, string] }} */
const SAID = {
  server: [502, "Refiner failed to answer; try again later"],
  network: [502, "Refiner could not be reached, or the connection was lost"],
  timeout: [504, "Refiner did not answer in time"],
  aborted: [502, "the call was ended before Refiner answered"],
  redirect: [502, "Refiner answered with a redirect, which is never followed"],
  too_large: [502, "Refiner's reply is too large"],
  decode: [502, "Refiner's reply cannot be used"],
  permission: [403, "Refiner does not allow this"],
  not_found: [404, "Refiner found no such object"],
  conflict: [409, "the request conflicts with existing data"],
  rate_limited: [429, "Refiner gets too many requests; wait before trying again"],
};

/** What is said of a failure that only the owner of the gateway can mend. */
export const NOT_SET_UP = "the gateway is not set up rightly; its log says why";

/**
 * @param {Route} route
 * @param {unknown} error
 * @returns {Forwarded}
 */
function failed(route, error) {
  if (!isRefinerError(error)) throw error;
  const { kind, message, path, detail, retryAfterMs, status } = error;
  /** @type {(status: number, kind: ErrorKind, message: string, more?: Partial<Failure>) => Forwarded} */
  const as = (status, kind, message, more) => {
    const failure = { kind, message, ...more, ...(retryAfterMs !== undefined && { retry_after_ms: retryAfterMs }) };
    return { status, body: JSON.stringify(failure), kind, failure, retryAfterMs, reached: reachedBy(route, error), cause: error };
  };
  if (kind === "input") return as(400, kind, message.replace(/^\w+: /, "").slice(0, 600), { path: path?.slice(0, 200) });
  // Refiner refuses the gateway's key, or there is none. The caller did nothing wrong, and can do nothing about it.
  if (kind === "config") return as(500, kind, NOT_SET_UP);
  if (kind === "auth") return as(502, "config", NOT_SET_UP);
  if (kind === "server" && status === 503) return as(503, kind, "Refiner cannot answer now; try again later");
  // What Refiner says of a request is for the caller; a page of a server in between is not.
  const words = detail !== undefined && !/<[a-z!/]/i.test(detail) ? { detail } : undefined;
  if (kind === "rejected") return as(status ?? 400, kind, "Refiner refused the request", words);
  const [code, said] = SAID[kind] ?? [502, "Refiner failed to answer"];
  return as(code, kind, said, code < 500 ? words : undefined);
}

/** @param {Route} route @param {import("../internal/error.js").RefinerError} error @returns {Forwarded["reached"]} */
function reachedBy(route, { kind, status, attempts, message }) {
  if (attempts === 0) return "no";
  if (kind === "server") return status === 503 ? "no" : "maybe";
  // The core says in its message whether a write may have arrived: it alone has seen how the connection failed.
  if (kind === "network") return route.effect !== "read" && message.endsWith("it may have been carried out anyway") ? "maybe" : "no";
  // A reply of 2xx that cannot be read comes from Refiner, or from somebody in between.
  return kind === "timeout" || kind === "aborted" || kind === "decode" || kind === "too_large" ? "maybe" : "no";
}
