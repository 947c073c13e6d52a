// @ts-check
// SHA-256 of text and bytes.

/** @param {string | Uint8Array} what Text counts as its UTF-8. */
export async function digest(what) {
  const bytes = typeof what === "string" ? new TextEncoder().encode(what) : what;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", /** @type {Uint8Array<ArrayBuffer>} */ (bytes)));
}

/** @param {Uint8Array} bytes */
export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A name of fixed length that does not show what it was made from. As JSON, no two lists of texts look alike, and a lone
 * surrogate stays itself.
 *
 * @param {...string} parts
 */
export async function nameOf(...parts) {
  return hex(await digest(JSON.stringify(parts)));
}
