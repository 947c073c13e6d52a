// The definitions and run behind the official protocol packages: a server lists and calls, a client checks what comes back.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { Refiner } from "refiner-wasm";
import { run, tools } from "refiner-wasm/tools";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { ok, page, scripted } from "../support/scripted.mjs";
import { ORDER, samples } from "./samples.mjs";

let sandbox;

before(async () => {
  sandbox = await startSandbox(["--contacts", "20", "--responses", "60"]);
});
after(() => sandbox?.stop());

/** A client that is connected to a server of these tools. */
async function connected(refiner) {
  const server = new Server({ name: "refiner", version: "1" }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools({ format: "mcp" }) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const { data } = await run(refiner, params.name, params.arguments, { confirm: true });
    return { content: [{ type: "text", text: JSON.stringify(data) }], structuredContent: data };
  });
  const client = new Client({ name: "test", version: "1" });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(far), client.connect(near)]);
  return client;
}

test("a client lists every action, and checks every result", async () => {
  const refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
  const inputs = await samples((what) => refiner.call(`list_${what}`));
  const client = await connected(refiner);
  const listed = await client.listTools();
  assert.equal(listed.tools.length, ORDER.length);
  for (const name of ORDER) {
    const result = await client.callTool({ name, arguments: inputs[name] });
    assert.equal(typeof result.structuredContent, "object", name);
  }
  await client.close();
});

test("odd data does not fail the client's check", async () => {
  const odd = page([{ uuid: 7, contact: [], data: { nps: { deep: true } }, tags: "none" }, null]);
  const client = await connected(new Refiner({ apiKey: KEY, fetch: scripted(ok(odd)) }));
  await client.listTools();
  const { structuredContent } = await client.callTool({ name: "list_responses", arguments: {} });
  assert.deepEqual(structuredContent, odd);
  await client.close();
});
