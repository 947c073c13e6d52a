// The packed package in a page of each browser engine, without a bundler, against the sandbox under the page's own origin.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ASKED, checkAnswers } from "../support/answers.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { startSite } from "../support/site.mjs";
import { BROWSERS, startEngine } from "./engines.mjs";

const SCENARIO = fileURLToPath(new URL("scenario.mjs", import.meta.url));

let sandbox;
let site;

before(async () => {
  sandbox = await startSandbox(["--contacts", "20", "--responses", "100"]);
  site = await startSite(sandbox.url, SCENARIO);
});
after(async () => {
  await site?.stop();
  await sandbox?.stop();
});
beforeEach(() => sandbox.reset());

for (const name of Object.keys(BROWSERS)) {
  describe(name, () => {
    let browser;

    before(async () => {
      browser = await startEngine(name);
    });
    after(() => browser?.stop());

    test("a call, a list, a summary, two exports and failures", async () => {
      await browser.open(site.url);
      const { loaded, identified, listed, summary, csv, workbook, contacts, ...found } = await browser.run("const play = await ready; return play(...arguments)", KEY, ASKED);
      assert.equal(identified.message, "ok");
      // The first call waits for one script and its module, in turn; a file more is a journey to the server more.
      assert.deepEqual(loaded.slice(0, 2), ["runtime/browser.js", "wasm/refiner_wasm_bg.wasm"]);
      const direct = await fetch(`${sandbox.url}/responses?include=all&page_length=1000`, { headers: { Authorization: `Bearer ${KEY}` } });
      assert.deepEqual(listed, (await direct.json()).items.map(({ uuid }) => uuid));
      assert.equal(listed.length, 100);
      await checkAnswers(sandbox.url, { summary, csv, workbook, contacts });
      assert.deepEqual(found, {
        tracked: { message: "ok" },
        input: { known: true, kind: "input", attempts: 0, secret: false },
        refused: { known: true, kind: "auth", attempts: 1, secret: false },
        aborted: { known: true, kind: "aborted", attempts: 0, secret: false },
      });
      const [identify, track] = await sandbox.requests();
      assert.deepEqual([identify.path, JSON.parse(identify.body)], ["/v1/identify-user", { id: "u-1", plan: "pro é 🎉" }]);
      assert.deepEqual([track.path, JSON.parse(track.body)], ["/v1/track-event", { id: "u-1", event: "Upgraded" }]);
    });
  });
}
