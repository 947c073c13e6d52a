// The packed server on standard input and output, used by the official client in both revisions.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { tools } from "refiner-wasm/tools";
import { startSandbox } from "../support/sandbox.mjs";
import { connect, errorOf } from "./program.mjs";

const MODES = [
  ["auto", "2026-07-28"],
  ["legacy", "2025-11-25"],
];

let sandbox;

before(async () => {
  sandbox = await startSandbox(["--contacts", "20", "--responses", "60"]);
});
after(() => sandbox?.stop());
beforeEach(() => sandbox.reset());

for (const [mode, revision] of MODES) {
  test(`${revision}: every tool is listed, with all hints and what it returns, and a result is what the tool says`, async () => {
    const client = await connect(sandbox, { mode });
    assert.equal(client.getNegotiatedProtocolVersion(), revision);
    const { tools: listed } = await client.listTools();
    const defined = tools({ format: "mcp" });
    assert.deepEqual(listed.map(({ name }) => name), defined.map(({ name }) => name));
    for (const { name, annotations, outputSchema } of listed) {
      for (const hint of ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"]) assert.equal(typeof annotations[hint], "boolean", `${name} ${hint}`);
      assert.deepEqual(outputSchema.required, ["data", "meta"], name);
    }
    // The client checks the structured result against the schema that was listed.
    const { structuredContent, content } = await client.callTool({ name: "list_contacts", arguments: { page_length: 2 } });
    assert.equal(structuredContent.data.items.length, 2);
    assert.equal(structuredContent.meta.action, "list_contacts");
    assert.match(structuredContent.meta.executionId, /^[0-9a-f-]{36}$/);
    assert.deepEqual(JSON.parse(content[0].text), structuredContent);
    await client.close();
  });

  test(`${revision}: a write is read back`, async () => {
    const client = await connect(sandbox, { mode });
    const { structuredContent } = await client.callTool({ name: "identify_user", arguments: { id: "u-1", attributes: { plan: "pro" } } });
    assert.equal(structuredContent.meta.verified.status, "confirmed");
    await client.close();
  });

  test(`${revision}: nothing says that a list changes, because none does`, async () => {
    const client = await connect(sandbox, { mode });
    assert.deepEqual(client.getServerCapabilities(), { tools: {}, resources: {}, prompts: {} });
    await client.close();
  });

  test(`${revision}: a wrong input is a tool error that says what to do, and the server goes on`, async () => {
    const client = await connect(sandbox, { mode });
    await sandbox.clear();
    const misspelt = await client.callTool({ name: "list_contacts", arguments: { page_len: 2 } });
    assert.equal(misspelt.isError, true);
    const { kind, path, message, advice } = errorOf(misspelt);
    assert.deepEqual({ kind, path }, { kind: "input", path: "page_len" });
    assert.match(message, /did you mean page_length\?/);
    assert.match(advice, /call again/);
    assert.deepEqual(await sandbox.requests(), []);
    await assert.rejects(client.callTool({ name: "list_contact", arguments: {} }), /no tool "list_contact" here; there are: .*list_contacts/);
    assert.equal((await client.callTool({ name: "verify_key", arguments: {} })).isError, undefined);
    await client.close();
  });

  test(`${revision}: the surveys and the contract can be read`, async () => {
    const client = await connect(sandbox, { mode });
    const { resources } = await client.listResources();
    assert.deepEqual(resources.map(({ uri }) => uri), ["refiner://contract", "refiner://forms"]);
    const read = async (uri) => JSON.parse((await client.readResource({ uri })).contents[0].text);
    const [first] = await read("refiner://contract");
    const action = await read(first.uri);
    assert.equal(action.name, first.name);
    assert.ok(action.input && action.output);
    const { items } = await read("refiner://forms");
    const form = await read(`refiner://forms/${items[0].uuid}`);
    assert.equal(form.uuid, items[0].uuid);
    for (const uri of ["refiner://forms/none", "refiner://contract/none", "refiner://forms/a/b", "file:///etc/passwd", "refiner://forms/%2e%2e"]) {
      await assert.rejects(client.readResource({ uri }), uri);
    }
    await client.close();
  });

  test(`${revision}: the three questions name tools that are there`, async () => {
    const client = await connect(sandbox, { mode });
    const { prompts } = await client.listPrompts();
    assert.deepEqual(prompts.map(({ name }) => name), ["how_do_we_score", "what_changed", "what_do_people_say"]);
    const names = (await client.listTools()).tools.map(({ name }) => name);
    for (const { name } of prompts) {
      const { messages } = await client.getPrompt({ name, arguments: { survey: "NPS \"2026\"" } });
      const { text } = messages[0].content;
      assert.match(text, /in the survey "NPS \\"2026\\""/);
      for (const [tool] of text.matchAll(/\b[a-z]+_[a-z_]+\b/g)) assert.ok(names.includes(tool), `${name}: ${tool}`);
    }
    await client.close();
  });
}

test("a profile shows its tools alone, by flag or by the environment, and nothing else runs", async () => {
  for (const how of [{ args: ["--profile", "read"] }, { env: { REFINER_MCP_PROFILE: "read" } }]) {
    const client = await connect(sandbox, how);
    const { tools: listed } = await client.listTools();
    assert.deepEqual(listed.map(({ name }) => name), tools({ format: "mcp", profile: "read" }).map(({ name }) => name));
    await sandbox.clear();
    await assert.rejects(client.callTool({ name: "identify_user", arguments: { id: "u-1" } }), /no tool/);
    assert.deepEqual(await sandbox.requests(), []);
    await client.close();
  }
});
