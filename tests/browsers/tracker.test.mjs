// The tracker's basic story in each browser engine: a page that is left, a gateway that fails, a second page; from a module and from a
// script tag, under `script-src 'self'`. The gateway is the packed one in workerd, and the log of the sandbox decides.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { BROWSERS, startEngine } from "./engines.mjs";
import { realGateway } from "../support/tracker/real-gateway.mjs";
import { openSite } from "../support/tracker/site.mjs";

const file = (name) => readFile(fileURLToPath(import.meta.resolve(`refiner-wasm/${name}`)), "utf8");

/** Waits for the page's own script. */
const READY = "while (!globalThis.ready) await new Promise((resolve) => setTimeout(resolve, 10));";
const DRAIN = "do await tracker.flush(); while ((await tracker.stats()).queued > 0); return tracker.stats();";

for (const name of Object.keys(BROWSERS)) {
  describe(name, () => {
    let browser;
    let site;

    before(async () => {
      browser = await startEngine(name);
    });
    after(() => browser?.stop());
    beforeEach(async () => {
      site = await openSite(realGateway());
    });
    afterEach(() => site?.close());

    test("what a page could not send, the next one sends, once and in order", async () => {
      site.fault = (_, count) => (count % 2 ? 503 : "cut");
      await browser.open(site.url);
      const left = await browser.run(`${READY}
        const tracker = globalThis.open({ flushIntervalMs: 60_000 });
        await tracker.identify({ id: "u-1", attributes: { plan: "pro" } });
        for (let count = 0; count < 50; count++) await tracker.track("A" + count);
        await tracker.flush();
        return tracker.stats();`);
      assert.deepEqual([left.storage, left.tracked, left.delivered], ["indexeddb", 51, 0]);
      await browser.open(`${site.url}/other.html`);
      const faults = ["lose"];
      site.fault = () => faults.pop();
      const stats = await browser.run(`${READY}
        globalThis.open();
        await tracker.track("of nobody yet");
        await tracker.identify({ id: "u-2" });
        ${DRAIN}`);
      assert.deepEqual([stats.tracked, stats.delivered, stats.dropped, stats.dead], [53, 53, 0, 0]);
      assert.ok(stats.duplicate > 0, "the reply that was lost");
      assert.deepEqual(await site.events("u-1"), ["identify_user", ...Array.from({ length: 50 }, (_, count) => `A${count}`)]);
      assert.deepEqual(await site.events("u-2"), ["identify_user", "of nobody yet"]);
      assert.equal((await site.log()).length, 53);
    });

    test("a script tag with its stub", async () => {
      site.files.set("/tracker.global.js", await file("tracker.global.js"));
      site.files.set("/tracker.stub.js", await file("tracker.stub.js"));
      await browser.open(site.url);
      const stats = await browser.run(`${READY}
        const load = (src) => new Promise((resolve, reject) => {
          document.head.append(Object.assign(document.createElement("script"), { src, onload: resolve, onerror: reject }));
        });
        await load("/tracker.stub.js");
        const token = ({ id }) => fetch("/token?id=" + id).then((reply) => reply.text());
        const tracker = refinerTracker.createTracker({ endpoint: "/r", token });
        const early = [tracker.identify({ id: "u-1" }), tracker.track("A")];
        await load("/tracker.global.js");
        await Promise.all(early);
        await tracker.track("B");
        ${DRAIN}`);
      assert.deepEqual(await site.events(), ["identify_user", "A", "B"]);
      assert.deepEqual([stats.tracked, stats.delivered], [3, 3]);
    });
  });
}
