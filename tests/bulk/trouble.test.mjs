// Summaries, exports and syncs that fail: the error says how far they got and where to continue, and no request follows.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all, quiet, whole } from "../support/bulk.mjs";
import { failure, settled } from "../support/failure.mjs";
import { ledger, NOON, partial } from "../support/ledger.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { never, scripted } from "../support/scripted.mjs";
import { countingController } from "../support/signal.mjs";
import { unhandledRejections } from "../support/unhandled.mjs";

const QUERY = { include: "all", page_length: 300 };
const METRICS = { metrics: ["count", { metric: "nps", question: "nps" }] };
const PASS = { kind: "pass" };
const FAILS = { kind: "status", status: 500 };

let sandbox, refiner;

before(async () => {
  sandbox = await startSandbox();
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
});
after(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.clear();
  await sandbox.faults();
});

/** Reads a stream up to its error, and returns what came before it. */
async function upTo(stream, expected) {
  const reader = stream.getReader();
  const chunks = [];
  const read = async () => {
    for (let one = await reader.read(); !one.done; one = await reader.read()) chunks.push(one.value);
  };
  const error = await failure(read(), expected);
  return { error, text: Buffer.concat(chunks).toString() };
}
const uuids = (ndjson) => ndjson.split("\n").filter(Boolean).map((line) => JSON.parse(line).uuid);

describe("a failure on page three", () => {
  test("of an export comes after the pages before, and its resume gives the rest", async () => {
    const listed = (await all(refiner.listResponses(QUERY))).map(({ uuid }) => uuid);
    await sandbox.faults(PASS, PASS, FAILS);
    const stream = refiner.exportResponses(QUERY, { format: "ndjson", maxRetries: 0 });
    const { error, text } = await upTo(stream, { kind: "server", status: 500, action: "list_responses", attempts: 1 });
    assert.deepEqual(uuids(text), listed.slice(0, 600));
    assert.deepEqual(error.progress, { pages: 2, items: 600 });
    assert.equal(typeof error.resume.page_cursor, "string");
    const rest = await whole(refiner.exportResponses({ ...QUERY, ...error.resume }, { format: "ndjson" }));
    assert.deepEqual(uuids(rest), listed.slice(600));
  });

  test("of a summary reports the same, and its resume counts the rest", async () => {
    await sandbox.faults(PASS, PASS, FAILS);
    const error = await failure(refiner.summarizeResponses(QUERY, { ...METRICS, maxRetries: 0 }), { kind: "server", status: 500 });
    assert.deepEqual(error.progress, { pages: 2, items: 600 });
    const rest = await refiner.summarizeResponses({ ...QUERY, ...error.resume }, METRICS);
    assert.equal(rest.items, 1400);
  });

  test("of contacts too", async () => {
    const listed = (await all(refiner.listContacts())).map(({ uuid }) => uuid);
    await sandbox.faults(PASS, PASS, FAILS);
    const query = { page_length: 50 };
    const { error, text } = await upTo(refiner.exportContacts(query, { format: "ndjson", maxRetries: 0 }), { action: "list_contacts" });
    assert.deepEqual(error.progress, { pages: 2, items: 100 });
    const rest = await whole(refiner.exportContacts({ ...query, ...error.resume }, { format: "ndjson" }));
    assert.deepEqual([...uuids(text), ...uuids(rest)], listed);
  });

  test("is in the JSON of the error", async () => {
    await sandbox.faults(PASS, PASS, FAILS);
    const { error } = await upTo(refiner.exportResponses(QUERY, { format: "json", maxRetries: 0 }), { kind: "server" });
    const { progress, resume } = JSON.parse(JSON.stringify(error));
    assert.deepEqual({ progress, resume }, { progress: error.progress, resume: error.resume });
    assert.ok(progress && resume);
  });

  test("is retried maxRetries times", async () => {
    await sandbox.faults(PASS, PASS, { ...FAILS, headers: { "Retry-After": "0" } });
    assert.equal((await refiner.summarizeResponses(QUERY, { ...METRICS, maxRetries: 1 })).items, 2000);
    assert.equal((await sandbox.requests()).length, 8);
  });

  for (const [name, fault] of [
    ["that is no JSON", { kind: "body", body: '{"items":[{"uuid":"r"' }],
    ["without items", { kind: "body", body: '{"pagination":{}}' }],
    ["that is HTML", { kind: "html" }],
    ["whose items are broken", { kind: "body", body: '{"items":[{"uuid":nonsense}],"pagination":{"items_count":1,"current_page":1,"last_page":1,"next_page_cursor":null}}' }],
  ]) {
    test(`by a body ${name} has resume and progress too`, async () => {
      const listed = (await all(refiner.listResponses(QUERY))).map(({ uuid }) => uuid);
      await sandbox.faults(PASS, PASS, fault);
      const { error, text } = await upTo(refiner.exportResponses(QUERY, { format: "ndjson", maxRetries: 0 }), { kind: "decode" });
      assert.deepEqual(uuids(text), listed.slice(0, 600));
      assert.deepEqual(error.progress, { pages: 2, items: 600 });
      const rest = await whole(refiner.exportResponses({ ...QUERY, ...error.resume }, { format: "ndjson" }));
      assert.deepEqual(uuids(rest), listed.slice(600));
    });
  }

  test("after the reader has left is no unhandled rejection", async (t) => {
    const unhandled = unhandledRejections(t);
    await sandbox.faults(PASS, FAILS);
    const reader = refiner.exportResponses(QUERY, { format: "ndjson", maxRetries: 0 }).getReader();
    await reader.read();
    while ((await sandbox.requests()).length < 2) await quiet(1);
    await quiet();
    await settled(reader.cancel());
    await quiet();
    assert.deepEqual(unhandled, []);
  });

  test("on the first page has no resume", async () => {
    await sandbox.faults(FAILS);
    const error = await failure(whole(refiner.exportResponses(QUERY, { format: "csv", maxRetries: 0 })), { kind: "server", resume: undefined });
    assert.deepEqual(error.progress, { pages: 0, items: 0 });
  });
});

