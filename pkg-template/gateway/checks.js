// @ts-check
// The checks of options that more than one file makes.
import { configError } from "../internal/error.js";
import { plainOptions } from "../internal/settings.js";

/**
 * A copy of options that has only these names.
 *
 * @param {string} prefix What stands before a name in a message, such as `tokens.`.
 * @param {unknown} options
 * @param {string[]} names
 */
export function namedOptions(prefix, options, names) {
  const given = plainOptions(options, (problem) => configError(`${prefix.slice(0, -1) || "createGateway"} ${problem}`));
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) throw configError(`${prefix}${name} is not an option of the gateway; there are: ${names.join(", ")}`);
  }
  return given;
}

/** @param {unknown} value @returns {value is string[]} */
export function isNames(value) {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

/** @param {string} name @param {unknown} value */
export function requireText(name, value) {
  if (typeof value !== "string" || value === "") throw configError(`${name} must be text that is not empty`);
  return value;
}

/** The key of an HMAC. @param {string} name @param {unknown} secret @param {"sign" | "verify"} usage @returns {() => Promise<CryptoKey>} */
export function hmacKey(name, secret, usage) {
  const bytes = new TextEncoder().encode(requireText(name, secret));
  // A shorter one can be guessed (RFC 7518, 3.2). That of an identity is Refiner's, not ours.
  if (bytes.length < 32 && !name.startsWith("identity")) throw configError(`${name} is shorter than 32 bytes`);
  return () => crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [usage]);
}
