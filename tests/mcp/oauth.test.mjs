// examples/cloudflare-mcp in real workerd: a host registers, a person signs in, and the tokens are that person's.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startSandbox } from "../support/sandbox.mjs";
import { connectWorker, startWorker } from "./workerd.mjs";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const PASSWORD = "the-password-of-these-tests";
const BACK = "http://localhost:9/callback";

let folder;
let sandbox;
let worker;
let base;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "refiner-mcp-example-"));
  await cp(at("../../examples/cloudflare-mcp/src"), join(folder, "src"), { recursive: true });
  await symlink(at("../node_modules"), join(folder, "node_modules"));
  sandbox = await startSandbox(["--contacts", "5", "--responses", "5"]);
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  worker = await startWorker(sandbox, {
    entry: join(folder, "src/index.js"),
    port,
    kv: ["OAUTH_KV"],
    bindings: { REFINER_BASE_URL: sandbox.url, PUBLIC_URL: base, TEAM_PASSWORD: PASSWORD },
  });
});
after(async () => {
  await worker?.stop();
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A port that nobody listens on: the Worker must know its address before it starts. */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const form = (fields) => ({ method: "POST", body: new URLSearchParams(fields), headers: { "content-type": "application/x-www-form-urlencoded" } });

/** Goes through the pages as a host and a person do; gives the token, or the status of the page that ends it. */
async function signIn(name, password, decision = "approve") {
  const registered = await fetch(`${base}/oauth/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ client_name: "<b>Host</b>", redirect_uris: [BACK], token_endpoint_auth_method: "none" }),
  });
  const { client_id } = await registered.json();
  const verifier = randomBytes(32).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const query = { response_type: "code", client_id, redirect_uri: BACK, scope: "mcp", state: "s", code_challenge: challenge, code_challenge_method: "S256", resource: `${base}/mcp` };
  const page = await fetch(`${base}/authorize?${new URLSearchParams(query)}`);
  const html = await page.text();
  assert.equal(page.status, 200, html);
  assert.ok(!html.includes("<b>Host</b>"));
  const [, handle] = /name="handle" value="([^"]+)"/.exec(html);
  const cookie = page.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
  const { headers, ...sent } = form({ handle, name, password, decision });
  const decided = await fetch(`${base}/authorize`, { ...sent, headers: { ...headers, cookie, origin: base }, redirect: "manual" });
  if (decided.status !== 302) return { status: decided.status };
  const back = new URL(decided.headers.get("location"));
  const code = back.searchParams.get("code");
  if (!code) return { status: 302, error: back.searchParams.get("error") };
  const given = await fetch(`${base}/oauth/token`, form({ grant_type: "authorization_code", code, client_id, redirect_uri: BACK, code_verifier: verifier, resource: `${base}/mcp` }));
  const { access_token, ...more } = await given.json();
  assert.equal(given.status, 200, JSON.stringify(more));
  return { token: access_token };
}

test("without a token there is a challenge that leads to the sign-in, and nothing is sent", async () => {
  const { status, headers } = await fetch(worker.url, { method: "POST", body: "{}" });
  assert.equal(status, 401);
  assert.match(headers.get("www-authenticate"), /resource_metadata=/);
  assert.deepEqual(await sandbox.requests(), []);
});

test("who signs in gets tools, and what they confirm is done once", async () => {
  const { token } = await signIn("ann", PASSWORD);
  const client = await connectWorker(worker, { token, elicit: () => ({ action: "accept", content: { confirm: true } }) });
  assert.ok((await client.listTools()).tools.length > 18);
  await client.callTool({ name: "delete_contact", arguments: { id: "u-1" } });
  assert.equal((await sandbox.requests()).filter(({ method }) => method === "DELETE").length, 1);
  await client.close();
});

test("a wrong password and a no give nothing", async () => {
  assert.equal((await signIn("ann", "wrong")).status, 403);
  assert.equal((await signIn("", PASSWORD)).status, 403);
  assert.deepEqual(await signIn("ann", PASSWORD, "deny"), { status: 302, error: "access_denied" });
});
