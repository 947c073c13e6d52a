// @ts-check
// The keys by which tokens are checked. Each takes its own algorithms and no others: a token must not choose.
import { createLocalJWKSet } from "jose";
import { configError } from "../internal/error.js";
import { isPrivate } from "../internal/settings.js";
import { hmacKey } from "./checks.js";
import { refusal } from "./refusal.js";

/** @typedef {import("jose").JWTVerifyGetKey} KeyFinder */
/** @typedef {{ key: CryptoKey | KeyFinder, algorithms: string[] }} VerifyKey */

/**
 * The algorithms of public keys (`Ed25519` is the newer name of what `EdDSA` means here), how their keys are imported, and by what a
 * key says which of them it is for: the number of its kind in DER, and its `kty` in a JWK. Not every host minds when the import is
 * for another one.
 *
 * @type {[string[], { name: string, namedCurve?: string, hash?: string }, string, string][]}
 */
const ALGORITHMS = [
  [["ES256"], { name: "ECDSA", namedCurve: "P-256" }, "\x2a\x86\x48\xce\x3d\x03\x01\x07", "EC"],
  [["EdDSA", "Ed25519"], { name: "Ed25519" }, "\x06\x03\x2b\x65\x70", "OKP"],
  [["RS256"], { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", "RSA"],
];

/** The shortest RSA key that RS256 may have, in bits. */
const SHORTEST_RSA = 2048;

/** How long a fetched set is used, how long it is at least kept when a token names a key that it lacks, and how long it may take to come. In milliseconds. */
const FRESH_MS = 600_000;
const KEPT_MS = 30_000;
const PATIENCE_MS = 5_000;

/**
 * @param {Record<string, unknown>} options
 * @param {typeof globalThis.fetch | undefined} fetch
 * @returns {() => VerifyKey | Promise<VerifyKey>}
 */
export function keyOf({ secret, publicKey, jwks }, fetch) {
  if ([secret, publicKey, jwks].filter((each) => each !== undefined).length !== 1) throw configError("tokens needs one of: secret, publicKey, jwks");
  if (secret !== undefined) {
    const importKey = hmacKey("tokens.secret", secret, "verify");
    return async () => ({ key: await importKey(), algorithms: ["HS256"] });
  }
  if (publicKey !== undefined) return () => importPublicKey(publicKey);
  const algorithms = ALGORITHMS.flatMap(([names]) => names);
  const key = typeof jwks === "string" || jwks instanceof URL ? fetchedKeys(addressOf(jwks), fetch) : localKeys(jwks);
  return () => ({ key, algorithms });
}

/** @param {unknown} jwks */
function localKeys(jwks) {
  try {
    return createLocalJWKSet(/** @type {import("jose").JSONWebKeySet} */ (jwks));
  } catch {
    throw configError("tokens.jwks is not a set of keys: { keys: [ … ] }");
  }
}

/** @param {string | URL} jwks */
function addressOf(jwks) {
  let url;
  try {
    url = new URL(jwks);
  } catch {
    throw configError("tokens.jwks must be an address, or a set of keys");
  }
  if (!isPrivate(url)) throw configError("tokens.jwks must begin with https:// (http:// only on this machine)");
  return url.href;
}

/**
 * The keys at an address: fetched when they are needed, when they are old, and when a token names one that is not among them. Each
 * request fetches for itself: some hosts let none wait for what another one began.
 *
 * @param {string} url
 * @param {typeof globalThis.fetch} [fetch]
 * @returns {KeyFinder}
 */
function fetchedKeys(url, fetch = (...request) => globalThis.fetch(...request)) {
  /** @type {KeyFinder | undefined} */
  let keys;
  let at = 0;
  const isYounger = (/** @type {number} */ ms) => Date.now() - at < ms;
  const load = async () => {
    try {
      const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
      keys = createLocalJWKSet(response.ok ? await response.json() : undefined);
    } catch (cause) {
      throw refusal(502, "server", "the keys of the tokens could not be loaded", { cause });
    }
    at = Date.now();
    return keys;
  };
  return async (header, token) => {
    const known = keys && isYounger(FRESH_MS) ? keys : await load();
    try {
      return await known(header, token);
    } catch (error) {
      if (/** @type {any} */ (error).code !== "ERR_JWKS_NO_MATCHING_KEY" || isYounger(KEPT_MS)) throw error;
      return (await load())(header, token);
    }
  };
}

/**
 * @param {any} key PEM, or a JWK.
 * @returns {Promise<VerifyKey>}
 */
async function importPublicKey(key) {
  try {
    const pem = /^\s*-----BEGIN PUBLIC KEY-----([^-]+)-----END PUBLIC KEY-----\s*$/.exec(key)?.[1];
    const der = pem && atob(pem.replace(/\s/g, ""));
    for (const [algorithms, how, number, kty] of ALGORITHMS) {
      if (der ? !der.slice(0, 32).includes(number) : key.kty !== kty) continue;
      const imported = await (der
        ? crypto.subtle.importKey("spki", Uint8Array.from(der, (byte) => byte.charCodeAt(0)), how, false, ["verify"])
        : crypto.subtle.importKey("jwk", key, how, false, ["verify"]));
      const { modulusLength = SHORTEST_RSA } = /** @type {{ modulusLength?: number }} */ (imported.algorithm);
      if (modulusLength >= SHORTEST_RSA) return { key: imported, algorithms };
    }
  } catch {}
  throw configError("tokens.publicKey must be a public key for ES256, EdDSA or RS256 (2048 bits or more): PEM (BEGIN PUBLIC KEY), or a JWK");
}
