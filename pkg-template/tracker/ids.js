// @ts-check
// Identifiers of events.

/**
 * A UUID of version 7 (RFC 9562): its time first, so that ids sort by it, and 74 random bits.
 *
 * @param {number} now Milliseconds since 1970.
 */
export function uuid7(now) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const time = Math.max(0, Math.floor(now)).toString(16).padStart(12, "0");
  // The version, and the variant: the two highest bits are 10.
  bytes[6] = (Number(bytes[6]) & 0x0f) | 0x70;
  bytes[8] = (Number(bytes[8]) & 0x3f) | 0x80;
  const random = [...bytes.slice(6)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${time.slice(-12, -4)}-${time.slice(-4)}-${random.slice(0, 4)}-${random.slice(4, 8)}-${random.slice(8)}`;
}
