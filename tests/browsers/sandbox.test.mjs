// The sandbox as a fetch, in a page of each browser engine: it tells the story that it tells in Node.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { story } from "../sandbox/support/story.mjs";
import { startSite } from "../support/site.mjs";
import { BROWSERS, startEngine } from "./engines.mjs";

const STORY = fileURLToPath(new URL("../sandbox/support/story.mjs", import.meta.url));

let site;
before(async () => {
  // There is no other Refiner: who asks for one fails.
  site = await startSite("http://127.0.0.1:9/v1", STORY);
});
after(() => site?.stop());

for (const name of Object.keys(BROWSERS)) {
  test(name, async () => {
    const browser = await startEngine(name);
    try {
      await browser.open(site.url);
      assert.deepEqual(await browser.run("const story = await ready; return story()"), await story());
    } finally {
      await browser.stop();
    }
  });
}
