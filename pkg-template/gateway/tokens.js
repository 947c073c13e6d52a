// @ts-check
// Reads signed tokens. The signatures are jose's business. What a token claims is checked here: jose's own check is as long as all of
// this, because it knows many settings.
import { compactVerify } from "jose";
import { isRefinerError } from "../internal/error.js";
import { checkLimit } from "../internal/settings.js";
import { parseObject } from "./body.js";
import { isNames, namedOptions, requireText } from "./checks.js";
import { keyOf } from "./keys.js";
import { notKnown } from "./refusal.js";

/** What was checked of a token, and whatever else it holds. @typedef {{ sub: string, exp: number, iat: number, actions?: string[], [name: string]: unknown }} Claims */
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
  checkLimit("tokens.maxAgeSeconds", maxAgeSeconds);
  const findKey = keyOf(rest, fetch);
  const expected = { audience, issuer, maxAgeSeconds };
  /** @type {import("./keys.js").VerifyKey | undefined} */
  let found;
  /** @type {Map<string, { claims: Claims, until: number }>} A page calls many times with one token. The oldest comes first. */
  const read = new Map();
  return async (token) => {
    const known = read.get(token);
    if (known && Date.now() < known.until) return known.claims;
    // The key is kept, and not the promise of it: some hosts let no request wait for what another one began.
    found ??= await findKey();
    const claims = requireClaims(await signed(token, found), expected);
    read.delete(token);
    read.set(token, { claims, until: Math.min(Date.now() + KEPT_MS, claims.exp * 1000, (claims.iat + maxAgeSeconds) * 1000) });
    const [oldest = token] = read.keys();
    if (read.size > MOST_KEPT) read.delete(oldest);
    return claims;
  };
}

/**
 * What a token holds, if its signature is right. Of what is wrong, nothing is told: that would help someone who guesses.
 *
 * @param {string} token
 * @param {import("./keys.js").VerifyKey} key
 */
async function signed(token, { key, algorithms }) {
  try {
    if (token.length > LONGEST_TOKEN) throw new TypeError("too long");
    const { payload, protectedHeader } = await compactVerify(token, /** @type {import("jose").CompactVerifyGetKey} */ (key), { algorithms });
    // No extension of tokens changes what these claims mean, and none is known here.
    if (!protectedHeader.crit) return parseObject(payload, true);
  } catch (error) {
    // The keys could not be fetched.
    if (isRefinerError(error) && error.status !== 400) throw error;
  }
  throw notKnown("the token is not valid");
}

/**
 * @param {{ [name: string]: unknown }} claims
 * @param {{ audience: unknown, issuer: unknown, maxAgeSeconds: number }} expected
 */
function requireClaims(claims, { audience, issuer, maxAgeSeconds }) {
  const now = Date.now() / 1000;
  const { sub, aud, iss, exp, iat, nbf = 0, actions } = /** @type {Claims & { nbf?: number }} */ (claims);
  for (const [name, right] of Object.entries({
    sub: typeof sub === "string" && sub !== "",
    aud: [aud].flat().includes(audience),
    iss: issuer === undefined || iss === issuer,
    exp: typeof exp === "number",
    iat: typeof iat === "number" && iat <= now + CLOCK_SKEW_SECONDS,
    nbf: typeof nbf === "number" && nbf <= now + CLOCK_SKEW_SECONDS,
    actions: actions === undefined || isNames(actions),
  })) {
    if (!right) throw notKnown(`the token is not valid here: its ${name} is missing or wrong`);
  }
  if (Math.min(exp, iat + maxAgeSeconds) + CLOCK_SKEW_SECONDS <= now) throw notKnown("the token has expired");
  return /** @type {Claims} */ (claims);
}
