// @ts-check
// Comparisons of many groups, and trends over periods, through the packed package.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { KEY, startSandbox } from "../support/sandbox.mjs";

/** @import { GroupComparison, Summary, SummarySettings } from "refiner-wasm" */

const VERDICTS = ["up", "down", "no_evidence", "too_few"];
/** @type {SummarySettings["metrics"]} */
const METRICS = [{ metric: "nps", question: "nps" }, { metric: "rating", question: "stars" }, "count"];

/** @type {{ url: string, stop: () => unknown }} */
let sandbox;
/** @type {Refiner} */
let refiner;

before(async () => {
  sandbox = await startSandbox();
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
});
after(() => sandbox.stop());

/** @param {Omit<SummarySettings, "metrics">} options */
const summary = (options) => refiner.summarizeResponses({ include: "all", with_attributes: true }, { metrics: METRICS, ...options });

/** The comparisons of a summary that has some. @param {Summary} summary */
function list({ comparisons }) {
  assert.ok(comparisons && comparisons.length > 0, "no comparisons");
  return comparisons;
}

/** What holds of every comparison. @param {GroupComparison} one */
function holds(one) {
  const { p, p_adjusted, n, values: [a, b], difference, interval, verdict, against } = one;
  assert.ok(VERDICTS.includes(verdict), verdict);
  const few = Math.min(...n) < 5;
  assert.equal(verdict === "too_few", few, JSON.stringify(one));
  if (few) return assert.deepEqual([p, p_adjusted], [null, null]);
  assert.ok(p !== null && p_adjusted !== null && difference !== null && interval && a !== null && b !== null);
  assert.ok(p >= 0 && p <= p_adjusted && p_adjusted <= 1, JSON.stringify(one));
  assert.equal(verdict, p_adjusted >= 0.05 ? "no_evidence" : difference > 0 ? "up" : "down");
  assert.ok(interval[0] <= difference && difference <= interval[1]);
  assert.ok(Math.abs(difference - (against === "group" ? b - a : a - b)) < 1e-9);
}

describe("many groups", () => {
  test("are each compared with the rest: all responses that are not in the group", async () => {
    const report = await summary({ group_by: { attribute: "country" }, compare: "each_against_rest" });
    const { groups, metrics, comparison, pairs_left_out } = report;
    assert.ok(groups);
    assert.deepEqual([comparison, pairs_left_out], [null, 0]);
    const comparisons = list(report);
    comparisons.forEach(holds);
    assert.deepEqual([...new Set(comparisons.map(({ a }) => a))], groups.map(({ key }) => key));
    const [whole] = metrics;
    for (const one of comparisons.filter(({ metric }) => metric === "nps")) {
      const group = groups.find(({ key }) => key === one.a)?.metrics[0];
      assert.ok(group && group.metric === "nps" && whole?.metric === "nps");
      assert.deepEqual([one.b, one.against, one.values[0]], [null, "rest", group.value]);
      const rest = [whole.n - group.n, (whole.promoters ?? NaN) - (group.promoters ?? NaN), (whole.detractors ?? NaN) - (group.detractors ?? NaN)];
      assert.deepEqual(one.n, [group.n, rest[0]]);
      const expected = 100 * ((rest[1] ?? NaN) - (rest[2] ?? NaN)) / (rest[0] ?? NaN);
      assert.ok(Math.abs((one.values[1] ?? NaN) - expected) < 1e-9, `${one.values[1]} is not ${expected}`);
    }
    const tests = comparisons.filter(({ p }) => p !== null).length;
    assert.equal(report.adjustment, tests > 20 ? "benjamini_hochberg" : "holm");
  });

  test("are compared in pairs", async () => {
    const report = await summary({ group_by: "form", compare: "all_pairs" });
    const keys = (report.groups ?? []).map(({ key }) => key);
    const comparisons = list(report);
    comparisons.forEach(holds);
    const pairs = new Set(comparisons.map(({ a, b }) => `${a} ${b}`));
    assert.deepEqual([...pairs], keys.flatMap((a, place) => keys.slice(place + 1).map((b) => `${a} ${b}`)));
    assert.ok(comparisons.every(({ against }) => against === "group"));
  });

  test("of which two are named are compared as one pair, and alone", async () => {
    const report = await summary({ group_by: { attribute: "country" }, compare: ["DE", "US"] });
    const comparisons = list(report);
    comparisons.forEach(holds);
    const { differences } = report.comparison ?? assert.fail("no comparison");
    assert.equal(comparisons.length, differences.length);
    for (const [place, { a, b, difference, interval }] of comparisons.entries()) {
      assert.deepEqual([a, b, difference, interval], ["DE", "US", differences[place]?.difference, differences[place]?.interval]);
    }
  });

  test("are adjusted: no p-value is smaller than Holm makes it", async () => {
    const report = await refiner.summarizeResponses({ include: "all" }, { metrics: METRICS.slice(0, 1), group_by: "form", compare: "each_against_rest" });
    const tests = list(report).filter(({ p }) => p !== null).toSorted((one, two) => (one.p ?? 0) - (two.p ?? 0));
    let bound = 0;
    for (const [place, { p, p_adjusted }] of tests.entries()) {
      bound = Math.max(bound, Math.min(1, (tests.length - place) * (p ?? NaN)));
      assert.ok(Math.abs((p_adjusted ?? NaN) - bound) < 1e-12, `${p_adjusted} is not ${bound}`);
    }
    assert.equal(report.adjustment, tests.length > 0 ? "holm" : null);
  });

  test("need a group_by, and a word that there is", async () => {
    await assert.rejects(summary({ compare: "all_pairs" }), { kind: "input", path: "options.compare" });
    const wrong = /** @type {any} */ ({ group_by: "form", compare: "every_pair" });
    await assert.rejects(summary(wrong), { kind: "input", path: "options.compare", message: /each_against_rest, all_pairs or last_two/ });
  });
});

