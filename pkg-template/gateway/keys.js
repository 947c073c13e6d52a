// @ts-check
// The keys by which tokens are checked. Each takes its own algorithms and no others: a token must not choose.
import { configError } from "../internal/error.js";
import { isPrivate } from "../internal/settings.js";
import { hmacKey } from "./checks.js";
import { refusal } from "./refusal.js";

/** Finds the key of a token; without one, the token is not valid. @typedef {(header: { alg?: string, kid?: unknown }) => Promise<CryptoKey | undefined>} KeyFinder */
/** @typedef {{ key: CryptoKey | KeyFinder, algorithms: string[] }} VerifyKey */
/** A set of keys, and those of them that were imported. @typedef {{ keys: any[], imported: Map<unknown, CryptoKey> }} KeySet */

/**
 * The algorithms of public keys (`Ed25519` is the newer name of what `EdDSA` means here), how their keys are imported, and by what a
 * key says which of them it is for: the beginning of its PEM, and its `kty` in a JWK. Not every host minds when the import is for
 * another one.
 *
 * @type {[string[], { name: string, namedCurve?: string, hash?: string }, string, string][]}
 */
const ALGORITHMS = [
  [["ES256"], { name: "ECDSA", namedCurve: "P-256" }, "MFkw", "EC"],
  [["EdDSA", "Ed25519"], { name: "Ed25519" }, "MCow", "OKP"],
  [["RS256"], { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, "MII", "RSA"],
];

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

/** @param {unknown} jwks @returns {KeyFinder} */
function localKeys(jwks) {
  const set = setOf(jwks);
  if (!set) throw configError("tokens.jwks is not a set of keys");
  return (header) => keyFor(set, header);
}

/** @param {any} jwks @returns {KeySet | undefined} */
function setOf(jwks) {
  return Array.isArray(jwks?.keys) ? { keys: jwks.keys, imported: new Map() } : undefined;
}

/**
 * The key of a set that a token means: the only one that is for its algorithm, and has its `kid` if it has one.
 *
 * @param {KeySet} set
 * @param {{ alg?: string, kid?: unknown }} header
 */
async function keyFor({ keys, imported }, { alg = "", kid }) {
  const [, { name, namedCurve = name } = { name: "" }, , kty] = ALGORITHMS.find(([names]) => names.includes(alg)) ?? [];
  const [jwk, ...more] = keys.filter((jwk) =>
    jwk?.kty === kty && (jwk.crv ?? name) === namedCurve && (jwk.alg ?? alg) === alg && (jwk.use ?? "sig") === "sig" && (kid ?? jwk.kid) === jwk.kid);
  if (!jwk || more.length > 0) return;
  const key = imported.get(jwk) ?? /** @type {CryptoKey} */ ((await importPublicKey(jwk)).key);
  imported.set(jwk, key);
  return key;
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
  /** @type {KeySet | undefined} */
  let set;
  let at = 0;
  const load = async () => {
    try {
      const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
      const loaded = setOf(response.ok && (await response.json()));
      if (!loaded) throw new TypeError("not a set of keys");
      at = Date.now();
      return (set = loaded);
    } catch (cause) {
      throw refusal(502, "server", "the keys of the tokens could not be loaded", { cause });
    }
  };
  return async (header) => {
    const known = set && Date.now() - at < FRESH_MS ? set : await load();
    return (await keyFor(known, header)) ?? (Date.now() - at < KEPT_MS ? undefined : keyFor(await load(), header));
  };
}

/**
 * @param {any} key PEM, or a JWK.
 * @returns {Promise<VerifyKey>}
 */
async function importPublicKey(key) {
  try {
    const pem = /^\s*-----BEGIN PUBLIC KEY-----\s*([^-]+)-----END PUBLIC KEY-----\s*$/.exec(key)?.[1];
    for (const [algorithms, how, start, kty] of ALGORITHMS) {
      if (pem ? !pem.startsWith(start) : key.kty !== kty) continue;
      const imported = await (pem
        ? crypto.subtle.importKey("spki", Uint8Array.from(atob(pem.replace(/\s/g, "")), (byte) => byte.charCodeAt(0)), how, false, ["verify"])
        : crypto.subtle.importKey("jwk", key, how, false, ["verify"]));
      // jose refuses an RSA key of less than 2048 bits.
      return { key: imported, algorithms };
    }
  } catch {}
  throw configError("tokens.publicKey must be a public key for ES256, EdDSA or RS256");
}
