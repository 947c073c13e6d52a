// How far a response got, as the demo says it: the same as a summary and a file say (tests/insight/states.rs).

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { stateOf } from "../../www/page/responses/state.js";

const table = JSON.parse(await readFile(new URL("../fixtures/states.json", import.meta.url), "utf8"));

test("the demo, a summary and a file agree on how far a response got", () => {
  assert.ok(table.length > 10);
  for (const { state, response } of table) assert.equal(stateOf(response), state, JSON.stringify(response));
});
