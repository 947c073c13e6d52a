// The examples for React and Vue: their READMEs followed, who signs in and out, and a server that renders them.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { pageTest } from "./stage.mjs";

const place = (path) => fileURLToPath(new URL(`../../examples/${path}`, import.meta.url));
const PACKAGES = fileURLToPath(new URL("../node_modules", import.meta.url));

/** How many lines a hook may have, so that people copy it rather than depend on it. */
const MOST_LINES = 40;

/** How each framework renders an app on a server: a script with `track`, that app's function, and its HTML. */
const SERVERS = {
  "tracker-react": `
    import { createElement as h } from "react";
    import { renderToString } from "react-dom/server";
    import { useIdentify, useTrack } from "./tracker.js";
    export let track;
    function App() { track = useTrack(); useIdentify({ id: "ann" }); return h("p", null, "hello"); }
    export const html = renderToString(h(App));`,
  "tracker-vue": `
    import { createSSRApp, h } from "vue";
    import { renderToString } from "vue/server-renderer";
    import { useIdentify, useTrack } from "./tracker.js";
    export let track;
    const App = { setup() { track = useTrack(); useIdentify(() => ({ id: "ann" })); return () => h("p", "hello"); } };
    export const html = renderToString(createSSRApp(App));`,
};

/** Bundles a script that stands in an example's folder. @param {object} [more] */
function bundled(framework, contents, more) {
  const define = { "process.env.NODE_ENV": '"production"' };
  const { outputFiles } = buildSync({ stdin: { contents, resolveDir: place(framework) }, nodePaths: [PACKAGES], bundle: true, format: "esm", write: false, define, ...more });
  return outputFiles[0].text;
}

for (const [framework, server] of Object.entries(SERVERS)) {
  test(`${framework} is short enough to copy`, async () => {
    const lines = (await readFile(place(`${framework}/tracker.js`), "utf8")).trimEnd().split("\n").length;
    assert.ok(lines <= MOST_LINES, `${lines} lines`);
  });

  pageTest(`the README of ${framework} works`, async ({ site, visit }) => {
    const [, script] = /```js\n(.*?)```/s.exec(await readFile(place(`${framework}/README.md`), "utf8"));
    site.files.set("/app.js", bundled(framework, script));
    const page = await visit();
    await page.addScriptTag({ url: "/app.js", type: "module" });
    await page.getByRole("button", { name: "Upgrade" }).click();
    // Both are written down by then, or soon: the next page sends them.
    const arrived = site.arrived(2);
    await page.goto(`${site.url}/other.html`);
    await page.waitForFunction(() => globalThis.ready);
    await page.evaluate(() => globalThis.open());
    await arrived;
    assert.deepEqual(await site.events("ann"), ["identify_user", "Upgraded"]);
  });

  pageTest(`${framework} knows whose a click is`, async ({ site, visit }) => {
    site.files.set("/app.js", bundled(framework, 'import "./app.js";'));
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

  test(`${framework} is rendered on a server, and says there what is missing when it tracks`, async () => {
    const module = { exports: /** @type {any} */ ({}) };
    new Function("require", "module", "exports", bundled(framework, server, { format: "cjs", platform: "node" }))(createRequire(import.meta.url), module, module.exports);
    assert.equal(await module.exports.html, "<p>hello</p>");
    assert.throws(() => module.exports.track("A"), { name: "RefinerError", kind: "config", message: /there is no document here/ });
  });
}
