// Summaries equal Refiner's own reporting of the same responses, after its rounding.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all } from "../support/bulk.mjs";
import { settled } from "../support/failure.mjs";
import { completed, ledger, NOON, partial, viewed } from "../support/ledger.mjs";
import { AS_REPORTED, EVER, reported as reportedTo } from "../support/reported.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";

let sandbox, refiner, forms;

before(async () => {
  sandbox = await startSandbox();
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
  forms = Object.fromEntries((await all(refiner.listForms())).map(({ name, uuid }) => [name, uuid]));
});
after(() => sandbox.stop());
const reported = (...asked) => reportedTo(refiner, ...asked);

async function summarized(metric, question, filter, more = {}) {
  const include = metric === "count" ? "all" : "partials";
  const query = { include, ...EVER, ...filter, ...more };
  const report = await settled(refiner.summarizeResponses(query, { metrics: [question ? { metric, question } : metric] }));
  return report.metrics[0];
}

const ASKED = [
  ["nps", "nps", "Quarterly NPS"],
  ["nps", "beta_nps"],
  ["nps", ["nps", "beta_nps"]],
  ["csat", "csat", "Support satisfaction"],
  ["rating", "stars", "Rate the reports page"],
  ["rating", "effort", "How easy was setting up?"],
  ["rating", ["stars", "effort"]],
  ["distribution", "source", "Where did you hear of us?"],
  ["distribution", "features", "Features you use"],
  ["distribution", "role", "Features you use"],
  ["distribution", "may_contact", "Quarterly NPS"],
  ["distribution", ["features", "role"]],
  ["count", undefined],
  ...["Quarterly NPS", "Support satisfaction", "Features you use", "Ideas & wishes"].map((form) => ["count", undefined, form]),
];

describe("the same as reporting", () => {
  for (const [metric, question, form] of ASKED) {
    test(`${metric} of ${question ?? "all"}${form ? `, ${form}` : ""}`, async () => {
      const filter = form ? { form_uuids: [forms[form]] } : {};
      const expected = await reported(metric, question, filter);
      const got = await summarized(metric, question, filter);
      const amount = expected.count ?? expected.responses;
      assert.ok(amount > 10, `the seed has too few answers to tell anything: ${amount}`);
      assert.deepEqual(AS_REPORTED[metric](got), expected);
      assert.equal(got.metric, metric);
      if (question) assert.deepEqual(got.question, [question].flat());
    });
  }

  for (const [name, filter, metric = "nps", question = "nps"] of [
    ["a quarter", { date_range_start: "2026-04-01", date_range_end: "2026-07-01" }],
    ["a country", { contact_data: { country: "DE" } }],
    ["users of exports", { response_data: { features: "Exports" } }, "distribution", "role"],
  ]) {
    test(`with a filter: ${name}`, async () => {
      const amount = ({ count, responses }) => count ?? responses;
      const without = await reported(metric, question, {});
      const expected = await reported(metric, question, filter);
      assert.ok(amount(expected) > 5 && amount(expected) < amount(without), "the filter must leave something out");
      assert.deepEqual(AS_REPORTED[metric](await summarized(metric, question, filter)), expected);
    });
  }

  test("whatever the page length", async () => {
    const one = await summarized("nps", "nps", {});
    const many = await summarized("nps", "nps", {}, { page_length: 70 });
    assert.deepEqual(many, one);
  });

  test("several metrics at once equal the same ones separately, in the query's order", async () => {
    const asked = [
      { metric: "csat", question: "csat" },
      { metric: "nps", question: "nps" },
      { metric: "distribution", question: "source" },
    ];
    const { metrics } = await refiner.summarizeResponses({ include: "partials", ...EVER }, { metrics: asked });
    assert.deepEqual(metrics, await Promise.all(asked.map(({ metric, question }) => summarized(metric, question, {}))));
  });

  test("a question given once applies to every metric", async () => {
    const { metrics } = await refiner.summarizeResponses({ include: "partials", ...EVER }, { metrics: ["rating", "nps"], question: "nps" });
    assert.deepEqual(metrics[1], await summarized("nps", "nps", {}));
    assert.deepEqual(metrics.map(({ question }) => question), [["nps"], ["nps"]]);
  });
});

