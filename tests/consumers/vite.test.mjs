// Vite 6, 7 and 8: a page that it builds, a page that it serves in development, and a worker.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { note } from "../support/note.mjs";
import { consumer, execute } from "./support/consumer.mjs";
import { pageSettings, playPage, serveFolder } from "./support/page.mjs";
import { checkPlayed, smallSandbox, versionsOf } from "./support/played.mjs";
import { serve } from "./support/server.mjs";
import { html, page, worker, workerPage } from "./support/sources.mjs";

const VERSIONS = { 6: "6.4.6", 7: "7.3.8", 8: "8.3.8" };

let sandbox;
before(async () => {
  sandbox = await smallSandbox();
});
after(() => sandbox.stop());
beforeEach(() => sandbox.reset());

/** Vite's configuration. In development, Vite passes on what the page sends to Refiner. */
const config = (more) => `
const settings = ${JSON.stringify(pageSettings("ORIGIN"))};
export default {
  build: { target: "es2022" },
  server: { proxy: { "/v1": ${JSON.stringify(new URL(sandbox.url).origin)} } },
  plugins: [{
    name: "settings",
    configureServer(server) {
      server.middlewares.use("/settings.json", (request, response) => {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(settings).replace("ORIGIN", "http://" + request.headers.host));
      });
    },
  }],
  ...${JSON.stringify(more)},
};`;

for (const [major, version] of Object.entries(VERSIONS)) {
  describe(`Vite ${major}`, () => {
    const project = (sources, more = {}) =>
      consumer(`vite-${major}`, { vite: version }, { ...sources, "index.html": html("/main.js"), "vite.config.js": config(more) });

    /** Serves a project in development, and returns what its page plays. */
    const inDevelopment = async (t, folder) => {
      const { url } = await serve(t, folder, "vite", (port) => ["--host", "127.0.0.1", "--port", String(port), "--strictPort"]);
      return playPage(t, url);
    };

    const built = async (t, folder) => {
      await execute(folder, "vite", ["build", "--logLevel", "error"]);
      return playPage(t, await serveFolder(t, join(folder, "dist"), new URL(sandbox.url).origin));
    };

    test("a page, built", async (t) => {
      const folder = await project({ "main.js": page("refiner-wasm") });
      await checkPlayed(sandbox.url, await built(t, folder));
      await note(`vite-${major}`, await versionsOf(folder, ["vite"]));
    });

    test("a page, in development", async (t) => {
      const folder = await project({ "main.js": page("refiner-wasm") }, { optimizeDeps: { exclude: ["refiner-wasm"] } });
      await checkPlayed(sandbox.url, await inDevelopment(t, folder));
      await note(`vite-${major}-dev`, await versionsOf(folder, ["vite"]));
    });

    // Vite 8 leaves the address of the .wasm alone.
    const isTold = major !== "8";
    test(`a page in development whose dependencies are optimized ${isTold ? "says what to set" : "works"}`, async (t) => {
      const folder = await project({ "main.js": page("refiner-wasm") });
      const played = await inDevelopment(t, folder);
      if (!isTold) return checkPlayed(sandbox.url, played);
      const { failed, kind } = played;
      assert.equal(kind, "config");
      assert.match(failed, /HTML.*optimizeDeps: \{ exclude: \["refiner-wasm"\] \}/);
    });

    // Before Vite 8, a worker is one script unless this is set, and one script can load nothing late.
    for (const [entry, format] of [["refiner-wasm", isTold ? "es" : undefined], ["refiner-wasm/static", undefined]]) {
      test(`a worker that imports ${entry}, built`, async (t) => {
        const folder = await project({ "main.js": workerPage, "worker.js": worker(entry) }, format ? { worker: { format } } : {});
        await checkPlayed(sandbox.url, await built(t, folder));
        await note(`vite-${major}-worker${entry.slice("refiner-wasm".length).replace("/", "-")}`, await versionsOf(folder, ["vite"]));
      });
    }
  });
}
