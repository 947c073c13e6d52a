// @ts-check
// Replies: JSON, with a short list of headers, and never cacheable.

/** @typedef {import("./refusal.js").Failure} Failure */
/** @typedef {{ [name: string]: string }} HeaderList */

/** Which of our headers a page may read. */
export const EXPOSED = "Retry-After, X-Request-Id";

/**
 * The headers of every reply. Nothing that Refiner sent is among them.
 *
 * @param {string} requestId
 * @returns {HeaderList}
 */
export function ownHeaders(requestId) {
  return {
    "Content-Type": "application/json; charset=utf-8",
    // A reply is meant for one user. No cache on the way may keep it.
    "Cache-Control": "no-store",
    // A browser must never take a reply for a page or a script.
    "X-Content-Type-Options": "nosniff",
    Vary: "Origin",
    "X-Request-Id": requestId,
  };
}

/**
 * @param {number} status
 * @param {string | Uint8Array | null} body JSON text, or its bytes.
 * @param {HeaderList} headers
 */
export function reply(status, body, headers) {
  return new Response(/** @type {BodyInit | null} */ (body), { status, headers });
}

/**
 * @param {number} status
 * @param {Failure} failure
 * @param {string} requestId
 * @param {HeaderList} headers
 */
export function failedReply(status, failure, requestId, headers) {
  if (status === 401) headers["WWW-Authenticate"] = "Bearer";
  if (failure.retry_after_ms !== undefined) headers["Retry-After"] = String(Math.ceil(failure.retry_after_ms / 1000));
  return reply(status, JSON.stringify({ ...failure, request_id: requestId }), headers);
}
