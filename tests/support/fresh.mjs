// Fresh copies of the package's entries, which have loaded nothing yet. Within one copy, all clients share the loaded modules.

import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const PACKAGE = dirname(fileURLToPath(import.meta.resolve("refiner-wasm/package.json")));

/** The files of the two modules. */
export const CALLS = new URL(import.meta.resolve("refiner-wasm/refiner_wasm_bg.wasm"));
export const INSIGHT = new URL(import.meta.resolve("refiner-wasm/refiner_insight_bg.wasm"));

/**
 * The slim entry of a fresh copy, which lasts as long as the test.
 *
 * @param {import("node:test").TestContext} t
 */
export async function freshSlim(t) {
  const copy = await mkdtemp(join(tmpdir(), "refiner-slim-"));
  t.after(() => rm(copy, { recursive: true, force: true }));
  await cp(PACKAGE, copy, { recursive: true });
  const { exports } = JSON.parse(await readFile(join(copy, "package.json"), "utf8"));
  return import(pathToFileURL(join(copy, exports["./slim"].default)).href);
}
