// The service worker of an extension (Manifest V3): no document, no localStorage, and it may be ended at any moment.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { bundle } from "../support/tracker/pages.mjs";
import { realGateway } from "../support/tracker/real-gateway.mjs";
import { openSite } from "../support/tracker/site.mjs";
import { ARGUMENTS } from "./stage.mjs";

const MANIFEST = { manifest_version: 3, name: "tracks", version: "1", background: { service_worker: "worker.js", type: "module" }, host_permissions: ["http://127.0.0.1/*"] };
const WORKER = 'import { createTracker } from "./tracker.js"; globalThis.createTracker = createTracker;';

test("an extension's service worker tracks", { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "refiner-extension-"));
  let site;
  let context;
  try {
    await writeFile(join(folder, "manifest.json"), JSON.stringify(MANIFEST));
    await writeFile(join(folder, "worker.js"), WORKER);
    await writeFile(join(folder, "tracker.js"), bundle);
    const args = [...ARGUMENTS, `--disable-extensions-except=${folder}`, `--load-extension=${folder}`];
    context = await chromium.launchPersistentContext("", { executablePath: process.env.CHROMIUM, args });
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker"));
    // `URL` does not know the origin of an extension.
    const origin = worker.url().replace("/worker.js", "");
    site = await openSite(realGateway({ origins: [origin] }));
    const stats = await worker.evaluate(async (url) => {
      const token = ({ id }) => fetch(`${url}/token?id=${id}`).then((reply) => reply.text());
      const tracker = globalThis.createTracker({ endpoint: `${url}/r`, token });
      await tracker.identify({ id: "u-1" });
      await tracker.track("A");
      await tracker.flush();
      return tracker.stats();
    }, site.url);
    assert.deepEqual(await site.events(), ["identify_user", "A"]);
    assert.deepEqual([stats.delivered, stats.storage], [2, "indexeddb"]);
  } finally {
    await context?.close();
    await site?.close();
    await rm(folder, { recursive: true, force: true });
  }
});
