// An input, a query and options are read at the call. What the caller changes later changes nothing.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { isRefinerError, Refiner, RefinerError } from "refiner-wasm";
import { run } from "refiner-wasm/tools";
import { all, quiet, whole } from "../support/bulk.mjs";
import { KEY } from "../support/sandbox.mjs";
import { DONE, ok, page, scripted, status } from "../support/scripted.mjs";
import { unhandledRejections } from "../support/unhandled.mjs";

/** A client, and what it sent. */
function client(answer = ok(DONE)) {
  const fetch = scripted(answer);
  const refiner = new Refiner({ apiKey: KEY, fetch });
  const bodies = () => fetch.calls.map(({ init }) => JSON.parse(init.body));
  const queries = () => fetch.calls.map(({ url }) => Object.fromEntries(new URL(url).searchParams));
  return { refiner, fetch, bodies, queries };
}

const leaf = ok(page([{ uuid: "r-1", data: { q: 9 } }]));

describe("what is changed after the call is not sent", () => {
  test("an input that is used again sends each of its values", async () => {
    const { refiner, bodies } = client();
    const event = { id: "u-1", event: "Arrived" };
    const sent = [refiner.trackEvent(event)];
    for (const next of ["Looked", "Left"]) {
      event.event = next;
      sent.push(refiner.trackEvent(event));
    }
    event.event = "never";
    await Promise.all(sent);
    assert.deepEqual(bodies().map(({ event }) => event).sort(), ["Arrived", "Left", "Looked"]);
  });

  test("nor is what is changed inside it", async () => {
    const { refiner, bodies } = client(ok({ message: "ok", contact_uuid: "c" }));
    const input = { id: "u-1", attributes: { plan: "pro" } };
    const sent = [refiner.identifyUser(input), refiner.call("identify_user", input), refiner.execute("identify_user", input)];
    input.attributes.plan = "free";
    await Promise.all(sent);
    assert.deepEqual(bodies().map(({ plan }) => plan), ["pro", "pro", "pro"]);
  });

  test("a wrong input that is put right later is wrong all the same", async () => {
    const { refiner, fetch } = client();
    const input = { id: "u-1", event: 7n };
    const sent = refiner.trackEvent(input);
    input.event = "Arrived";
    await assert.rejects(sent, { kind: "input", path: "event" });
    assert.equal(fetch.calls.length, 0);
  });

  test("in a plan", async () => {
    const { refiner } = client();
    const input = { id: "u-1", attributes: { plan: "pro" } };
    const planned = refiner.plan("identify_user", input);
    input.attributes.plan = "free";
    assert.equal((await planned).body.plan, "pro");
  });

  test("in the query and the options of a list, once it is made", async () => {
    const { refiner, queries } = client((url) => {
      return Response.json(page([{ uuid: "r" }], { last_page: 2, next_page_cursor: url.includes("page_cursor") ? null : "c-2" }));
    });
    const query = { form_uuids: ["f-1"], response_data: { q: "a" } };
    const options = { timeoutMs: 1000 };
    const list = refiner.listResponses(query, options);
    const items = all(refiner.listResponses(query));
    query.form_uuids[0] = "f-2";
    query.response_data.q = "b";
    query.page_length = 7;
    options.timeoutMs = -1;
    await list;
    await items;
    const filters = { "form_uuids[]": "f-1", "response_data[q]": "a", page_length: "100" };
    assert.deepEqual(queries(), [filters, filters, { ...filters, page_cursor: "c-2" }]);
  });

  test("in a summary", async () => {
    const { refiner, queries } = client(leaf);
    const [query, options] = [{ form_uuids: ["f-1"] }, { metrics: [{ metric: "nps", question: "q" }] }];
    const summary = refiner.summarizeResponses(query, options);
    query.form_uuids[0] = "f-2";
    options.metrics[0].question = "other";
    const { metrics } = await summary;
    assert.equal(metrics[0].n, 1);
    assert.equal(queries()[0]["form_uuids[]"], "f-1");
  });

  test("in an export", async () => {
    const { refiner, queries } = client(leaf);
    const [query, options] = [{ form_uuids: ["f-1"] }, { format: "csv", columns: ["uuid"] }];
    const file = refiner.exportResponses(query, options);
    query.form_uuids[0] = "f-2";
    options.columns[0] = "tags";
    options.format = "json";
    assert.equal((await whole(file)).trim(), "uuid\r\nr-1");
    assert.equal(queries()[0]["form_uuids[]"], "f-1");
  });

  test("in a sync", async () => {
    const { refiner, queries } = client(leaf);
    const options = { form_uuids: ["f-1"], since: "2026-01-01" };
    const sync = refiner.syncResponses(options);
    options.form_uuids[0] = "f-2";
    options.since = "2026-02-01";
    await all(sync);
    assert.equal(queries()[0]["form_uuids[]"], "f-1");
    assert.equal(queries()[0].date_range_start, "2026-01-01");
  });

  test("in a tool", async () => {
    const { refiner, bodies } = client();
    const event = { id: "u-1", event: "Arrived" };
    const ran = run(refiner, "track_event", event);
    event.event = "Left";
    await ran;
    assert.equal(bodies()[0].event, "Arrived");
  });
});

