// Which file of the package may import which, without cycles. esbuild reads the imports from the published files.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { importsOf, packageFiles } from "../support/package-files.mjs";

/** What the files of each room may import. */
const MAY = {
  // Only the places of the modules: a runtime knows nothing of the others.
  runtime: ["facade", "parts", "base64", "error", "modules"],
  facade: ["internal", "error", "generated", "bindings"],
  parts: ["internal"],
  internal: ["internal", "error", "nearest", "bindings", "generated"],
  // A server's client, and what is kept between its requests. It comes to a runtime by a name of the package's own.
  gateway: ["gateway", "facade", "internal", "error", "generated", "runtime"],
  tools: ["tools", "error", "nearest", "generated"],
  tracker: ["tracker", "error"],
  cli: ["cli", "tools", "runtime", "testing", "error", "nearest"],
  testing: ["testing", "sandbox", "internal", "base64", "bindings", "error", "nearest"],
  // The contract's own function finds an action by name, or throws.
  generated: ["error"],
  error: [],
  base64: [],
  nearest: [],
  bindings: [],
  modules: [],
  // The module of the sandbox: for tests, and for nobody else.
  sandbox: [],
};

/** The room of a file: its folder, except for files that are a room of their own. */
function roomOf(file) {
  if (file === "internal/error.js") return "error";
  // Finds names. It knows nothing of a client, so tools may use it without loading one.
  if (file === "internal/nearest.js") return "nearest";
  // The base of every runtime's client. The parts that it may load later come from one of two files, which the runtime chooses.
  if (file === "internal/client.js") return "facade";
  if (["internal/lazy.js", "internal/eager.js"].includes(file)) return "parts";
  if (file === "internal/base64.js") return "base64";
  // One file for a script tag, made of the tracker's room.
  if (/^tracker\.\w+\.js$/.test(file)) return "tracker";
  const [folder, name] = file.split("/");
  if (folder === "wasm" && name.startsWith("refiner_sandbox")) return "sandbox";
  if (folder === "wasm") return /_bg\.wasm$|_base64\.js$/.test(file) ? "modules" : "bindings";
  return folder;
}

/** The imports that no room allows. */
function trespasses(imports, may = MAY) {
  return [...imports].flatMap(([from, files]) =>
    files.filter((to) => !may[roomOf(from)]?.includes(roomOf(to))).map((to) => `${from} imports ${to}`),
  );
}

/** The files of the first cycle, if any, with the first file again at the end. */
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

/** The browser's entry, which the build makes of the others, and what it loads late. */
const isOfBrowser = (file) => /^runtime\/browser(-\w+)?\.js$/.test(file);

let imports;
let ofBrowser;
before(async () => {
  const all = [...(await importsOf(await packageFiles()))];
  imports = new Map(all.filter(([file]) => !isOfBrowser(file)));
  ofBrowser = new Map(all.filter(([file]) => isOfBrowser(file)));
});

test("a page without a bundler asks for one script, and later for those of summaries alone", () => {
  assert.deepEqual(ofBrowser.get("runtime/browser.js"), ["runtime/browser-insight.js", "runtime/browser-sync.js"]);
  const late = [...ofBrowser].filter(([file]) => file !== "runtime/browser.js");
  assert.ok(late.length > 1);
  for (const [file, names] of late) assert.ok(names.every(isOfBrowser), `${file} imports ${names}`);
});

test("every script is in a room", () => {
  assert.deepEqual([...imports.keys()].filter((file) => !(roomOf(file) in MAY)), []);
  // Every room must have files, or its rule would mean nothing.
  const rooms = new Set([...imports].flatMap(([from, files]) => [from, ...files]).map(roomOf));
  assert.deepEqual([...rooms].sort(), Object.keys(MAY).sort());
});

test("imports point down", () => assert.deepEqual(trespasses(imports), []));

test("there are no import cycles, not even lazy ones", () => assert.equal(circle(imports), undefined));

describe("these tests see", () => {
  test("an import that is not allowed", () => {
    const wrong = new Map([...imports, ["internal/list.js", ["tools/run.js", "internal/error.js"]], ["runtime/node.js", ["runtime/slim.js"]]]);
    assert.deepEqual(trespasses(wrong), ["internal/list.js imports tools/run.js", "runtime/node.js imports runtime/slim.js"]);
  });

  test("a cycle", () => {
    const wrong = new Map([...imports, ["internal/walk.js", ["internal/list.js", "internal/export-file.js"]]]);
    assert.deepEqual(circle(wrong)?.slice(1).sort(), ["internal/export-file.js", "internal/walk.js"]);
    assert.deepEqual(circle(new Map([["a", ["a"]]])), ["a", "a"]);
  });

  test("lazy imports", () => {
    assert.ok(imports.get("internal/lazy.js").includes("internal/insight.js"));
    assert.ok(imports.get("runtime/inline.js").includes("wasm/refiner_insight_base64.js"));
    assert.ok(imports.get("runtime/workerd.js").includes("wasm/refiner_insight_bg.wasm"));
  });
});
