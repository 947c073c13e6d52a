// A setting of the client is in its types, in the README, and handed to the core: no list of settings lacks one.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { Refiner } from "refiner-wasm";
import ts from "typescript";
import { PACKAGE } from "../support/package-files.mjs";
import { DONE, ok, scripted } from "../support/scripted.mjs";

const READABLE = new URL("../node_modules/refiner-wasm-readable/", import.meta.url);
const { callSettings, readSettings } = await import(new URL("internal/settings.js", READABLE));

/** The settings that the client takes, as it says itself. */
function taken() {
  try {
    new Refiner({ noSuchSetting: 1 });
  } catch (error) {
    return error.message.split("there are: ")[1].split(", ").sort();
  }
  return [];
}

/** The properties of an exported type. */
function propertiesOf(name) {
  const program = ts.createProgram([join(PACKAGE, "index.d.ts")], { strict: true, lib: ["lib.es2023.d.ts", "lib.dom.d.ts"] });
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(join(PACKAGE, "index.d.ts")));
  const symbol = checker.getExportsOfModule(module).find((symbol) => symbol.name === name);
  return checker.getDeclaredTypeOfSymbol(symbol).getProperties().map((property) => property.name).sort();
}

test("RefinerOptions has the settings that the client takes", () => {
  assert.ok(taken().length > 5);
  assert.deepEqual(propertiesOf("RefinerOptions"), taken());
});

test("the README's table has them too", async () => {
  const readme = await readFile(join(PACKAGE, "README.md"), "utf8");
  const table = readme.split("\n## Settings\n")[1].split("\n## ")[0];
  assert.deepEqual([...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name).sort(), taken());
});

test("what the core reads of a call's settings is what the client hands over", async () => {
  const core = await import(new URL("wasm/refiner_wasm.js", READABLE));
  await core.default({ module_or_path: await readFile(new URL("wasm/refiner_wasm_bg.wasm", READABLE)) });
  const options = { apiKey: "key", fetch: scripted(ok(DONE)) };
  // The client adds these three for each call. Without a sink, nobody asks whether its body is checked.
  const settings = { ...callSettings(readSettings(options), {}, "track_event"), sink: () => true, check: false, seen: () => {} };
  const read = new Set();
  const watched = new Proxy(settings, { get: (target, name) => (read.add(name), target[name]) });
  await core.call("track_event", { id: "u-1", event: "Upgraded" }, watched);
  // Of a preload, which is no call.
  const own = ["insight"];
  assert.deepEqual([...read].sort(), Object.keys(settings).filter((name) => !own.includes(name)).sort());
});
