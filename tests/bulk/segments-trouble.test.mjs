// A summary by segment that fails or is aborted: its progress, where it stopped, and what it does not request.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all, quiet } from "../support/bulk.mjs";
import { failure, settled } from "../support/failure.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { never, page, scripted } from "../support/scripted.mjs";
import { countingController } from "../support/signal.mjs";

const LENGTH = 100;
const QUERY = { include: "all", page_length: LENGTH };
const BY_SEGMENT = { metrics: ["count"], group_by: "segment" };
const PASS = { kind: "pass" };
const FAILS = { kind: "status", status: 500 };
const WHOLE = 600;

const passes = (count) => Array(count).fill(PASS);
const pagesOf = (items) => Math.max(1, Math.ceil(items / LENGTH));

let sandbox, refiner;
/** The segments in the order in which they are walked: their uuids, and their numbers of responses. */
let segments;

before(async () => {
  sandbox = await startSandbox(["--contacts", "100", "--responses", String(WHOLE)]);
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
  segments = [];
  for (const { uuid } of await all(refiner.listSegments())) {
    segments.push({ uuid, items: (await all(refiner.listResponses({ ...QUERY, segment_uuid: uuid }))).length });
  }
});
after(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.clear();
  await sandbox.faults();
});

/** A segment of several pages that is not walked first, and what is requested and read before it. */
function inTheMiddle() {
  const index = segments.findIndex(({ items }, index) => index > 0 && items > LENGTH);
  assert.ok(index > 0, "the seed has no such segment");
  const earlier = [WHOLE, ...segments.slice(0, index).map(({ items }) => items)];
  const pages = earlier.reduce((sum, items) => sum + pagesOf(items), 0);
  // Plus one request, for the list of segments.
  return { ...segments[index], asked: pages + 1, pages, read: earlier.reduce((sum, items) => sum + items, 0) };
}

describe("onProgress", () => {
  for (const [name, query, walks] of [
    ["of all segments", () => ({}), () => segments],
    ["of segments without a response", () => ({ contact_data: { country: "none of them" } }), () => []],
  ]) {
    test(`has a total only in the last walk, and then the right one, ${name}`, async () => {
      const seen = [];
      const onProgress = (progress) => seen.push(progress);
      const summary = await refiner.summarizeResponses({ ...QUERY, ...query() }, { ...BY_SEGMENT, onProgress });
      const read = walks().reduce((sum, { items }) => sum + items, summary.items);
      const last = pagesOf(walks().at(-1)?.items ?? 0);
      assert.deepEqual(seen.map(({ pages }) => pages), Array.from({ length: summary.pages }, (_, index) => index + 1));
      for (const [index, { items, total, bytes, etaMs }] of seen.entries()) {
        const before = seen[index - 1] ?? { items: 0, bytes: 0 };
        assert.ok(items >= before.items && bytes > before.bytes, "it goes back");
        const known = index >= summary.pages - last;
        assert.equal(total, known ? read : undefined, `page ${index + 1} of ${summary.pages}`);
        assert.equal(etaMs === undefined, !known || items === 0);
      }
      assert.deepEqual([seen.at(-1).items, seen.at(-1).total], [read, read]);
    });
  }

  test("has no total if the last walk has none, though the others do", async () => {
    const items = [{ uuid: "r" }];
    const withTotal = page(items);
    const withoutTotal = { items, pagination: { current_page: 1, last_page: 1, next_page_cursor: null } };
    const fetch = scripted((url) => {
      if (url.includes("/segments")) return Response.json(page([{ uuid: "s-1", name: "One" }]));
      return Response.json(url.includes("segment_uuid") ? withoutTotal : withTotal);
    });
    const seen = [];
    await new Refiner({ apiKey: KEY, fetch }).summarizeResponses({}, { ...BY_SEGMENT, onProgress: (progress) => seen.push(progress) });
    assert.deepEqual(seen.map(({ items, total, etaMs }) => [items, total, etaMs]), [[1, undefined, undefined], [2, undefined, undefined]]);
  });
});

