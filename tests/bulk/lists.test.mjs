// Lists with faults, walked by summaries, exports and syncs: each walk has every item once, or fails and says where to
// continue.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all, quiet } from "../support/bulk.mjs";
import { failure, settled } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { networkError, rejects, scripted, status } from "../support/scripted.mjs";
import { unhandledRejections } from "../support/unhandled.mjs";
import { item, leaf, list, names, sync, WAYS } from "../support/walks.mjs";

const client = (fetch) => new Refiner({ apiKey: KEY, fetch, maxRetries: 0 });
const five = () => [names(1, 2), names(3, 4), names(5, 6), names(7, 8), names(9, 10)];

/** Every walk, with the query where it belongs: a sync takes its filters with its options. */
const ALL = { ...WAYS, sync: (refiner, query, { maxRetries, ...options } = {}) => sync(refiner, { ...query, ...options }) };

for (const [way, walk] of Object.entries(ALL)) {
  describe(`${way}:`, () => {
    test("empty pages in the middle lose nothing", async () => {
      const fetch = list([], names(1, 2), [], [], names(3, 4), [], names(5, 5), []);
      const { error, uuids } = await settled(walk(client(fetch), {}));
      assert.equal(error, undefined);
      assert.deepEqual(uuids.toSorted(), names(1, 5));
      assert.equal(fetch.calls.length, 8);
    });

    test("a repeated cursor is an error, after the pages that it led to", async () => {
      const fetch = list(names(1, 2), names(3, 4), () => Response.json({ ...leaf(names(5, 6).map(item), 2, 9) }));
      // Page three claims to be page two, and so leads back to itself.
      const { error, uuids } = await settled(walk(client(fetch), {}));
      await failure(Promise.reject(error), { kind: "decode", message: /does not end/, resume: undefined });
      if (way !== "summary") assert.deepEqual(uuids, names(1, 6));
      if (way !== "sync") assert.deepEqual(error.progress, { pages: 3, items: 6 });
      assert.equal(fetch.calls.length, 3);
    });

    test("a cycle of cursors is an error", async () => {
      let number = 0;
      const fetch = scripted(() => Response.json(leaf([item(`r-${++number}`)], (number % 3) + 1, 99)));
      const { error } = await settled(walk(client(fetch), {}));
      await failure(Promise.reject(error), { kind: "decode", message: /does not end/ });
      assert.ok(fetch.calls.length <= 5, String(fetch.calls.length));
    });

    test("an endless series of empty pages is an error, and a caller who knows better can continue", async () => {
      let number = 0;
      const fetch = scripted(() => Response.json(leaf(number === 0 ? [item("r-1")] : [], ++number, 1e6)));
      const { error, uuids } = await settled(walk(client(fetch), {}));
      await failure(Promise.reject(error), { kind: "decode", message: /does not end/, resume: { page_cursor: `c-${number + 1}` } });
      if (way !== "summary") assert.deepEqual(uuids, ["r-1"]);
      if (way !== "sync") assert.deepEqual(error.progress, { pages: number, items: 1 });
      assert.ok(number <= 30, `${number} pages were requested`);
    });

    for (const page_length of [0, 1001, 1.5, -1, "many", null, NaN]) {
      test(`page_length of ${page_length} is refused, and nothing is requested`, async () => {
        const fetch = list(names(1, 2));
        const { error, uuids } = await settled(walk(client(fetch), { page_length }));
        await failure(Promise.reject(error), { kind: "input", path: "page_length", attempts: 0, resume: undefined });
        assert.deepEqual(uuids, []);
        assert.equal(fetch.calls.length, 0);
      });
    }

    for (const page_length of [1, 1000]) {
      test(`page_length of ${page_length} is requested, for every page`, async () => {
        const fetch = list(...five());
        await settled(walk(client(fetch), { page_length }));
        assert.deepEqual(fetch.calls.map(({ url }) => new URL(url).searchParams.get("page_length")), Array(5).fill(String(page_length)));
      });
    }
  });
}

describe("leaving", () => {
  for (const method of ["exportResponses", "exportContacts"]) {
    for (const format of ["csv", "ndjson", "json"]) {
      test(`the loop over ${method} as ${format} requests nothing more, and leaves no unhandled rejection`, async (t) => {
        const unhandled = unhandledRejections(t);
        // The page that is on the way when the loop is left fails.
        const fetch = list(names(1, 2), rejects(new Error("too late")), names(5, 6));
        for await (const chunk of client(fetch)[method]({}, { format })) {
          assert.ok(chunk.length > 0);
          break;
        }
        await quiet();
        assert.equal(fetch.calls.length, 2);
        assert.equal(fetch.calls[1].init.signal.aborted, true);
        assert.deepEqual(unhandled, []);
      });

      test(`the loop over ${method} as ${format} with an error passes the error on`, async () => {
        const fetch = list(...five());
        const walk = async () => {
          for await (const _ of client(fetch)[method]({}, { format })) throw new RangeError("mine");
        };
        await assert.rejects(settled(walk()), { name: "RangeError", message: "mine" });
        await quiet();
        assert.equal(fetch.calls.length, 2);
      });
    }
  }

  test("the loop over a sync requests nothing more, not even a prefetch", async (t) => {
    const unhandled = unhandledRejections(t);
    const fetch = list(...five());
    let seen = 0;
    for await (const _ of client(fetch).syncResponses()) if (++seen === 3) break;
    await quiet();
    assert.equal(fetch.calls.length, 2);
    assert.deepEqual(unhandled, []);
  });
});

