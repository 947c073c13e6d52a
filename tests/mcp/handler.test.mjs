// The handler in Node, as a server of one process uses it: its options, and confirmations that are remembered in memory.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { createMcpHandler } from "refiner-mcp";
import { startSandbox } from "../support/sandbox.mjs";
import { errorOf } from "./program.mjs";
import { envelope } from "./raw.mjs";

const CONFIRM_SECRET = "another-secret-of-the-tests-0123456789";
const YES = { inputResponses: { confirm: { action: "accept", content: { confirm: true } } } };

let sandbox;

before(async () => {
  sandbox = await startSandbox(["--contacts", "5", "--responses", "5"]);
});
after(() => sandbox?.stop());
beforeEach(() => sandbox.reset());

const optionsOf = (more = {}) => ({ apiKey: sandbox.key, baseUrl: sandbox.url, hosts: ["localhost"], authenticate: () => ({ id: "ann" }), ...more });

/** Calls delete_contact, and gives the result. */
async function remove(handler, more, ...context) {
  const params = { name: "delete_contact", arguments: { id: "u-1" }, _meta: envelope({ elicitation: { form: {} } }), ...more };
  const headers = { "content-type": "application/json", accept: "application/json, text/event-stream", "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call", "mcp-name": params.name };
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params });
  const response = await handler.fetch(new Request("http://localhost/mcp", { method: "POST", headers, body }), ...context);
  return { status: response.status, ...(await response.json()) };
}

const deleted = async () => (await sandbox.requests()).filter(({ method }) => method === "DELETE").length;

test("a confirmation counts once, whether requests bring an environment, a new one each time, or none", async () => {
  const confirmations = { secret: CONFIRM_SECRET, once: "memory" };
  for (const [options, contextOf] of [[optionsOf({ confirmations }), () => []], [() => optionsOf({ confirmations }), () => []], [() => optionsOf({ confirmations }), () => [{}]]]) {
    await sandbox.clear();
    const handler = createMcpHandler(options);
    const { result } = await remove(handler, {}, ...contextOf());
    for (let time = 0; time < 3; time++) await remove(handler, { ...YES, requestState: result.requestState }, ...contextOf());
    assert.equal(await deleted(), 1);
  }
});

test("without a place that remembers, or without a secret, nothing is confirmed", async () => {
  for (const confirmations of [undefined, { secret: CONFIRM_SECRET }]) {
    const { result } = await remove(createMcpHandler(optionsOf({ confirmations })), {});
    assert.equal(errorOf(result).kind, "not_confirmed");
  }
  assert.equal(await deleted(), 0);
});

test("a wrong option is told to who runs the server, and the caller gets a 500 that says nothing", async (t) => {
  const said = [];
  t.mock.method(console, "error", (line) => said.push(line));
  const wrong = [
    { apiKey: "" }, { hosts: [] }, { hosts: "localhost" }, { origins: ["*"] }, { origin: [] }, { authenticate: undefined }, { profile: "write" }, { timeoutMs: 0 },
    { maxBodyBytes: 1.5 }, { verify: "yes" }, { confirmations: { secret: "short" } }, { confirmations: { secret: CONFIRM_SECRET, once: "disk" } }, { tokens: {} },
  ];
  for (const more of wrong) {
    const { status, error } = await remove(createMcpHandler(optionsOf(more)), {});
    assert.deepEqual([status, error.message], [500, "the server is not set up correctly"], JSON.stringify(more));
  }
  assert.equal(said.length, wrong.length);
  assert.ok(said.every((line) => line.startsWith("refiner-mcp: ") && !line.includes(sandbox.key) && !line.includes(CONFIRM_SECRET)));
  assert.deepEqual(await sandbox.requests(), []);
});

test("a caller that authenticate does not know, or describes wrongly, gets nothing", async (t) => {
  t.mock.method(console, "error", () => {});
  for (const [authenticate, expected] of [[() => null, 401], [() => ({ id: "" }), 500], [() => ({ id: 7 }), 500], [() => ({ id: "a", actions: "all" }), 500], [() => { throw new Error("secret"); }, 500]]) {
    const { status, error } = await remove(createMcpHandler(optionsOf({ authenticate })), {});
    assert.equal(status, expected);
    assert.ok(!error.message.includes("secret"));
  }
  assert.deepEqual(await sandbox.requests(), []);
});
