// The examples for React and Vue: who signs in and out, and whose the clicks are.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { pageTest } from "./stage.mjs";

const place = (path) => fileURLToPath(new URL(`../../examples/${path}`, import.meta.url));
const PACKAGES = fileURLToPath(new URL("../node_modules", import.meta.url));

/** How many lines a hook may have, so that people copy it rather than depend on it. */
const MOST_LINES = 40;

for (const framework of ["tracker-react", "tracker-vue"]) {
  test(`${framework} is short enough to copy`, async () => {
    const lines = (await readFile(place(`${framework}/tracker.js`), "utf8")).trimEnd().split("\n").length;
    assert.ok(lines <= MOST_LINES, `${lines} lines`);
  });

  pageTest(`${framework} knows whose a click is`, async ({ site, visit }) => {
    const { outputFiles } = buildSync({
      entryPoints: [place(`${framework}/app.js`)],
      nodePaths: [PACKAGES],
      bundle: true,
      format: "esm",
      write: false,
      define: { "process.env.NODE_ENV": '"production"' },
    });
    site.files.set("/app.js", outputFiles[0].text);
    const page = await visit();
    await page.addScriptTag({ url: "/app.js", type: "module" });
    const click = (name) => page.getByRole("button", { name }).click();
    await click("Upgrade");
    await click("Sign in as Ann");
    await click("Upgrade");
    await click("Sign out");
    await click("Sign in as Bob");
    await click("Upgrade");
    await site.arrived(5);
    assert.deepEqual(await site.events("ann"), ["identify_user", "Upgraded", "Upgraded"]);
    assert.deepEqual(await site.events("bob"), ["identify_user", "Upgraded"]);
  });
}
