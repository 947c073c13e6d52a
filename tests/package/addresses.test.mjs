// The facade's address rule, held to the same table as the core's (tests/core/once.rs).

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Refiner } from "refiner-wasm";

const table = JSON.parse(await readFile(new URL("../fixtures/addresses.json", import.meta.url), "utf8"));

for (const { address, ok } of table) {
  test(`${JSON.stringify(address)} is ${ok ? "taken" : "refused"}`, () => {
    const make = () => new Refiner({ apiKey: "sandbox-key-00000000000000000000", baseUrl: address });
    if (ok) make();
    else assert.throws(make, { name: "RefinerError", kind: "config", message: /^baseUrl must/ });
  });
}

test("the table has both kinds", () => {
  assert.ok(table.filter(({ ok }) => ok).length > 5 && table.filter(({ ok }) => !ok).length > 5);
});
