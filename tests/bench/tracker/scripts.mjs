// The script of each page, minified, in the parts that the tracker itself loads one by one.

import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

const FOLDER = fileURLToPath(new URL("pages/", import.meta.url));

/** @param {string} page @returns {Promise<Map<string, string>>} The files, by their paths; `/page.js` is the first. */
export async function scriptsOf(page) {
  const { outputFiles } = await build({ ...options(`import * as tracker from "./${page}.mjs"; import { hold } from "./page.mjs"; hold(tracker);`), splitting: true });
  return new Map(outputFiles.map(({ path, text }) => [`/${basename(path)}`, text]));
}

/**
 * The bytes of a tracker: those of a page that uses it, less those of the page.
 *
 * @param {Map<string, string>} scripts
 * @param {Set<string>} loaded The paths of those that a page asked for.
 */
export async function bytesOf(scripts, loaded) {
  const bare = sizeOf(await bundled('import { hold } from "./page.mjs"; hold({});'));
  const sizes = [...scripts].filter(([path]) => loaded.has(path)).map(([, text]) => sizeOf(text));
  const sum = (/** @type {"raw" | "brotli"} */ kind) => sizes.reduce((total, size) => total + size[kind], -bare[kind]);
  return { raw: sum("raw"), brotli: sum("brotli") };
}

/** The bytes of a module with all that it imports. @param {string} name */
export const bytesOfModule = async (name) => sizeOf(await bundled(`import tracker from ${JSON.stringify(name)}; globalThis.tracker = tracker;`));

/** @param {string} contents */
async function bundled(contents) {
  const { outputFiles } = await build(options(contents));
  return outputFiles[0].text;
}

/** @param {string} text */
const sizeOf = (text) => ({ raw: Buffer.byteLength(text), brotli: brotliCompressSync(text).length });

/** @param {string} contents @returns {import("esbuild").BuildOptions & { write: false }} */
const options = (contents) => ({
  stdin: { contents, resolveDir: FOLDER, sourcefile: "page.js" },
  entryNames: "page",
  outdir: FOLDER,
  bundle: true,
  minify: true,
  write: false,
  format: "esm",
  platform: "browser",
  define: { "process.env.NODE_ENV": '"production"', "process.env": "{}" },
  logLevel: "error",
});
