// How much a gateway adds to a Worker, beyond the client that it contains.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";

const MOST = 16 * 1024;

/** The bytes of a Worker's script, compressed as it is uploaded; the wasm aside. */
async function sizeOf(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
    bundle: true,
    minify: true,
    write: false,
    outdir: "out",
    format: "esm",
    conditions: ["workerd"],
    loader: { ".wasm": "copy" },
    logLevel: "error",
  });
  const script = outputFiles.find(({ path }) => path.endsWith(".js"));
  return brotliCompressSync(script.contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } }).length;
}

test("everything in it, with jose, is 16 KB of brotli at most", async (t) => {
  const client = await sizeOf('export { Refiner } from "refiner-wasm";');
  const gateway = await sizeOf('export { createGateway, RefinerOnce } from "refiner-wasm/gateway"; export { Refiner } from "refiner-wasm";');
  const all = await sizeOf('export * from "refiner-wasm/gateway"; export { Refiner } from "refiner-wasm";');
  t.diagnostic(`the gateway adds ${gateway - client} bytes to the client's ${client}; with issueToken, RefinerPace and webhooks ${all - client}`);
  assert.ok(gateway - client <= MOST, `${gateway - client} bytes`);
  assert.ok(gateway - client > 5_000, "it is not in the bundle");
});
