// A metric without a question takes the one of its kind in the surveys of the query. Which those are, list_forms says.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { run } from "refiner-wasm/tools";
import { all } from "../support/bulk.mjs";
import { failure } from "../support/failure.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { page, scripted } from "../support/scripted.mjs";

let sandbox, refiner, forms;

before(async () => {
  sandbox = await startSandbox();
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
  forms = Object.fromEntries((await all(refiner.listForms({ list: "all_with_archived" }))).map(({ name, uuid }) => [name, uuid]));
});
after(() => sandbox.stop());
beforeEach(() => sandbox.clear());

const paths = async () => (await sandbox.requests()).map(({ path }) => path);

describe("a metric without a question", () => {
  for (const [form, metric, question] of [
    ["Quarterly NPS", "nps", "nps"],
    ["Beta sign-up", "nps", "beta_nps"], // archived
    ["Support satisfaction", "csat", "csat"],
    ["How easy was setting up?", "rating", "effort"],
    ["Where did you hear of us?", "distribution", "source"],
  ]) {
    test(`takes the only one of its kind: ${metric} of ${form}`, async () => {
      const query = { form_uuid: forms[form] };
      const expected = await refiner.summarizeResponses(query, { metrics: [{ metric, question }] });
      assert.ok(expected.metrics[0].n > 0);
      await sandbox.clear();
      for (const asked of [metric, { metric }]) {
        assert.deepEqual(await refiner.summarizeResponses(query, { metrics: [asked] }), expected);
      }
      assert.deepEqual(await paths(), ["/v1/forms", "/v1/responses", "/v1/forms", "/v1/responses"]);
    });
  }

  test("takes it from a list of surveys, beside metrics that have one, with its settings", async () => {
    const query = { form_uuids: [forms["Quarterly NPS"], forms["Rate the reports page"]] };
    const metrics = [{ metric: "distribution", top: 2, question: "nps_reason" }, "nps", "count", { metric: "rating", scale: { min: 1, max: 5 } }];
    const report = await refiner.summarizeResponses(query, { metrics, group_by: "form" });
    assert.deepEqual(report.metrics.map(({ question }) => question), [["nps_reason"], ["nps"], undefined, ["stars"]]);
    assert.ok(report.metrics[1].n > 100 && report.metrics[3].n > 100);
    assert.equal((await paths()).filter((path) => path === "/v1/forms").length, 1);
  });

  test("asks nothing when there is a question, or none is needed", async () => {
    await refiner.summarizeResponses({}, { metrics: ["nps", "count"], question: "nps" });
    await refiner.summarizeResponses({}, { metrics: ["count"] });
    assert.ok((await paths()).every((path) => path === "/v1/responses"));
  });

  test("of several of its kind is an error that lists them", async () => {
    const error = await failure(refiner.summarizeResponses({}, { metrics: ["count", "nps"] }), { kind: "input", path: "options.metrics[1].question" });
    assert.match(error.message, /is required: several questions are of this kind: beta_nps, nps$/);
    assert.deepEqual(await paths(), ["/v1/forms"]);
  });

  test("of none of its kind is an error that lists the others", async () => {
    const query = { form_uuid: forms["Quarterly NPS"] };
    const error = await failure(refiner.summarizeResponses(query, { metrics: ["csat"] }), { kind: "input", path: "options.metrics[0].question" });
    assert.match(error.message, /no question is of this kind; the questions are: nps \(nps\), nps_reason \(text\), may_contact \(boolean\)$/);
  });

  test("is named for a tool as the model sent it", async () => {
    const { data } = await run(refiner, "summarize_responses", { form_uuid: forms["Quarterly NPS"], metrics: ["nps"] }, { raw: true });
    assert.deepEqual(data.metrics[0].question, ["nps"]);
    await failure(run(refiner, "summarize_responses", { metrics: ["nps"] }), { kind: "input", path: "metrics[0].question" });
  });

  test("does not hide what else is wrong, and then nothing is sent", async () => {
    for (const [options, path] of [
      [{ metrics: ["nps", "mood"] }, "options.metrics[1]"],
      [{ metrics: ["nps", "nps"] }, "options.metrics[1]"],
      [{ metrics: ["nps"], group_by: "year" }, "options.group_by"],
      [{ metrics: ["nps"], time_zone: "Nowhere" }, "options.time_zone"],
      [{ metrics: [{ metric: "nps", question: null }] }, "options.metrics[0].question"],
      [{ metrics: ["nps"], question: [] }, "options.question"],
    ]) {
      await failure(refiner.summarizeResponses({}, options), { kind: "input", path });
    }
    await failure(refiner.summarizeResponses({ with_attributes: false }, { metrics: ["nps"], group_by: { attribute: "a" } }), { path: "with_attributes" });
    assert.deepEqual(await paths(), []);
  });

  test("fails as the list of surveys fails", async () => {
    await sandbox.faults({ kind: "status", status: 403 });
    const error = await failure(refiner.summarizeResponses({}, { metrics: ["nps"] }), { kind: "permission", action: "list_forms", resume: undefined });
    assert.deepEqual(error.progress, { pages: 0, items: 0 });
  });
});

describe("a survey's config of another shape", () => {
  const summary = (configs) => {
    const items = configs.map((config, index) => ({ uuid: `f-${index}`, name: "A form", config }));
    const fetch = scripted((url) => Response.json(new URL(url).pathname.endsWith("/forms") ? page(items) : page([{ uuid: "r", data: { q: 9 } }])));
    return new Refiner({ apiKey: KEY, fetch }).summarizeResponses({}, { metrics: ["nps"] });
  };

  test("is searched for anything with an identifier and a type", async () => {
    const deep = { pages: [{ elements: { first: { type: "NPS", identifier: "q", label: "?" } } }] };
    const { metrics } = await summary([null, "text", [], {}, deep]);
    assert.deepEqual([metrics[0].question, metrics[0].n], [["q"], 1]);
  });

  test("that tells nothing is an error that says so", async () => {
    for (const configs of [[], [undefined], [{ questions: [{ identifier: 7, type: "nps" }, { identifier: "", type: "nps" }, { identifier: "q" }] }]]) {
      const error = await failure(summary(configs), { kind: "input", path: "options.metrics[0].question" });
      assert.match(error.message, /is required: Refiner does not say which questions there are$/);
    }
  });

  test("with many questions is listed in part", async () => {
    const questions = Array.from({ length: 300 }, (_, index) => ({ identifier: `question_${index}`, type: "nps" }));
    const error = await failure(summary([{ questions }]), { kind: "input" });
    assert.match(error.message, /question_19, and 280 more$/);
  });
});
