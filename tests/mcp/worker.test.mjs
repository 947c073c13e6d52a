// The handler in real workerd: both revisions on one address, who may call, and what is refused before that.

import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { Client as OlderClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as OlderTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { issueToken } from "refiner-wasm/gateway";
import { tools } from "refiner-wasm/tools";
import { startSandbox } from "../support/sandbox.mjs";
import { errorOf } from "./program.mjs";
import { SECRET, connectWorker, startWorker, tokenFor } from "./workerd.mjs";

const ALL = tools({ format: "mcp" }).map(({ name }) => name);
const PING = { jsonrpc: "2.0", id: 1, method: "tools/list", params: {} };

let sandbox;
let worker;

before(async () => {
  sandbox = await startSandbox(["--contacts", "20", "--responses", "60"]);
  worker = await startWorker(sandbox);
});
after(async () => {
  await worker?.stop();
  await sandbox?.stop();
});
beforeEach(() => sandbox.reset());

/** Sends a request as it is written. */
function send({ headers = {}, body = JSON.stringify(PING), method = "POST" } = {}) {
  const all = { "content-type": "application/json", accept: "application/json, text/event-stream", ...headers };
  return new Promise((resolve, reject) => {
    const outgoing = request(worker.url, { method, headers: all, agent: false }, (incoming) => {
      const parts = [];
      incoming.on("data", (part) => parts.push(part));
      incoming.once("end", () => resolve({ status: incoming.statusCode, headers: incoming.headers, text: Buffer.concat(parts).toString() }));
    });
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

for (const [mode, revision] of [["auto", "2026-07-28"], ["legacy", "2025-11-25"]]) {
  test(`${revision}: tools are listed and called, and resources and prompts are there`, async () => {
    const client = await connectWorker(worker, { token: await tokenFor("ann"), mode });
    assert.equal(client.getNegotiatedProtocolVersion(), revision);
    assert.deepEqual((await client.listTools()).tools.map(({ name }) => name), ALL);
    const { structuredContent } = await client.callTool({ name: "list_contacts", arguments: { page_length: 2 } });
    assert.equal(structuredContent.data.items.length, 2);
    const misspelt = await client.callTool({ name: "list_contacts", arguments: { page_len: 2 } });
    assert.equal(errorOf(misspelt).path, "page_len");
    assert.equal((await client.listResources()).resources.length, 2);
    assert.equal((await client.listPrompts()).prompts.length, 3);
    await client.close();
  });
}

test("an older client is served at the same address", async () => {
  const client = new OlderClient({ name: "older", version: "1" });
  await client.connect(new OlderTransport(worker.url, { requestInit: { headers: { authorization: `Bearer ${await tokenFor("ann")}` } } }));
  assert.deepEqual((await client.listTools()).tools.map(({ name }) => name), ALL);
  const { structuredContent } = await client.callTool({ name: "verify_key", arguments: {} });
  assert.equal(structuredContent.meta.action, "verify_key");
  await client.close();
});

test("a token shows the tools that it names, and no other runs", async () => {
  const client = await connectWorker(worker, { token: await tokenFor("ann", { actions: ["list_forms", "verify_key"] }) });
  assert.deepEqual((await client.listTools()).tools.map(({ name }) => name), ["verify_key", "list_forms"]);
  await sandbox.clear();
  await assert.rejects(client.callTool({ name: "list_contacts", arguments: {} }), /no tool/);
  assert.deepEqual(await sandbox.requests(), []);
  await client.close();
});

test("who has no token, or one for something else, gets 401 and nothing is sent", async () => {
  await sandbox.clear();
  const forPages = await issueToken({ secret: SECRET, sub: "ann" });
  const foreign = await issueToken({ secret: "c".repeat(40), sub: "ann", audience: "refiner-mcp" });
  for (const authorization of [undefined, "Bearer ", "Basic abc", "Bearer x.y.z", `Bearer ${forPages}`, `Bearer ${foreign}`]) {
    const { status, headers } = await send({ headers: authorization === undefined ? {} : { authorization } });
    assert.equal(status, 401, authorization);
    assert.match(headers["www-authenticate"], /^Bearer/);
  }
  assert.deepEqual(await sandbox.requests(), []);
});

test("another host name, another origin, and a body that is too long are refused", async () => {
  const authorization = `Bearer ${await tokenFor("ann")}`;
  assert.equal((await send({ headers: { authorization } })).status, 200);
  for (const host of ["evil.example", "127.0.0.1.evil.example", "mcp.example.com.evil.example"]) {
    assert.equal((await send({ headers: { authorization, host } })).status, 403, host);
  }
  for (const origin of ["https://evil.example", "null", "https://app.example.com.evil.example", "http://app.example.com"]) {
    const { status, headers } = await send({ headers: { authorization, origin } });
    assert.equal(status, 403, origin);
    assert.equal(headers["access-control-allow-origin"], undefined);
  }
  const page = await send({ headers: { authorization, origin: "https://app.example.com" } });
  assert.deepEqual([page.status, page.headers["access-control-allow-origin"]], [200, "https://app.example.com"]);
  const asked = await send({ method: "OPTIONS", body: "", headers: { origin: "https://app.example.com" } });
  assert.equal(asked.status, 204);
  const long = JSON.stringify({ ...PING, params: { _meta: { long: "x".repeat(262_144) } } });
  assert.equal((await send({ headers: { authorization }, body: long })).status, 413);
});

test("what is no message of the protocol is answered, and the server goes on", async () => {
  const authorization = `Bearer ${await tokenFor("ann")}`;
  for (const body of ["", "{", "null", "[]", "7", '"x"', "{}", '{"jsonrpc":"2.0"}', '{"jsonrpc":"2.0","id":1,"method":7}', '{"jsonrpc":"1.0","id":1,"method":"tools/list"}']) {
    const { status } = await send({ headers: { authorization }, body });
    assert.ok(status >= 400 && status < 500, `${status} for ${body}`);
  }
  assert.equal((await send({ headers: { authorization } })).status, 200);
});
