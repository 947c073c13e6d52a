// Prefetch: a walk reads at most one page ahead, so at most two pages are in memory, even if the reader is slow.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { quiet } from "../support/bulk.mjs";
import { settled } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { heapUsed } from "../support/memory.mjs";
import { item, leaf, list } from "../support/walks.mjs";

const PAGES = 12;
const FORMATS = ["csv", "ndjson", "json"];
const single = () => Array.from({ length: PAGES }, (_, index) => [`r-${index + 1}`]);

/** A fetch of these pages. It records what `state` returned at each request, and how many requests ran at once. */
function watched(state, pages = single()) {
  const fetch = list(...pages);
  const seen = [];
  let under = 0;
  let most = 0;
  const watching = async (url, init) => {
    seen.push(state());
    most = Math.max(most, ++under);
    // Time for a second, concurrent request, if there were one.
    await quiet(2);
    under--;
    return fetch(url, init);
  };
  return Object.assign(watching, { seen, most: () => most });
}

describe("a walk requests the page after next only once a page was handed out", () => {
  for (const method of ["exportResponses", "exportContacts"]) {
    for (const format of FORMATS) {
      test(`by ${method} as ${format}`, async () => {
        let read = 0;
        const fetch = watched(() => read);
        const reader = new Refiner({ apiKey: KEY, fetch })[method]({}, { format }).getReader();
        for (; read < PAGES; read++) {
          await quiet(10);
          // No request before someone reads; then always one page more than was read.
          assert.equal(fetch.seen.length, read === 0 ? 0 : Math.min(PAGES, read + 1));
          assert.equal((await settled(reader.read())).done, false);
        }
        while (!(await settled(reader.read())).done);
        assert.equal(fetch.most(), 1, "two pages were requested at once");
        assert.equal(fetch.seen.length, PAGES);
        for (const [page, handed] of fetch.seen.entries()) assert.ok(handed >= page - 1, `page ${page} was requested with ${handed} handed out`);
      });
    }
  }

  test("by summarizeResponses", async () => {
    let counted = 0;
    const fetch = watched(() => counted);
    const refiner = new Refiner({ apiKey: KEY, fetch });
    await settled(refiner.summarizeResponses({}, { metrics: ["count"], onProgress: ({ pages }) => (counted = pages) }));
    assert.equal(fetch.most(), 1, "two pages were requested at once");
    assert.deepEqual(fetch.seen, [0, ...Array.from({ length: PAGES - 1 }, (_, index) => index)]);
  });

  test("by syncResponses, which does not prefetch", async () => {
    let given = 0;
    const fetch = watched(() => given);
    for await (const _ of new Refiner({ apiKey: KEY, fetch }).syncResponses()) given++;
    assert.deepEqual(fetch.seen, Array.from({ length: PAGES }, (_, index) => index));
  });
});

describe("a slow reader", () => {
  for (const format of FORMATS) {
    test(`keeps ${format} of two pages in memory, not of the list`, async () => {
      const text = "x".repeat(4000);
      const big = (number) => () => Response.json(leaf(Array.from({ length: 250 }, (_, index) => ({ ...item(`r-${number}-${index}`), text })), number, 40));
      // The test itself keeps nothing: each page is made when it is requested.
      const fetch = list(...Array.from({ length: 40 }, (_, index) => big(index + 1)));
      const reader = new Refiner({ apiKey: KEY, fetch }).exportResponses({}, { format }).getReader();
      await settled(reader.read());
      const begun = await held();
      let most = 0;
      for (let read = 1; read < 40; read++) {
        await settled(reader.read());
        await quiet(10);
        if (read % 6 === 0) most = Math.max(most, (await held()) - begun);
      }
      // A page has 1 MB, the list 40 MB.
      assert.ok(most < 4_000_000, `${most} bytes were held`);
      await reader.cancel();
    });
  }

  test("that pauses causes no further request, and can continue later", async () => {
    const fetch = list(...single());
    const reader = new Refiner({ apiKey: KEY, fetch }).exportResponses({}, { format: "ndjson" }).getReader();
    await settled(reader.read());
    await quiet(500);
    assert.equal(fetch.calls.length, 2);
    let lines = 1;
    while (!(await settled(reader.read())).done) lines++;
    assert.equal(lines, PAGES);
  });
});

/** Bytes of the heap and of buffers outside it, after a garbage collection. */
async function held() {
  const heap = await heapUsed();
  const { arrayBuffers } = process.memoryUsage();
  return heap + arrayBuffers;
}
