// @ts-check
// Signed tokens: how an app's server makes one, and how the gateway reads one. The signatures are jose's business.
import { SignJWT, createLocalJWKSet, createRemoteJWKSet, customFetch, jwtVerify } from "jose";
import { configError } from "../internal/error.js";
import { isPrivate, plainOptions } from "../internal/settings.js";
import { notKnown, refusal } from "./refusal.js";

/** @typedef {import("jose").JWTPayload} Claims */
/** @typedef {import("jose").JWTVerifyGetKey} KeyFinder */
/** A key takes its own algorithms and no others: a token must not choose. @typedef {{ key: CryptoKey | KeyFinder, algorithms: string[], fetched?: boolean }} VerifyKey */
/** Reads a token, or throws a refusal. @typedef {(token: string) => Promise<Claims>} Verify */

/** The audience of a token, unless it is set. */
const AUDIENCE = "refiner-gateway";

/** How old a token may be, in seconds, unless it is set. */
const MAX_AGE_SECONDS = 15 * 60;

/** By how many seconds the clocks of two servers may differ. */
const CLOCK_SKEW_SECONDS = 60;

/** How long a token that was read is not read again, in milliseconds: so long, a key that was withdrawn still counts. */
const KEPT_MS = 60_000;

/** How many of them are kept. */
const MOST_KEPT = 1000;

/** A longer token is not read: no proxy lets such a header through either. */
const LONGEST_TOKEN = 8 * 1024;

/** @typedef {{ names: string[], how: { name: string, namedCurve?: string, hash?: string } }} Algorithm */

/** @type {Algorithm} */
const ES256 = { names: ["ES256"], how: { name: "ECDSA", namedCurve: "P-256" } };
/** `Ed25519` is the newer name of what `EdDSA` means here. @type {Algorithm} */
const EDDSA = { names: ["EdDSA", "Ed25519"], how: { name: "Ed25519" } };
/** @type {Algorithm} */
const RS256 = { names: ["RS256"], how: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } };

/** How a public key in DER says what it is: by the number of its kind. @type {[string, Algorithm][]} */
const KINDS = [
  ["\x2a\x86\x48\xce\x3d\x03\x01\x07", ES256],
  ["\x06\x03\x2b\x65\x70", EDDSA],
  ["\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", RS256],
];

/** The same in a JWK. @type {{ [kind: string]: Algorithm }} */
const JWK_KINDS = { "EC P-256": ES256, "OKP Ed25519": EDDSA, "RSA ": RS256 };

/** The shortest RSA key that RS256 may have, in bits. */
const SHORTEST_RSA = 2048;

const NAMES = ["secret", "publicKey", "jwks", "audience", "maxAgeSeconds", "issuer"];

/**
 * Checks the options of tokens.
 *
 * @param {unknown} options
 * @param {typeof fetch | undefined} fetch
 * @returns {Verify}
 */
export function verifierOf(options, fetch) {
  const given = plainOptions(options, (problem) => configError(`tokens ${problem}`));
  const { audience = AUDIENCE, maxAgeSeconds = MAX_AGE_SECONDS, issuer, ...rest } = given;
  for (const name of Object.keys(given)) {
    if (!NAMES.includes(name)) throw configError(`tokens.${name} is not an option; there are: ${NAMES.join(", ")}`);
  }
  requireText("tokens.audience", audience);
  if (issuer !== undefined) requireText("tokens.issuer", issuer);
  requireSeconds("tokens.maxAgeSeconds", maxAgeSeconds);
  const findKey = keyOf(rest, fetch);
  const claims = {
    audience,
    requiredClaims: ["sub", "exp", "aud"],
    maxTokenAge: maxAgeSeconds,
    clockTolerance: CLOCK_SKEW_SECONDS,
    ...(issuer !== undefined && { issuer }),
  };
  /** @type {VerifyKey | undefined} */
  let found;
  /** @type {Map<string, { claims: Claims, until: number }>} A page calls many times with one token. The oldest comes first. */
  const read = new Map();
  return async (token) => {
    const known = read.get(token);
    if (known && Date.now() < known.until) return known.claims;
    if (token.length > LONGEST_TOKEN) throw notKnown("the token is too long");
    // The key is kept, and not the promise of it: some hosts let no request wait for what another one began.
    found ??= await findKey();
    const { key, algorithms, fetched } = found;
    try {
      const { payload } = await jwtVerify(token, /** @type {KeyFinder} */ (key), { ...claims, algorithms });
      // jose has checked both times.
      const { exp = 0, iat = 0 } = payload;
      keep(read, token, { claims: payload, until: Math.min(Date.now() + KEPT_MS, exp * 1000, (iat + maxAgeSeconds) * 1000) });
      return payload;
    } catch (error) {
      throw tokenRefused(error, fetched === true);
    }
  };
}

