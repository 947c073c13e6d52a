// Answers for a model: scores with intervals, comparisons with verdicts and a sample of comments, of 100,000 responses in 2,000 tokens.

import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import Ajv2020 from "ajv/dist/2020.js";
import { Refiner } from "refiner-wasm";
import { run, tools } from "refiner-wasm/tools";
import { KIND_NAMES, pagesOf } from "../bench/data/kinds.mjs";
import { asked, pagination, withoutPagination } from "../bench/data/paging.mjs";
import { failure } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { scripted } from "../support/scripted.mjs";
import { tokensOf } from "../support/tokens.mjs";

const MOST = 2000;
const PAGES = 100;
const RESPONSES = PAGES * 1000;

// Texts of six kinds, in turn.
const kinds = KIND_NAMES.map(pagesOf);
const recorded = Array.from({ length: 48 }, (_, index) => withoutPagination(kinds[index % 6][Math.floor(index / 6)]));
const fetch = scripted((/** @type {string} */ url) => {
  const number = asked(url);
  return new Response(new Blob([recorded[number % recorded.length], pagination(number, PAGES)]));
});
const refiner = new Refiner({ apiKey: KEY, fetch });
const question = "nps_reason";

beforeEach(() => fetch.calls.splice(0));

/** An answer, which is small enough by the real count. */
async function answer(name, input, options) {
  const outcome = await run(refiner, name, input, options);
  const tokens = tokensOf(outcome.data);
  assert.ok(tokens <= MOST, `${tokens} tokens`);
  assert.doesNotMatch(JSON.stringify(outcome.data), /"(value|interval|share|warning|choice)":null|:false|\d\.0*[1-9]\d{7}/, "what says nothing, or says it too exactly");
  return outcome;
}

describe("summarize_responses", () => {
  for (const input of [
    { metrics: ["nps:nps", "count", "distribution:features"], include: "all" },
    { metrics: ["nps:nps", "distribution:features"], group_by: "month", include: "all" },
    { metrics: ["distribution:nps_reason", "distribution:features"], group_by: "answer:features" },
    { metrics: ["nps:nps", "count"], group_by: "day" },
    { metrics: ["nps:nps"], group_by: "account" },
    { metrics: ["nps:nps"], group_by: "attribute:plan" },
  ]) {
    test(JSON.stringify(input), async () => {
      const { data, meta } = await answer("summarize_responses", input);
      assert.equal(data.items, RESPONSES);
      const [nps] = data.metrics;
      if (nps.metric === "nps") assert.ok(nps.interval[0] < nps.value && nps.value < nps.interval[1]);
      // How often each score was given is left out as a whole, or not at all.
      for (const { path, returned, total } of meta.left_out ?? []) assert.ok(returned < total && (returned >= 1 || path === "metrics[].distribution"), path);
      if (input.group_by) for (const group of data.groups) assert.ok(group.items > 0 && group.metrics.length === input.metrics.length);
    });
  }

  test("of many periods shows the latest, and says how many there are", async () => {
    const input = { metrics: ["nps:nps"], group_by: "day" };
    const { data, meta } = await answer("summarize_responses", input);
    const { data: whole } = await run(refiner, "summarize_responses", input, { raw: true, maxResultBytes: Infinity });
    const { returned, total } = meta.left_out.find(({ path }) => path === "groups");
    assert.deepEqual([returned, total], [data.groups.length, whole.groups.length]);
    assert.equal(data.groups.at(-1).start, whole.groups.at(-1).start);
    const last = whole.groups.at(-1).metrics[0];
    assert.equal(data.groups.at(-1).metrics[0].n, last.n);
    if (last.value !== null) assert.ok(Math.abs(data.groups.at(-1).metrics[0].value - last.value) <= 0.001 * Math.abs(last.value));
  });

  test("shows more if it may", async () => {
    const input = { metrics: ["nps:nps"], group_by: "day" };
    const [few, many] = [(await answer("summarize_responses", input)).data, (await run(refiner, "summarize_responses", input, { maxResultTokens: 10_000 })).data];
    assert.ok(many.groups.length > few.groups.length);
    assert.ok(tokensOf(many) <= 10_000);
  });
});

