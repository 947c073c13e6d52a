// An example as its user has it: in a folder outside this workspace, installed by npm as its package.json says, with the packed package in
// the place of the published one.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { install } from "../../consumers/support/consumer.mjs";
import { KEY } from "../../support/sandbox.mjs";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** Signs the tokens in these tests. */
export const SECRET = "a-secret-of-these-tests-0123456789abcdef";

/** What the files of secrets are filled with. */
const FILLED = { REFINER_API_KEY: KEY, GATEWAY_SECRET: SECRET };

const json = async (path) => JSON.parse(await readFile(path, "utf8"));

/**
 * Copies an example and installs it, with its secrets filled in.
 *
 * @param {{ after: (end: () => Promise<void>) => void }} lasting Whose end removes the folder.
 * @param {string} name
 * @param {{ from: string, to: string }} secrets The example's file of secrets, and where its user copies it.
 */
export async function example(lasting, name, { from, to }) {
  const source = join(ROOT, "examples", name);
  const folder = await mkdtemp(join(tmpdir(), `refiner-${name}-`));
  lasting.after(() => rm(folder, { recursive: true, force: true }));
  const ignored = (await readFile(join(source, ".gitignore"), "utf8")).split("\n").map((line) => line.replace(/\/$/, ""));
  assert.ok(ignored.includes(to), `git does not ignore ${to}`);
  await cp(source, folder, { recursive: true, filter: (path) => !ignored.includes(basename(path)) });
  await usePacked(folder);
  await install(folder);
  const text = await readFile(join(folder, from), "utf8");
  await writeFile(join(folder, to), text.replace(/^(\w+)=$/gm, (_, secret) => `${secret}=${FILLED[secret]}`));
  return folder;
}

/** @param {string} folder */
async function usePacked(folder) {
  const { version } = await json(fileURLToPath(import.meta.resolve("refiner-wasm/package.json")));
  const path = join(folder, "package.json");
  const manifest = await json(path);
  assert.equal(manifest.dependencies["refiner-wasm"], `^${version}`);
  manifest.dependencies["refiner-wasm"] = `file:${join(ROOT, `target/pack/refiner-wasm-${version}.tgz`)}`;
  await writeFile(path, JSON.stringify(manifest));
}
