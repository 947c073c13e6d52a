// What the facade says in one place stays in one place. Literals are read from the syntax tree of the files before minification.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import contract from "refiner-wasm/contract";

const PACKAGE = fileURLToPath(new URL("../node_modules/refiner-wasm-readable", import.meta.url));

/** Each literal of a source, with the name of the property that it is the value of. */
function literals(text) {
  const found = [];
  const visit = (node) => {
    if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node) || ts.isRegularExpressionLiteral(node)) {
      const { parent } = node;
      const property = ts.isPropertyAssignment(parent) && parent.initializer === node ? parent.name.getText().replaceAll('"', "") : "";
      found.push({ text: node.text, property });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("a.js", text, ts.ScriptTarget.Latest, true));
  return found;
}

const files = new Map();
for (const name of await readdir(PACKAGE, { recursive: true })) {
  // The glue of wasm-bindgen is not ours, and the contract repeats the core's words.
  if (name.endsWith(".js") && !name.startsWith("wasm") && !/generated.contract/.test(name)) {
    files.set(name.replaceAll("\\", "/"), literals(await readFile(join(PACKAGE, name), "utf8")));
  }
}

/** The files that hold a literal of which this is true. */
const holding = (is) => [...files].filter(([, found]) => found.some(is)).map(([name]) => name);

for (const [what, place, is] of [
  ["the length of a page", "generated/operations.js", ({ property, text }) => property === "page_length" && /^\d+$/.test(text)],
  ["the overlap of a sync", "generated/operations.js", ({ text, property }) => property !== "" && Number(text.replaceAll("_", "")) === 3_600_000],
  ["what a sync includes", "generated/operations.js", ({ property, text }) => property === "include" && text !== "text"],
  ["where Refiner is", "internal/settings.js", ({ text }) => text === "https://api.refiner.io/v1"],
  ["which addresses are this machine", "internal/settings.js", ({ text }) => text.includes("localhost")],
  ["the byte-order mark", "cli/data.js", ({ text }) => text.includes("\\ufeff") || text.includes("\ufeff")],
]) {
  test(`${what} is said in one place`, () => assert.deepEqual(holding(is), [place]));
}

// A gateway and a sandbox read the headers of requests, and write those of replies. The tracker talks to the gateway, without the core.
const isOfClient = (name) => !/^(gateway\/|testing\/|tracker[/.])/.test(name);

test("the facade sends no header of its own: the core sends them all", () => {
  const sent = ["authorization", "accept", "bearer "];
  assert.deepEqual(
    holding(({ text }) => sent.includes(text.toLowerCase())).filter(isOfClient),
    [],
  );
  // The loader reads it, of the file that a module is in.
  assert.deepEqual(
    holding(({ text }) => text.toLowerCase() === "content-type").filter(isOfClient),
    ["internal/loader.js"],
  );
});

test("an operation's defaults are those of the contract", () => {
  assert.ok(contract.operations.length >= 4);
  for (const { name, input } of contract.operations) {
    const declared = input.properties.page_length.default;
    const found = files.get("generated/operations.js").filter(({ property, text }) => property === "page_length" && text === String(declared));
    assert.ok(found.length > 0, name);
  }
});

test("literals are read from code alone", () => {
  const source = '// "comment"\nconst a = { page_length: 100, b: `text` }; f(/x/, "y");';
  const found = literals(source).map(({ text, property }) => `${property}=${text}`);
  assert.deepEqual(found, ["page_length=100", "b=text", "=/x/", "=y"]);
});