describe("reads in parallel", () => {
  for (const method of ["exportResponses", "exportContacts"]) {
    test(`of ${method} give the pages in their order, each requested once`, async () => {
      const fetch = list(...five());
      const reader = client(fetch)[method]({}, { format: "ndjson" }).getReader();
      const results = await settled(Promise.all(Array.from({ length: 7 }, () => reader.read())));
      assert.deepEqual(results.map(({ done }) => done), [false, false, false, false, false, true, true]);
      const text = Buffer.concat(results.flatMap(({ value }) => value ?? [])).toString();
      assert.deepEqual(text.trim().split("\n").map((line) => JSON.parse(line).uuid), names(1, 10));
      assert.equal(fetch.calls.length, 5);
    });
  }

  test("that fail on page three all fail from there on", async (t) => {
    const unhandled = unhandledRejections(t);
    const fetch = list(names(1, 2), names(3, 4), status(422), names(7, 8));
    const reader = client(fetch).exportResponses({}, { format: "csv" }).getReader();
    const results = await settled(Promise.allSettled(Array.from({ length: 5 }, () => reader.read())));
    assert.deepEqual(results.map(({ status }) => status), ["fulfilled", "fulfilled", "rejected", "rejected", "rejected"]);
    for (const { reason } of results.slice(2)) assert.deepEqual(reason.resume, { page_cursor: "c-3" });
    await quiet();
    assert.deepEqual(unhandled, []);
  });

  test("of a sync give each response once", async () => {
    const iterator = client(list(...five())).syncResponses()[Symbol.asyncIterator]();
    const results = await settled(Promise.all(Array.from({ length: 12 }, () => iterator.next())));
    assert.deepEqual(results.filter(({ done }) => !done).map(({ value }) => value.uuid), names(1, 10));
  });

  test("two loops over one sync share it: each response is given to one of them", async () => {
    const shared = client(list(...five())).syncResponses();
    const both = await settled(Promise.all([all(shared), all(shared)]));
    assert.deepEqual(both.flat().map(({ uuid }) => uuid).toSorted(), names(1, 10).toSorted());
  });
});

describe("a failure on the way: the items before it and those from its cursor are the whole set", () => {
  const FAILURES = {
    "a 500": [status(500), "server"],
    "a 422": [status(422), "rejected"],
    "a lost connection": [rejects(networkError("ECONNRESET")), "network"],
    "a redirect": [status(302), "redirect"],
    HTML: [() => new Response("<p>"), "decode"],
  };

  for (const way of Object.keys(WAYS)) {
    for (const [name, [fails, kind]] of Object.entries(FAILURES)) {
      test(`${name}, for ${way}`, async () => {
        for (let at = 2; at <= 5; at++) {
          const fetch = list(...five().with(at - 1, fails));
          const { error, uuids: had } = await settled(WAYS[way](client(fetch), { search: "x" }));
          await failure(Promise.reject(error), { kind, progress: { pages: at - 1, items: 2 * (at - 1) } });
          assert.deepEqual(error.resume, { page_cursor: `c-${at}` });
          assert.equal(fetch.calls.length, at, "a page was requested after the failure");
          const again = list(...five());
          const { uuids: rest } = await settled(WAYS[way](client(again), { search: "x", ...error.resume }));
          const before = way === "summary" ? names(1, 2 * (at - 1)) : had;
          assert.deepEqual([...before, ...rest].toSorted(), names(1, 10).toSorted());
          assert.equal(again.calls.length, 6 - at, "a page that arrived is requested again");
          assert.equal(new URL(again.calls[0].url).searchParams.get("search"), "x");
        }
      });
    }

    test(`by number, for ${way}`, async () => {
      const byNumber = (fails) =>
        scripted((url) => {
          const number = Number(new URL(url).searchParams.get("page") ?? 1);
          if (number === fails) return status(422)();
          const { items, pagination } = leaf(five()[number - 1].map(item), number, 5);
          return Response.json({ items, pagination: { ...pagination, next_page_cursor: undefined } });
        });
      const { error, uuids: had } = await settled(WAYS[way](client(byNumber(3)), {}));
      await failure(Promise.reject(error), { kind: "rejected", resume: { page: 3 }, progress: { pages: 2, items: 4 } });
      const { uuids: rest } = await settled(WAYS[way](client(byNumber()), error.resume));
      assert.deepEqual([...(way === "summary" ? names(1, 4) : had), ...rest].toSorted(), names(1, 10).toSorted());
    });
  }
});
