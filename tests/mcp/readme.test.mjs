// The README and the skill: every command they show is run, with both packed packages installed by npm in a folder of their own.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { tokensOf } from "../support/tokens.mjs";
import { startSandbox } from "../support/sandbox.mjs";
import { connect, environment } from "./program.mjs";

const PACKS = fileURLToPath(new URL("../../target/pack", import.meta.url));
const run = promisify(execFile);

let folder;
let sandbox;

before(async () => {
  sandbox = await startSandbox(["--contacts", "20", "--responses", "60"]);
  folder = await mkdtemp(join(tmpdir(), "refiner-mcp-installed-"));
  const packs = (await readdir(PACKS)).filter((name) => name.endsWith(".tgz"));
  assert.equal(packs.length, 2, packs.join());
  await writeFile(join(folder, "package.json"), '{ "private": true }');
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error", ...packs.map((name) => join(PACKS, name))], { cwd: folder });
});
after(async () => {
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The commands in the blocks of a document that are for a shell. */
function commandsOf(text) {
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block.trim());
  return blocks.flatMap((block) => block.split("\n"));
}

const installed = (...path) => join(folder, "node_modules", ...path);
const environmentHere = () => ({ ...environment(sandbox), HOME: folder });

for (const [name, path] of [["the README", ["refiner-mcp", "README.md"]], ["the skill", ["refiner-wasm", "skills/refiner/SKILL.md"]]]) {
  test(`every command that ${name} shows runs, and destroys nothing`, async () => {
    await sandbox.clear();
    const commands = commandsOf(await readFile(installed(...path), "utf8"));
    assert.ok(commands.length > 0);
    for (const command of commands) {
      assert.match(command, /^npx refiner-(mcp|wasm) /);
      const { stdout } = await run("sh", ["-c", command], { cwd: folder, env: environmentHere() });
      assert.notEqual(stdout, "", command);
    }
    assert.deepEqual((await sandbox.requests()).filter(({ method }) => method !== "GET"), []);
  });
}

test("the installed program serves a client", async () => {
  const client = await connect(sandbox, { program: installed("refiner-mcp", "stdio/main.js") });
  const { structuredContent } = await client.callTool({ name: "list_forms", arguments: {} });
  assert.ok(structuredContent.data.items.length > 0);
  await client.close();
});

test("what is wrong at the start is said in one line, without the key", async () => {
  const main = installed("refiner-mcp", "stdio/main.js");
  for (const [args, env, said] of [
    [[], { PATH: process.env.PATH }, /REFINER_API_KEY is not set/],
    [["--profile", "write"], environmentHere(), /the profile must be read, events, all/],
    [["--verbose"], environmentHere(), /Unknown option '--verbose'/],
    [["--timeout-ms", "soon"], environmentHere(), /--timeout-ms must be a number/],
    [[], { ...environmentHere(), REFINER_BASE_URL: "ftp://example.com" }, /baseUrl/],
  ]) {
    const failed = await run(process.execPath, [main, ...args], { env }).catch((error) => error);
    assert.equal(failed.code, 2, args.join(" "));
    assert.match(failed.stderr, said);
    assert.ok(!failed.stderr.includes(sandbox.key));
    assert.equal(failed.stdout, "");
  }
});

test("the skill keeps to the published rules", async () => {
  const file = installed("refiner-wasm", "skills/refiner/SKILL.md");
  const [, front, body] = /^---\n(.*?)\n---\n(.*)$/s.exec(await readFile(file, "utf8"));
  const field = (name) => new RegExp(`^${name}: (.+)$`, "m").exec(front)?.[1];
  assert.equal(field("name"), "refiner");
  assert.equal(dirname(file).split("/").at(-1), field("name"));
  assert.match(field("name"), /^(?!-)(?!.*--)[a-z0-9-]{1,64}(?<!-)$/);
  assert.ok(field("description").length <= 1024 && field("compatibility").length <= 500);
  assert.equal(/version: "(.+)"/.exec(front)[1], JSON.parse(await readFile(installed("refiner-wasm", "package.json"), "utf8")).version);
  const tokens = tokensOf(body);
  assert.ok(tokens < 5000 && body.split("\n").length < 500, `${tokens} tokens`);
  const links = [...body.matchAll(/\]\((?!https:)([^)]+)\)/g)].map(([, link]) => link);
  assert.deepEqual(links, ["references/actions.md"]);
  for (const link of links) assert.ok((await readFile(join(dirname(file), link), "utf8")).length > 0);
  // Every destructive action stands below what a person decides, and nowhere before.
  const [before, decided] = body.split("**A person decides");
  for (const name of ["delete_contact", "archive_form", "remove_contact_from_segment"]) {
    assert.ok(decided.includes(`\`${name}\``) && !before.includes(`\`${name}\``), name);
  }
});

test("every file that llms.txt names is there", async () => {
  const text = await readFile(installed("refiner-wasm", "llms.txt"), "utf8");
  const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);
  assert.ok(links.length > 5);
  for (const link of links) assert.ok((await readFile(installed("refiner-wasm", link))).length > 0, link);
});
