// Node, end to end: walking a list. Every item comes once, with one request per page and no prefetch.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { failure } from "../support/failure.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";

const ALL = { include: "all", page_length: 30 };

let sandbox;
let refiner;
let everything;

before(async () => {
  sandbox = await startSandbox(["--contacts", "40", "--responses", "200"]);
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
  const page = await refiner.listResponses({ include: "all", page_length: 1000 });
  everything = page.items.map((item) => item.uuid);
  assert.equal(new Set(everything).size, 200);
});
after(() => sandbox.stop());
beforeEach(() => sandbox.clear());

const uuids = (items) => items.map((item) => item.uuid);

test("iterated, it is every item once, in order, one request per page", async () => {
  const found = [];
  for await (const response of refiner.listResponses(ALL)) found.push(response.uuid);
  assert.deepEqual(found, everything);
  const requests = await sandbox.requests();
  assert.equal(requests.length, Math.ceil(200 / 30));
  const asked = requests.map(({ query }) => new URLSearchParams(query));
  assert.equal(asked[0].get("page_cursor"), null);
  for (const query of asked.slice(1)) {
    assert.ok(query.get("page_cursor"), "every page but the first is requested by cursor");
    assert.equal(query.get("page"), null);
  }
  for (const query of asked) assert.deepEqual([query.get("include"), query.get("page_length")], ["all", "30"]);
});

test("page by page by number gives the same", async () => {
  const found = [];
  for (let page = 1, last = 1; page <= last; page++) {
    const { items, pagination } = await refiner.listResponses({ ...ALL, page });
    found.push(...uuids(items));
    last = pagination.last_page;
  }
  assert.deepEqual(found, everything);
});

test("from cursor to cursor by hand gives the same", async () => {
  const found = [];
  let cursor = {};
  do {
    const { items, pagination } = await refiner.listResponses({ ...ALL, ...cursor });
    found.push(...uuids(items));
    cursor = pagination.next_page_cursor && { page_cursor: pagination.next_page_cursor };
  } while (cursor);
  assert.deepEqual(found, everything);
});

test("pages() gives the pages", async () => {
  const lengths = [];
  const found = [];
  for await (const page of refiner.listResponses(ALL).pages()) {
    lengths.push(page.items.length);
    found.push(...uuids(page.items));
  }
  assert.deepEqual(lengths, [30, 30, 30, 30, 30, 30, 20]);
  assert.deepEqual(found, everything);
});

test("list() walks by name and by alias", async () => {
  for (const name of ["list_responses", "get_responses", "REFINER_GET_RESPONSES"]) {
    const found = [];
    for await (const response of refiner.list(name, ALL)) found.push(response.uuid);
    assert.deepEqual(found, everything, name);
  }
});

test("list() of an action that does not list says so", async () => {
  const walk = async () => {
    for await (const _ of refiner.list("verify_key")) assert.fail("there is nothing to walk");
  };
  await failure(walk(), { kind: "input" });
});

test("a list that nobody waits for requests nothing", async () => {
  const list = refiner.listResponses(ALL);
  const iterator = list[Symbol.asyncIterator]();
  list.pages();
  assert.deepEqual(await sandbox.requests(), []);
  await iterator.return();
  assert.deepEqual(await sandbox.requests(), []);
});

test("awaited, it is its first page, requested once however often it is awaited", async () => {
  const list = refiner.listResponses(ALL);
  const [first, second] = await Promise.all([list, list]);
  assert.equal(first, second);
  assert.deepEqual(uuids(first.items), everything.slice(0, 30));
  assert.equal((await list.finally(() => {})).items.length, 30);
  assert.equal((await sandbox.requests()).length, 1);
});

test("a failed list rejects into catch()", async () => {
  const caught = await refiner.listResponses({ page: 0 }).catch((error) => error);
  await failure(Promise.reject(caught), { kind: "input", path: "page" });
});

