// @ts-check
// Who is calling: a signed token, or what the app's own way of knowing says.
import { CallerError } from "./errors.js";

/** @typedef {import("../index.js").McpHandlerOptions} Options */
/** @typedef {(token: string) => Promise<{ sub: string, actions?: string[] }>} Verify */

/**
 * @param {Request} request
 * @param {unknown} env
 * @param {unknown} ctx
 * @param {{ verify?: Verify, authenticate?: Options["authenticate"] }} ways
 * @returns {Promise<{ user: string, actions?: readonly string[] }>}
 */
export async function callerOf(request, env, ctx, { verify, authenticate }) {
  const bearer = /^Bearer +([^\s,]+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (verify && bearer !== undefined) {
    const { sub, actions } = await verify(bearer);
    return { user: sub, ...(actions && { actions }) };
  }
  const known = await authenticate?.(request, /** @type {any} */ (env), ctx);
  if (known === null || known === undefined) throw new CallerError("there is no valid token");
  const { id, actions } = known;
  const isList = actions === undefined || (Array.isArray(actions) && actions.every((name) => typeof name === "string"));
  if (typeof id !== "string" || id === "" || !isList) throw new TypeError("authenticate must return { id, actions? }, or null");
  return { user: id, ...(actions && { actions }) };
}
