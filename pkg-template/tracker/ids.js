// @ts-check
// Identifiers of events.

/**
 * A UUID of version 7 (RFC 9562): its time first, so that ids sort by it, and 72 random bits.
 *
 * @param {number} now Milliseconds since 1970.
 */
export function uuid7(now) {
  const random = Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(16).padStart(2, "0"));
  const digits = now.toString(16).padStart(12, "0") + random.join("");
  // The 7 is the version, the 8 the variant.
  return digits.replace(/(.{8})(.{4})(.{3})(.{3})/, "$1-$2-7$3-8$4-");
}
