// The tools behind the official MCP packages: a server lists and runs them, and a client checks the results.

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

/** A client connected to a server with these tools. */
async function connected(refiner) {
  const server = new Server({ name: "refiner", version: "1" }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools({ format: "mcp", outputSchemas: true }) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const { data } = await run(refiner, params.name, params.arguments, { confirm: true });
    return { content: [{ type: "text", text: JSON.stringify(data) }], structuredContent: data };
  });
  const client = new Client({ name: "test", version: "1" });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(far), client.connect(near)]);
  return client;
}

test("a client lists every tool, and checks every result", async () => {
  const refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
  const inputs = await samples((what) => refiner.call(`list_${what}`));
  const client = await connected(refiner);
  const listed = await client.listTools();
  assert.deepEqual(listed.tools.map(({ name }) => name).sort(), [...ORDER, "summarize_responses", "compare_responses", "sample_comments"].sort());
  const metrics = ["count", { metric: "nps", question: "nps" }, { metric: "distribution", question: "nps" }];
  const summary = { metrics, group_by: "month", compare: "last_two", include: "all", max_groups: 2 };
  const { structuredContent } = await client.callTool({ name: "summarize_responses", arguments: summary });
  assert.equal(structuredContent.items, 60);
  assert.ok(structuredContent.groups.length > 0 && structuredContent.comparison);
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
  const { pagination } = odd;
  const words = { uuid: 7, untrusted_text: { contact: [], data: { nps: { deep: true } }, tags: "none" } };
  assert.deepEqual(structuredContent, { items: [words, null], pagination });
  await client.close();
});