describe("compare_responses", () => {
  test("gives each group against the rest, with intervals and verdicts, those with evidence first", async () => {
    const { data } = await answer("compare_responses", { metrics: ["nps:nps"], group_by: "attribute:plan" });
    assert.ok(data.comparisons.length > 1);
    const verdicts = data.comparisons.map(({ verdict }) => verdict);
    for (const { against, difference, interval, n, verdict } of data.comparisons) {
      assert.equal(against, "rest");
      assert.ok(["up", "down", "no_evidence", "too_few"].includes(verdict));
      assert.ok(n.length === 2 && (difference === undefined || interval[0] <= difference && difference <= interval[1]));
    }
    const first = verdicts.findIndex((verdict) => verdict === "no_evidence" || verdict === "too_few");
    assert.ok(first < 0 || verdicts.slice(first).every((verdict) => !["up", "down"].includes(verdict)));
    const report = await refiner.summarizeResponses({}, { metrics: [{ metric: "nps", question: "nps" }], group_by: { attribute: "plan" }, compare: "each_against_rest" });
    assert.equal(report.comparisons.length, data.comparisons.length);
    assert.deepEqual(Object.keys(data).sort(), ["adjustment", "comparisons", "groups", "items", "metrics"].sort());
  });

  test("all pairs, two groups by their keys, and the last two periods", async () => {
    const pairs = await answer("compare_responses", { metrics: ["nps:nps"], group_by: "attribute:plan", compare: "all_pairs" });
    assert.ok(pairs.data.comparisons.every(({ against, untrusted_text }) => against === "group" && "a" in untrusted_text));
    const [one, other] = pairs.data.groups.map(({ untrusted_text }) => untrusted_text.key).filter(Boolean);
    const two = await answer("compare_responses", { metrics: ["nps:nps"], group_by: "attribute:plan", compare: [one, other] });
    assert.ok(two.data.comparisons.every(({ untrusted_text }) => untrusted_text.a === one && untrusted_text.b === other));
    const last = await answer("compare_responses", { metrics: ["nps:nps", "distribution:features"], group_by: "month", compare: "last_two" });
    assert.ok(last.data.comparisons.length >= 2);
  });

  test("of a figure of two metrics of one kind says which question", async () => {
    const { data } = await answer("compare_responses", { metrics: ["distribution:features", "distribution:wish"], group_by: "form" });
    assert.ok(data.comparisons.every(({ untrusted_text }) => untrusted_text.question && untrusted_text.choice));
  });

  test("of hundreds of groups", async () => {
    const { data, meta } = await answer("compare_responses", { metrics: ["nps:nps", "distribution:features"], group_by: "account" });
    assert.ok(meta.left_out.some(({ path }) => path === "comparisons" || path === "groups"));
    assert.ok(data.comparisons.length > 1);
  });
});

describe("sample_comments", () => {
  test("gives comments of all camps, their terms, and the same for the same seed", async () => {
    const input = { question, by: "nps:nps", seed: 7 };
    const { data } = await answer("sample_comments", input);
    const { sample } = data.comments.untrusted_text;
    assert.ok(data.comments.n > RESPONSES / 4 && sample.length >= 5, String(sample.length));
    for (const { text } of sample) assert.equal(typeof text, "string");
    assert.ok(new Set(sample.map(({ camp }) => camp)).size >= 2);
    assert.deepEqual((await answer("sample_comments", input)).data, data);
    assert.deepEqual(Object.keys(data), ["items", "comments"]);
  });

  test("as many as are asked for, if they fit", async () => {
    const { data, meta } = await answer("sample_comments", { question, sample: 3 });
    assert.equal(data.comments.untrusted_text.sample.length, 3);
    const many = await answer("sample_comments", { question, sample: 200 });
    assert.equal(many.meta.left_out.find(({ path }) => path === "comments.sample").total, 200);
    assert.ok(many.data.comments.untrusted_text.sample.length > data.comments.untrusted_text.sample.length, JSON.stringify(meta));
  });
});

test("an answer is valid by the schema that the tool gives", async () => {
  for (const [name, input] of [
    ["summarize_responses", { metrics: ["nps:nps", "distribution:nps"], group_by: "month" }],
    ["compare_responses", { metrics: ["nps:nps"], group_by: "attribute:plan" }],
    ["sample_comments", { question, by: "nps:nps" }],
  ]) {
    const [{ outputSchema }] = tools({ format: "mcp", only: [name], outputSchemas: true });
    const check = new Ajv2020({ strict: false }).compile(outputSchema);
    const { data } = await run(refiner, name, input);
    assert.ok(check(data), JSON.stringify(check.errors));
    for (const key of Object.keys(data)) assert.ok(key in outputSchema.properties, `${name}: ${key}`);
  }
});

describe("what is wrong is named as the model sent it, and nothing is sent", () => {
  for (const [name, input, path] of [
    ["compare_responses", { metrics: ["nps"] }, "group_by"],
    ["compare_responses", { group_by: "month" }, "metrics"],
    ["compare_responses", { metrics: ["nps"], group_by: "month", compare: "all" }, "compare"],
    ["compare_responses", { metrics: ["nps"], group_by: "month", max_groups: 3 }, "max_groups"],
    ["compare_responses", { metrics: ["nps:q"], group_by: "attribute:plan", compare: "last_two" }, "compare"],
    ["sample_comments", {}, "question"],
    ["sample_comments", { question: "" }, "question"],
    ["sample_comments", { question: "q", sample: 0 }, "sample"],
    ["sample_comments", { question: "q", by: "mood:q" }, "by"],
    ["sample_comments", { question: "q", by: "count:q" }, "by"],
    ["sample_comments", { question: "q", metrics: ["nps"] }, "metrics"],
  ]) {
    test(`${name} ${JSON.stringify(input)}`, async () => {
      const error = await failure(run(refiner, name, input), { kind: "input", attempts: 0, message: new RegExp(`^${name}: `) });
      assert.ok(error.path.startsWith(path), error.path);
      assert.doesNotMatch(error.message, /options\.|comments\./);
      assert.deepEqual(fetch.calls, []);
    });
  }
});
