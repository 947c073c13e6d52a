// @ts-check
// What is refused before anybody is asked who they are: a wrong host, a page that is not in the list.
import { validateHostHeader } from "@modelcontextprotocol/server";

const SENT = "authorization, content-type, accept, mcp-protocol-version, mcp-method, mcp-name, last-event-id";

/**
 * @param {number} status
 * @param {string} message
 */
export function refusal(status, message) {
  const all = new Headers(status === 401 ? { "WWW-Authenticate": 'Bearer error="invalid_token"' } : {});
  return Response.json({ jsonrpc: "2.0", id: null, error: { code: -32_000, message } }, { status, headers: all });
}

/**
 * The answer to a request that is not wanted here, and to a page's question whether it may call.
 *
 * @param {Request} request
 * @param {{ hosts: readonly string[], origins: readonly string[] }} allowed
 * @returns {Response | undefined}
 */
export function unwanted(request, { hosts, origins }) {
  // A name that an attacker points at this machine is not one of ours.
  const host = request.headers.get("host") ?? new URL(request.url).host;
  if (!validateHostHeader(host, [...hosts]).ok) return refusal(403, "this host name is not served here");
  const origin = request.headers.get("origin");
  const isOwn = origin === new URL(request.url).origin;
  if (origin !== null && !isOwn && !origins.includes(origin)) return refusal(403, "this origin may not call");
  if (request.method !== "OPTIONS") return undefined;
  const asked = { "Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": SENT, "Access-Control-Max-Age": "600" };
  return withPage(request, new Response(null, { status: 204, headers: asked }));
}

/**
 * The response, as a page of an allowed origin may read it.
 *
 * @param {Request} request
 * @param {Response} response
 */
export function withPage(request, response) {
  const origin = request.headers.get("origin");
  if (origin === null) return response;
  const headers = new Headers(response.headers);
  headers.set("Access-Control-Allow-Origin", origin);
  headers.set("Access-Control-Expose-Headers", "WWW-Authenticate");
  headers.append("Vary", "Origin");
  return new Response(response.body, { status: response.status, headers });
}
