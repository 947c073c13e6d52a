// Ten thousand worlds keep every promise, and three faults that trackers in use have are found.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FAULTS } from "./plants.mjs";
import { explore } from "./run.mjs";

/** Every run of the tests lives the same worlds. `cargo xtask world` lives others. */
const SEED = 12;

const SCHEDULES = 10_000;

test(`${SCHEDULES} worlds keep every promise`, async () => {
  const { failed, worlds, plan, error } = await explore({ seeds: SCHEDULES, from: SEED });
  assert.equal(failed, false, `${JSON.stringify(plan)}\n${error}`);
  assert.equal(worlds, SCHEDULES);
});

const FOUND = {
  "delete before send": /lost: /,
  "queue rewritten by the second tab": /lost: /,
  "lock stolen after two seconds": /2 tabs send at once/,
};

test("every planted fault has a promise that it breaks", () => assert.deepEqual(Object.keys(FOUND), FAULTS));

for (const [fault, promise] of Object.entries(FOUND)) {
  test(`finds a planted fault: ${fault}`, async () => {
    const { failed, error } = await explore({ seeds: SCHEDULES, from: SEED, fault });
    assert.equal(failed, true);
    assert.match(error, promise);
  });
}
