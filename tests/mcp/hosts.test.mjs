// What hosts and registries read: server.json, and the bundle for desktop hosts, packed by its own tool and started as one starts it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { startSandbox } from "../support/sandbox.mjs";

const PACKAGE = fileURLToPath(new URL("../node_modules/refiner-mcp/", import.meta.url));
const PACKS = fileURLToPath(new URL("../../target/pack", import.meta.url));
const MCPB = fileURLToPath(new URL("../node_modules/@anthropic-ai/mcpb/dist/cli/cli.js", import.meta.url));
const run = promisify(execFile);
const json = async (name) => JSON.parse(await readFile(join(PACKAGE, name), "utf8"));

test("server.json is of this version, names the package, and its key is a secret", async () => {
  const [{ name, version, mcpName }, server] = await Promise.all([json("package.json"), json("server.json")]);
  const [{ registryType, identifier, version: published, environmentVariables }] = server.packages;
  assert.deepEqual([server.name, server.version, registryType, identifier, published], [mcpName, version, "npm", name, version]);
  assert.match(server.name, /^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/);
  assert.ok(server.description.length <= 100);
  const key = environmentVariables.find((variable) => variable.name === "REFINER_API_KEY");
  assert.deepEqual([key.isRequired, key.isSecret], [true, true]);
});

test("the bundle is valid, keeps the key out of sight, and serves a client when it is unpacked", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "refiner-mcpb-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const [source, unpacked, bundle] = [join(folder, "source"), join(folder, "unpacked"), join(folder, "refiner.mcpb")];
  await run("mkdir", [source]);
  await writeFile(join(source, "package.json"), '{ "private": true }');
  const packs = (await readdir(PACKS)).filter((name) => name.endsWith(".tgz")).map((name) => join(PACKS, name));
  await run("npm", ["install", "--omit=dev", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error", ...packs], { cwd: source });
  await copyFile(join(PACKAGE, "manifest.json"), join(source, "manifest.json"));
  await run(process.execPath, [MCPB, "validate", join(source, "manifest.json")]);
  await run(process.execPath, [MCPB, "pack", source, bundle]);
  await run(process.execPath, [MCPB, "unpack", bundle, unpacked]);

  const manifest = JSON.parse(await readFile(join(unpacked, "manifest.json"), "utf8"));
  assert.equal(manifest.version, (await json("package.json")).version);
  assert.deepEqual([manifest.user_config.api_key.sensitive, manifest.user_config.api_key.required], [true, true]);
  const sandbox = await startSandbox(["--contacts", "5", "--responses", "5"]);
  t.after(() => sandbox.stop());
  // As a host fills it in.
  const values = { __dirname: unpacked, "user_config.api_key": sandbox.key, "user_config.profile": manifest.user_config.profile.default };
  const filled = (text) => text.replace(/\$\{([\w.]+)\}/g, (_, name) => values[name]);
  const { args, env } = manifest.server.mcp_config;
  const said = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(value)]));
  const client = new Client({ name: "desktop", version: "1" });
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: args.map(filled), env: { PATH: process.env.PATH, REFINER_BASE_URL: sandbox.url, ...said }, stderr: "ignore" }),
  );
  assert.equal((await client.callTool({ name: "verify_key", arguments: {} })).isError, undefined);
  await client.close();
});
