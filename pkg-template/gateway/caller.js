// @ts-check
// Who is calling: a signed token, the app's own session, or Refiner's identity signature.
import { configError } from "../internal/error.js";
import { hmacKey, isNames, namedOptions } from "./checks.js";
import { notAllowed, notKnown, refusal } from "./refusal.js";

/**
 * @typedef {object} Caller
 * @property {"token" | "session" | "signature"} by How the caller was known.
 * @property {string} id The user's id, in Refiner's `id`.
 * @property {readonly string[]} [actions] Without it, what concerns the user alone.
 * @property {string} [email]
 */

/** @typedef {import("./tokens.js").Verify} Verify */
/** @typedef {import("../gateway.js").GatewayOptions} Options */

/** @typedef {{ verify?: Verify, authenticate?: Options["authenticate"], check?: (signature: string) => Promise<Caller> }} Ways */

/**
 * @param {Request} request
 * @param {unknown} env
 * @param {Ways} ways
 * @returns {Promise<Caller>}
 */
export async function callerOf(request, env, ways) {
  const caller = await knownBy(request, env, ways);
  // Whoever trims ids takes such a user for another one.
  if (/^[\s\p{Cc}\p{Cf}]|[\s\p{Cc}\p{Cf}]$/u.test(caller.id)) throw notKnown("the user's id is not valid");
  return caller;
}

/**
 * @param {Request} request
 * @param {unknown} env
 * @param {Ways} ways
 * @returns {Promise<Caller>}
 */
async function knownBy(request, env, { verify, authenticate, check }) {
  const header = request.headers.get("authorization");
  // Two headers arrive as one, joined by a comma, which no token has.
  const bearer = /^Bearer +([^\s,]+)$/i.exec(header ?? "")?.[1];
  if (bearer?.startsWith(SIGNATURE) && check) return check(bearer.slice(SIGNATURE.length));
  if (bearer !== undefined && verify) return callerOfClaims(await verify(bearer));
  if (authenticate && (header === null || !verify)) return callerOfSession(request, env, authenticate);
  throw notKnown("there is no token");
}

/** @param {import("./tokens.js").Claims} claims @returns {Caller} */
function callerOfClaims({ sub, actions, email }) {
  return { by: "token", id: sub, actions, email: typeof email === "string" ? email : undefined };
}

/**
 * @param {Request} request
 * @param {unknown} env
 * @param {NonNullable<Options["authenticate"]>} authenticate
 * @returns {Promise<Caller>}
 */
async function callerOfSession(request, env, authenticate) {
  // A browser sends cookies for any page that asks. Only the origin tells whose page it is.
  if (request.headers.has("cookie") && !request.headers.has("origin")) throw notAllowed("a request with cookies needs an origin");
  let known;
  try {
    known = await authenticate(request, /** @type {any} */ (env));
  } catch (cause) {
    throw refusal(500, "server", "the session could not be read", { cause });
  }
  if (known === null || known === undefined) throw notKnown("there is no session");
  const { id, actions, email } = known;
  if (typeof id !== "string" || id === "" || (actions !== undefined && !isNames(actions)) || (email !== undefined && typeof email !== "string")) {
    throw configError("authenticate must return { id, actions?, email? }, or null");
  }
  return { by: "session", id, actions, email };
}

/** What a bearer begins with that holds a signature: `signature:`, the signature in hex, a colon, and the user's id, percent-encoded. */
const SIGNATURE = "signature:";

/**
 * Checks the option `identity`.
 *
 * @param {unknown} options
 * @returns {NonNullable<Ways["check"]>}
 */
export function signatureCheck(options) {
  const importKey = hmacKey("identity.secret", namedOptions("identity.", options, ["secret"]).secret, "verify");
  /** @type {CryptoKey | undefined} */
  let key;
  return async (written) => {
    try {
      key ??= await importKey();
      const [, hex, encoded] = /** @type {string[]} */ (/^([0-9a-f]{64}):([^:]+)$/i.exec(written));
      const id = decodeURIComponent(encoded);
      const signature = Uint8Array.from(/** @type {string[]} */ (hex.match(/../g)), (pair) => parseInt(pair, 16));
      // Compares in constant time.
      if (await crypto.subtle.verify("HMAC", key, signature, new TextEncoder().encode(id))) return { by: "signature", id };
    } catch {}
    throw notKnown("the signature is not valid");
  };
}