test("a cycle in a list is an error, not an endless file", async () => {
  const body = { items: [{ uuid: "r" }], pagination: { items_count: 1, current_page: 1, last_page: 9, next_page_cursor: "same" } };
  const fetch = scripted(() => Response.json(body));
  const client = new Refiner({ apiKey: KEY, fetch });
  await failure(whole(client.exportResponses({}, { format: "ndjson" })), { kind: "decode", message: /does not end/ });
  assert.equal(fetch.calls.length, 2);
});

describe("a signal", () => {
  const rows = Array.from({ length: 9 }, (_, index) => partial(`r-${index}`, NOON + index * 1000));
  const query = { include: "all", page_length: 3 };
  const CALLS = {
    summary: (client, options) => client.summarizeResponses(query, { metrics: ["count"], ...options }),
    export: (client, options) => whole(client.exportResponses(query, { format: "ndjson", ...options })),
    sync: (client, { signal }) => all(client.syncResponses(query, { signal })),
  };

  for (const [name, call] of Object.entries(CALLS)) {
    test(`that was aborted before: a ${name} requests nothing`, async () => {
      const book = ledger(rows);
      await failure(call(new Refiner({ apiKey: KEY, fetch: book.fetch }), { signal: AbortSignal.abort() }), { kind: "aborted" });
      assert.equal(book.asked.length, 0);
    });

    test(`aborted on page two: a ${name} ends with that request`, async () => {
      const book = ledger(rows);
      const controller = countingController();
      const fetch = scripted((url, init, index) => {
        if (index !== 1) return book.fetch(url, init);
        queueMicrotask(() => controller.abort());
        return never(url, init);
      });
      await failure(call(new Refiner({ apiKey: KEY, fetch }), { signal: controller.signal }), { kind: "aborted" });
      assert.equal(fetch.calls[1].init.signal.aborted, true);
      await quiet();
      assert.equal(fetch.calls.length, 2);
      assert.equal(controller.listening(), 0, "a listener is left on the signal");
    });

    test(`that never aborts is left as it was by a ${name}`, async () => {
      const controller = countingController();
      await settled(call(new Refiner({ apiKey: KEY, fetch: ledger(rows).fetch }), { signal: controller.signal }));
      assert.ok(controller.added() > 0);
      assert.equal(controller.listening(), 0);
    });
  }
});

test("timeoutMs holds for each page", async () => {
  const client = new Refiner({ apiKey: KEY, fetch: never });
  await failure(client.summarizeResponses({}, { metrics: ["count"], timeoutMs: 20, maxRetries: 0 }), { kind: "timeout" });
  await failure(whole(client.exportResponses({}, { format: "csv", timeoutMs: 20, maxRetries: 0 })), { kind: "timeout" });
});

describe("onProgress", () => {
  const CALLS = {
    summary: (options) => refiner.summarizeResponses(QUERY, { ...METRICS, ...options }),
    export: (options) => whole(refiner.exportResponses(QUERY, { format: "ndjson", ...options })),
  };

  for (const [name, call] of Object.entries(CALLS)) {
    test(`of a ${name} is called once per page, with numbers that grow`, async () => {
      const seen = [];
      const result = await call({ onProgress: (progress) => seen.push(progress) });
      assert.deepEqual(seen.map(({ pages }) => pages), [1, 2, 3, 4, 5, 6, 7]);
      assert.deepEqual(seen.map(({ items }) => items), [300, 600, 900, 1200, 1500, 1800, 2000]);
      assert.deepEqual(seen.map(({ total }) => total), Array(7).fill(2000));
      assert.deepEqual(seen.map(({ attempts }) => attempts), [1, 2, 3, 4, 5, 6, 7]);
      for (const [index, { bytes, etaMs }] of seen.entries()) {
        assert.ok(bytes > (seen[index - 1]?.bytes ?? 0), "bytes grow");
        assert.ok(Number.isInteger(etaMs) && etaMs >= 0, `${etaMs}`);
      }
      assert.equal(seen.at(-1).etaMs, 0, "at the end nothing is left");
      if (typeof result === "string") assert.ok(seen.at(-1).bytes >= Buffer.byteLength(result));
    });

    test(`that throws does not fail a ${name}`, async () => {
      await call({
        onProgress() {
          throw new Error("mine");
        },
      });
    });
  }

  test("of contacts too", async () => {
    const seen = [];
    await whole(refiner.exportContacts({ page_length: 200 }, { format: "csv", onProgress: (progress) => seen.push(progress) }));
    assert.deepEqual(seen.map(({ pages, items, total }) => [pages, items, total]), [[1, 200, 300], [2, 300, 300]]);
  });

  test("has no total and no estimate if the list gives none", async () => {
    const pagination = { current_page: 1, last_page: 1, next_page_cursor: null };
    const client = new Refiner({ apiKey: KEY, fetch: scripted(() => Response.json({ items: [{ uuid: "r" }], pagination })) });
    const seen = [];
    await client.summarizeResponses({}, { metrics: ["count"], onProgress: (progress) => seen.push(progress) });
    assert.deepEqual(seen.map(({ pages, items, total, etaMs }) => [pages, items, total, etaMs]), [[1, 1, undefined, undefined]]);
  });
});
