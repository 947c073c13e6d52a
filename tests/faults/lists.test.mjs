// Lists with faults: a walk ends, or fails and says where to continue. It never loops, and never silently ends early.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { failure, settled } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { page, scripted, status } from "../support/scripted.mjs";
import { unhandledRejections } from "../support/unhandled.mjs";

const ITEM = { uuid: "r" };

const client = (fetch, options = {}) => new Refiner({ apiKey: KEY, fetch, ...options });
const asked = (fetch) => fetch.calls.map(({ url }) => new URL(url).searchParams);

/** Walks a list; `seen` gets the items before a failure. */
async function walk(refiner, input, seen = []) {
  for await (const item of refiner.listResponses(input)) seen.push(item.uuid);
  return seen;
}

/** The page `number` of `last`, whose only item is named after it. */
const numbered = (number, last, cursor) =>
  page(cursor === "empty" ? [] : [{ uuid: `r-${number}` }], {
    current_page: number,
    last_page: last,
    next_page_cursor: number < last ? `c-${number + 1}` : null,
  });

/** Answers every request with the page of its cursor. */
const pages = (last, answer = numbered) =>
  scripted((url) => {
    const cursor = new URL(url).searchParams.get("page_cursor");
    return Response.json(answer(cursor ? Number(cursor.slice(2)) : 1, last));
  });

describe("an end", () => {
  for (const [name, pagination] of [
    ["a cursor of null", { next_page_cursor: null }],
    ["no cursor", { next_page_cursor: undefined }],
    ["an empty cursor", { next_page_cursor: "" }],
    ["the last page, though it has a cursor", { current_page: 3, last_page: 3, next_page_cursor: "more" }],
    ["a page beyond the last, though it has a cursor", { current_page: 4, last_page: 3, next_page_cursor: "more" }],
    ["a cursor that is no text", { next_page_cursor: 7, current_page: null, last_page: null }],
    ["nonsense for numbers", { current_page: "x", last_page: {}, next_page_cursor: null }],
    ["last_page of 0", { current_page: 1, last_page: 0 }],
  ]) {
    test(`is ${name}`, async () => {
      const fetch = scripted(() => Response.json(page([ITEM], pagination)));
      assert.deepEqual(await settled(walk(client(fetch))), ["r"]);
      assert.equal(fetch.calls.length, 1);
    });
  }

  for (const pagination of [undefined, null, [], "x", 7]) {
    test(`is a pagination of ${JSON.stringify(pagination)}`, async () => {
      const fetch = scripted(() => Response.json({ items: [ITEM], pagination }));
      assert.deepEqual(await settled(walk(client(fetch))), ["r"]);
    });
  }

  test("is an empty list", async () => {
    const fetch = scripted(() => Response.json(page([])));
    assert.deepEqual(await settled(walk(client(fetch))), []);
  });
});

describe("a walk", () => {
  test("without cursors goes by number", async () => {
    const fetch = scripted((url) => {
      const number = Number(new URL(url).searchParams.get("page") ?? 1);
      return Response.json(page([{ uuid: `r-${number}` }], { current_page: number, last_page: 3, next_page_cursor: undefined }));
    });
    assert.deepEqual(await settled(walk(client(fetch), { search: "x" })), ["r-1", "r-2", "r-3"]);
    assert.deepEqual(asked(fetch).map((query) => [query.get("page"), query.get("search")]), [[null, "x"], ["2", "x"], ["3", "x"]]);
  });

  test("goes past an empty page in the middle", async () => {
    const fetch = pages(5, (number, last) => numbered(number, last, number === 3 ? "empty" : ""));
    assert.deepEqual(await settled(walk(client(fetch))), ["r-1", "r-2", "r-4", "r-5"]);
    assert.equal(fetch.calls.length, 5);
  });

  test("goes past many empty pages, as long as items come in between", async () => {
    const fetch = pages(200, (number, last) => numbered(number, last, number % 20 === 0 ? "" : "empty"));
    assert.equal((await settled(walk(client(fetch)))).length, 10);
    assert.equal(fetch.calls.length, 200);
  });

  test("of 2,000 pages requests each once", async () => {
    const fetch = pages(2000);
    const seen = await settled(walk(client(fetch)));
    assert.deepEqual(seen, Array.from({ length: 2000 }, (_, index) => `r-${index + 1}`));
    assert.equal(fetch.calls.length, 2000);
  });

  test("sends a cursor unchanged", async () => {
    const cursor = "é+/=&?#%20 \"\\\n\u2028🎉";
    const fetch = scripted(
      () => Response.json(page([ITEM], { last_page: 2, next_page_cursor: cursor })),
      () => Response.json(page([ITEM], { current_page: 2, last_page: 2 })),
    );
    await settled(walk(client(fetch)));
    assert.equal(asked(fetch)[1].get("page_cursor"), cursor);
  });
});

