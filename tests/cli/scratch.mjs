// A folder for the files of a test.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** @param {import("node:test").TestContext} t */
export async function scratch(t) {
  const folder = await mkdtemp(join(tmpdir(), "refiner-cli-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return (name) => join(folder, name);
}
