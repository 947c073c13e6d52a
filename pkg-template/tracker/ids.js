// @ts-check
// Identifiers of events.

/**
 * A UUID of version 7 (RFC 9562): its time first, so that ids sort by it, and 74 random bits.
 *
 * @param {number} now Milliseconds since 1970.
 */
export function uuid7(now) {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  const random = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const time = now.toString(16).padStart(12, "0");
  // The 7 is the version; one of the four digits is the variant.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(1, 4)}-${"89ab"[Number(bytes[2]) & 3]}${random.slice(5, 8)}-${random.slice(8)}`;
}