test("each getter of a query or of options is read once", async () => {
  const reads = { query: 0, options: 0, sync: 0 };
  const counting = (name, key, value) => ({ get [key]() { reads[name]++; return value; } });
  const { refiner } = client(leaf);
  await whole(refiner.exportResponses(counting("query", "form_uuid", "f"), counting("options", "format", "csv")));
  await all(refiner.syncResponses(counting("sync", "form_uuid", "f")));
  assert.deepEqual(reads, { query: 1, options: 1, sync: 1 });
});

describe("a key whose value is undefined is an absent key", () => {
  test("in parameters and traits, at every depth", async () => {
    const { refiner, bodies } = client(ok({ message: "ok", contact_uuid: "c" }));
    const attributes = { plan: undefined, seats: 3 };
    await refiner.identifyUser({ id: "u-1", email: undefined, attributes, account: { id: "a", attributes: { tier: undefined } } });
    assert.deepEqual(bodies(), [{ id: "u-1", seats: 3, account: { id: "a" } }]);
  });

  test("in filters, and under a name that is unknown", async () => {
    const { refiner, queries } = client(leaf);
    await refiner.listResponses({ form_uuid: undefined, colour: undefined, response_data: { a: undefined, b: "x" } });
    assert.deepEqual(queries(), [{ "response_data[b]": "x", page_length: "100" }]);
  });

  test("but a required parameter is still required", async () => {
    const { refiner } = client();
    await assert.rejects(refiner.trackEvent({ id: "u-1", event: undefined }), { kind: "input", path: "event", message: /is required/ });
    await assert.rejects(refiner.trackEvent({ id: undefined, event: "e" }), { kind: "input", path: "", message: /needs one of/ });
  });

  test("in settings and options", async () => {
    const { fetch } = client();
    const refiner = new Refiner({ apiKey: KEY, token: undefined, timeoutMs: undefined, colour: undefined, fetch });
    await refiner.trackEvent({ id: "u-1", event: "e" }, { signal: undefined, timeoutMs: undefined, colour: undefined });
    await refiner.preload({ insight: undefined });
  });

  test("in the settings of a summary, an export and a sync", async () => {
    const { refiner } = client(leaf);
    const metrics = [{ metric: "nps", question: "q", scale: undefined }];
    await refiner.summarizeResponses({}, { metrics, group_by: undefined, compare: undefined, colour: undefined });
    await whole(refiner.exportResponses({ form_uuid: undefined }, { format: "csv", columns: undefined, onProgress: undefined }));
    await all(refiner.syncResponses({ since: undefined, form_uuid: undefined, page: undefined }));
  });

  test("in the input and the options of a tool", async () => {
    const { refiner } = client(leaf);
    const { meta } = await run(refiner, "list_responses", { colour: undefined, form_uuid: undefined }, { confirm: undefined, colour: undefined });
    assert.equal(meta.attempts, 1);
    await run(refiner, "summarize_responses", { metrics: ["count"], colour: undefined, group_by: undefined });
  });
});

