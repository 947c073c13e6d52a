// An operation takes from the contract what its query does not say. The defaults are in no other place.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import contract from "refiner-wasm/contract";
import { run } from "refiner-wasm/tools";
import { all, whole } from "../support/bulk.mjs";
import { settled } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { ok, page, scripted } from "../support/scripted.mjs";

const CALLS = {
  summarize_responses: (client, query) => client.summarizeResponses(query, { metrics: ["count"] }),
  compare_responses: (client, query) => run(client, "compare_responses", { metrics: ["count"], group_by: "form", ...query }),
  sample_comments: (client, query) => run(client, "sample_comments", { question: "q", ...query }),
  export_responses: (client, query) => whole(client.exportResponses(query, { format: "json" })),
  export_contacts: (client, query) => whole(client.exportContacts(query, { format: "json" })),
  sync_responses: (client, query) => all(client.syncResponses(query)),
};

/** The parameters of the operation's first request. */
async function asked(name, query) {
  const fetch = scripted(ok(page([])));
  await settled(CALLS[name](new Refiner({ apiKey: KEY, fetch }), query));
  return Object.fromEntries(new URL(fetch.calls[0].url).searchParams);
}

test("every operation is called here", () => {
  assert.deepEqual(Object.keys(CALLS), contract.operations.map(({ name }) => name));
});

describe("the defaults of the contract", () => {
  for (const { name, input, made_of } of contract.operations) {
    const list = contract.actions.find((action) => action.name === made_of[0]);
    // The operation's own defaults, which the list itself does not have.
    const own = ["page_length", "include"].filter((key) => input.properties[key]?.default !== list.input.properties[key]?.default);
    const expected = Object.fromEntries(own.map((key) => [key, String(input.properties[key].default)]));

    test(`are what ${name} requests: ${JSON.stringify(expected)}`, async () => {
      assert.ok(own.includes("page_length"));
      for (const query of [undefined, {}]) assert.deepEqual(await asked(name, query), expected);
    });

    test(`give way to the query of ${name}`, async () => {
      const query = { page_length: 7, ...(own.includes("include") && { include: "all" }) };
      assert.deepEqual(await asked(name, query), Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)])));
    });
  }

  test("hold for the segments of a summary too", async () => {
    const fetch = scripted(ok(page([])), ok(page([])));
    await settled(new Refiner({ apiKey: KEY, fetch }).summarizeResponses({}, { metrics: ["count"], group_by: "segment" }));
    const { pathname, searchParams } = new URL(fetch.calls[1].url);
    const { input } = contract.operations.find(({ name }) => name === "summarize_responses");
    assert.deepEqual([pathname, searchParams.get("page_length")], ["/v1/segments", String(input.properties.page_length.default)]);
  });

  test("say how far back a sync looks", async () => {
    const { overlapMs } = contract.operations.find(({ name }) => name === "sync_responses").input.properties;
    const newest = Date.now() - 86_400_000;
    const response = { uuid: "r-1", last_data_reception_at: new Date(newest).toISOString(), data: { nps: 9 } };
    const fetch = scripted(ok(page([response])));
    const client = new Refiner({ apiKey: KEY, fetch });
    const first = client.syncResponses();
    assert.equal((await settled(all(first))).length, 1);
    assert.deepEqual(await settled(all(client.syncResponses({ checkpoint: first.checkpoint }))), []);
    const from = new URL(fetch.calls[1].url).searchParams.get("date_range_start");
    assert.equal(newest - Date.parse(from), overlapMs.default);
  });
});
