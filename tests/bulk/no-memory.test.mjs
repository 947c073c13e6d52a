// Memory that the host refuses inside a summary or an export is an error of the kind too_large, and the module goes on working: the
// next summary is right.

import assert from "node:assert/strict";
import { once } from "node:events";
import { before, describe, test } from "node:test";
import { Worker } from "node:worker_threads";
import { whole } from "../support/bulk.mjs";
import { failure, settled } from "../support/failure.mjs";
import { HUNGRY, answers, clientOf, limitMemory, stillWorks, times } from "../support/hungry.mjs";
import { PAGE } from "../support/limited.mjs";

/** 8 MiB, of which the module itself takes less than two. */
const PAGES = 128;

before(() => limitMemory(PAGES));

describe("memory that is refused is too_large", () => {
  for (const [what, run, pages] of HUNGRY) {
    test(`for ${what}`, async () => {
      const error = await failure(run(clientOf(...pages)), { kind: "too_large" });
      assert.match(error.message, /memory/);
      assert.ok(await settled(stillWorks()));
    });
  }

  test("for several exports at once, and those that fit are whole", async () => {
    const rows = times(1000, (index) => answers({ q: `${index} ${"x".repeat(900)}` })).join();
    const run = () => whole(clientOf(rows).exportResponses({}, { format: "csv", columns: ["data.q"] }));
    const alone = await run();
    const outcomes = await settled(Promise.allSettled(times(8, run)));
    for (const outcome of outcomes) {
      if (outcome.status === "fulfilled") assert.equal(outcome.value, alone);
      else assert.equal(outcome.reason.kind, "too_large", outcome.reason);
    }
    assert.ok(outcomes.some(({ status }) => status === "rejected"), `all of them fit into ${PAGES * PAGE} bytes`);
    assert.equal(await run(), alone);
  });

  // With other limits, the memory ends at other places.
  for (const pages of [30, 50, 80, 200, 350, 600, 800]) {
    test(`with ${pages} pages of memory`, async () => {
      const worker = new Worker(new URL("../support/hungry.mjs", import.meta.url), { workerData: { pages } });
      const [ends] = await settled(once(worker, "message"));
      await worker.terminate();
      assert.equal(ends.length, HUNGRY.length);
      for (const { what, end, works } of ends) {
        assert.match(end, /^(done|too_large)$/, what);
        assert.equal(works, true, `after ${what}`);
      }
    });
  }
});

test("rows that do not fit are read a second time instead", async () => {
  const question = times(100, (index) => `q${index}`);
  const metrics = times(20, (index) => ({ metric: "rating", question: question.map((name) => `${name}_${index}`) }));
  const client = clientOf(times(10_000, (index) => answers({ q1_1: index % 5 })).join());
  const report = await settled(client.summarizeResponses({}, { metrics }));
  assert.deepEqual([report.items, report.metrics[1].n, report.metrics[1].value], [10_000, 10_000, 2]);
});
