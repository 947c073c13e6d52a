// Somebody else's crate, as docs/wasm-pack.md shows it, tests itself against this one through wasm-pack.

import assert from "node:assert/strict";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { ROOT, codeBlocks, given, passed, wasmPack } from "../support/wasm-pack.mjs";

const CRATE = join(given("SCRATCH"), "surveys");
const TESTS = 3;

before(async () => {
  const blocks = codeBlocks(await readFile(join(ROOT, "docs/wasm-pack.md"), "utf8"));
  const manifest = blocks.find(({ language }) => language === "toml").code;
  const dependency = '{ path = "../refiner-wasm", default-features = false }';
  assert.ok(manifest.includes(dependency));
  const files = { "Cargo.toml": manifest.replace("../refiner-wasm", ROOT.replaceAll("\\", "/")) };
  for (const { before: text, language, code } of blocks) {
    if (language === "rust") files[/^`([\w/.]+)`/.exec(text)[1]] = code;
  }
  assert.deepEqual(Object.keys(files), ["Cargo.toml", "src/lib.rs", "tests/node.rs", "tests/browser.rs"]);
  // What was compiled stays, but no file of an older document.
  for (const folder of ["src", "tests"]) await rm(join(CRATE, folder), { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(CRATE, name)), { recursive: true });
    await writeFile(join(CRATE, name), text);
  }
  // The versions of this repository, so that nothing is looked up, and the settings that a browser needs as root.
  for (const name of ["Cargo.lock", "webdriver.json"]) await copyFile(join(ROOT, name), join(CRATE, name));
  assert.equal(files["tests/node.rs"].split("#[wasm_bindgen_test]").length - 1, TESTS);
});

test("in Node", async () => {
  assert.equal(passed(await wasmPack(["test", "--node"], CRATE)), TESTS);
});

test("in a page of Chromium", async () => {
  const printed = await wasmPack(["test", "--headless", "--chrome", "--chromedriver", given("CHROMEDRIVER")], CRATE);
  assert.equal(passed(printed), TESTS);
});
