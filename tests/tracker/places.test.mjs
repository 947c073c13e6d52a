// Where the tracker runs: from a script tag, in a worker, next to nothing on a server; and how small it is.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build as esbuild } from "esbuild";
import { build as rolldown } from "rolldown";
import { createTracker } from "refiner-wasm/tracker";
import { drained, pageTest } from "./stage.mjs";

const file = (name) => readFile(fileURLToPath(import.meta.resolve(`refiner-wasm/${name}`)), "utf8");

pageTest("a script tag and its stub", async ({ site, visit }) => {
  site.files.set("/tracker.global.js", await file("tracker.global.js"));
  site.files.set("/tracker.stub.js", await file("tracker.stub.js"));
  const page = await visit();
  await page.addScriptTag({ url: "/tracker.stub.js" });
  const early = await page.evaluate(() => {
    const tracker = globalThis.refinerTracker.createTracker({ endpoint: "/r", token: ({ id }) => fetch(`/token?id=${id}`).then((reply) => reply.text()) });
    globalThis.tracker = tracker;
    globalThis.early = [tracker.identify({ id: "u-1" }), tracker.track("A"), tracker.track("").catch(({ kind }) => kind)];
    globalThis.off = tracker.on("state", () => (globalThis.heard = true));
    return typeof globalThis.off;
  });
  assert.equal(early, "function");
  await page.addScriptTag({ url: "/tracker.global.js" });
  assert.deepEqual(await page.evaluate(() => Promise.all(globalThis.early)), [undefined, undefined, "input"]);
  await page.evaluate(() => globalThis.tracker.track("B"));
  await drained(page);
  assert.deepEqual(await site.events(), ["identify_user", "A", "B"]);
  assert.equal(await page.evaluate(() => globalThis.heard), true);
});

test("the package has the integrity of the files for a script tag", async () => {
  const listed = JSON.parse(await file("tracker.integrity.json"));
  const names = ["tracker.global.js", "tracker.stub.js"];
  const hashes = await Promise.all(names.map(async (name) => [name, `sha384-${createHash("sha384").update(await file(name)).digest("base64")}`]));
  assert.deepEqual(listed, Object.fromEntries(hashes));
});

pageTest("a browser runs the file with its integrity, and not another", async ({ site, visit }) => {
  site.files.set("/tracker.global.js", await file("tracker.global.js"));
  const listed = JSON.parse(await file("tracker.integrity.json"));
  const page = await visit();
  const load = (integrity) =>
    page.evaluate(
      (integrity) =>
        new Promise((resolve) => {
          const script = Object.assign(document.createElement("script"), { src: "/tracker.global.js", integrity });
          script.onload = () => resolve("ran");
          script.onerror = () => resolve("refused");
          document.head.append(script);
        }),
      integrity,
    );
  assert.equal(await load(listed["tracker.stub.js"]), "refused");
  assert.equal(await load(listed["tracker.global.js"]), "ran");
  assert.equal(await page.evaluate(() => typeof globalThis.refinerTracker.createTracker), "function");
});

pageTest("a web worker", async ({ site, visit }) => {
  site.files.set(
    "/worker.js",
    `import { createTracker } from "/tracker.js";
     onmessage = async () => {
       const tracker = createTracker({ endpoint: "/r", token: ({ id }) => fetch("/token?id=" + id).then((reply) => reply.text()) });
       await tracker.identify({ id: "u-1" });
       await tracker.track("A");
       await tracker.flush();
       postMessage(await tracker.stats());
     };`,
  );
  const page = await visit();
  const stats = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const worker = new Worker("/worker.js", { type: "module" });
        worker.onmessage = ({ data }) => resolve(data);
        worker.postMessage("go");
      }),
  );
  assert.deepEqual(await site.events(), ["identify_user", "A"]);
  assert.deepEqual([stats.delivered, stats.storage], [2, "indexeddb"]);
});

test("a server may import it, and hears what is missing when it uses it", () => {
  for (const endpoint of ["https://example.com/r", "/r"]) assert.throws(() => createTracker({ endpoint }), { name: "RefinerError", kind: "config", message: /there is no document here/ });
});

/** The most bytes of a tracker, compressed (brotli). */
const MOST_BYTES = 8_192;

/** The same with esbuild, whose names brotli compresses less well: more than we promise ourselves, and written down so that it grows no further. */
const MOST_BYTES_OF_ESBUILD = 8_448;

/** What a page imports, and no more. */
const PAGE = 'import { createTracker } from "refiner-wasm/tracker"; globalThis.createTracker = createTracker;';
const HERE = fileURLToPath(new URL(".", import.meta.url));

/** How bundlers make a script of it. esbuild gives names in another way than Rolldown, which Vite has. */
const BUNDLERS = {
  esbuild: async () => {
    const { outputFiles } = await esbuild({ stdin: { contents: PAGE, resolveDir: HERE }, bundle: true, minify: true, format: "esm", platform: "browser", write: false });
    return outputFiles[0].text;
  },
  Rolldown: async () => {
    const page = { name: "page", resolveId: (id) => (id === "page" ? `${HERE}page.js` : undefined), load: (id) => (id === `${HERE}page.js` ? PAGE : undefined) };
    const { output } = await rolldown({ input: "page", plugins: [page], write: false, platform: "browser", output: { minify: true } });
    return output[0].code;
  },
};

for (const [bundler, bundle] of Object.entries(BUNDLERS)) {
  test(`it is small, with everything that it needs: bundled by ${bundler}`, async () => {
    const code = await bundle();
    assert.match(code, /globalThis\.createTracker=/);
    assert.match(code, /IDBTransaction/, "idb is not in it");
    const compressed = brotliCompressSync(code).length;
    assert.ok(compressed <= (bundler === "esbuild" ? MOST_BYTES_OF_ESBUILD : MOST_BYTES), `${compressed} bytes`);
  });
}

test("it is small, with everything that it needs: from a script tag, with its stub", async () => {
  const script = brotliCompressSync(await file("tracker.global.js")).length;
  assert.ok(script <= MOST_BYTES, `${script} bytes`);
  const stub = Buffer.byteLength(await file("tracker.stub.js"));
  assert.ok(stub <= 600, `${stub} bytes of stub`);
});
