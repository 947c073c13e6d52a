// The sandbox weighs on nobody who does not import it: no other entry leads to it, and no bundle of one holds any of it.

import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { PACKAGE, addressesIn, importsOf, packageFiles } from "../support/package-files.mjs";

const isOfSandbox = (file) => file.startsWith("testing/") || file.startsWith("wasm/refiner_sandbox");
const targets = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(targets));

let imports;
let manifest;
before(async () => {
  imports = await importsOf(await packageFiles());
  manifest = JSON.parse(await readFile(join(PACKAGE, "package.json"), "utf8"));
});

/** The files that a script leads to, at once or lazily, by import or by address. */
async function reachedFrom(entry) {
  const reached = new Set();
  const queue = [entry.replace("./", "")];
  while (queue.length > 0) {
    const file = queue.pop();
    if (reached.has(file) || !file.endsWith(".js")) {
      reached.add(file);
      continue;
    }
    reached.add(file);
    queue.push(...(imports.get(file) ?? []), ...(await addressesIn(file)));
  }
  return [...reached];
}

test("no other entry leads to it", async () => {
  const entries = Object.entries(manifest.exports).filter(([name]) => name !== "./testing");
  const scripts = [...new Set(entries.flatMap(([, entry]) => targets(entry)))].filter((file) => file.endsWith(".js"));
  assert.ok(scripts.length > 10);
  for (const script of scripts) assert.deepEqual((await reachedFrom(script)).filter(isOfSandbox), [], script);
  for (const script of targets(manifest.exports["./testing"]).filter((file) => file.endsWith(".js"))) {
    assert.ok((await reachedFrom(script)).some((file) => file.startsWith("wasm/refiner_sandbox")), `${script} leads to no sandbox, so this test sees nothing`);
  }
});

test("the command line loads it for its command alone", async () => {
  const importers = [...imports].filter(([from, files]) => !isOfSandbox(from) && files.some(isOfSandbox)).map(([from]) => from);
  assert.deepEqual(importers.sort(), ["cli/sandbox.js", "cli/serve.js"]);
  const { metafile } = await build({ entryPoints: [join(PACKAGE, "cli/command.js")], bundle: true, write: false, metafile: true, splitting: true, outdir: "unwritten", format: "esm", platform: "node", packages: "external", loader: { ".wasm": "empty" }, absWorkingDir: PACKAGE, logLevel: "silent" });
  const loaded = metafile.inputs["cli/command.js"].imports.filter(({ path }) => path === "cli/sandbox.js");
  assert.deepEqual(loaded.map(({ kind }) => kind), ["dynamic-import"]);
});

test("its size", async (context) => {
  const files = [...imports.keys(), "wasm/refiner_sandbox_bg.wasm"].filter(isOfSandbox);
  let total = 0;
  for (const file of files) {
    const brotli = brotliCompressSync(await readFile(join(PACKAGE, file))).length;
    total += (await stat(join(PACKAGE, file))).size;
    context.diagnostic(`${file}: ${(await stat(join(PACKAGE, file))).size} bytes, ${brotli} with brotli`);
  }
  context.diagnostic(`in all ${total} bytes of the package`);
  assert.ok(total < 1_500_000, `${total} bytes`);
});
