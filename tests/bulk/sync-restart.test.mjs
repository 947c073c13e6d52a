// A sync loses nothing to a restart, nor to rows that move while it runs, and its checkpoint stays small.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all } from "../support/bulk.mjs";
import { failure } from "../support/failure.mjs";
import { completed, ledger, NOON, partial, viewed } from "../support/ledger.mjs";
import { client, HOUR, many, MINUTE, run, SECOND, uuids } from "../support/runs.mjs";
import { KEY } from "../support/sandbox.mjs";

describe("during a run", () => {
  test("rows that arrive come in the next run, and no row of a run comes twice", async () => {
    const book = ledger(many(20));
    let arrived = 0;
    book.before = () => {
      for (let count = 0; count < 3; count++) book.put(partial(`new-${arrived}`, NOON + ++arrived * SECOND));
    };
    const first = await run(client(book), { page_length: 5 });
    book.before = () => undefined;
    const second = await run(client(book), { page_length: 5, checkpoint: first.checkpoint });
    const both = uuids([...first.given, ...second.given]);
    const expected = uuids(await all(client(book).listResponses({ include: "all", page_length: 1000 })));
    assert.ok(arrived > 6);
    assert.deepEqual(both.toSorted(), expected.toSorted(), "each once");
    assert.deepEqual((await run(client(book), { checkpoint: second.checkpoint })).given, []);
  });

  test("a row that changes, and so leaves its page for the top, comes in the next run", async () => {
    const book = ledger(many(20));
    const changed = completed("r-2", NOON + HOUR);
    book.before = (index) => {
      if (index === 1) book.put(changed);
    };
    const first = await run(client(book), { page_length: 5 });
    assert.deepEqual(first.given.length, 19);
    const second = await run(client(book), { page_length: 5, checkpoint: first.checkpoint });
    assert.deepEqual(second.given, [changed]);
  });

  test("a row that changes after it was handed out comes again, in its new state", async () => {
    const book = ledger(many(20));
    const changed = completed("r-19", NOON + SECOND);
    book.before = (index) => {
      if (index === 1) book.put(changed);
    };
    const first = await run(client(book), { page_length: 5 });
    const second = await run(client(book), { page_length: 5, checkpoint: first.checkpoint });
    assert.equal(first.given.length, 20);
    assert.deepEqual(second.given, [changed]);
  });

  test("shifting pages by number give no row twice", async () => {
    const rows = many(12).reverse();
    let number = 0;
    const fetch = async (url) => {
      const page = Number(new URL(url).searchParams.get("page") ?? 1);
      // One row arrives before each page but the first, so the last row of the previous page comes again.
      const all = [...rows];
      for (let count = 0; count < number; count++) all.unshift(partial(`new-${count}`, NOON + (count + 1) * SECOND));
      number++;
      const pagination = { items_count: all.length, current_page: page, last_page: Math.ceil(all.length / 5), page_length: 5 };
      return Response.json({ items: all.slice((page - 1) * 5, page * 5), pagination });
    };
    const { given } = await run(new Refiner({ apiKey: KEY, fetch }), { page_length: 5 });
    assert.equal(new Set(uuids(given)).size, given.length, "a row came twice");
    for (const { uuid } of rows) assert.ok(uuids(given).includes(uuid), `${uuid} was lost`);
  });
});

