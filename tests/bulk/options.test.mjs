// Wrong options and queries are errors that name the place, and nothing is sent.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { contract } from "refiner-wasm/contract";
import { all, whole } from "../support/bulk.mjs";
import { failure } from "../support/failure.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";

let sandbox, refiner;

before(async () => {
  sandbox = await startSandbox();
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
});
after(() => sandbox.stop());
beforeEach(() => sandbox.clear());

describe("wrong options", () => {
  const summary = (options, query) => refiner.summarizeResponses(query, options);
  const file = async (options, query) => whole(refiner.exportResponses(query, options));
  const contacts = async (options) => whole(refiner.exportContacts({}, options));
  const sync = async (options) => all(refiner.syncResponses(options));
  const metrics = ["count"];

  for (const [name, call, options, path] of [
    ["no metrics", summary, {}, "options.metrics"],
    ["an empty list of metrics", summary, { metrics: [] }, "options.metrics"],
    ["an unknown metric", summary, { metrics: ["count", "mood"] }, "options.metrics[1]"],
    ["an unknown metric with settings", summary, { metrics: ["count", { metric: "mood" }] }, "options.metrics[1].metric"],
    ["an empty question", summary, { metrics: [{ metric: "nps", question: "" }] }, "options.metrics[0].question"],
    ["a question that is no text", summary, { metrics: [{ metric: "nps", question: ["a", 7] }] }, "options.metrics[0].question[1]"],
    ["a scale without an end", summary, { metrics: [{ metric: "csat", question: "q", scale: { min: 1 } }] }, "options.metrics[0].scale.max"],
    ["an unknown group", summary, { metrics, group_by: "year" }, "options.group_by"],
    ["an offset beyond a day", summary, { metrics, utc_offset_minutes: 1440 }, "options.utc_offset_minutes"],
    ["a comparison without groups", summary, { metrics, compare: "last_two" }, "options.compare"],
    ["an unknown option", summary, { metrics, groupBy: "day" }, "options.groupBy"],
    ["no options", summary, undefined, "options"],
    ["a timeout of 0", summary, { metrics, timeoutMs: 0 }, "options.timeoutMs"],
    ["half a retry", summary, { metrics, maxRetries: 0.5 }, "options.maxRetries"],
    ["a signal that is none", summary, { metrics, signal: {} }, "options.signal"],
    ["a progress that is no function", summary, { metrics, onProgress: 7 }, "options.onProgress"],
    ["no format", file, {}, "options.format"],
    ["an unknown format", file, { format: "xls" }, "options.format"],
    ["a mark in JSON", file, { format: "json", bom: true }, "options.bom"],
    ["columns of lines", file, { format: "ndjson", columns: ["uuid"] }, "options.columns"],
    ["a guard that is no boolean", file, { format: "csv", guard: "no" }, "options.guard"],
    ["an unknown option of an export", file, { format: "csv", separator: ";" }, "options.separator"],
    ["whose export it is", file, { format: "csv", of: "contacts" }, "options.of"],
    ["no options of an export", file, undefined, "options"],
    ["a timeout of 0 of an export", file, { format: "csv", timeoutMs: 0 }, "options.timeoutMs"],
    ["a progress of an export that is no function", file, { format: "csv", onProgress: "x" }, "options.onProgress"],
    ["an unknown format of contacts", contacts, { format: "CSV" }, "options.format"],
    ["a checkpoint that is none", sync, { checkpoint: "yesterday" }, "options.checkpoint"],
    ["a checkpoint of JSON that is none", sync, { checkpoint: '{"v":2}' }, "options.checkpoint"],
    ["an overlap below 0", sync, { overlapMs: -1 }, "options.overlapMs"],
    ["an overlap that is no number", sync, { overlapMs: "1h" }, "options.overlapMs"],
    ["an overlap without end", sync, { overlapMs: Infinity }, "options.overlapMs"],
    ["half a millisecond of overlap", sync, { overlapMs: 0.5 }, "options.overlapMs"],
    ["no overlap at all", sync, { overlapMs: null }, "options.overlapMs"],
    ["a since that is no time", sync, { since: "yesterday" }, "options.since"],
    ["a since that is a Date", sync, { since: new Date() }, "options.since"],
    ["a checkpoint that is no text", sync, { checkpoint: 7 }, "options.checkpoint"],
    ...Object.entries({
      "without what was seen": { seen: null },
      "with a list of what was seen": { seen: [] },
      "with a state that is no text": { seen: { a: 1 } },
      "of a time that no Date can hold": { newest: 1e20 },
      "of a year that no query can name": { newest: 8.64e15 },
      "of no time": { newest: null },
      "with a run that is none": { run: 5 },
      "with a run of null": { run: null },
      "with a run that has seen nothing": { run: { newest: 0 } },
      "with a run of an impossible time": { run: { newest: -1e20, seen: {} } },
      "with a place that is none": { run: { newest: 0, seen: {}, at: 5 } },
      "with a page that is none": { run: { newest: 0, seen: {}, at: { page: 0.5 } } },
      "with a cursor that is none": { run: { newest: 0, seen: {}, at: { page_cursor: 5 } } },
      "with another parameter": { run: { newest: 0, seen: {}, at: { include: "all" } } },
      "with a start that is no text": { from: 5 },
      "with a start that is no time": { from: "yesterday" },
      "of another version": { v: 2 },
    }).map(([what, change]) => [
      `a checkpoint ${what}`,
      sync,
      { checkpoint: JSON.stringify({ v: 1, newest: 0, seen: {}, ...change }) },
      "options.checkpoint",
    ]),
    ["a checkpoint of null", sync, { checkpoint: "null" }, "options.checkpoint"],
    ...["date_range_start", "date_range_end", "page", "page_cursor"].map((name) => [
      `${name}, which a sync sets itself,`,
      sync,
      { [name]: name === "page" ? 2 : "2026-01-01" },
      `options.${name}`,
    ]),
    ["an unknown option of a sync", sync, { formUuid: "f" }, "options.formUuid"],
  ]) {
    test(`${name}: ${path}`, async () => {
      const error = await failure((async () => call(options))(), { kind: "input", path, attempts: 0 });
      assert.ok(error.message.includes(path), error.message);
      assert.equal((await sandbox.requests()).length, 0, "a request was made");
    });
  }

  test("are described in the contract's own words", async () => {
    const messageOf = (options) => failure(sync(options), { kind: "input", action: "sync_responses" }).then(({ message }) => message);
    const { maximum } = contract("sync_responses").input.properties.overlapMs;
    assert.equal(await messageOf({ overlapMs: -1 }), `sync_responses: options.overlapMs must be a whole number from 0 to ${maximum}, got -1`);
    assert.match(await messageOf({ since: "yesterday" }), /^sync_responses: options\.since is not a time; write it like 2026-01-31, /);
    assert.equal(await messageOf({ checkpoint: "yesterday" }), "sync_responses: options.checkpoint is not a checkpoint of syncResponses");
  });

  test("are answered with the names that a sync takes", async () => {
    await failure(sync({ formUuid: "f" }), { message: /is not an option; did you mean form_uuid\?$/ });
    await failure(sync({ overlap: 1 }), { message: /did you mean overlapMs\?$/ });
    await failure(sync({ date_range: "x" }), { message: /^(?!.*date_range_)/ });
    await failure(sync({ page: 2 }), { message: /options\.page cannot be given: a sync sets it itself$/ });
    await failure(sync({ page_lenght: 2 }), { message: /did you mean page_length\?$/ });
  });

  test("that are undefined do not count for a sync", async () => {
    const given = await sync({ since: undefined, overlapMs: undefined, checkpoint: undefined });
    assert.ok(given.length > 1000);
  });

  for (const [name, call, options] of [
    ["summary", summary, { metrics }],
    ["export", file, { format: "csv" }],
  ]) {
    test(`in the query of a ${name} are those of list_responses`, async () => {
      const expected = await failure(refiner.listResponses({ include: "most" }), { kind: "input" });
      const { path, action } = expected;
      await failure(call(options, { include: "most" }), { kind: "input", path, action });
      assert.equal((await sandbox.requests()).length, 0);
    });

    test(`an undefined option counts as absent for a ${name}`, async () => {
      await call({ ...options, signal: undefined, onProgress: undefined, timeoutMs: undefined, maxRetries: undefined }, {});
    });
  }
});