describe("a list that does not end", () => {
  /** Walks it; returns the error and the number of requests. */
  async function endless(fetch, input) {
    const seen = [];
    const error = await failure(walk(client(fetch), input, seen), { kind: "decode", action: "list_responses", message: /does not end/ });
    return { error, seen };
  }

  test("because its cursor repeats at once", async () => {
    const fetch = scripted(() => Response.json(page([ITEM], { last_page: 9, next_page_cursor: "same" })));
    const { seen } = await endless(fetch);
    assert.deepEqual(seen, ["r", "r"], "what came before is handed out");
    assert.equal(fetch.calls.length, 2);
  });

  test("because its cursors form a cycle", async () => {
    let number = 0;
    const fetch = scripted(() => Response.json(page([ITEM], { last_page: 99, next_page_cursor: "abc"[number++ % 3] })));
    await endless(fetch);
    assert.equal(fetch.calls.length, 4);
  });

  test("because its page numbers form a cycle", async () => {
    const fetch = scripted(() => Response.json(page([ITEM], { current_page: 1, last_page: 9, next_page_cursor: undefined })));
    await endless(fetch);
    assert.ok(fetch.calls.length <= 3, String(fetch.calls.length));
  });

  test("because it leads back to the cursor it began with", async () => {
    const next = { start: "b", b: "start" };
    const fetch = scripted((url) => {
      const cursor = new URL(url).searchParams.get("page_cursor");
      return Response.json(page([ITEM], { current_page: null, last_page: null, next_page_cursor: next[cursor] }));
    });
    await endless(fetch, { page_cursor: "start" });
    assert.equal(fetch.calls.length, 2);
  });

  test("because its pages are empty for ever, each with a new cursor", async () => {
    let number = 0;
    const fetch = scripted(() => Response.json(page([], { last_page: 1e6, next_page_cursor: `c-${number++}` })));
    const { error } = await endless(fetch);
    assert.ok(fetch.calls.length <= 100, String(fetch.calls.length));
    // A caller who knows better can continue.
    assert.deepEqual(error.resume, { page_cursor: `c-${number - 1}` });
  });
});

describe("a failure on page three", () => {
  /** Fails only the third request, with a 422. */
  const third = (last) => {
    let count = 0;
    const good = pages(last);
    return Object.assign(async (url, init) => (++count === 3 ? status(422)() : good(url, init)), { calls: good.calls });
  };

  test("comes after the items of the pages before, and says where to continue", async () => {
    const fetch = third(5);
    const refiner = client(fetch);
    const seen = [];
    const error = await failure(walk(refiner, { search: "x" }, seen), { kind: "rejected", status: 422 });
    assert.deepEqual(seen, ["r-1", "r-2"]);
    assert.deepEqual(error.resume, { page_cursor: "c-3" });
    assert.deepEqual(JSON.parse(JSON.stringify(error)).resume, { page_cursor: "c-3" });
    assert.deepEqual(await settled(walk(refiner, { search: "x", ...error.resume })), ["r-3", "r-4", "r-5"]);
  });

  test("ends that walk: its iterator is done", async () => {
    const iterator = client(third(5)).listResponses()[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.next();
    await failure(iterator.next(), { kind: "rejected" });
    assert.deepEqual(await settled(iterator.next()), { done: true, value: undefined });
  });

  test("of pages() too", async () => {
    const error = await failure(
      (async () => {
        for await (const _ of client(third(5)).listResponses().pages());
      })(),
      { kind: "rejected" },
    );
    assert.deepEqual(error.resume, { page_cursor: "c-3" });
  });

  test("by number gives the number", async () => {
    let count = 0;
    const fetch = async () => {
      if (++count === 3) return status(422)();
      return Response.json(page([ITEM], { current_page: count, last_page: 5, next_page_cursor: undefined }));
    };
    const error = await failure(walk(client(fetch)), { kind: "rejected" });
    assert.deepEqual(error.resume, { page: 3 });
  });

  test("of the first page has no resume", async () => {
    await failure(walk(client(scripted(status(422)))), { kind: "rejected", resume: undefined });
  });
});

describe("leaving", () => {
  test("in parallel with next() makes no further request, and leaves no unhandled rejection", async (t) => {
    const unhandled = unhandledRejections(t);
    const fetch = pages(9);
    const iterator = client(fetch).listResponses()[Symbol.asyncIterator]();
    const [first, end, after] = await Promise.all([iterator.next(), iterator.return(), iterator.next()]);
    assert.equal(first.value.uuid, "r-1");
    assert.deepEqual([end.done, after.done], [true, true]);
    assert.equal(fetch.calls.length, 1);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(unhandled, []);
  });

  test("by throwing in the loop passes the error on and requests nothing more", async () => {
    const fetch = pages(9);
    const walk = async () => {
      for await (const _ of client(fetch).listResponses()) throw new RangeError("mine");
    };
    await assert.rejects(walk(), { name: "RangeError", message: "mine" });
    assert.equal(fetch.calls.length, 1);
  });

  test("parallel next() of pages() makes one request per page", async () => {
    const fetch = pages(4);
    const iterator = client(fetch).listResponses().pages();
    const results = await settled(Promise.all(Array.from({ length: 6 }, () => iterator.next())));
    assert.deepEqual(results.map(({ done }) => done), [false, false, false, false, true, true]);
    assert.equal(fetch.calls.length, 4);
  });

  test("a list that failed while nobody waited is no unhandled rejection", async (t) => {
    const unhandled = unhandledRejections(t);
    const list = client(scripted(status(422))).listResponses();
    await failure(list, { kind: "rejected" });
    await failure(list, { kind: "rejected" });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(unhandled, []);
  });
});

test("every page has a deadline of its own, and its own attempts", async () => {
  let count = 0;
  const good = pages(3);
  const fetch = async (url, init) => (++count % 2 ? status(503, { "retry-after": "0" })() : good(url, init));
  assert.equal((await settled(walk(client(fetch, { maxRetries: 1 })))).length, 3);
  assert.equal(count, 6);
});
