// The README's table of consumers is what passed, and has every row that the suites try.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { tableOf, withTable } from "../consumers/support/table.mjs";
import { ROWS } from "../support/consumer-rows.mjs";

const read = (path) => readFile(new URL(path, import.meta.url), "utf8");

test("the results have the rows that the suites try, and no others", async () => {
  assert.deepEqual(Object.keys(JSON.parse(await read("../consumers/results.json"))), Object.keys(ROWS));
});

test("the README has the table of the results (`cargo xtask consumers` writes both)", async () => {
  const readme = await read("../../README.md");
  assert.equal(readme, withTable(readme, tableOf(JSON.parse(await read("../consumers/results.json")))));
});
