// Parameters that a model writes as text, `nps:reason` and `attribute:plan`, where a program gives an object.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { run } from "refiner-wasm/tools";
import { failure } from "../support/failure.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";

let sandbox;
let refiner;

before(async () => {
  sandbox = await startSandbox(["--contacts", "30", "--responses", "120"]);
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
});
after(() => sandbox?.stop());
beforeEach(() => sandbox.clear());

const summarize = async (input) => (await run(refiner, "summarize_responses", { include: "all", ...input }, { raw: true })).data;

for (const [spoken, meant] of [
  [{ metrics: ["nps:nps", "count"] }, { metrics: [{ metric: "nps", question: "nps" }, "count"] }],
  [{ metrics: [" distribution : nps "] }, { metrics: [{ metric: "distribution", question: "nps" }] }],
  [{ metrics: ["count"], group_by: "attribute:plan" }, { metrics: ["count"], group_by: { attribute: "plan" } }],
  [{ metrics: ["count"], group_by: "answer:nps" }, { metrics: ["count"], group_by: { answer: "nps" } }],
  // A question's name may have a colon.
  [{ metrics: ["distribution:a:b"] }, { metrics: [{ metric: "distribution", question: "a:b" }] }],
]) {
  test(`${JSON.stringify(spoken)} means what a program would write`, async () => {
    assert.deepEqual(await summarize(spoken), await summarize(meant));
  });
}

describe("what it cannot be is refused in the call's own words, and nothing is sent", () => {
  for (const [input, path] of [
    [{ metrics: ["mood:nps"] }, "metrics[0]"],
    [{ metrics: ["nps:"] }, "metrics[0]"],
    [{ metrics: [":nps"] }, "metrics[0]"],
    [{ metrics: ["count:nps"] }, "metrics[0].question"],
    [{ metrics: ["count"], group_by: "trait:plan" }, "group_by"],
    [{ metrics: ["count"], group_by: "attribute:" }, "group_by"],
  ]) {
    test(JSON.stringify(input), async () => {
      await failure(summarize(input), { kind: "input", path, attempts: 0 });
      assert.deepEqual(await sandbox.requests(), []);
    });
  }
});