/** @template T @param {Map<string, T>} read @param {string} token @param {T} one */
function keep(read, token, one) {
  read.delete(token);
  read.set(token, one);
  const [oldest] = read.keys();
  if (oldest !== undefined && read.size > MOST_KEPT) read.delete(oldest);
}

/**
 * @param {Record<string, unknown>} options
 * @param {typeof fetch | undefined} fetch
 * @returns {() => VerifyKey | Promise<VerifyKey>}
 */
function keyOf({ secret, publicKey, jwks }, fetch) {
  const given = [secret, publicKey, jwks].filter((each) => each !== undefined).length;
  if (given !== 1) throw configError("tokens needs one of: secret, publicKey, jwks");
  if (secret !== undefined) {
    const bytes = secretBytes("tokens.secret", secret);
    return async () => ({
      key: await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]),
      algorithms: ["HS256"],
    });
  }
  if (publicKey !== undefined) return () => importPublicKey(publicKey);
  const algorithms = [ES256, EDDSA, RS256].flatMap(({ names }) => names);
  if (typeof jwks === "object" && jwks !== null && !(jwks instanceof URL)) {
    try {
      return constant({ key: createLocalJWKSet(/** @type {import("jose").JSONWebKeySet} */ (jwks)), algorithms });
    } catch {
      throw configError("tokens.jwks is not a set of keys: { keys: [ … ] }");
    }
  }
  let url;
  try {
    url = new URL(/** @type {string} */ (jwks));
  } catch {
    throw configError("tokens.jwks must be an address, or a set of keys: { keys: [ … ] }");
  }
  if (!isPrivate(url)) throw configError("tokens.jwks must begin with https:// (http:// only on this machine)");
  return constant({ key: createRemoteJWKSet(url, fetch && { [customFetch]: fetch }), algorithms, fetched: true });
}

/** @template T @param {T} value @returns {() => T} */
function constant(value) {
  return () => value;
}

/**
 * @param {unknown} key PEM, or a JWK.
 * @returns {Promise<VerifyKey>}
 */
async function importPublicKey(key) {
  try {
    const { names, imported } = await (typeof key === "string" ? importPem(key) : importJwk(/** @type {JsonWebKey} */ (key)));
    const { modulusLength = SHORTEST_RSA } = /** @type {{ modulusLength?: number }} */ (imported.algorithm);
    if (modulusLength >= SHORTEST_RSA) return { key: imported, algorithms: names };
  } catch {}
  throw configError("tokens.publicKey must be a public key for ES256, EdDSA or RS256 (2048 bits or more): PEM (BEGIN PUBLIC KEY), or a JWK");
}

/** @param {string} pem */
async function importPem(pem) {
  const [, base64 = ""] = /^\s*-----BEGIN PUBLIC KEY-----([^-]*)-----END PUBLIC KEY-----\s*$/.exec(pem) ?? [];
  const der = atob(base64.replace(/\s/g, ""));
  const [, { names, how }] = /** @type {[string, Algorithm]} */ (KINDS.find(([number]) => der.slice(0, 32).includes(number)));
  const bytes = Uint8Array.from(der, (character) => character.charCodeAt(0));
  return { names, imported: await crypto.subtle.importKey("spki", bytes, how, false, ["verify"]) };
}

