// Who names a trait of contacts asks for traits: the query need not say with_attributes.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { run } from "refiner-wasm/tools";
import { whole } from "../support/bulk.mjs";
import { readTable } from "../support/csv.mjs";
import { failure } from "../support/failure.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";

const BY_TRAIT = { metrics: ["count"], group_by: { attribute: "country" } };
const COLUMN = { format: "csv", columns: ["uuid", "contact.attributes.country"] };

let sandbox, refiner;

before(async () => {
  sandbox = await startSandbox();
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
});
after(() => sandbox.stop());
beforeEach(() => sandbox.clear());

/** What each request said of with_attributes. */
async function asked() {
  return (await sandbox.requests()).map(({ query }) => new URLSearchParams(query).get("with_attributes"));
}

describe("naming a trait", () => {
  for (const query of [undefined, {}, { with_attributes: undefined }, { with_attributes: true }]) {
    test(`in group_by asks for traits: ${JSON.stringify(query)}`, async () => {
      const { groups } = await refiner.summarizeResponses(query, BY_TRAIT);
      assert.ok(groups.length > 4 && groups.some(({ key }) => key === "DE"), JSON.stringify(groups.map(({ key }) => key)));
      const requests = await asked();
      assert.ok(requests.length >= 2 && requests.every((said) => said === "1" || said === "true"), JSON.stringify(requests));
    });

    test(`in a column asks for traits: ${JSON.stringify(query)}`, async () => {
      const { rows } = readTable(await whole(refiner.exportResponses(query, COLUMN)));
      assert.ok(rows.filter((row) => row["contact.attributes.country"] !== "").length > rows.length / 2);
    });
  }

  test("does the same as saying it", async () => {
    const query = { include: "all", page_length: 70 };
    const said = await refiner.summarizeResponses({ ...query, with_attributes: true }, BY_TRAIT);
    assert.deepEqual(await refiner.summarizeResponses(query, BY_TRAIT), said);
    const file = await whole(refiner.exportResponses({ ...query, with_attributes: true }, COLUMN));
    assert.equal(await whole(refiner.exportResponses(query, COLUMN)), file);
  });

  test("works for a tool and from a place in the list", async () => {
    const { data } = await run(refiner, "summarize_responses", { ...BY_TRAIT, page: 2, page_length: 500 });
    assert.ok(data.groups.length > 4);
  });

  for (const [name, action, call] of [
    ["group_by", "summarize_responses", (query) => refiner.summarizeResponses(query, BY_TRAIT)],
    ["a column", "export_responses", (query) => whole(refiner.exportResponses(query, COLUMN))],
  ]) {
    test(`in ${name} contradicts a query that says false`, async () => {
      await failure(call({ with_attributes: false }), { kind: "input", path: "with_attributes", action, attempts: 0 });
      assert.deepEqual(await asked(), []);
    });

    test(`in ${name} leaves a query that is wrong to its check`, async () => {
      for (const query of [{ with_attributes: "yes" }, { with_attributes: null }]) {
        await failure(call(query), { kind: "input", path: "with_attributes", action: "list_responses" });
      }
      await failure(call(new URLSearchParams({ form_uuid: "f" })), { kind: "input" });
      assert.deepEqual(await asked(), []);
    });
  }

  test("is not what other groups, columns and files do", async () => {
    await refiner.summarizeResponses({}, { metrics: ["count"], group_by: { answer: "source" } });
    await whole(refiner.exportResponses({}, { format: "csv", columns: ["contact.email", "data.nps"] }));
    await whole(refiner.exportResponses({}, { format: "csv" }));
    await whole(refiner.exportContacts({}, { format: "csv", columns: ["attributes.country"] }));
    await whole(refiner.exportResponses({ with_attributes: false }, { format: "ndjson" }));
    assert.ok((await asked()).every((said) => said === null || said === "0" || said === "false"));
  });
});
