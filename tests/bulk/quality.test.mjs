// Straight-liners and speeders through the package: against a plain count over the same responses.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { KEY, startSandbox } from "../support/sandbox.mjs";

const METRICS = [{ metric: "nps", question: "nps" }, "count"];
const QUERY = { include: "all" };

let sandbox, refiner, responses;
before(async () => {
  sandbox = await startSandbox(["--contacts", "120", "--responses", "800"]);
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
  responses = [];
  for await (const response of refiner.listResponses({ ...QUERY, page_length: 500 })) responses.push(response);
});
after(() => sandbox.stop());

const milliseconds = (time) => Date.parse(`${String(time).replace(" ", "T").replace(/Z?$/, "Z")}`);

/** The whole seconds that a completed response took. */
const secondsOf = ({ first_shown_at, completed_at }) => {
  if (!first_shown_at || !completed_at) return undefined;
  const lasted = Math.floor((milliseconds(completed_at) - milliseconds(first_shown_at)) / 1000);
  return lasted >= 0 ? lasted : undefined;
};

describe("speeders", () => {
  test("are completed responses under the bound, and leaving them out leaves the others", async () => {
    const times = responses.map(secondsOf).filter((seconds) => seconds !== undefined);
    assert.ok(times.length > 100);
    const seconds = times.toSorted((a, b) => a - b)[Math.floor(times.length / 3)];
    const count = times.filter((time) => time < seconds).length;
    assert.ok(count > 0 && count < times.length);
    const asked = (leave_out) => ({ metrics: METRICS, group_by: "month", quality: { speeders: { seconds, leave_out } } });
    const plain = await refiner.summarizeResponses(QUERY, { metrics: METRICS, group_by: "month" });
    const { quality, ...counted } = await refiner.summarizeResponses(QUERY, asked(false));
    const speeders = { count, n: times.length, share: count / times.length, left_out: false };
    assert.deepEqual(quality, { straight_liners: null, speeders, both: 0, left_out: 0 });
    assert.deepEqual(counted, plain);

    const without = await refiner.summarizeResponses(QUERY, asked(true));
    assert.deepEqual(without.quality, { straight_liners: null, speeders: { ...speeders, left_out: true }, both: 0, left_out: count });
    assert.equal(without.items, plain.items - count);
    assert.equal(without.metrics[1].completed, plain.metrics[1].completed - count);
    assert.equal(without.groups.reduce((sum, group) => sum + group.items, 0), without.items);
  });
});

describe("straight-liners", () => {
  /** A list of responses with these ratings. */
  const serving = (rows) =>
    new Refiner({
      apiKey: KEY,
      baseUrl: "https://refiner.test/v1",
      fetch: async () =>
        Response.json({
          items: rows.map((data, index) => ({ uuid: String(index), completed_at: "2026-01-01 00:00:00", data })),
          pagination: { items_count: rows.length, current_page: 1, last_page: 1, next_page_cursor: null },
        }),
    });

  test("gave one answer to all rating questions, and leave the score when told to", async () => {
    const rows = [{ a: 5, b: 5, c: 5 }, { a: "6", b: 6, c: "6" }, { a: 10, b: 9, c: 10 }, { a: 0, b: 0 }, { a: 7, b: 8, c: 9 }];
    const asked = (leave_out) => ({
      metrics: ["nps"],
      question: "a",
      quality: { straight_liners: { questions: ["a", "b", "c"], leave_out } },
    });
    const counted = await serving(rows).summarizeResponses({}, asked(false));
    const found = { count: 2, n: 4, share: 0.5, left_out: false };
    assert.deepEqual(counted.quality, { straight_liners: found, speeders: null, both: 0, left_out: 0 });
    // 10 promotes; 5, 6 and 0 detract.
    assert.deepEqual([counted.items, counted.metrics[0].value], [5, -40]);
    const without = await serving(rows).summarizeResponses({}, asked(true));
    assert.deepEqual(without.quality, { straight_liners: { ...found, left_out: true }, speeders: null, both: 0, left_out: 2 });
    // 10 promotes, 0 detracts, and 7 is passive.
    assert.deepEqual([without.items, without.metrics[0].n, without.metrics[0].value], [3, 3, 0]);
  });

  test("with more ratings to have than questions are refused before anything is sent", async () => {
    const quality = { straight_liners: { questions: ["a", "b"], at_least: 3 } };
    await assert.rejects(serving([]).summarizeResponses({}, { metrics: ["count"], quality }), {
      kind: "input",
      path: "options.quality.straight_liners.at_least",
    });
  });
});
