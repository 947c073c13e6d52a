// @ts-check
// How an app's server makes a token. The signature is jose's business.
import { SignJWT } from "jose";
import { configError } from "../internal/error.js";
import { hmacKey, isNames, namedOptions, requireSeconds, requireText } from "./checks.js";
import { AUDIENCE, MAX_AGE_SECONDS } from "./tokens.js";

const NAMES = ["secret", "sub", "audience", "expiresIn", "actions", "email"];

/**
 * @param {import("../gateway.js").TokenRequest} request
 * @returns {Promise<string>}
 */
export async function issueToken(request) {
  const given = namedOptions("issueToken: ", request, NAMES);
  const { secret, sub, audience = AUDIENCE, expiresIn = MAX_AGE_SECONDS, actions, email } = given;
  const key = hmacKey("issueToken: secret", secret, "sign");
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
    .sign(await key());
}

/** @param {unknown} expiresIn */
function secondsOf(expiresIn) {
  const [, amount, unit] = /^(\d+) ?([smh])$/.exec(String(expiresIn)) ?? [];
  const seconds = amount === undefined ? expiresIn : Number(amount) * (unit === "h" ? 3600 : unit === "m" ? 60 : 1);
  return requireSeconds("issueToken: expiresIn", seconds);
}
