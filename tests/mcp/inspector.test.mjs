// Other people's clients: the inspector's command line and the older official client, against stdio and against workerd.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, before, test } from "node:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { tools } from "refiner-wasm/tools";
import { program } from "../support/runtime.mjs";
import { startSandbox } from "../support/sandbox.mjs";
import { PROGRAM, environment, errorOf } from "./program.mjs";
import { startWorker, tokenFor } from "./workerd.mjs";

const INSPECTOR = fileURLToPath(new URL("../node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js", import.meta.url));
const ALL = tools({ format: "mcp" }).map(({ name }) => name);

let home;
let sandbox;
let worker;

before(async () => {
  home = await mkdtemp(join(tmpdir(), "refiner-inspector-"));
  sandbox = await startSandbox(["--contacts", "20", "--responses", "60"]);
  worker = await startWorker(sandbox);
});
after(async () => {
  await worker?.stop();
  await sandbox?.stop();
  await rm(home, { recursive: true, force: true });
});

/** What the inspector prints; it needs Node 22. */
function inspect(target, args) {
  const env = { PATH: process.env.PATH, HOME: home };
  const child = spawn(program("node-22"), [INSPECTOR, "--cli", ...target, ...args], { env, cwd: home, stdio: ["ignore", "pipe", "pipe"] });
  const [out, err] = [[], []];
  child.stdout.on("data", (part) => out.push(part));
  child.stderr.on("data", (part) => err.push(part));
  return new Promise((resolve) => {
    child.once("close", (status) => resolve({ status, text: Buffer.concat(out).toString(), problem: Buffer.concat(err).toString() }));
  });
}

const TARGETS = [
  ["stdio", async () => [process.execPath, PROGRAM, "-e", `REFINER_API_KEY=${sandbox.key}`, "-e", `REFINER_BASE_URL=${sandbox.url}`]],
  ["workerd", async () => [worker.url.href, "--transport", "http", "--header", `Authorization: Bearer ${await tokenFor("ann")}`]],
];

for (const [name, targetOf] of TARGETS) {
  test(`the inspector lists and calls tools, and reads a resource: ${name}`, async () => {
    const target = await targetOf();
    const run = async (...args) => {
      const { status, text, problem } = await inspect(target, args);
      assert.equal(status, 0, problem || text);
      return JSON.parse(text);
    };
    assert.deepEqual((await run("--method", "tools/list")).tools.map((tool) => tool.name), ALL);
    const { structuredContent } = await run("--method", "tools/call", "--tool-name", "list_contacts", "--tool-arg", "page_length=1");
    assert.equal(structuredContent.data.items.length, 1);
    const { contents } = await run("--method", "resources/read", "--uri", "refiner://contract");
    assert.deepEqual(JSON.parse(contents[0].text).map((action) => action.name).filter((action) => !ALL.includes(action)), []);
  });
}

test("an older client on stdio: tools, results that it checks, and a person who confirms", async () => {
  await sandbox.reset();
  const { ElicitRequestSchema } = await import("@modelcontextprotocol/sdk/types.js");
  const client = new Client({ name: "older", version: "1" }, { capabilities: { elicitation: {} } });
  let answer = { action: "decline" };
  client.setRequestHandler(ElicitRequestSchema, () => answer);
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [PROGRAM], env: environment(sandbox), stderr: "ignore" }));
  assert.deepEqual((await client.listTools()).tools.map((tool) => tool.name), ALL);
  const { structuredContent } = await client.callTool({ name: "list_contacts", arguments: { page_length: 1 } });
  assert.equal(structuredContent.data.items.length, 1);
  const deleted = async () => (await sandbox.requests()).filter(({ method }) => method === "DELETE").length;
  assert.equal(errorOf(await client.callTool({ name: "delete_contact", arguments: { id: "u-1" } })).kind, "not_confirmed");
  assert.equal(await deleted(), 0);
  answer = { action: "accept", content: { confirm: true } };
  await client.callTool({ name: "delete_contact", arguments: { id: "u-1" } });
  assert.equal(await deleted(), 1);
  await client.close();
});