describe("a restart in the middle", () => {
  /** Reads this many responses, then keeps nothing but the checkpoint. */
  async function broken(refiner, count, options) {
    const sync = refiner.syncResponses({ page_length: 5, ...options });
    const given = [];
    if (count === 0) return { given, checkpoint: sync.checkpoint };
    for await (const response of sync) {
      given.push(response);
      if (given.length === count) break;
    }
    return { given, checkpoint: sync.checkpoint };
  }

  for (const count of [0, 1, 4, 5, 6, 9, 10, 11, 19, 20]) {
    test(`after ${count} of 20 loses none`, async () => {
      const book = ledger(many(20));
      const first = await broken(client(book), count);
      assert.equal(first.given.length, count);
      book.put(partial("new", NOON + MINUTE));
      const second = await run(client(book), { page_length: 5, checkpoint: first.checkpoint });
      const third = await run(client(book), { page_length: 5, checkpoint: second.checkpoint });
      const given = uuids([...first.given, ...second.given, ...third.given]);
      const expected = uuids(await all(client(book).listResponses({ include: "all", page_length: 1000 })));
      assert.deepEqual([...new Set(given)].toSorted(), expected.toSorted());
      // Within the overlap none comes twice, but for the one at which the loop was left.
      assert.equal(given.length, count === 0 ? 21 : 22);
    });
  }

  test("beyond the overlap loses none, and requests no complete page again", async () => {
    const rows = Array.from({ length: 20 }, (_, index) => partial(`r-${index}`, NOON - index * 5 * HOUR));
    const book = ledger(rows);
    const first = await broken(client(book), 12);
    const before = book.asked.length;
    const second = await run(client(book), { page_length: 5, checkpoint: first.checkpoint });
    assert.deepEqual(new Set(uuids([...first.given, ...second.given])), new Set(uuids(rows)));
    // A page that was interrupted may come again as a whole.
    assert.ok(second.given.length <= 10, `${second.given.length}`);
    assert.equal(book.asked.length - before, 2);
  });

  test("after every second response gives that one again, and no other", async () => {
    const book = ledger(many(17));
    const rounds = [];
    let checkpoint;
    for (let round = 0; round < 16; round++) {
      const next = await broken(client(book), 2, { checkpoint });
      rounds.push(uuids(next.given));
      checkpoint = next.checkpoint;
    }
    const expected = uuids(many(17)).toReversed();
    assert.deepEqual(rounds, expected.slice(0, -1).map((uuid, index) => [uuid, expected[index + 1]]));
  });

  test("while a response is worked on gives it again, first", async () => {
    const book = ledger(many(12));
    const sync = client(book).syncResponses({ page_length: 5 });
    for await (const response of sync) {
      const { given } = await run(client(book), { page_length: 5, checkpoint: sync.checkpoint });
      assert.equal(given[0].uuid, response.uuid);
    }
    assert.deepEqual((await run(client(book), { checkpoint: sync.checkpoint })).given, []);
  });

  test("counts what was asked past: three next() at once", async () => {
    const book = ledger(many(12));
    const sync = client(book).syncResponses({ page_length: 5 });
    const responses = sync[Symbol.asyncIterator]();
    const [, , third] = await Promise.all([responses.next(), responses.next(), responses.next()]);
    const { given } = await run(client(book), { page_length: 5, checkpoint: sync.checkpoint });
    assert.equal(given[0].uuid, third.value.uuid);
    await responses.return();
  });

  test("while two loops share a run counts nothing that one of them is at work on", async () => {
    const book = ledger(many(12));
    const sync = client(book).syncResponses({ page_length: 5 });
    const slow = sync[Symbol.asyncIterator]();
    const { value: held } = await slow.next();
    const others = await all(sync);
    assert.deepEqual(uuids(others), uuids(many(12)).toReversed().slice(1));
    assert.deepEqual(uuids((await run(client(book), { page_length: 5, checkpoint: sync.checkpoint })).given), [held.uuid]);
    assert.deepEqual(await all(slow), []);
    assert.deepEqual((await run(client(book), { page_length: 5, checkpoint: sync.checkpoint })).given, []);
  });

  test("of a second run loses none", async () => {
    const book = ledger(many(5));
    const { checkpoint } = await run(client(book), { page_length: 5 });
    for (let index = 0; index < 12; index++) book.put(partial(`new-${index}`, NOON + (index + 1) * HOUR));
    const second = await broken(client(book), 7, { checkpoint });
    const third = await run(client(book), { page_length: 5, checkpoint: second.checkpoint });
    const given = new Set(uuids([...second.given, ...third.given]));
    assert.deepEqual([...given].toSorted(), Array.from({ length: 12 }, (_, index) => `new-${index}`).toSorted());
  });

  test("the checkpoint of a moment is not changed by what comes after", async () => {
    const sync = client(ledger(many(20))).syncResponses({ page_length: 5 });
    const checkpoints = [];
    for await (const _ of sync) checkpoints.push(sync.checkpoint);
    const book = ledger(many(20));
    for (const [index, checkpoint] of checkpoints.entries()) {
      const { given } = await run(client(book), { page_length: 5, checkpoint });
      assert.deepEqual(uuids(given), uuids(many(20).reverse()).slice(index));
    }
  });
});

