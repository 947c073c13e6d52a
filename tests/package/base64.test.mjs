// In Node, the module is read from its file. Base64 takes its place only where the file cannot be read, and is not needed where it can.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { failure, settled } from "../support/failure.mjs";
import { DONE, ok, page, scripted } from "../support/scripted.mjs";

const PACKAGE = dirname(fileURLToPath(import.meta.resolve("refiner-wasm/package.json")));

/** The entry of Node in a copy of the package that lacks the files of which this is true. */
async function without(t, isMissing) {
  const copy = await mkdtemp(join(tmpdir(), "refiner-base64-"));
  t.after(() => rm(copy, { recursive: true, force: true }));
  await cp(PACKAGE, copy, { recursive: true });
  const missing = (await readdir(join(copy, "wasm"))).filter(isMissing);
  // Of each of the three modules, the same.
  assert.equal(missing.length % 3, 0, String(missing));
  assert.ok(missing.length > 0);
  for (const name of missing) await rm(join(copy, "wasm", name));
  const { exports } = JSON.parse(await readFile(join(copy, "package.json"), "utf8"));
  return import(pathToFileURL(join(copy, exports["."].node)).href);
}

const isWasm = (name) => name.endsWith(".wasm");
const isBase64 = (name) => name.endsWith("_base64.js");

describe("a package", () => {
  for (const [what, isMissing] of [["without its .wasm files", isWasm], ["without its base64 files", isBase64]]) {
    test(`${what} makes calls and summaries`, async (t) => {
      const { Refiner } = await without(t, isMissing);
      const fetch = scripted(ok(DONE), ok(page([{ uuid: "r-1" }])));
      const refiner = new Refiner({ apiKey: "any-key", fetch });
      assert.deepEqual(await settled(refiner.trackEvent({ id: "u-1", event: "Upgraded" })), DONE);
      assert.equal((await settled(refiner.summarizeResponses({}, { metrics: ["count"] }))).items, 1);
    });
  }

  test("without both says which file is missing", async (t) => {
    const { Refiner } = await without(t, (name) => isWasm(name) || isBase64(name));
    const error = await failure(new Refiner({ apiKey: "any-key" }).verifyKey(), { kind: "config", attempts: 0, message: /is missing; import refiner-wasm\/inline/ });
    assert.match(error.cause.message, /refiner_wasm_bg\.wasm/);
  });
});