describe("a report", () => {
  test("says how much it has read, and requests pages of 1,000", async () => {
    await sandbox.clear();
    const report = await refiner.summarizeResponses({ include: "all" }, { metrics: ["count"] });
    assert.deepEqual([report.pages, report.items, report.unreadable], [2, 2000, 0]);
    assert.equal(report.metrics[0].n, 2000);
    assert.deepEqual([report.groups, report.other, report.comparison], [null, null, null]);
    const asked = (await sandbox.requests()).map(({ method, path, query }) => ({ method, path, length: lengthOf(query) }));
    assert.deepEqual(asked, Array(2).fill({ method: "GET", path: "/v1/responses", length: "1000" }));
  });

  test("without a query covers what list_responses lists without one", async () => {
    const listed = await all(refiner.listResponses());
    for (const query of [undefined, {}]) {
      const report = await refiner.summarizeResponses(query, { metrics: ["count"] });
      assert.equal(report.items, listed.length);
    }
  });

  test("holds every value within its interval, and the interval on the scale", async () => {
    const metrics = [
      { metric: "nps", question: "nps" },
      { metric: "csat", question: "csat" },
      { metric: "ces", question: "effort" },
      { metric: "rating", question: "stars" },
    ];
    const ends = { nps: [-100, 100], csat: [0, 100], ces: [1, 7], rating: [1, 5] };
    const { groups, metrics: whole } = await refiner.summarizeResponses({ include: "partials" }, { metrics, group_by: "month" });
    let seen = 0;
    for (const { metric, n, value, interval, small_sample } of [whole, ...groups.map((group) => group.metrics)].flat()) {
      assert.equal(small_sample, n < 30);
      assert.equal(value === null, n === 0);
      assert.equal(interval === null, n === 0);
      if (n === 0) continue;
      seen++;
      const [low, high] = interval;
      assert.ok(low <= value && value <= high, `${metric}: ${value} is not in ${interval}`);
      assert.ok(low < high, `${metric}: of ${n} answers nothing is certain`);
      assert.ok(ends[metric][0] <= low && high <= ends[metric][1], `${metric}: ${interval} leaves the scale`);
    }
    assert.ok(seen > 30, `${seen}`);
  });

  test("of no answers has no value", async () => {
    const metrics = ["nps", "csat", "ces", "rating", "distribution"].map((metric) => ({ metric, question: "no_such_question" }));
    const report = await refiner.summarizeResponses({}, { metrics });
    assert.ok(report.items > 1000);
    for (const { metric, n, value, interval, small_sample } of report.metrics.slice(0, 4)) {
      assert.deepEqual({ metric, n, value, interval, small_sample }, { metric, n: 0, value: null, interval: null, small_sample: true });
    }
    const { n, datapoints, distribution, rest } = report.metrics[4];
    assert.deepEqual({ n, datapoints, distribution, rest }, { n: 0, datapoints: 0, distribution: [], rest: null });
  });

  test("of no responses has no value, no rates and no groups", async () => {
    const book = ledger();
    const report = await new Refiner({ apiKey: KEY, fetch: book.fetch }).summarizeResponses(
      {},
      { metrics: [{ metric: "nps", question: "nps" }, "count"], group_by: "month", compare: "last_two" },
    );
    assert.deepEqual([report.pages, report.items, report.groups, report.comparison], [1, 0, [], null]);
    const [{ value, interval }, { n, response_rate, completion_rate, median_seconds }] = report.metrics;
    assert.deepEqual([value, interval, n, response_rate, completion_rate, median_seconds], [null, null, 0, null, null, null]);
  });

  test("with as many promoters as detractors is 0, not null", async () => {
    const scores = [10, 9, "9", 7, 8, 0, 3, "6"];
    const book = ledger(scores.map((nps, index) => partial(`r-${index}`, NOON + index * 1000, { nps })));
    const client = new Refiner({ apiKey: KEY, fetch: book.fetch });
    const { metrics } = await client.summarizeResponses({ include: "partials" }, { metrics: [{ metric: "nps", question: "nps" }] });
    const { n, value, promoters, passives, detractors, interval } = metrics[0];
    assert.deepEqual({ n, value, promoters, passives, detractors }, { n: 8, value: 0, promoters: 3, passives: 2, detractors: 3 });
    assert.ok(interval[0] < 0 && interval[1] > 0);
  });

  test("counts answers that are not scores as ignored", async () => {
    const answers = [9, "ten", 11, -1, 9.5, null, [], ["9"]];
    const book = ledger(answers.map((nps, index) => partial(`r-${index}`, NOON + index * 1000, { nps })));
    const client = new Refiner({ apiKey: KEY, fetch: book.fetch });
    const { metrics } = await client.summarizeResponses({ include: "partials" }, { metrics: [{ metric: "nps", question: "nps" }] });
    assert.equal(metrics[0].n, 2);
    assert.deepEqual(metrics[0].ignored, { not_a_number: 1, off_scale: 3 });
  });

  test("lists the most frequent choices, and the rest in one", async () => {
    const report = async (options) =>
      (await refiner.summarizeResponses({ include: "partials" }, { metrics: [{ metric: "distribution", question: "source" }], ...options })).metrics[0];
    const full = await report({});
    const { distribution, rest, n, datapoints } = await report({ top: 2 });
    assert.deepEqual(distribution, full.distribution.slice(0, 2));
    assert.deepEqual([n, datapoints], [full.n, full.datapoints]);
    const others = full.distribution.slice(2);
    assert.deepEqual(rest, { choices: others.length, count: others.reduce((sum, { count }) => sum + count, 0), unlisted: 0 });
    assert.ok(others.length > 2);
  });

  test("has rates only if the list contains the rows that they need", async () => {
    const rows = [completed("a", NOON), partial("b", NOON + 1000), viewed("c", NOON + 2000), viewed("d", NOON + 3000)];
    const client = new Refiner({ apiKey: KEY, fetch: ledger(rows).fetch });
    const count = async (include) => (await client.summarizeResponses({ include }, { metrics: ["count"] })).metrics[0];
    const rates = ({ n, response_rate, completion_rate }) => [n, response_rate?.value, completion_rate?.value];
    assert.deepEqual(rates(await count("completed")), [1, undefined, undefined]);
    assert.deepEqual(rates(await count("partials")), [2, undefined, 0.5]);
    assert.deepEqual(rates(await count("all")), [4, 0.5, 0.5]);
  });
});

test("summaries side by side do not mix", async () => {
  const one = (form) => refiner.summarizeResponses({ include: "all", form_uuid: forms[form], page_length: 50 }, { metrics: ["count"], group_by: "month" });
  const names = ["Quarterly NPS", "Support satisfaction", "Features you use", "Ideas & wishes"];
  const alone = [];
  for (const name of names) alone.push(await one(name));
  assert.equal(new Set(alone.map(({ items }) => items)).size, 4, "the forms must differ");
  assert.deepEqual(await Promise.all(names.map(one)), alone);
});

/** The query as the sandbox recorded it, whatever its format. */
function lengthOf(query) {
  if (typeof query === "string") return new URLSearchParams(query).get("page_length");
  return Array.isArray(query) ? Object.fromEntries(query).page_length : String(query.page_length);
}
