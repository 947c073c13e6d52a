// Service workers, where import() is forbidden: one of a page, and one of an extension.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { note } from "../support/note.mjs";
import { consumer } from "./support/consumer.mjs";
import { browserOptions, chromiumVersion, pageSettings, playPage, serveFolder } from "./support/page.mjs";
import { checkPlayed, smallSandbox } from "./support/played.mjs";
import { html } from "./support/sources.mjs";

let sandbox;
before(async () => {
  sandbox = await smallSandbox();
});
after(() => sandbox.stop());
beforeEach(() => sandbox.reset());

/** A service worker that plays what it is sent. @param {string} entry */
const serviceWorker = (entry) => `
import { Refiner } from ${JSON.stringify(entry)};
import { play } from "./play.mjs";
addEventListener("message", ({ data, source }) => source.postMessage(play(Refiner, data)));
`.replace("source.postMessage(play(Refiner, data))", "play(Refiner, data).then((played) => source.postMessage(played))");

/** A page that registers a service worker. @param {string} type */
const registers = (type) => `
const { serviceWorker } = navigator;
serviceWorker.addEventListener("message", ({ data }) => (globalThis.played = data));
serviceWorker.register("/worker.js", { type: ${JSON.stringify(type)} })
  .then(() => Promise.all([serviceWorker.ready, fetch("/settings.json").then((response) => response.json())]))
  .then(([{ active }, settings]) => active.postMessage(settings))
  .catch((error) => console.error(error.message));
`;

/** A service worker has no import map, so it names the file. @param {string} name */
const fileOf = (name) => `./node_modules/refiner-wasm/runtime/${name}.js`;

const withPage = (name, type, files) => consumer(name, {}, { "main.js": registers(type), "index.html": html("/main.js"), ...files });

describe("a service worker of a page", () => {
  test("that imports refiner-wasm/static", async (t) => {
    const folder = await withPage("service-worker", "module", { "worker.js": serviceWorker(fileOf("static")) });
    await checkPlayed(sandbox.url, await playPage(t, await serveFolder(t, folder, new URL(sandbox.url).origin)));
    await note("service-worker", await chromiumVersion());
  });

  test("that is one script", async (t) => {
    const folder = await withPage("service-worker", "classic", { "source.js": serviceWorker("refiner-wasm/static") });
    await build({ entryPoints: [join(folder, "source.js")], outfile: join(folder, "worker.js"), bundle: true, format: "iife", logLevel: "error" });
    await checkPlayed(sandbox.url, await playPage(t, await serveFolder(t, folder, new URL(sandbox.url).origin)));
    await note("service-worker-classic", await chromiumVersion());
  });

  for (const entry of ["browser", "inline"]) {
    test(`that imports the entry ${entry} says what to import instead`, async (t) => {
      const folder = await withPage("service-worker", "module", { "worker.js": serviceWorker(fileOf(entry)) });
      const { kind, failed } = await playPage(t, await serveFolder(t, folder, new URL(sandbox.url).origin));
      assert.equal(kind, "config", failed);
      assert.match(failed, /import refiner-wasm\/static/);
    });
  }
});

describe("the service worker of an extension", () => {
  /** An extension that may run WebAssembly, or not. @param {string} policy */
  const extension = (policy) =>
    consumer("extension", {}, {
      "worker.js": `import { Refiner } from "${fileOf("static")}";\nimport { play } from "./play.mjs";\nglobalThis.play = (settings) => play(Refiner, settings);\n`,
      "manifest.json": JSON.stringify({
        manifest_version: 3,
        name: "Refiner",
        version: "1",
        background: { service_worker: "worker.js", type: "module" },
        host_permissions: ["http://127.0.0.1/*"],
        ...(policy && { content_security_policy: { extension_pages: policy } }),
      }),
    });

  /** Starts Chromium with the extension, and returns what its service worker plays. */
  async function playExtension(t, folder) {
    const { executablePath, args } = browserOptions();
    const profile = await mkdtemp(join(tmpdir(), "refiner-extension-"));
    const load = ["--disable-features=DisableLoadExtensionCommandLineSwitch", `--disable-extensions-except=${folder}`, `--load-extension=${folder}`];
    const context = await chromium.launchPersistentContext(profile, { executablePath, args: [...args, ...load], ignoreDefaultArgs: ["--disable-extensions"] });
    t.after(async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    });
    const [worker = await context.waitForEvent("serviceworker")] = context.serviceWorkers();
    // The worker may not have run its script yet.
    const playing = (settings) =>
      new Promise((resolve) => {
        const ask = () => (globalThis.play ? resolve(globalThis.play(settings)) : setTimeout(ask));
        ask();
      });
    return worker.evaluate(playing, pageSettings(new URL(sandbox.url).origin));
  }

  test("that allows WebAssembly", async (t) => {
    const folder = await extension("script-src 'self' 'wasm-unsafe-eval'; object-src 'self'");
    await checkPlayed(sandbox.url, await playExtension(t, folder));
    await note("extension", await chromiumVersion());
  });

  test("that does not is told of its policy", async (t) => {
    const { kind, failed } = await playExtension(t, await extension(""));
    assert.equal(kind, "config", failed);
    assert.match(failed, /wasm-unsafe-eval/);
  });
});