describe("a failure", () => {
  const fails = (query = QUERY) => failure(refiner.summarizeResponses(query, { ...BY_SEGMENT, maxRetries: 0 }), { kind: "server", status: 500 });

  test("on a segment's second page names the segment and the cursor from which the rest of it can be counted", async () => {
    const { uuid, items, asked, pages, read } = inTheMiddle();
    await sandbox.faults(...passes(asked + 1), FAILS);
    const { resume, progress, action } = await fails();
    assert.equal(action, "list_responses");
    assert.deepEqual(resume, { segment_uuid: uuid, page_cursor: resume.page_cursor });
    assert.equal(typeof resume.page_cursor, "string");
    assert.deepEqual(progress, { pages: pages + 1, items: read + LENGTH });
    const rest = await refiner.summarizeResponses({ ...QUERY, ...resume }, { metrics: ["count"] });
    assert.equal(rest.items, items - LENGTH);
  });

  test("on a segment's first page names the segment alone", async () => {
    const { uuid, asked, pages, read } = inTheMiddle();
    await sandbox.faults(...passes(asked), FAILS);
    const { resume, progress } = await fails();
    assert.deepEqual(resume, { segment_uuid: uuid });
    assert.deepEqual(progress, { pages, items: read });
  });

  test("in the walk over all responses names no segment, and ends the summary before a segment is requested", async () => {
    await sandbox.faults(...passes(2), FAILS);
    const { resume, progress } = await fails();
    assert.deepEqual(resume, { page_cursor: resume.page_cursor });
    assert.deepEqual(progress, { pages: 2, items: 2 * LENGTH });
    assert.equal((await sandbox.requests()).length, 3);
  });

  test("in the list of segments says what was read, and gives no place to continue from", async () => {
    await sandbox.faults(...passes(pagesOf(WHOLE)), FAILS);
    const { action, resume, progress } = await fails();
    assert.deepEqual([action, resume, progress], ["list_segments", undefined, { pages: pagesOf(WHOLE), items: WHOLE }]);
  });

  test("on the second page of the list of segments gives none either", async () => {
    const more = (uuid) => page([{ uuid, name: uuid }], { last_page: 2, next_page_cursor: "c-2" });
    const fetch = scripted((url) => {
      if (!url.includes("/segments")) return Response.json(page([{ uuid: "r" }]));
      return url.includes("c-2") ? new Response("no", { status: 500 }) : Response.json(more("s-1"));
    });
    const summary = new Refiner({ apiKey: KEY, fetch }).summarizeResponses({}, { ...BY_SEGMENT, maxRetries: 0 });
    await failure(summary, { action: "list_segments", resume: undefined, progress: { pages: 1, items: 1 } });
  });

  test("leaves the next summary alone", async () => {
    await sandbox.faults(...passes(inTheMiddle().asked + 1), FAILS);
    await fails();
    const { groups } = await refiner.summarizeResponses(QUERY, BY_SEGMENT);
    const sizes = new Map(groups.map(({ key, items }) => [key, items]));
    assert.deepEqual(sizes, new Map(segments.map(({ uuid, items }) => [uuid, items])));
  });
});

describe("a signal that is aborted", () => {
  const PLACES = {
    "in the middle of a segment": ({ uuid, asked, pages, read }) => ({ at: asked + 1, segment: uuid, cursor: "string", pages: pages + 1, items: read + LENGTH }),
    "before a segment's first page": ({ uuid, asked, pages, read }) => ({ at: asked, segment: uuid, cursor: "undefined", pages, items: read }),
    "while the segments are listed": () => ({ at: pagesOf(WHOLE), cursor: "undefined", pages: pagesOf(WHOLE), items: WHOLE }),
  };

  for (const [name, place] of Object.entries(PLACES)) {
    test(`${name} ends that request, and nothing is requested after it`, async () => {
      const { at, segment, cursor, ...progress } = place(inTheMiddle());
      const controller = countingController();
      const fetch = scripted((url, init, index) => {
        if (index !== at) return globalThis.fetch(url, init);
        queueMicrotask(() => controller.abort());
        return never(url, init);
      });
      const client = new Refiner({ apiKey: KEY, baseUrl: sandbox.url, fetch });
      const summary = client.summarizeResponses(QUERY, { ...BY_SEGMENT, signal: controller.signal });
      const { resume } = await failure(summary, { kind: "aborted", progress });
      assert.equal(resume?.segment_uuid, segment);
      assert.equal(typeof resume?.page_cursor, cursor);
      assert.equal(fetch.calls[at].init.signal.aborted, true);
      await quiet();
      assert.equal(fetch.calls.length, at + 1);
      assert.equal(controller.listening(), 0, "a listener is left on the signal");
    });
  }

  test("never leaves no listener behind", async () => {
    const controller = countingController();
    await settled(refiner.summarizeResponses(QUERY, { ...BY_SEGMENT, signal: controller.signal }));
    assert.ok(controller.added() > 0);
    assert.equal(controller.listening(), 0);
  });
});

describe("what is wrong is reported before anything is requested", () => {
  for (const [name, query, options, path] of [
    ["a query that is none", "all", {}, ""],
    ["a form that is none", { include: "all", form_uuid: 7 }, {}, "form_uuid"],
    ["a segment that is null", { segment_uuid: null }, {}, "segment_uuid"],
    ["a segment without a name", { segment_uuid: "" }, {}, "segment_uuid"],
    ["a list of no segments", { segment_uuids: [] }, {}, "segment_uuids"],
    ["a list that is text", { segment_uuids: "s-1" }, {}, "segment_uuids"],
    ["the last two of groups that are no periods", {}, { compare: "last_two" }, "options.compare"],
  ]) {
    test(name, async () => {
      const summary = refiner.summarizeResponses(query, { ...BY_SEGMENT, ...options });
      const error = await failure(summary, { kind: "input", attempts: 0, resume: undefined });
      assert.equal(error.path ?? "", path);
      assert.equal((await sandbox.requests()).length, 0);
    });
  }
});
