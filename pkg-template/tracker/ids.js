// @ts-check
// Identifiers of events.

/**
 * A UUID of version 7 (RFC 9562): its time first, so that ids sort by it, and 74 random bits.
 *
 * @param {number} now Milliseconds since 1970.
 */
export function uuid7(now) {
  const random = [...crypto.getRandomValues(new Uint16Array(5))].map((word, index) => {
    // The version in the first word, the variant in the second.
    const marked = index === 0 ? (word & 0xfff) | 0x7000 : index === 1 ? (word & 0x3fff) | 0x8000 : word;
    return hex(marked, 4);
  });
  const time = hex(now, 12);
  return [time.slice(0, 8), time.slice(8), random[0], random[1], random.slice(2).join("")].join("-");
}

/** @param {number} value @param {number} digits */
function hex(value, digits) {
  return value.toString(16).padStart(digits, "0");
}
