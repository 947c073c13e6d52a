// @ts-check
// Reads signed tokens. The signatures are jose's business.
import { jwtVerify } from "jose";
import { isRefinerError } from "../internal/error.js";
import { namedOptions, requireSeconds, requireText } from "./checks.js";
import { keyOf } from "./keys.js";
import { notKnown } from "./refusal.js";

/** @typedef {import("jose").JWTPayload} Claims */
/** Reads a token, or throws a refusal. @typedef {(token: string) => Promise<Claims>} Verify */

/** The audience of a token, unless it is set. */
export const AUDIENCE = "refiner-gateway";

/** How old a token may be, in seconds, unless it is set. */
export const MAX_AGE_SECONDS = 15 * 60;

/** By how many seconds the clocks of two servers may differ. */
const CLOCK_SKEW_SECONDS = 60;

/** How long a token that was read is not read again, in milliseconds: so long, a key that was withdrawn still counts. */
const KEPT_MS = 60_000;

/** How many of them are kept. */
const MOST_KEPT = 1000;

/** A longer token is not read: no proxy lets such a header through either. */
const LONGEST_TOKEN = 8 * 1024;

const NAMES = ["secret", "publicKey", "jwks", "audience", "maxAgeSeconds", "issuer"];

/**
 * Checks the options of tokens.
 *
 * @param {unknown} options
 * @param {typeof fetch | undefined} fetch
 * @returns {Verify}
 */
export function verifierOf(options, fetch) {
  const { audience = AUDIENCE, maxAgeSeconds = MAX_AGE_SECONDS, issuer, ...rest } = namedOptions("tokens.", options, NAMES);
  requireText("tokens.audience", audience);
  if (issuer !== undefined) requireText("tokens.issuer", issuer);
  requireSeconds("tokens.maxAgeSeconds", maxAgeSeconds);
  const findKey = keyOf(rest, fetch);
  const claims = { audience, issuer, requiredClaims: ["sub", "exp"], maxTokenAge: maxAgeSeconds, clockTolerance: CLOCK_SKEW_SECONDS };
  /** @type {import("./keys.js").VerifyKey | undefined} */
  let found;
  /** @type {Map<string, { payload: Claims, until: number }>} A page calls many times with one token. The oldest comes first. */
  const read = new Map();
  return async (token) => {
    const known = read.get(token);
    if (known && Date.now() < known.until) return known.payload;
    if (token.length > LONGEST_TOKEN) throw notKnown("the token is too long");
    // The key is kept, and not the promise of it: some hosts let no request wait for what another one began.
    found ??= await findKey();
    const { key, algorithms } = found;
    try {
      const { payload } = await jwtVerify(token, /** @type {import("./keys.js").KeyFinder} */ (key), { ...claims, algorithms });
      // jose has checked both times.
      const { exp = 0, iat = 0 } = payload;
      read.delete(token);
      read.set(token, { payload, until: Math.min(Date.now() + KEPT_MS, exp * 1000, (iat + maxAgeSeconds) * 1000) });
      const [oldest = token] = read.keys();
      if (read.size > MOST_KEPT) read.delete(oldest);
      return payload;
    } catch (error) {
      throw tokenRefused(error);
    }
  };
}

/**
 * Why a token is refused. Only what its owner can act on: the rest would help someone who guesses.
 *
 * @param {any} error
 */
function tokenRefused(error) {
  if (isRefinerError(error)) return error;
  const { code, claim } = error;
  if (code === "ERR_JWT_EXPIRED") return notKnown("the token has expired");
  const why = code === "ERR_JWT_CLAIM_VALIDATION_FAILED" && /^(sub|exp|aud|iat|nbf|iss)$/.test(claim) ? ` here: its ${claim} is missing or wrong` : "";
  return notKnown(`the token is not valid${why}`);
}
