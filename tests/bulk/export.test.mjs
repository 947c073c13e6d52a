// Exports contain every item of the list, in order, in each format. Pages are requested as the file is read (backpressure).

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all, quiet, whole } from "../support/bulk.mjs";
import { settled } from "../support/failure.mjs";
import { ledger, NOON, partial } from "../support/ledger.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { never, scripted } from "../support/scripted.mjs";
import { unhandledRejections } from "../support/unhandled.mjs";

const QUERY = { include: "all", page_length: 300 };
const PAGES = Math.ceil(2000 / 300);

let sandbox, refiner, listed;

before(async () => {
  sandbox = await startSandbox();
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
  listed = await all(refiner.listResponses(QUERY));
  assert.equal(listed.length, 2000);
});
after(() => sandbox.stop());
beforeEach(() => sandbox.clear());

const requests = async () => (await sandbox.requests()).length;

describe("ndjson", () => {
  test("is a line per response, in the list's order", async () => {
    const text = await whole(refiner.exportResponses(QUERY, { format: "ndjson" }));
    assert.ok(text.endsWith("}\n"));
    const lines = text.slice(0, -1).split("\n");
    assert.deepEqual(lines.map((line) => JSON.parse(line)), listed);
    assert.equal(await requests(), PAGES);
  });

  test("is whole lines in every chunk, a chunk per page", async () => {
    const chunks = (await all(refiner.exportResponses(QUERY, { format: "ndjson" }))).map((chunk) => Buffer.from(chunk).toString());
    assert.equal(chunks.length, PAGES);
    assert.deepEqual(chunks.map((chunk) => chunk.match(/\n/g).length), [300, 300, 300, 300, 300, 300, 200]);
    for (const chunk of chunks) assert.ok(chunk.endsWith("\n"));
  });

  test("of nothing is empty", async () => {
    assert.equal(await whole(refiner.exportResponses({ search: "nobody wrote this" }, { format: "ndjson" })), "");
  });

  test("keeps every item unchanged, digit for digit", async () => {
    const item = '{"uuid":"r-1","data":{"n":1.0,"big":12345678901234567890,"e":1e400,"u":"\\u00e9\\ud83c\\udf89é"},"new":[ 1 , 2 ]}';
    const body = `{ "items": [ ${item} ], "pagination": {"items_count":1,"current_page":1,"last_page":1,"next_page_cursor":null} }`;
    const client = new Refiner({ apiKey: KEY, fetch: scripted(() => new Response(body, { headers: { "content-type": "application/json" } })) });
    assert.equal(await whole(client.exportResponses({}, { format: "ndjson" })), `${item.replace("[ 1 , 2 ]", "[1,2]")}\n`);
  });
});

describe("json", () => {
  test("is one list of the same", async () => {
    assert.deepEqual(JSON.parse(await whole(refiner.exportResponses(QUERY, { format: "json" }))), listed);
  });

  test("of nothing is an empty list", async () => {
    assert.equal(await whole(refiner.exportResponses({ search: "nobody wrote this" }, { format: "json" })), "[]");
  });
});

