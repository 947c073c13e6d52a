// @ts-check
// How the gateway says no: an error of one of the client's kinds, with the status of the reply.
import { RefinerError } from "../internal/error.js";

/** @typedef {import("../index.js").ErrorKind} ErrorKind */

/**
 * The body of a failed reply, without the id of the request. The `error` is what Refiner itself said.
 *
 * @typedef {{ kind: ErrorKind, message: string, error?: string, path?: string | undefined, retry_after_ms?: number | undefined }} Failure
 */

/**
 * @param {number} status The status of the reply.
 * @param {ErrorKind} kind
 * @param {string} message For the caller, so without anything that only the owner of the gateway may know.
 * @param {{ path?: string, retryAfterMs?: number, cause?: unknown }} [more] The cause goes into the log, and never into a reply.
 */
export function refusal(status, kind, message, more) {
  return new RefinerError({ kind, message, status, attempts: 0, ...more });
}

/** @param {string} path @param {string} problem Completes a sentence that starts with the path. */
export function wrongInput(path, problem) {
  return refusal(400, "input", `${path || "the input"} ${problem}`, { path });
}

/** @param {string} message @param {string} [path] */
export function notAllowed(message, path) {
  return refusal(403, "permission", message, { path });
}

/** @param {string} message */
export function notKnown(message) {
  return refusal(401, "auth", message);
}

/**
 * The body of a failed reply, from an error of this room. The caller may have sent a name of any length.
 *
 * @param {{ kind: ErrorKind, message: string, path?: string | undefined, retryAfterMs?: number | undefined }} error
 * @returns {Failure}
 */
export function failureOf({ kind, message, path, retryAfterMs }) {
  return { kind, message: message.slice(0, 600), path: path?.slice(0, 200), retry_after_ms: retryAfterMs };
}
