// @ts-check
// Replies: JSON, with a short list of headers, and never cacheable.

/** @typedef {{ [name: string]: string }} HeaderList */

const REQUEST_ID = "X-Request-Id";

/** Which of our headers a page may read. */
export const EXPOSED = `Retry-After, ${REQUEST_ID}`;

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
    [REQUEST_ID]: requestId,
  };
}

/**
 * @param {Request} request
 * @param {HeaderList} headers
 * @param {import("./gateway.js").Result} result
 */
export function reply({ method }, headers, { status, body = null, failure }) {
  if (status === 401) headers["WWW-Authenticate"] = "Bearer";
  if (failure?.retry_after_ms !== undefined) headers["Retry-After"] = String(Math.ceil(failure.retry_after_ms / 1000));
  const bytes = failure ? JSON.stringify({ ...failure, request_id: headers[REQUEST_ID] }) : body;
  // A reply to HEAD has no body.
  return new Response(method === "HEAD" ? null : /** @type {BodyInit | null} */ (bytes), { status, headers });
}