describe("what is no plain object is refused, and takes nothing", () => {
  class Query {
    form_uuid = "f-1";
  }
  const ODD = {
    URLSearchParams: () => new URLSearchParams("form_uuid=f-1"),
    Map: () => new Map([["form_uuid", "f-1"]]),
    Query: () => new Query(),
    "inherited properties": () => Object.create({ form_uuid: "f-1" }),
    "a list": () => [],
    text: () => "form_uuid=f-1",
    null: () => null,
  };
  const WAYS = {
    list: (refiner, query) => refiner.listResponses(query),
    items: (refiner, query) => all(refiner.listResponses(query)),
    summary: (refiner, query) => refiner.summarizeResponses(query, { metrics: ["count"] }),
    "summary by segment": (refiner, query) => refiner.summarizeResponses(query, { metrics: ["count"], group_by: "segment" }),
    export: (refiner, query) => whole(refiner.exportResponses(query, { format: "csv" })),
    "export of contacts": (refiner, query) => whole(refiner.exportContacts(query, { format: "csv" })),
    sync: (refiner, query) => all(refiner.syncResponses(query)),
  };
  for (const [way, take] of Object.entries(WAYS)) {
    for (const [name, make] of Object.entries(ODD)) {
      test(`${name} as the query of a ${way}`, async () => {
        const { refiner, fetch } = client(leaf);
        await assert.rejects(async () => take(refiner, make()), { name: "RefinerError", kind: "input" });
        assert.equal(fetch.calls.length, 0);
      });
    }
  }

  for (const [name, make] of Object.entries(ODD)) {
    test(`${name} as options`, async () => {
      const { refiner, fetch } = client(leaf);
      for (const call of [
        () => refiner.verifyKey({}, make()),
        () => refiner.listResponses({}, make()),
        () => refiner.summarizeResponses({}, make()),
        () => refiner.exportResponses({}, make()),
        () => refiner.preload(make()),
        () => all(refiner.syncResponses({}, make())),
      ]) {
        await assert.rejects(async () => call(), { name: "RefinerError", kind: "input", path: "options" });
      }
      assert.throws(() => new Refiner(make()), { name: "RefinerError", kind: "config" });
      await assert.rejects(run(refiner, "verify_key", {}, make()), { name: "RefinerError", kind: "config" });
      assert.equal(fetch.calls.length, 0);
    });
  }
});

describe("an observer changes nothing", () => {
  const ODD = {
    "that throws": () => {
      throw new Error("boom");
    },
    "that rejects": () => Promise.reject(new Error("boom")),
    "whose promise never settles": () => new Promise(() => {}),
    "that gives something odd": () => ({
      get then() {
        throw new Error("boom");
      },
    }),
  };
  for (const [name, odd] of Object.entries(ODD)) {
    test(name, async (t) => {
      const unhandled = unhandledRejections(t);
      const seen = [];
      const observer = (what) => (seen.push(what), odd());
      const fetch = scripted(ok(page([{ uuid: 7 }])));
      const refiner = new Refiner({ apiKey: KEY, fetch, onAnomaly: observer });
      const options = { metrics: ["count"], onProgress: observer };
      assert.equal((await refiner.listResponses({})).items.length, 1);
      assert.equal((await refiner.summarizeResponses({}, options)).items, 1);
      assert.equal((await refiner.summarizeResponses({}, { ...options, group_by: "segment" })).items, 1);
      await whole(refiner.exportResponses({}, { format: "ndjson", onProgress: observer }));
      await whole(refiner.exportContacts({}, { format: "ndjson", onProgress: observer }));
      assert.ok(seen.some(({ pages }) => pages === 1) && seen.some(({ problem }) => problem));
      await quiet();
      assert.deepEqual(unhandled, []);
    });
  }
});

describe("an error has only the properties that it needs", () => {
  test("on its own, in what is printed, and as JSON", async () => {
    const { refiner } = client();
    const error = await refiner.trackEvent({ id: "u" }).catch((error) => error);
    assert.deepEqual(Object.keys(error).filter((name) => error[name] === undefined), []);
    assert.doesNotMatch(inspect(error), /undefined/);
    const { name, message, kind, action, attempts, path } = error;
    assert.deepEqual(JSON.parse(JSON.stringify(error)), { name, message, kind, action, attempts, path });
    assert.ok("resume" in error.toJSON());
    assert.equal(error.status, undefined);
  });

  test("and no others, whatever it is made of", () => {
    const error = new RefinerError({ kind: "config", message: "no", attempts: 0, name: "Other", authorization: "Bearer a-secret" });
    assert.equal(isRefinerError(error), true);
    assert.deepEqual(Object.keys(error).sort(), ["attempts", "kind", "name"]);
    assert.doesNotMatch(inspect(error), /a-secret/);
  });

  test("also where a walk adds to it", async () => {
    const { refiner } = client(status(500));
    const summary = refiner.summarizeResponses({}, { metrics: ["count"], group_by: "segment", maxRetries: 0 });
    const error = await summary.catch((error) => error);
    assert.deepEqual(error.progress, { pages: 0, items: 0 });
    assert.deepEqual(Object.keys(error).filter((name) => error[name] === undefined), []);
    const ran = await run(refiner, "summarize_responses", { metrics: ["count"] }, { maxRetries: 0 }).catch((error) => error);
    assert.deepEqual(Object.keys(ran).filter((name) => ran[name] === undefined), []);
  });
});