test("a checkpoint stays small when the list is long", async () => {
  const rows = Array.from({ length: 3000 }, (_, index) => partial(`${index}`.padStart(36, "0"), NOON - index * 10 * MINUTE));
  const { given, checkpoint } = await run(client(ledger(rows)));
  assert.equal(given.length, 3000);
  assert.ok(checkpoint.length < 2000, `${checkpoint.length} characters`);
});

describe("a saved cursor that is refused begins the run again", () => {
  const refusal = (status) => new Response('{"message":"no"}', { status, headers: { "content-type": "application/json" } });

  /** Reads this many responses of a run, then keeps its checkpoint. */
  async function broken(book, count, options) {
    const sync = client(book).syncResponses({ page_length: 5, ...options });
    const given = [];
    for await (const response of sync) {
      given.push(response);
      if (given.length === count) break;
    }
    return { given, checkpoint: sync.checkpoint };
  }

  /** Refuses the next request with a cursor. */
  function refuse(book, status, times = 1) {
    book.before = (index) => {
      if (!book.asked[index].get("page_cursor") || times-- <= 0) return undefined;
      return refusal(status);
    };
  }

  for (const status of [400, 404, 409, 410, 422]) {
    for (const [what, gap] of [["within the overlap", MINUTE], ["beyond it", 5 * HOUR]]) {
      test(`${status}, ${what}: all come, and none twice`, async () => {
        const book = ledger(Array.from({ length: 20 }, (_, index) => partial(`r-${index}`, NOON - index * gap)));
        const first = await broken(book, 11);
        refuse(book, status);
        book.put(partial("new", NOON + 2 * HOUR));
        const second = await run(client(book), { page_length: 5, checkpoint: first.checkpoint });
        // The page that was interrupted comes again, as it does without a refusal.
        const given = uuids([...first.given.slice(0, 10), ...second.given]);
        assert.deepEqual(given.toSorted(), uuids(await all(client(book).listResponses({ include: "all", page_length: 1000 }))).toSorted());
        assert.deepEqual((await run(client(book), { checkpoint: second.checkpoint })).given, []);
      });
    }
  }

  test("where many have one time, and with views", async () => {
    for (const make of [partial, viewed]) {
      const book = ledger(Array.from({ length: 20 }, (_, index) => make(`r-${index}`, NOON - (index >> 3) * 5 * HOUR)));
      const options = { include: "all", page_length: 5 };
      const first = await broken(book, 11, options);
      refuse(book, 410);
      const second = await run(client(book), { ...options, checkpoint: first.checkpoint });
      const given = uuids([...first.given.slice(0, 10), ...second.given]);
      assert.deepEqual(given.toSorted(), uuids(await all(client(book).listResponses(options))).toSorted());
    }
  });

  test("again after it was interrupted again", async () => {
    const book = ledger(Array.from({ length: 30 }, (_, index) => partial(`r-${index}`, NOON - index * 5 * HOUR)));
    const first = await broken(book, 11);
    refuse(book, 410);
    const second = await broken(book, 6, { checkpoint: first.checkpoint });
    refuse(book, 410);
    const third = await run(client(book), { page_length: 5, checkpoint: second.checkpoint });
    const given = uuids([...first.given.slice(0, 10), ...second.given.slice(0, 5), ...third.given]);
    assert.deepEqual(given.toSorted(), uuids(await all(client(book).listResponses({ include: "all", page_length: 1000 }))).toSorted());
  });

  test("once: what is refused without a cursor too is an error", async () => {
    const book = ledger(many(20));
    const { checkpoint } = await broken(book, 11);
    const before = book.asked.length;
    book.before = () => refusal(422);
    await failure(all(client(book).syncResponses({ page_length: 5, checkpoint })), { status: 422 });
    assert.equal(book.asked.length - before, 2);
  });

  test("another failure, or a refusal later on, is an error", async () => {
    const book = ledger(many(20));
    const { checkpoint } = await broken(book, 6);
    book.before = () => refusal(403);
    await failure(all(client(book).syncResponses({ page_length: 5, checkpoint })), { status: 403 });
    const from = book.asked.length;
    book.before = (index) => (index > from ? refusal(410) : undefined);
    await failure(all(client(book).syncResponses({ page_length: 5, checkpoint })), { status: 410 });
  });
});
