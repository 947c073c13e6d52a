// The sandbox sends every field that the contract says an exported item has: a field that it leaves out is tested nowhere.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import contract from "refiner-wasm/contract";
import { KEY, startSandbox } from "../support/sandbox.mjs";

let sandbox;
before(async () => {
  sandbox = await startSandbox(["--contacts", "60", "--responses", "300"]);
});
after(() => sandbox?.stop());

/** The paths of an item's fields, as its schema has them. Free keys are not among them. */
function declared(schema, defs, path = "") {
  const of = schema.$ref ? defs[schema.$ref.split("/").at(-1)] : schema;
  const either = of.anyOf?.flatMap((one) => declared(one, defs, path)) ?? [];
  const fields = Object.entries(of.properties ?? {});
  return [...either, ...fields.flatMap(([name, inner]) => [`${path}${name}`, ...declared(inner, defs, `${path}${name}.`)])];
}

// Known from captured webhook bodies alone.
const NOT_SENT = ["cookie_uuid"];

const at = (item, path) => path.split(".").reduce((value, key) => value?.[key], item);

describe("the sandbox sends all fields of", () => {
  for (const [name, input] of [
    ["list_responses", { include: "all", with_attributes: true }],
    ["list_contacts", {}],
  ]) {
    test(name, async () => {
      const { output } = contract.actions.find((action) => action.name === name);
      const expected = declared(output.properties.items.items, output.$defs);
      assert.ok(expected.length > 10, String(expected));
      const client = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
      const items = [];
      for await (const item of client.list(name, input)) items.push(item);
      const missing = expected.filter((path) => items.every((item) => at(item, path) === undefined));
      assert.deepEqual(missing, NOT_SENT.filter((path) => expected.includes(path)));
    });
  }
});
