// Pages, and workers in pages, made by each bundler and by none. Each runs in Chromium, under a policy that allows its own scripts and
// WebAssembly alone.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { note } from "../support/note.mjs";
import { consumer, execute } from "./support/consumer.mjs";
import { chromiumVersion, playPage, serveFolder } from "./support/page.mjs";
import { checkPlayed, smallSandbox, versionsOf } from "./support/played.mjs";
import { html, page, webpackBuild, worker, workerPage } from "./support/sources.mjs";

let sandbox;
before(async () => {
  sandbox = await smallSandbox();
});
after(() => sandbox.stop());
beforeEach(() => sandbox.reset());

/**
 * Plays a page that was built into a folder of a consumer.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} row
 * @param {string} folder
 * @param {string} built
 * @param {string[]} tools Whose versions are noted.
 */
async function playsBuilt(t, row, folder, built, tools) {
  const url = await serveFolder(t, join(folder, built), new URL(sandbox.url).origin);
  await checkPlayed(sandbox.url, await playPage(t, url));
  await note(row, await versionsOf(folder, tools));
}

/** Plays a page whose document holds an import map, which the policy then names by its hash. */
async function playsMapped(t, folder) {
  const [, map] = /<script type="?importmap"?>(.*?)<\/script>/.exec(await readFile(join(folder, "index.html"), "utf8")) ?? [];
  const hash = createHash("sha256").update(String(map)).digest("base64");
  const url = await serveFolder(t, folder, new URL(sandbox.url).origin, { script: `'sha256-${hash}'` });
  await checkPlayed(sandbox.url, await playPage(t, url));
}

for (const [name, tool, version] of [["webpack", "webpack", "5.113.0"], ["rspack", "@rspack/core", "2.3.3"]]) {
  for (const inWorker of [false, true]) {
    test(`${name}, ${inWorker ? "a worker" : "a page"}`, async (t) => {
      const sources = inWorker ? { "main.js": workerPage, "worker.js": worker("refiner-wasm") } : { "main.js": page("refiner-wasm") };
      const folder = await consumer(name, { [tool]: version }, { ...sources, "build.mjs": webpackBuild(tool, { output: { publicPath: "/", filename: "main.js" } }), "dist/index.html": html("/main.js") });
      await execute(folder, "node", ["build.mjs"]);
      await playsBuilt(t, inWorker ? `${name}-worker` : name, folder, "dist", [tool]);
    });
  }
}

test("Rollup", async (t) => {
  const folder = await consumer("rollup", { rollup: "4.68.8", "@rollup/plugin-node-resolve": "16.0.3" }, { "main.js": page("refiner-wasm/inline"), "dist/index.html": html("/main.js") });
  await execute(folder, "rollup", ["main.js", "--dir", "dist", "--plugin", "node-resolve={browser:true}"]);
  await playsBuilt(t, "rollup", folder, "dist", ["rollup"]);
});

test("esbuild", async (t) => {
  const folder = await consumer("esbuild", { esbuild: "0.28.2" }, { "main.js": page("refiner-wasm/inline"), "dist/index.html": html("/main.js") });
  await execute(folder, "esbuild", ["main.js", "--bundle", "--outdir=dist", "--log-level=error"]);
  await playsBuilt(t, "esbuild-page", folder, "dist", ["esbuild"]);
});

test("Parcel", async (t) => {
  const folder = await consumer("parcel", { parcel: "2.16.4" }, { "main.js": page("refiner-wasm"), "index.html": html("./main.js") });
  await execute(folder, "parcel", ["build", "index.html", "--cache-dir", "cache", "--no-source-maps", "--log-level", "error"]);
  await playsMapped(t, join(folder, "dist"));
  await note("parcel", await versionsOf(folder, ["parcel"]));
});

test("no bundler, with an import map", async (t) => {
  const map = JSON.stringify({ imports: { "refiner-wasm": "/node_modules/refiner-wasm/runtime/browser.js" } });
  const index = html("/main.js").replace("<script", `<script type="importmap">${map}</script><script`);
  const folder = await consumer("import-map", {}, { "main.js": page("refiner-wasm"), "index.html": index });
  await playsMapped(t, folder);
  await note("import-map", await chromiumVersion());
});

describe("a page whose module cannot be loaded is told why", () => {
  /** What a page that esbuild made plays. */
  const failing = async (t, entry, policy) => {
    const folder = await consumer("esbuild", { esbuild: "0.28.2" }, { "main.js": page(entry), "dist/index.html": html("/main.js") });
    await execute(folder, "esbuild", ["main.js", "--bundle", "--format=esm", "--outdir=dist", "--log-level=error"]);
    const { kind, failed } = await playPage(t, await serveFolder(t, join(folder, "dist"), new URL(sandbox.url).origin, policy));
    assert.equal(kind, "config", failed);
    return failed;
  };

  test("the bundler left the file behind", async (t) => {
    const failed = await failing(t, "refiner-wasm");
    assert.match(failed, /is missing; import refiner-wasm\/inline/);
    assert.doesNotMatch(failed, /Policy/);
  });

  test("the policy refuses WebAssembly", async (t) => {
    assert.match(await failing(t, "refiner-wasm/inline", { wasm: "" }), /Content-Security-Policy needs script-src 'wasm-unsafe-eval'/);
  });
});