describe("a trend", () => {
  test("has the slope of every figure over the months, and the last month against those before", async () => {
    const report = await summary({ group_by: "month", compare: "last_two" });
    const { groups, trend } = report;
    assert.ok(groups && trend);
    list(report).forEach(holds);
    assert.deepEqual(trend.map(({ metric, figure }) => `${metric} ${figure}`), ["nps value", "rating value", "count response_rate", "count completion_rate"]);
    const last = groups.at(-1);
    for (const { n, periods, slope, p, p_adjusted, verdict, last_period } of trend) {
      assert.ok(periods <= groups.length && n > 100 && slope !== null && p !== null && p_adjusted !== null);
      assert.ok(p <= p_adjusted && VERDICTS.includes(verdict));
      holds(last_period);
      assert.deepEqual([last_period.a, last_period.against, last_period.n[0] + last_period.n[1]], [last?.key, "earlier", n]);
    }
    const nps = last?.metrics[0];
    assert.ok(nps?.metric === "nps");
    assert.equal(trend[0]?.last_period.values[0], nps.value);
  });

  test("is null without periods", async () => {
    const { trend, comparisons, pairs_left_out, adjustment } = await summary({ group_by: "form" });
    assert.deepEqual([trend, comparisons, pairs_left_out, adjustment], [null, null, null, null]);
  });
});

test("a score is never better for a worse answer", async () => {
  /** @param {number[]} scores */
  const nps = async (scores) => {
    const items = scores.map((score) => ({ completed_at: "2026-01-01 00:00:00", data: { q: score } }));
    const body = JSON.stringify({ items, pagination: { items_count: items.length, next_page_cursor: null } });
    const client = new Refiner({ apiKey: KEY, fetch: async () => new Response(body, { headers: { "content-type": "application/json" } }) });
    const { metrics: [report] } = await client.summarizeResponses({}, { metrics: [{ metric: "nps", question: "q" }] });
    assert.ok(report?.metric === "nps" && report.interval);
    return report.interval;
  };
  const [all, one] = [await nps(Array(100).fill(10)), await nps([...Array(99).fill(10), 8])];
  assert.ok(one[0] < all[0] && one[1] <= all[1] && all[1] === 100, JSON.stringify([all, one]));
});
