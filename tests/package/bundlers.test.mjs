// Bundlers: Vite emits each wasm once, esbuild puts the inline entry into one file.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build as esbuild } from "esbuild";
import { build as vite } from "vite";

const run = promisify(execFile);
const TESTS = fileURLToPath(new URL("..", import.meta.url));
const WASM = new URL(import.meta.resolve("refiner-wasm/refiner_wasm_bg.wasm"));
const MODULES = [WASM, new URL(import.meta.resolve("refiner-wasm/refiner_insight_bg.wasm"))];

const USES = (specifier) => `
import { Refiner } from ${JSON.stringify(specifier)};
const fetch = async (url, init) => Response.json({ message: new URL(url).pathname + " " + init.body });
try {
  console.log(JSON.stringify(await new Refiner({ apiKey: "any-key", fetch }).trackEvent({ id: "u", event: "e" })));
  await new Refiner({ apiKey: "any-key", fetch }).trackEvent({ id: "u" });
} catch (error) {
  console.log(error.name + " " + error.kind);
}
`;
const OUTPUT = `${JSON.stringify({ message: '/v1/track-event {"id":"u","event":"e"}' })}\nRefinerError input\n`;

let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "refiner-bundle-"));
});
after(() => rm(folder, { recursive: true, force: true }));

/** Bundles a program with esbuild, for a page unless the options say otherwise. */
async function bundle(contents, name, options = {}) {
  await esbuild({
    stdin: { contents, resolveDir: TESTS, loader: "js" },
    outfile: join(folder, name),
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    logLevel: "silent",
    ...options,
  });
  return readFile(join(folder, name), "utf8");
}

test("Vite, for a page: each .wasm once, unchanged, and no Node modules", async () => {
  const [root, outDir] = [join(folder, "vite"), join(folder, "vite-out")];
  await mkdir(root);
  await writeFile(join(root, "index.html"), '<!doctype html><script type="module" src="./main.js"></script>');
  await writeFile(join(root, "main.js"), USES("refiner-wasm"));
  const alias = { "refiner-wasm": join(TESTS, "node_modules/refiner-wasm") };
  await vite({ root, configFile: false, logLevel: "error", resolve: { alias }, build: { outDir, target: "es2022" } });
  const files = (await readdir(outDir, { recursive: true })).filter((name) => /\.\w+$/.test(name));
  const wasm = files.filter((name) => name.endsWith(".wasm"));
  assert.equal(wasm.length, MODULES.length, files.join());
  const emitted = await Promise.all(wasm.map((name) => readFile(join(outDir, name))));
  for (const module of await Promise.all(MODULES.map((url) => readFile(url)))) {
    assert.equal(emitted.filter((bytes) => bytes.equals(module)).length, 1, "a wasm is missing, or was changed");
  }
  const scripts = files.filter((name) => name.endsWith(".js"));
  const code = (await Promise.all(scripts.map((name) => readFile(join(outDir, name), "utf8")))).join("\n");
  for (const name of wasm) {
    assert.ok(code.includes(name.split(/[\\/]/).at(-1)), `the code does not name ${name}, which was emitted`);
  }
  assert.doesNotMatch(code, /node:|require\(|__vite-browser-external/);
});

test("esbuild, for a page: no Node modules, and the wasm is still looked up beside the script", async () => {
  const code = await bundle(USES("refiner-wasm"), "page.mjs");
  assert.doesNotMatch(code, /node:|require\(/);
  assert.match(code, /new URL\("[^"]*refiner_wasm_bg\.wasm",import\.meta\.url\)/);
});

test("esbuild, inline: one file that runs anywhere, minified, with the error's name", async () => {
  const code = await bundle(USES("refiner-wasm/inline"), "inline.mjs");
  assert.doesNotMatch(code, /node:|require\(|from"|import\("/);
  const { stdout } = await run(process.execPath, [join(folder, "inline.mjs")]);
  assert.equal(stdout, OUTPUT);
});

test("esbuild, for Node: the base64 can be left out, and then the file is read", async () => {
  const [whole, lean] = await Promise.all([
    bundle(USES("refiner-wasm"), "whole/server.mjs", { platform: "node" }),
    bundle(USES("refiner-wasm"), "lean/server.mjs", { platform: "node", external: ["*_base64.js"] }),
  ]);
  assert.ok(whole.length > 340_000 && lean.length < 70_000, `${whole.length} and ${lean.length} characters`);
  await mkdir(join(folder, "wasm"), { recursive: true });
  for (const url of MODULES) await cp(url, join(folder, "wasm", basename(fileURLToPath(url))));
  const { stdout } = await run(process.execPath, [join(folder, "lean/server.mjs")]);
  assert.equal(stdout, OUTPUT);
});

test("esbuild, for Node: one file beside its wasm", async () => {
  await bundle(USES("refiner-wasm/slim").replace("import {", "import { setModule,").replace("const fetch", `
    import { readFile } from "node:fs/promises";
    setModule(() => readFile(${JSON.stringify(fileURLToPath(WASM))}));
    const fetch`), "slim.mjs", { platform: "node" });
  const { stdout } = await run(process.execPath, [join(folder, "slim.mjs")]);
  assert.equal(stdout, OUTPUT);
});

test("what is not used is left out", async () => {
  const code = await bundle('import { isRefinerError } from "refiner-wasm"; console.log(isRefinerError(1));', "shaken.mjs");
  assert.ok(code.length < 500, `${code.length} characters`);
  assert.doesNotMatch(code, /wasm/i);
});
