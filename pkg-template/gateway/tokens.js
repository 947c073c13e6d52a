// @ts-check
// Signed tokens: how an app's server makes one, and how the gateway reads one. The signatures are jose's business.
import { SignJWT, createLocalJWKSet, createRemoteJWKSet, customFetch, errors, importJWK, importSPKI, jwtVerify } from "jose";
import { configError } from "../internal/error.js";
import { isPrivate, plainOptions } from "../internal/settings.js";
import { notKnown, refusal } from "./refusal.js";

/** @typedef {import("jose").JWTPayload} Claims */
/** @typedef {import("jose").JWTVerifyGetKey} KeyFinder */
/** @typedef {CryptoKey | KeyFinder} VerifyKey */
/** Reads a token, or throws a refusal. @typedef {(token: string) => Promise<Claims>} Verify */

/** The audience of a token, unless it is set. */
const AUDIENCE = "refiner-gateway";

/** How old a token may be, in seconds, unless it is set. */
const MAX_AGE_SECONDS = 15 * 60;

/** By how many seconds the clocks of two servers may differ. */
const CLOCK_SKEW_SECONDS = 60;

/** A longer token is not read: no proxy lets such a header through either. */
const LONGEST_TOKEN = 8 * 1024;

const SHARED = ["HS256"];
/** `Ed25519` is the newer name of what `EdDSA` means here. */
const PUBLIC = ["ES256", "EdDSA", "Ed25519", "RS256"];

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
    algorithms: rest.secret === undefined ? PUBLIC : SHARED,
    audience,
    requiredClaims: ["sub", "exp", "aud"],
    maxTokenAge: maxAgeSeconds,
    clockTolerance: CLOCK_SKEW_SECONDS,
    ...(issuer !== undefined && { issuer }),
  };
  /** @type {VerifyKey | undefined} */
  let key;
  return async (token) => {
    if (token.length > LONGEST_TOKEN) throw notKnown("the token is too long");
    // The key is kept, and not the promise of it: some hosts let no request wait for what another one began.
    key ??= await findKey();
    try {
      const { payload } = await jwtVerify(token, /** @type {KeyFinder} */ (key), claims);
      return payload;
    } catch (error) {
      throw tokenRefused(error);
    }
  };
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
    return () => crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  }
  if (publicKey !== undefined) return () => importPublicKey(publicKey);
  if (typeof jwks === "object" && jwks !== null && !(jwks instanceof URL)) {
    try {
      return constant(createLocalJWKSet(/** @type {import("jose").JSONWebKeySet} */ (jwks)));
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
  return constant(createRemoteJWKSet(url, fetch && { [customFetch]: fetch }));
}

/** @template T @param {T} value @returns {() => T} */
function constant(value) {
  return () => value;
}

/**
 * @param {unknown} key PEM, or a JWK.
 * @returns {Promise<CryptoKey>}
 */
async function importPublicKey(key) {
  // The key fits one of the algorithms, and says itself which.
  for (const algorithm of PUBLIC) {
    try {
      const imported = typeof key === "string" ? await importSPKI(key.trim(), algorithm) : await importJWK(/** @type {JsonWebKey} */ (key), algorithm);
      if (imported instanceof CryptoKey && imported.type === "public") return imported;
    } catch {}
  }
  throw configError("tokens.publicKey must be a public key for ES256, EdDSA or RS256: PEM (BEGIN PUBLIC KEY), or a JWK");
}

/**
 * Why a token is refused. Only what its owner can act on: the rest would help someone who guesses.
 *
 * @param {unknown} error
 */
function tokenRefused(error) {
  const { JWTExpired, JWTClaimValidationFailed, JWKSTimeout, JWKSInvalid, JOSEError } = errors;
  if (error instanceof JWTExpired) return notKnown("the token has expired");
  if (error instanceof JWTClaimValidationFailed) return notKnown(`the token is not valid here: its ${claimName(error.claim)} is missing or wrong`);
  const ours = error instanceof JWKSTimeout || error instanceof JWKSInvalid || !(error instanceof JOSEError) || error.code === "ERR_JOSE_GENERIC";
  if (ours) return refusal(502, "server", "the keys of the tokens could not be loaded", { cause: error });
  return notKnown("the token is not valid");
}

/** @param {string} claim */
function claimName(claim) {
  return ["sub", "exp", "aud", "iat", "nbf", "iss"].includes(claim) ? claim : "content";
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
