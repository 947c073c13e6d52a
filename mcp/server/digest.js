// @ts-check
// The digest of a plan: the same for the same request, whatever the order of its keys.

/**
 * @param {import("refiner-wasm").Plan} plan
 * @returns {Promise<string>} SHA-256, in hex.
 */
export async function planDigest({ method, url, body }) {
  const bytes = new TextEncoder().encode(canonical([method, url, body]));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** JSON with sorted keys. @param {unknown} value @returns {string} */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join()}}`;
}