test("breaking out makes no further request, and leaves no unhandled rejection", async (t) => {
  const unhandled = [];
  const note = (reason) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  t.after(() => process.off("unhandledRejection", note));
  let seen = 0;
  for await (const _ of refiner.listResponses(ALL)) if (++seen === 31) break;
  for await (const _ of refiner.listResponses(ALL)) break;
  for await (const _ of refiner.listResponses(ALL).pages()) break;
  // Another request, to give a stray one time to arrive.
  await refiner.verifyKey();
  const paths = (await sandbox.requests()).map(({ path }) => path);
  assert.deepEqual(paths, ["/v1/responses", "/v1/responses", "/v1/responses", "/v1/responses", "/v1/"]);
  assert.deepEqual(unhandled, []);
});

test("the last item of a page does not request the next page", async () => {
  const iterator = refiner.listResponses(ALL)[Symbol.asyncIterator]();
  for (let count = 0; count < 30; count++) await iterator.next();
  assert.equal((await sandbox.requests()).length, 1);
  await iterator.next();
  assert.equal((await sandbox.requests()).length, 2);
  await iterator.return();
});

test("parallel next() makes one request per page, and keeps the order", async () => {
  const iterator = refiner.listResponses(ALL)[Symbol.asyncIterator]();
  const results = await Promise.all(Array.from({ length: 205 }, () => iterator.next()));
  assert.deepEqual(results.filter(({ done }) => !done).map(({ value }) => value.uuid), everything);
  assert.equal(results.filter(({ done }) => done).length, 5);
  assert.equal((await sandbox.requests()).length, 7);
});

test("two walks of one list are independent", async () => {
  const list = refiner.listResponses({ include: "all", page_length: 100 });
  const walk = async () => {
    const found = [];
    for await (const response of list) found.push(response.uuid);
    return found;
  };
  assert.deepEqual(await Promise.all([walk(), walk()]), [everything, everything]);
});

test("a walk can begin at any page or cursor", async () => {
  const found = [];
  for await (const response of refiner.listResponses({ ...ALL, page: 3 })) found.push(response.uuid);
  assert.deepEqual(found, everything.slice(60));
  const { pagination } = await refiner.listResponses(ALL);
  const rest = [];
  for await (const response of refiner.listResponses({ ...ALL, page_cursor: pagination.next_page_cursor })) {
    rest.push(response.uuid);
  }
  assert.deepEqual(rest, everything.slice(30));
});

test("the caller's input is not changed", async () => {
  const input = Object.freeze({ ...ALL, page: 5 });
  for await (const _ of refiner.listResponses(input));
  assert.deepEqual(input, { ...ALL, page: 5 });
});

describe("a list is a promise of its first page", () => {
  const uses = {
    "Promise.resolve": (list) => Promise.resolve(list),
    "Promise.all": async (list) => (await Promise.all([list]))[0],
    "an async function": (list) => (async () => list)(),
    then: (list) => list.then((page) => page),
    catch: (list) => list.catch(() => assert.fail("it did not fail")),
    finally: (list) => list.finally(() => {}),
  };
  for (const [name, use] of Object.entries(uses)) {
    test(name, async () => {
      const list = refiner.listResponses(ALL);
      assert.ok(list instanceof Promise);
      assert.equal((await sandbox.requests()).length, 0, "making a list sends nothing");
      assert.deepEqual(uuids((await use(list)).items), everything.slice(0, 30));
      await list;
      assert.equal((await sandbox.requests()).length, 1, "the page is requested once");
    });
  }

  test("that can fail, and is looked at by its methods", async () => {
    const refused = () => new Refiner({ apiKey: "short", baseUrl: sandbox.url }).listResponses();
    assert.equal(await refused().catch(({ kind }) => kind), "auth");
    const ends = [];
    await failure(refused().finally(() => ends.push("end")), { kind: "auth", status: 401, attempts: 1 }, "short");
    assert.deepEqual(ends, ["end"]);
    assert.equal(Object.prototype.toString.call(refused()), "[object List]");
  });
});
