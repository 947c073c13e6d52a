// Which file of the package may import which, without circles. esbuild reads the imports from the published files.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { importsOf, packageFiles } from "../support/package-files.mjs";

/** What the files of each room may import: themselves, where the room says so, and those below it. */
const MAY = {
  // Where the modules are, and nothing else: no runtime knows of another.
  runtime: ["facade", "error", "modules"],
  facade: ["internal", "error", "generated", "bindings"],
  internal: ["internal", "error", "bindings", "generated"],
  tools: ["tools", "error", "generated"],
  cli: ["cli", "tools", "runtime", "error"],
  // The contract finds an action by its name, or says that there is none.
  generated: ["error"],
  error: [],
  bindings: [],
  modules: [],
};

/** The room of a file: its folder, but that some files are a room of their own. */
function roomOf(file) {
  if (file === "internal/error.js") return "error";
  // What users make clients of: it starts the module of calls, and loads the rest late.
  if (file === "internal/client.js") return "facade";
  const [folder] = file.split("/");
  if (folder === "wasm") return /_bg\.wasm$|_base64\.js$/.test(file) ? "modules" : "bindings";
  return folder;
}

/** The imports that no room allows. */
function trespasses(imports, may = MAY) {
  return [...imports].flatMap(([from, files]) =>
    files.filter((to) => !may[roomOf(from)]?.includes(roomOf(to))).map((to) => `${from} imports ${to}`),
  );
}

/** The files of the first circle there is, the first one again at its end. */
function circle(imports) {
  const done = new Set();
  const path = [];
  const visit = (file) => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    path.push(file);
    for (const to of imports.get(file) ?? []) {
      const found = visit(to);
      if (found) return found;
    }
    path.pop();
    done.add(file);
    return undefined;
  };
  for (const file of imports.keys()) {
    const found = visit(file);
    if (found) return found;
  }
  return undefined;
}

let imports;
before(async () => {
  imports = await importsOf(await packageFiles());
});

test("every script is in a room", () => {
  assert.deepEqual([...imports.keys()].filter((file) => !(roomOf(file) in MAY)), []);
  // Every room has files, or its rule would say nothing.
  const rooms = new Set([...imports].flatMap(([from, files]) => [from, ...files]).map(roomOf));
  assert.deepEqual([...rooms].sort(), Object.keys(MAY).sort());
});

test("imports point down", () => assert.deepEqual(trespasses(imports), []));

test("no imports lead back to where they began, not even lazy ones", () => assert.equal(circle(imports), undefined));

describe("these tests see", () => {
  test("an import that is not allowed", () => {
    const wrong = new Map([...imports, ["internal/list.js", ["tools/run.js", "internal/error.js"]], ["runtime/node.js", ["runtime/slim.js"]]]);
    assert.deepEqual(trespasses(wrong), ["internal/list.js imports tools/run.js", "runtime/node.js imports runtime/slim.js"]);
  });

  test("a circle", () => {
    const wrong = new Map([...imports, ["internal/walk.js", ["internal/list.js", "internal/insight.js"]]]);
    assert.deepEqual(circle(wrong)?.slice(1).sort(), ["internal/insight.js", "internal/walk.js"]);
    assert.deepEqual(circle(new Map([["a", ["a"]]])), ["a", "a"]);
  });

  test("lazy imports", () => {
    assert.ok(imports.get("internal/client.js").includes("internal/insight.js"));
    assert.ok(imports.get("runtime/inline.js").includes("wasm/refiner_insight_base64.js"));
    assert.ok(imports.get("runtime/workerd.js").includes("wasm/refiner_insight_bg.wasm"));
  });
});