/** @param {JsonWebKey} jwk */
async function importJwk(jwk) {
  const { kty, crv = "" } = jwk;
  const { names, how } = JWK_KINDS[`${kty} ${crv}`];
  return { names, imported: await crypto.subtle.importKey("jwk", jwk, how, false, ["verify"]) };
}

/**
 * Why a token is refused. Only what its owner can act on: the rest would help someone who guesses.
 *
 * @param {unknown} error
 * @param {boolean} fetched Whether the keys come from elsewhere, and may not have come.
 */
function tokenRefused(error, fetched) {
  const { code, claim } = /** @type {{ code?: unknown, claim?: unknown }} */ (error ?? {});
  if (code === "ERR_JWT_EXPIRED") return notKnown("the token has expired");
  if (code === "ERR_JWT_CLAIM_VALIDATION_FAILED") return notKnown(`the token is not valid here: its ${claimName(claim)} is missing or wrong`);
  if (fetched && !OF_TOKENS.test(String(code))) return refusal(502, "server", "the keys of the tokens could not be loaded", { cause: error });
  return notKnown("the token is not valid");
}

/** What jose finds wrong with a token. Anything else, where keys are fetched, is that they did not come. */
const OF_TOKENS = /^ERR_(JW[ST]_|JOSE_(ALG_NOT_ALLOWED|NOT_SUPPORTED)|JWKS_(NO|MULTIPLE)_MATCHING)/;

/** @param {unknown} claim */
function claimName(claim) {
  return /^(sub|exp|aud|iat|nbf|iss)$/.test(String(claim)) ? claim : "content";
}

/**
 * Makes a token, on the app's server.
 *
 * @param {import("../gateway.js").TokenRequest} request
 * @returns {Promise<string>}
 */
export async function issueToken(request) {
  const names = ["secret", "sub", "audience", "expiresIn", "actions", "email"];
  const given = plainOptions(request, (problem) => configError(`issueToken: what it got ${problem}`));
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) throw configError(`issueToken: ${name} is not an option; there are: ${names.join(", ")}`);
  }
  const { secret, sub, audience = AUDIENCE, expiresIn = MAX_AGE_SECONDS, actions, email } = given;
  const bytes = secretBytes("issueToken: secret", secret);
  requireText("issueToken: sub", sub);
  requireText("issueToken: audience", audience);
  if (email !== undefined) requireText("issueToken: email", email);
  if (actions !== undefined && !isNames(actions)) throw configError("issueToken: actions must be a list of names of actions");
  const seconds = secondsOf(expiresIn);
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ ...(actions && { actions }), ...(email !== undefined && { email }) })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(sub)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + seconds)
    .sign(bytes);
}

/** @param {unknown} expiresIn */
function secondsOf(expiresIn) {
  const [, amount, unit] = /^(\d+) ?([smh])$/.exec(String(expiresIn)) ?? [];
  const seconds = amount === undefined ? expiresIn : Number(amount) * (unit === "h" ? 3600 : unit === "m" ? 60 : 1);
  return requireSeconds("issueToken: expiresIn", seconds);
}

/** @param {unknown} value @returns {value is string[]} */
export function isNames(value) {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

/** @param {string} name @param {unknown} value */
function secretBytes(name, value) {
  return new TextEncoder().encode(requireText(name, value));
}

/** @param {string} name @param {unknown} value */
export function requireText(name, value) {
  if (typeof value !== "string" || value === "") throw configError(`${name} must be text that is not empty`);
  return value;
}

/** @param {string} name @param {unknown} value */
function requireSeconds(name, value) {
  if (typeof value !== "number" || !Number.isFinite(value) || value <= 0) throw configError(`${name} must be a number of seconds above 0`);
  return value;
}
