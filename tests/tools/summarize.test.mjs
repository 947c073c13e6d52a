// Running summarize_responses for a model: one input in, the report out, and errors in terms of what the model sent.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import Ajv2020 from "ajv/dist/2020.js";
import { Refiner } from "refiner-wasm";
import contract, { contract as declared } from "refiner-wasm/contract";
import { run, tools } from "refiner-wasm/tools";
import { failure } from "../support/failure.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { never, ok, page, scripted } from "../support/scripted.mjs";

const NAME = "summarize_responses";
const NPS = { metric: "nps", question: "nps" };

let sandbox;
let refiner;

before(async () => {
  sandbox = await startSandbox(["--contacts", "40", "--responses", "300"]);
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
});
after(() => sandbox?.stop());
beforeEach(() => sandbox.clear());

// As a program runs it: what a model is shown is in answers.test.mjs.
const summarize = (input, options) => run(refiner, NAME, input, { raw: true, ...options });

test("gives the report of the method as data, and what is known of the run", async () => {
  const query = { include: "all", page_length: 70 };
  const settings = { metrics: ["count", NPS], group_by: "month", compare: "last_two" };
  const { data, meta } = await summarize({ ...query, ...settings });
  assert.deepEqual(data, await refiner.summarizeResponses(query, settings));
  assert.equal(data.items, 300);
  const { durationMs, executionId, ...rest } = meta;
  assert.deepEqual(rest, { action: NAME, effect: "read", attempts: 5 });
  assert.ok(Number.isInteger(durationMs) && durationMs >= 0);
  assert.match(executionId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test("counts every request: retries, and those of the segments too", async () => {
  await sandbox.faults({ kind: "status", status: 503, headers: { "retry-after": "0" } });
  const { data, meta } = await summarize({ metrics: ["count"], group_by: "segment" });
  assert.ok(data.groups.length > 1);
  assert.equal(meta.attempts, (await sandbox.requests()).length);
  const empty = page([{ uuid: "r-1" }]);
  const client = new Refiner({ apiKey: KEY, fetch: scripted(ok(empty), ok(page([]))) });
  assert.equal((await run(client, NAME, { metrics: ["count"], group_by: "segment" })).meta.attempts, 2);
});

describe("an input that is no plain object", () => {
  class Query {
    metrics = ["count"];
  }
  for (const [what, input, kind] of [
    ["a number", 5, "an object, got a number"],
    ["a list", ["nps"], "an object, got a list"],
    ["a Map", new Map([["metrics", ["count"]]]), "a plain object, got a Map"],
    ["a class", new Query(), "a plain object, got a Query"],
    ["URLSearchParams", new URLSearchParams("metrics=count"), "a plain object, got a URLSearchParams"],
    ["inherited properties", Object.create({ metrics: ["count"], form_uuid: "f" }), "a plain object, got one with inherited or symbol keys"],
    ["a symbol key", { metrics: ["count"], [Symbol("x")]: 1 }, "a plain object, got one with inherited or symbol keys"],
  ]) {
    test(`${what} is refused, and nothing is sent`, async () => {
      await assert.rejects(summarize(input), { kind: "input", path: "", message: `${NAME}: the input must be ${kind}` });
      assert.deepEqual(await sandbox.requests(), []);
    });
  }
});

for (const timeoutMs of [5n, Symbol("x"), "5", { valueOf: () => assert.fail("it is not asked") }, NaN, 0, -1, null]) {
  test(`a timeoutMs of ${typeof timeoutMs} ${String(typeof timeoutMs === "object" ? "" : String(timeoutMs))} is refused, and nothing is left behind`, async () => {
    const unhandled = [];
    const note = (reason) => unhandled.push(reason);
    process.on("unhandledRejection", note);
    const { signal } = new AbortController();
    let listeners = 0;
    signal.addEventListener = () => (listeners += 1);
    signal.removeEventListener = () => (listeners -= 1);
    try {
      await assert.rejects(summarize({ metrics: ["count"] }, { timeoutMs, signal }), { kind: "input", path: "options.timeoutMs" });
      await new Promise(setImmediate);
      assert.deepEqual([unhandled, listeners], [[], 0]);
    } finally {
      process.off("unhandledRejection", note);
    }
  });
}

describe("what a strict tool sends", () => {
  /** The input as a strict schema requires it: null for what is absent, maps as pairs. */
  function fill(schema, value) {
    if (value === undefined) return null;
    if (Array.isArray(value)) {
      const { items } = (schema.anyOf ?? [schema]).find(({ items }) => items);
      return value.map((one) => fill(items, one));
    }
    if (typeof value !== "object" || value === null) return value;
    const branches = (schema.anyOf ?? [schema]).filter(({ properties }) => properties);
    const branch = branches.find(({ properties }) => Object.keys(value).every((key) => key in properties));
    if (!branch) return Object.entries(value).map(([key, one]) => ({ key, value: one }));
    const keys = Object.keys(branch.properties).filter((key) => key in value || branch.required.includes(key));
    return Object.fromEntries(keys.map((key) => [key, fill(branch.properties[key], value[key])]));
  }

  const input = {
    metrics: ["count", NPS, { metric: "csat", question: ["csat"], scale: { min: 1, max: 5 } }, { metric: "distribution", question: "nps", top: 3 }],
    group_by: { attribute: "plan" },
    include: "all",
    contact_data: { plan: "pro" },
  };

  for (const [format, schemaOf] of [
    ["openai", ([tool]) => tool.function.parameters],
    ["openai-responses", ([tool]) => tool.parameters],
    ["anthropic", ([tool]) => tool.input_schema],
  ]) {
    test(`${format}: is understood, at every depth`, async () => {
      const schema = schemaOf(tools({ format, strict: true, only: [NAME] }));
      const sent = fill(schema, input);
      const check = new Ajv2020({ strict: false }).compile(schema);
      assert.ok(check(sent), JSON.stringify(check.errors));
      if (format !== "anthropic") assert.equal(sent.metrics[1].scale, null, "nothing is null");
      assert.deepEqual(sent.contact_data, [{ key: "plan", value: "pro" }]);
      const { data } = await summarize(sent);
      const [request] = await sandbox.requests();
      const { contact_data, include, ...settings } = input;
      assert.deepEqual(data, await refiner.summarizeResponses({ contact_data, include }, settings));
      assert.match(decodeURIComponent(request.query), /contact_data\[plan\]=pro/);
    });
  }

  test("keeps a null that has a meaning", async () => {
    const { data } = await summarize({ metrics: ["count"], group_by: { attribute: "plan" }, with_attributes: true, compare: ["pro", null], search: null });
    assert.ok(!data.comparison || data.comparison.second === null);
    await failure(summarize({ metrics: null }), { kind: "input", path: "metrics" });
    await failure(summarize({ metrics: [null] }), { kind: "input", path: "metrics[0]" });
  });
});

describe("what is wrong is named as the model sent it, before anything is sent", () => {
  for (const [what, input, path, message = /./] of [
    ["no metrics", {}, "metrics", /^summarize_responses: metrics is required/],
    ["an unknown metric", { metrics: ["count", "mood"] }, "metrics[1]", /metrics\[1\] must be nps, .+ or count, or \{ metric \}; got text$/],
    ["an unknown metric with settings", { metrics: [{ metric: "mood" }] }, "metrics[0].metric", /metrics\[0\]\.metric must be one of/],
    ["a scale without an end", { metrics: [{ metric: "csat", question: "q", scale: { min: 1 } }] }, "metrics[0].scale.max"],
    ["a scale of a score that has its own", { metrics: [{ ...NPS, scale: { min: 0, max: 5 } }] }, "metrics[0].scale"],
    ["an unknown group", { metrics: ["count"], group_by: "year" }, "group_by"],
    ["a comparison without groups", { metrics: ["count"], compare: "last_two" }, "compare"],
    ["a wrong filter", { metrics: ["count"], include: "most" }, "include"],
    ["a misspelt setting", { metric: ["count"] }, "metric", /metric is not a parameter here; did you mean metrics\?/],
    ["a misspelt filter", { metrics: ["count"], formuuid: "f" }, "formuuid", /did you mean form_uuid\?/],
    ["an option of the method", { metrics: ["count"], onProgress: null }, "onProgress", /is not a parameter here/],
    ["a deadline among the input", { metrics: ["count"], timeoutMs: 5 }, "timeoutMs", /is not a parameter here/],
    ["text", "count the responses", "", /must be an object, got text that is not the JSON of one/],
    ["a list", [], "", /must be an object|is required/],
  ]) {
    test(what, async () => {
      const error = await failure(summarize(input), { kind: "input", attempts: 0, message });
      if (!Array.isArray(input)) assert.equal(error.path, path);
      assert.doesNotMatch(error.message, /options\./);
      assert.deepEqual(await sandbox.requests(), []);
    });
  }

  test("an option of run keeps its name", async () => {
    await failure(summarize({ metrics: ["count"] }, { timeoutMs: 0 }), { kind: "input", path: "options.timeoutMs", attempts: 0 });
    await failure(summarize({ metrics: ["count"] }, { timeoutMs: 50, signal: {} }), { kind: "input", path: "options.signal", attempts: 0 });
    await failure(summarize({ metrics: ["count"] }, { maxRetries: -1 }), { kind: "input", path: "options.maxRetries", attempts: 0 });
  });
});

test("the other operations say which method gives a file or a stream", async () => {
  for (const [name, method] of [["export_responses", "exportResponses"], ["export_contacts", "exportContacts"], ["sync_responses", "syncResponses"]]) {
    const message = new RegExp(`^${name}: .*cannot be run as a tool; use the method ${method}\\(\\) of Refiner$`);
    await failure(run(refiner, name, {}), { kind: "input", path: "action", attempts: 0, message });
  }
  assert.equal(contract.operations.length, 6, "a new operation needs a decision: a tool, or a message");
  await failure(run(refiner, "summarise_responses", {}), { kind: "input", path: "action", message: /did you mean summarize_responses\?/ });
  assert.deepEqual(await sandbox.requests(), []);
});

describe("a run that fails", () => {
  test("says how far it got, counts all requests, and has no resume", async () => {
    await sandbox.faults({ kind: "pass" }, { kind: "pass" }, { kind: "status", status: 500 });
    const input = { metrics: ["count"], include: "all", page_length: 100 };
    const error = await failure(summarize(input, { maxRetries: 0 }), { kind: "server", status: 500, attempts: 3, resume: undefined });
    assert.deepEqual(error.progress, { pages: 2, items: 200 });
  });

  test("whose report is too large says what to change, and does not cut it", async () => {
    const message = /bytes, maxResultBytes allows 500: ask for fewer metrics/;
    await failure(summarize({ metrics: ["count", NPS] }, { maxResultBytes: 500 }), { kind: "too_large", action: NAME, attempts: 1, message });
  });
});

describe("signal and deadline apply to the whole run", () => {
  const more = page([{ uuid: "r-1" }], { last_page: 9, next_page_cursor: "c" });

  test("it ends the run if a page never comes, or if pages never end", async () => {
    const expected = { kind: "timeout", action: NAME, message: /^summarize_responses: not complete within 60 ms$/ };
    await failure(run(new Refiner({ apiKey: KEY, fetch: never }), NAME, { metrics: ["count"] }, { timeoutMs: 60, maxRetries: 0 }), {
      kind: "timeout",
    });
    // Each page comes within the limit, but the list never ends.
    let number = 0;
    const endless = async () => {
      // A host's fetch never answers within the same turn, and a timer needs another turn to fire.
      await new Promise(setImmediate);
      return Response.json(page([{ uuid: "r-1" }], { last_page: 9999, next_page_cursor: `c-${++number}` }));
    };
    const error = await failure(run(new Refiner({ apiKey: KEY, fetch: endless }), NAME, { metrics: ["count"] }, { timeoutMs: 60 }), expected);
    assert.ok(error.attempts >= 1 && error.progress.pages >= 1, JSON.stringify(error));
    assert.equal(error.resume, undefined);
  });

  test("an abort ends the run, with and without a deadline, before and in the middle", async () => {
    for (const options of [{}, { timeoutMs: 60_000 }]) {
      const client = new Refiner({ apiKey: KEY, fetch: scripted(ok(more), never) });
      const middle = AbortSignal.timeout(30);
      await failure(run(client, NAME, { metrics: ["count"] }, { ...options, signal: middle }), { kind: "aborted" });
      const fetch = scripted(never);
      const before = { ...options, signal: AbortSignal.abort() };
      await failure(run(new Refiner({ apiKey: KEY, fetch }), NAME, { metrics: ["count"] }, before), { kind: "aborted" });
      assert.equal(fetch.calls.length, 0);
    }
  });
});

test("the contract finds it by its name", () => {
  assert.equal(declared(NAME), contract.operations.find(({ name }) => name === NAME));
  assert.equal(declared("get_responses").name, "list_responses");
  assert.throws(() => declared("summarise"), { name: "RefinerError", kind: "input", path: "action" });
});
