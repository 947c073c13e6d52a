// Cross-tabs through the package: each cell is the summary of what a query and a group would find.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { KEY, startSandbox } from "../support/sandbox.mjs";

const METRICS = [{ metric: "nps", question: "nps" }, "count"];
const QUERY = { include: "all" };

let sandbox, refiner;
before(async () => {
  sandbox = await startSandbox(["--contacts", "120", "--responses", "800"]);
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
});
after(() => sandbox.stop());

const sum = (list, of) => list.reduce((total, one) => total + of(one), 0);

describe("a cross-tab", () => {
  for (const [row, column] of [
    ["form", "month"],
    [{ attribute: "country" }, "form"],
    ["week", { answer: "source" }],
    ["account", "week"],
  ]) {
    test(`of ${JSON.stringify(row)} and ${JSON.stringify(column)} has the groups of each as its margins`, async () => {
      const { cross_tab, items } = await refiner.summarizeResponses(QUERY, { metrics: METRICS, cross: [row, column] });
      for (const [lines, group_by] of [[cross_tab.rows, row], [cross_tab.columns, column]]) {
        const { groups } = await refiner.summarizeResponses(QUERY, { metrics: METRICS, group_by });
        // A cross-tab has no lines for empty periods, and pools beyond 50.
        const known = new Map(groups.map((group) => [group.key, group]));
        for (const { key, label, items, metrics } of lines.filter(({ pooled }) => !pooled)) {
          const group = known.get(key);
          assert.deepEqual([label, items, metrics], [group.label, group.items, group.metrics]);
        }
        assert.equal(sum(lines, (line) => line.items), items);
      }
      assert.equal(sum(cross_tab.rows, ({ cells }) => sum(cells, (cell) => cell.items)), items);
      for (const { cells, items } of cross_tab.rows) {
        assert.equal(cells.length, cross_tab.columns.length);
        assert.equal(sum(cells, (cell) => cell.items), items);
      }
      const { p, method } = cross_tab.test;
      assert.ok(p >= 0 && p <= 1 && cross_tab.cramers_v >= 0 && cross_tab.cramers_v <= 1);
      assert.ok(["chi_square", "simulated"].includes(method), method);
    });
  }

  test("of a cell's two groups equals a query for it", async () => {
    const { cross_tab } = await refiner.summarizeResponses(QUERY, { metrics: METRICS, cross: ["form", { attribute: "country" }] });
    for (const { key: form_uuid, cells } of cross_tab.rows) {
      const { groups } = await refiner.summarizeResponses({ ...QUERY, form_uuid }, { metrics: METRICS, group_by: { attribute: "country" } });
      for (const [index, { key }] of cross_tab.columns.entries()) {
        const alone = groups.find((group) => group.key === key);
        assert.equal(cells[index].items, alone?.items ?? 0);
        if (alone) assert.deepEqual(cells[index].metrics[0], alone.metrics[0]);
      }
    }
  });

  test("of segments reads each segment's responses once more, and is not tested: a contact may be in several", async () => {
    await sandbox.reset();
    const cross = ["segment", { attribute: "country" }];
    const { cross_tab, groups } = await refiner.summarizeResponses(QUERY, { metrics: METRICS, cross, group_by: "segment" });
    assert.deepEqual([cross_tab.test, cross_tab.untested, cross_tab.cramers_v], [null, "several_choices", null]);
    assert.deepEqual(
      cross_tab.rows.map(({ key, label, items, metrics }) => ({ key, label, items, metrics })),
      groups.map(({ key, label, items, metrics }) => ({ key, label, items, metrics })),
    );
    for (const { items, cells } of cross_tab.rows) assert.equal(sum(cells, (cell) => cell.items), items);
    const alone = await refiner.summarizeResponses(QUERY, { metrics: METRICS, cross });
    assert.deepEqual([alone.cross_tab, alone.groups], [cross_tab, null]);
  });

  test("of a trait asks for the traits, and refuses a query that leaves them out", async () => {
    const cross = ["form", { attribute: "country" }];
    await assert.rejects(refiner.summarizeResponses({ with_attributes: false }, { metrics: METRICS, cross }), {
      kind: "input",
      path: "with_attributes",
      message: /cross names a trait/,
    });
    const { cross_tab } = await refiner.summarizeResponses({}, { metrics: METRICS, cross });
    assert.ok(cross_tab.columns.some(({ key }) => key !== null));
  });

  test("is not there unless it is asked for", async () => {
    assert.equal("cross_tab" in (await refiner.summarizeResponses(QUERY, { metrics: METRICS })), false);
  });
});
