// The page where a person signs in and allows an app. Put your own sign-in here: this one knows a team by its password.
import { AuthorizationError, CimdFetchError } from "@cloudflare/workers-oauth-provider";

export async function authorize(request, env) {
  if (new URL(request.url).pathname !== "/authorize") return new Response("Not found", { status: 404 });
  try {
    return await (request.method === "POST" ? decide(request, env) : ask(request, env));
  } catch (error) {
    if (error instanceof AuthorizationError && error.redirectTo) return Response.redirect(error.redirectTo, 302);
    if (error instanceof AuthorizationError || error instanceof CimdFetchError) return text(400, "This app could not be verified. Start again from it.");
    throw error;
  }
}

async function ask(request, { OAUTH_PROVIDER: oauth }) {
  const asked = await oauth.parseAuthRequest(request);
  const details = await oauth.describeConsent(asked);
  const { handle, headers } = await oauth.beginConsent(asked);
  headers.set("Content-Type", "text/html; charset=utf-8");
  return new Response(page(details, handle), { headers });
}

async function decide(request, { OAUTH_PROVIDER: oauth, TEAM_PASSWORD }) {
  const form = await request.formData();
  const handle = String(form.get("handle"));
  if (form.get("decision") !== "approve") return redirect((await oauth.denyConsent(request, handle)).headers);
  const userId = String(form.get("name")).trim();
  if (userId === "" || !(await isPassword(String(form.get("password")), TEAM_PASSWORD))) return text(403, "The name or the password is wrong. Start again from the app.");
  const approved = await oauth.approveConsent(request, handle, { scope: ["mcp"] });
  const { redirectTo } = await oauth.completeAuthorization({ request: approved.request, userId, metadata: {}, scope: approved.request.scope, props: { userId } });
  approved.headers.set("Location", redirectTo);
  return redirect(approved.headers);
}

/** Compares digests, so that the time tells nothing. */
async function isPassword(given, expected) {
  if (typeof expected !== "string" || expected.length < 16) return false;
  const [one, other] = await Promise.all([given, expected].map(async (said) => new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(said)))));
  return one.reduce((difference, byte, index) => difference | (byte ^ other[index]), 0) === 0;
}

const escape = (said) => said.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

const page = ({ clientName, clientDomain, redirectHost, redirectIsLoopback }, handle) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Allow ${escape(clientName)}</title>
<h1>Allow ${escape(clientName)} to use Refiner?</h1>
<p>${clientDomain ? `Published by <strong>${escape(clientDomain)}</strong>.` : "This app registered itself; its name is not verified."}
Access will be sent to <strong>${escape(redirectHost)}</strong>.</p>
${redirectIsLoopback ? "<p><strong>That is an app on your computer.</strong> Continue only if you just started signing in from it.</p>" : ""}
<form method="post">
<input type="hidden" name="handle" value="${escape(handle)}">
<p><label>Your name <input name="name" required></label></p>
<p><label>The team's password <input name="password" type="password" required></label></p>
<p><button name="decision" value="approve">Allow</button> <button name="decision" value="deny" formnovalidate>Deny</button></p>
</form></html>`;

const text = (status, said) => new Response(said, { status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
const redirect = (headers) => new Response(null, { status: 302, headers });
