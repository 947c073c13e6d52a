// @ts-check
// Header values. A host has each byte of one as a character; the sandbox reads and writes their bytes as UTF-8.

const isAscii = (/** @type {string} */ value) => /^[\0-\x7f]*$/.test(value);

/** A value from a host, for the sandbox. @param {string} value */
export function fromBytes(value) {
  return isAscii(value) ? value : new TextDecoder().decode(Uint8Array.from(value, (byte) => byte.charCodeAt(0)));
}

/** A value of the sandbox, for a host. @param {string} value */
export function toBytes(value) {
  return isAscii(value) ? value : String.fromCharCode(...new TextEncoder().encode(value));
}
