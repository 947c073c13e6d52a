// The groups of a summary add up to the whole; and the comparison of two groups.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all } from "../support/bulk.mjs";
import { completed, ledger } from "../support/ledger.mjs";
import { AS_REPORTED, reported } from "../support/reported.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";

let sandbox, refiner, forms;

before(async () => {
  sandbox = await startSandbox();
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
  forms = Object.fromEntries((await all(refiner.listForms())).map(({ name, uuid }) => [name, uuid]));
});
after(() => sandbox.stop());
describe("groups", () => {
  const METRICS = [{ metric: "nps", question: "nps" }, { metric: "distribution", question: "source" }, "count"];

  for (const group_by of ["day", "week", "month", "form", "account", { attribute: "country" }, { answer: "source" }]) {
    test(`by ${JSON.stringify(group_by)} sum up to the whole`, async () => {
      const query = { include: "all", with_attributes: true };
      const { items, metrics, groups, other } = await refiner.summarizeResponses(query, { metrics: METRICS, group_by });
      assert.ok(groups.length > 4, `only ${groups.length} groups`);
      assert.equal(other, null);
      const sum = (of) => groups.reduce((total, group) => total + of(group), 0);
      assert.equal(sum((group) => group.items), items);
      for (const name of ["n", "promoters", "passives", "detractors"]) {
        assert.equal(sum((group) => group.metrics[0][name]), metrics[0][name], name);
      }
      for (let score = 0; score <= 10; score++) {
        assert.equal(sum((group) => group.metrics[0].distribution[score].count), metrics[0].distribution[score].count);
      }
      assert.equal(sum((group) => group.metrics[1].datapoints), metrics[1].datapoints);
      for (const name of ["n", "views", "responses", "completed"]) {
        assert.equal(sum((group) => group.metrics[2][name]), metrics[2][name], name);
      }
      assert.equal(new Set(groups.map(({ key }) => key)).size, groups.length, "a key is there twice");
    });
  }

  test("by month are each what reporting says of that month", async () => {
    const { groups } = await refiner.summarizeResponses({ include: "partials" }, { metrics: METRICS.slice(0, 1), group_by: "month" });
    assert.deepEqual(groups.map(({ key }) => key), groups.map(({ key }) => key).sort(), "in the order of time");
    for (const { key, start, metrics } of groups.slice(-6)) {
      assert.equal(start, `${key}-01`);
      const [year, month] = key.split("-").map(Number);
      const date_range_end = new Date(Date.UTC(year, month, 1)).toISOString();
      const expected = await reported(refiner, "nps", "nps", { date_range_start: start, date_range_end });
      assert.deepEqual(AS_REPORTED.nps(metrics[0]), expected, key);
    }
  });

  test("by form are called by their uuid and labelled with its name", async () => {
    const { groups } = await refiner.summarizeResponses({ include: "all" }, { metrics: ["count"], group_by: "form" });
    assert.ok(groups.length >= 7);
    for (const { key, label } of groups.filter(({ key }) => Object.values(forms).includes(key))) assert.equal(forms[label], key);
    const sizes = groups.map(({ items }) => items);
    assert.deepEqual(sizes, sizes.toSorted((one, two) => two - one), "the largest first");
  });

  test("of periods begin where the offset says", async () => {
    const late = Date.UTC(2026, 0, 31, 23, 30);
    const client = new Refiner({ apiKey: KEY, fetch: ledger([completed("a", late), completed("b", late + 3_600_000)]).fetch });
    const keys = async (utc_offset_minutes, group_by = "day") => {
      const { groups } = await client.summarizeResponses({}, { metrics: ["count"], group_by, utc_offset_minutes });
      return groups.map(({ key }) => key);
    };
    assert.deepEqual(await keys(0), ["2026-01-31", "2026-02-01"]);
    assert.deepEqual(await keys(60), ["2026-02-01"]);
    assert.deepEqual(await keys(-60), ["2026-01-31"]);
    assert.deepEqual(await keys(0, "month"), ["2026-01", "2026-02"]);
    assert.deepEqual(await keys(0, "week"), ["2026-W05"]);
  });

  test("beyond max_groups are pooled", async () => {
    const options = { metrics: ["count"], group_by: { attribute: "country" } };
    const query = { include: "all", with_attributes: true };
    const full = await refiner.summarizeResponses(query, options);
    const { groups, other, items } = await refiner.summarizeResponses(query, { ...options, max_groups: 3 });
    assert.ok(full.groups.length > 3);
    assert.equal(groups.length, 3);
    assert.equal(groups.reduce((sum, group) => sum + group.items, other.items), items);
  });
});

describe("a comparison", () => {
  test("of the last two months is the difference of their groups", async () => {
    const metrics = [{ metric: "nps", question: "nps" }, { metric: "csat", question: "csat" }, "count"];
    const { groups, comparison } = await refiner.summarizeResponses({ include: "all" }, { metrics, group_by: "month", compare: "last_two" });
    const [first, second] = groups.slice(-2);
    assert.deepEqual([comparison.first, comparison.second], [first.key, second.key]);
    const of = (metric, figure) => comparison.differences.find((one) => one.metric === metric && one.figure === figure);
    for (const [index, metric] of ["nps", "csat"].entries()) {
      const { n, values, difference, interval, significant, small_sample } = of(metric, "value");
      const both = [first.metrics[index], second.metrics[index]];
      assert.deepEqual(n, both.map((one) => one.n));
      assert.deepEqual(values, both.map((one) => one.value));
      assert.ok(Math.abs(difference - (values[1] - values[0])) < 1e-9);
      assert.ok(interval[0] <= difference && difference <= interval[1]);
      assert.equal(significant, interval[0] > 0 || interval[1] < 0);
      assert.equal(small_sample, n.some((one) => one < 30));
    }
    assert.deepEqual(of("count", "response_rate").values, [first, second].map((group) => group.metrics[2].response_rate.value));
  });

  test("of two groups by their keys goes from the first to the second", async () => {
    const options = { metrics: [{ metric: "rating", question: "stars" }], group_by: { attribute: "country" } };
    const query = { include: "partials", with_attributes: true };
    const compare = async (...keys) => (await refiner.summarizeResponses(query, { ...options, compare: keys })).comparison;
    const one = await compare("DE", "US");
    const other = await compare("US", "DE");
    assert.deepEqual([one.first, one.second, other.first, other.second], ["DE", "US", "US", "DE"]);
    assert.deepEqual(one.differences[0].values, other.differences[0].values.toReversed());
    assert.equal(one.differences[0].difference, -other.differences[0].difference);
    assert.notEqual(one.differences[0].difference, 0);
  });

  test("with a group that does not exist is absent", async () => {
    const options = { metrics: ["count"], group_by: "month", compare: ["1999-01", "1999-02"] };
    assert.equal((await refiner.summarizeResponses({}, options)).comparison, null);
  });
});