describe("a stream", () => {
  test("is one of the platform's, and can be the body of a Response", async () => {
    const stream = refiner.exportResponses(QUERY, { format: "ndjson" });
    assert.ok(stream instanceof ReadableStream);
    const text = await settled(new Response(stream).text());
    assert.deepEqual(text.trim().split("\n").map((line) => JSON.parse(line).uuid), listed.map(({ uuid }) => uuid));
  });

  test("gives chunks that do not change when later ones are made", async () => {
    const reader = refiner.exportResponses(QUERY, { format: "ndjson" }).getReader();
    const { value } = await reader.read();
    assert.ok(value instanceof Uint8Array);
    const copy = Buffer.from(value).toString();
    while (!(await reader.read()).done);
    assert.equal(Buffer.from(value).toString(), copy);
  });

  test("requests nothing before it is read", async () => {
    refiner.exportResponses(QUERY, { format: "csv" });
    refiner.exportResponses(QUERY, { format: "ndjson" }).getReader();
    await quiet();
    assert.equal(await requests(), 0);
  });

  test("is never more than a page ahead of its reader", async () => {
    const reader = refiner.exportResponses(QUERY, { format: "ndjson" }).getReader();
    for (let read = 1; read <= 4; read++) {
      assert.equal((await reader.read()).done, false);
      await quiet();
      const asked = await requests();
      assert.ok(asked >= read && asked <= read + 1, `${asked} pages requested, ${read} read`);
    }
    await reader.cancel();
  });

  test("through a pipe is no faster than its destination", async () => {
    const book = ledger(Array.from({ length: 50 }, (_, index) => partial(`r-${index}`, NOON + index * 1000)));
    const client = new Refiner({ apiKey: KEY, fetch: book.fetch });
    const waiting = [];
    let written = 0;
    const slow = new WritableStream({
      write() {
        written++;
        return new Promise((resolve) => waiting.push(resolve));
      },
    });
    const piped = client.exportResponses({ include: "all", page_length: 5 }, { format: "ndjson" }).pipeTo(slow);
    let most = 0;
    for (let done = false; !done; ) {
      await quiet();
      // One page is being written and one is on the way; pipeTo itself may hold another.
      most = Math.max(most, book.asked.length - written);
      const release = waiting.shift();
      if (release) release();
      else done = true;
    }
    await settled(piped);
    assert.equal(written, 10);
    assert.equal(book.asked.length, 10);
    assert.ok(most <= 2, `${most} pages were ahead`);
  });

  test("cancelled after its first chunk makes no request beyond the one in flight", async () => {
    const reader = refiner.exportResponses(QUERY, { format: "ndjson" }).getReader();
    await reader.read();
    await settled(reader.cancel());
    const soon = await requests();
    assert.ok(soon <= 2, `${soon} requests`);
    await quiet();
    assert.ok((await requests()) <= 2);
    assert.deepEqual(await reader.read(), { done: true, value: undefined });
  });

  test("cancelled after its first chunk ends the request in flight", async () => {
    const book = ledger(Array.from({ length: 9 }, (_, index) => partial(`r-${index}`, NOON + index * 1000)));
    const fetch = scripted((url, init, index) => (index === 1 ? never(url, init) : book.fetch(url, init)));
    const client = new Refiner({ apiKey: KEY, fetch, timeoutMs: 12_000, maxRetries: 0 });
    const reader = client.exportResponses({ include: "all", page_length: 3 }, { format: "ndjson" }).getReader();
    await settled(reader.read());
    await quiet();
    await settled(reader.cancel());
    await quiet();
    assert.ok(fetch.calls.length <= 2);
    for (const { init } of fetch.calls.slice(1)) assert.equal(init.signal.aborted, true, "the request continues");
  });

  test("left by break in a loop makes no request beyond the one in flight", async () => {
    for await (const chunk of refiner.exportResponses(QUERY, { format: "json" })) {
      assert.ok(chunk.length > 0);
      break;
    }
    await quiet();
    assert.ok((await requests()) <= 2);
  });

  test("cancelled before it was read requests nothing", async () => {
    await settled(refiner.exportResponses(QUERY, { format: "csv" }).cancel());
    await quiet();
    assert.equal(await requests(), 0);
  });

  test("cancelled while it waits for a page ends that request, and sends no other", async () => {
    const book = ledger(Array.from({ length: 9 }, (_, index) => partial(`r-${index}`, NOON + index * 1000)));
    for (const waits of [0, 1, 2]) {
      const fetch = scripted((url, init, index) => (index === waits ? never(url, init) : book.fetch(url, init)));
      // The deadline is later than settled() waits for, so it cannot be what ends the request.
      const client = new Refiner({ apiKey: KEY, fetch, timeoutMs: 12_000, maxRetries: 0 });
      const reader = client.exportResponses({ include: "all", page_length: 3 }, { format: "ndjson" }).getReader();
      for (let read = 0; read < waits; read++) await settled(reader.read());
      const pending = reader.read().catch(() => undefined);
      while (fetch.calls.length <= waits) await quiet(1);
      await settled(reader.cancel());
      await settled(pending);
      assert.equal(fetch.calls[waits].init.signal.aborted, true, `the request of page ${waits} continues`);
      await quiet();
      assert.equal(fetch.calls.length, waits + 1);
    }
  });

  test("cancelled leaves no unhandled rejection", async (t) => {
    const unhandled = unhandledRejections(t);
    const reader = refiner.exportResponses(QUERY, { format: "ndjson" }).getReader();
    await reader.read();
    await settled(reader.cancel(new Error("enough")));
    await quiet();
    assert.deepEqual(unhandled, []);
  });
});

test("exports side by side, and a summary among them, do not mix", async () => {
  const texts = await Promise.all([
    whole(refiner.exportResponses(QUERY, { format: "ndjson" })),
    whole(refiner.exportResponses({ include: "completed", page_length: 100 }, { format: "ndjson" })),
    whole(refiner.exportContacts({ page_length: 20 }, { format: "ndjson" })),
    refiner.summarizeResponses(QUERY, { metrics: ["count"] }).then(({ items }) => String(items)),
  ]);
  const uuids = (text) => text.trim().split("\n").map((line) => JSON.parse(line).uuid);
  assert.deepEqual(uuids(texts[0]), listed.map(({ uuid }) => uuid));
  assert.deepEqual(uuids(texts[1]), (await all(refiner.listResponses({ page_length: 1000 }))).map(({ uuid }) => uuid));
  assert.deepEqual(uuids(texts[2]), (await all(refiner.listContacts({ page_length: 1000 }))).map(({ uuid }) => uuid));
  assert.equal(texts[3], "2000");
});

describe("exportContacts", () => {
  test("has the items of listContacts in every format", async () => {
    const contacts = await all(refiner.listContacts());
    assert.ok(contacts.length >= 300);
    const text = await whole(refiner.exportContacts({ page_length: 70 }, { format: "ndjson" }));
    assert.deepEqual(text.trim().split("\n").map((line) => JSON.parse(line)), contacts);
    assert.deepEqual(JSON.parse(await whole(refiner.exportContacts({}, { format: "json" }))), contacts);
  });

  test("takes the filters of listContacts", async () => {
    const query = { search: "user-0001" };
    const some = await all(refiner.listContacts(query));
    assert.ok(some.length > 0 && some.length < 300, `${some.length} found`);
    assert.deepEqual(JSON.parse(await whole(refiner.exportContacts(query, { format: "json" }))), some);
  });
});
