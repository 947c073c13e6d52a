// The visitor's session: a stand-in for the sign-in of your app. What matters is what it does at the end: the app's server, which
// knows who is signed in, issues a token for that user. The page never sees a key.
import { issueToken } from "refiner-wasm/gateway";

const LIFETIME_SECONDS = 15 * 60;

/** What every visitor may do: write as oneself. */
const OWN = ["identify_user", "track_event"];
/** What the page's tables and charts need. It shows what other people answered. */
const READS = ["list_responses", "list_forms", "list_contacts"];

const COOKIE = "visitor";

/**
 * POST { user?, reads? } → { user, token, actions, expires_in, gateway }
 *
 * @param {Request} request
 * @param {{ GATEWAY_SECRET: string, DEMO_SIGN_IN?: string, REFINER_BASE_URL?: string }} env
 * @param {string} gateway
 */
export async function session(request, env, gateway) {
  const { origin, protocol } = new URL(request.url);
  if (request.method !== "POST") return refused(405, "only POST", { allow: "POST" });
  // Another site must not be able to sign its visitors in here, or to read their token.
  if (request.headers.get("origin") !== origin) return refused(403, "only from this page");
  const wanted = await bodyOf(request);
  if (!wanted) return refused(400, "the body must be a JSON object");

  // A real app looks up its own session. This one remembers a random visitor; on invented data, a visitor may be anybody.
  const isOpen = env.DEMO_SIGN_IN === "open";
  const visitor = /(?:^|;\s*)visitor=([0-9a-f-]{36})(?:;|$)/.exec(request.headers.get("cookie") ?? "")?.[1] ?? crypto.randomUUID();
  const named = typeof wanted.user === "string" && wanted.user.length > 0 && wanted.user.length <= 200 ? wanted.user : undefined;
  if (named && !isOpen && named !== visitor) return refused(403, "this demo is open to everybody, so nobody can sign in as another user");
  if (wanted.reads && !isOpen) return refused(403, "this demo is open to everybody, so it does not show what people answered");

  const user = named ?? visitor;
  const actions = wanted.reads ? READS : OWN;
  const token = await issueToken({ secret: env.GATEWAY_SECRET, sub: user, expiresIn: LIFETIME_SECONDS, actions });
  const secure = protocol === "https:" ? "; Secure" : "";
  return json(
    200,
    { user, token, actions, expires_in: LIFETIME_SECONDS, gateway, upstream: isOpen ? (env.REFINER_BASE_URL ?? null) : null },
    { "set-cookie": `${COOKIE}=${visitor}; Path=/session; HttpOnly; SameSite=Strict; Max-Age=2592000${secure}` },
  );
}

/** @param {Request} request @returns {Promise<Record<string, unknown> | undefined>} */
async function bodyOf(request) {
  try {
    const value = await request.json();
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** @param {number} status @param {string} message @param {Record<string, string>} [headers] */
function refused(status, message, headers) {
  return json(status, { message }, headers);
}

/** @param {number} status @param {object} body @param {Record<string, string>} [headers] */
function json(status, body, headers = {}) {
  return Response.json(body, { status, headers: { "cache-control": "no-store", ...headers } });
}
