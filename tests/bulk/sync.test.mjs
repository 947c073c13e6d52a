// A sync hands out what is new or changed since its checkpoint, and loses nothing to a restart or to rows that move meanwhile.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all } from "../support/bulk.mjs";
import { failure } from "../support/failure.mjs";
import { completed, ledger, NOON, partial, viewed } from "../support/ledger.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const uuids = (responses) => responses.map(({ uuid }) => uuid);

/** A run to its end: what it gave, and its checkpoint. */
async function run(refiner, options = {}) {
  const sync = refiner.syncResponses(options);
  const given = await all(sync);
  assert.equal(typeof sync.checkpoint, "string");
  return { given, checkpoint: sync.checkpoint };
}

/** So many responses, a minute apart, the last one at noon. */
const many = (count) => Array.from({ length: count }, (_, index) => partial(`r-${index}`, NOON - (count - 1 - index) * MINUTE));

const client = (book) => new Refiner({ apiKey: KEY, fetch: book.fetch });

describe("against the sandbox", () => {
  let sandbox, refiner;
  before(async () => {
    sandbox = await startSandbox(["--now", "clock"]);
    refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
  });
  after(() => sandbox.stop());

  const form = async () => (await all(refiner.listForms())).find(({ name }) => name === "Quarterly NPS").uuid;
  const listed = () => all(refiner.listResponses({ include: "partials", page_length: 1000 }));

  test("the first run gives all, the second nothing, the third what was stored in between", async () => {
    const expected = await listed();
    const first = await run(refiner);
    assert.ok(expected.length > 1000);
    assert.deepEqual(first.given, expected);
    const second = await run(refiner, { checkpoint: first.checkpoint });
    assert.deepEqual(second.given, []);
    const form_uuid = await form();
    const { uuid } = await refiner.storeResponse({ form_uuid, email: "new@example.com", answers: { nps: 9 } });
    // It was given a while ago, and arrives only now.
    const date = new Date(Date.now() - 20 * MINUTE).toISOString();
    const late = await refiner.storeResponse({ form_uuid, email: "late@example.com", answers: { nps: 3 }, date });
    const third = await run(refiner, { checkpoint: second.checkpoint });
    assert.deepEqual(uuids(third.given), [uuid, late.uuid]);
    assert.equal(third.given[0].data.nps, 9);
    assert.deepEqual((await run(refiner, { checkpoint: third.checkpoint })).given, []);
  });

  test("a second run asks only for what is not known yet", async () => {
    const { checkpoint } = await run(refiner);
    await sandbox.clear();
    await run(refiner, { checkpoint });
    assert.equal((await sandbox.requests()).length, 1);
  });

  test("a tag is a change, within the overlap", async () => {
    const { uuid } = await refiner.storeResponse({ form_uuid: await form(), email: "tagged@example.com", answers: { nps: 8 } });
    const { checkpoint } = await run(refiner);
    await refiner.tagResponse({ uuid, tags: ["Praise"] });
    const { given } = await run(refiner, { checkpoint });
    assert.deepEqual(uuids(given), [uuid]);
    assert.equal(given[0].tags[0].name, "Praise");
  });

  test("a failure on page three leaves a checkpoint that gives the rest", async () => {
    const expected = uuids(await listed());
    await sandbox.faults({ kind: "pass" }, { kind: "pass" }, { kind: "status", status: 500 });
    const sync = refiner.syncResponses({ page_length: 300 }, { maxRetries: 0 });
    const seen = [];
    const walk = async () => {
      for await (const { uuid } of sync) seen.push(uuid);
    };
    const error = await failure(walk(), { kind: "server", status: 500 });
    assert.ok(error.resume);
    assert.deepEqual(seen, expected.slice(0, 600));
    const rest = await run(refiner, { page_length: 300, checkpoint: sync.checkpoint });
    assert.deepEqual([...seen, ...uuids(rest.given)], expected);
    assert.deepEqual((await run(refiner, { checkpoint: rest.checkpoint })).given, []);
  });

  test("takes the filters of list_responses", async () => {
    const form_uuid = await form();
    const { given } = await run(refiner, { form_uuid, include: "completed" });
    assert.deepEqual(given, await all(refiner.listResponses({ form_uuid, include: "completed", page_length: 1000 })));
    assert.ok(given.length > 100);
  });
});

describe("a first run", () => {
  test("gives all, newest first, partial ones too, and no views", async () => {
    const book = ledger([partial("a", NOON), completed("b", NOON - MINUTE), viewed("c", NOON - 2 * MINUTE)]);
    assert.deepEqual(uuids((await run(client(book))).given), ["a", "b"]);
    assert.equal(book.asked[0].get("include"), "partials");
    assert.deepEqual(uuids((await run(client(book), { include: "all" })).given), ["a", "b", "c"]);
  });

  test("since a time gives what came from then on", async () => {
    const book = ledger(many(10));
    const since = new Date(NOON - 3 * MINUTE).toISOString();
    assert.deepEqual(uuids((await run(client(book), { since })).given), ["r-9", "r-8", "r-7", "r-6"]);
  });

  test("since a time: what came before it does not come in the next run either", async () => {
    const book = ledger(many(10));
    const since = new Date(NOON - 3 * MINUTE).toISOString();
    const { checkpoint } = await run(client(book), { since });
    assert.deepEqual(uuids((await run(client(book), { since, checkpoint })).given), []);
    assert.deepEqual(uuids((await run(client(book), { checkpoint })).given), []);
  });

  test("of nothing gives nothing, and the next one what has come since", async () => {
    const book = ledger();
    const { given, checkpoint } = await run(client(book));
    assert.deepEqual(given, []);
    book.put(partial("a", NOON - 100 * HOUR));
    assert.deepEqual(uuids((await run(client(book), { checkpoint })).given), ["a"]);
  });
});

describe("what changed comes again", () => {
  for (const [name, from, to] of [
    ["a partial one that was completed", partial("x", NOON - 5 * MINUTE), completed("x", NOON + MINUTE)],
    ["a partial one that was completed in the same second", partial("x", NOON), completed("x", NOON)],
    ["an answer that was added", partial("x", NOON - 5 * MINUTE), partial("x", NOON + MINUTE, { nps: 7, why: "so" })],
    ["an answer that was added in the same second", partial("x", NOON), partial("x", NOON, { nps: 7, why: "so" })],
    ["an answer that was changed in the same second", partial("x", NOON, { nps: 7 }), partial("x", NOON, { nps: 8 })],
    ["one from long ago that was completed", partial("x", NOON - 900 * HOUR), completed("x", NOON + MINUTE)],
    ["a view that was answered", viewed("x", NOON - 5 * MINUTE), partial("x", NOON + MINUTE)],
  ]) {
    test(name, async () => {
      const book = ledger([...many(5), from]);
      const { checkpoint } = await run(client(book));
      book.put(to);
      const { given, checkpoint: next } = await run(client(book), { checkpoint });
      assert.deepEqual(given, [to]);
      assert.deepEqual((await run(client(book), { checkpoint: next })).given, []);
    });
  }

  test("a late partial answer, within the overlap", async () => {
    const book = ledger(many(5));
    const { checkpoint } = await run(client(book));
    book.put(partial("late", NOON - 59 * MINUTE));
    const second = await run(client(book), { checkpoint });
    assert.deepEqual(uuids(second.given), ["late"]);
    assert.deepEqual((await run(client(book), { checkpoint: second.checkpoint })).given, []);
  });

  test("overlapMs says how late is not too late", async () => {
    const book = ledger(many(5));
    const { checkpoint } = await run(client(book), { overlapMs: 5 * HOUR });
    book.put(partial("late", NOON - 4 * HOUR));
    book.put(partial("too late", NOON - 6 * HOUR));
    assert.deepEqual(uuids((await run(client(book), { checkpoint, overlapMs: 5 * HOUR })).given), ["late"]);
  });

  test("an overlap of 0 still finds what came in the same second as the newest", async () => {
    const book = ledger(many(5));
    const { checkpoint } = await run(client(book), { overlapMs: 0 });
    book.put(partial("same", NOON));
    book.put(partial("next", NOON + SECOND));
    assert.deepEqual(uuids((await run(client(book), { checkpoint, overlapMs: 0 })).given), ["next", "same"]);
  });

  test("a response dated in the future does not hide what comes today", async () => {
    const book = ledger([...many(5), partial("future", Date.now() + 300 * 24 * HOUR)]);
    const { checkpoint } = await run(client(book));
    book.put(partial("today", Date.now()));
    assert.deepEqual(uuids((await run(client(book), { checkpoint })).given), ["today"]);
  });

  // A limit that bulk.d.ts states: only a second list could find this one.
  test("with views: one answered later than the overlap after it was shown is not found again", async () => {
    const view = viewed("x", NOON - 3 * HOUR);
    const book = ledger([...many(5), view]);
    const { checkpoint } = await run(client(book), { include: "all" });
    book.put(partial("x", NOON + MINUTE, { nps: 1 }, { first_shown_at: view.first_shown_at, last_shown_at: view.last_shown_at }));
    assert.deepEqual(uuids((await run(client(book), { include: "all", checkpoint })).given), []);
  });

  // With views, Refiner goes by when they were last shown, whenever they are answered: the default finds what that would miss.
  test("a view that is answered later than the overlap after it was shown", async () => {
    const view = viewed("x", NOON - 3 * HOUR);
    const book = ledger([...many(5), view]);
    const { checkpoint } = await run(client(book));
    const answered = partial("x", NOON + MINUTE, { nps: 1 }, { first_shown_at: view.first_shown_at, last_shown_at: view.last_shown_at });
    book.put(answered);
    assert.deepEqual(uuids((await run(client(book), { checkpoint })).given), ["x"]);
  });
});

describe("during a run", () => {
  test("rows that arrive are not lost over the next run, and none of a run comes twice", async () => {
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

  test("a row that changes after it was given comes again, in its new state", async () => {
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

  test("pages by number that shift give no row twice", async () => {
    const rows = many(12).reverse();
    let number = 0;
    const fetch = async (url) => {
      const page = Number(new URL(url).searchParams.get("page") ?? 1);
      // One row arrives before each page but the first: the last row of the page before comes again.
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
  /** Takes so many, then forgets everything but the checkpoint. */
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
      assert.equal(given.length, 21, "within the overlap none comes twice either");
    });
  }

  test("over more than the overlap loses none, and asks for no page again that was read whole", async () => {
    const rows = Array.from({ length: 20 }, (_, index) => partial(`r-${index}`, NOON - index * 5 * HOUR));
    const book = ledger(rows);
    const first = await broken(client(book), 12);
    const before = book.asked.length;
    const second = await run(client(book), { page_length: 5, checkpoint: first.checkpoint });
    assert.deepEqual(new Set(uuids([...first.given, ...second.given])), new Set(uuids(rows)));
    // A page that was begun may come again whole.
    assert.ok(second.given.length <= 10, `${second.given.length}`);
    assert.equal(book.asked.length - before, 2);
  });

  test("again and again, after every single response, gives each once", async () => {
    const book = ledger(many(17));
    const given = [];
    let checkpoint;
    for (let round = 0; round < 40; round++) {
      const next = await broken(client(book), 1, { checkpoint });
      given.push(...next.given);
      checkpoint = next.checkpoint;
    }
    assert.deepEqual(uuids(given).toSorted(), uuids(many(17)).toSorted());
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
      assert.deepEqual(uuids(given), uuids(many(20).reverse()).slice(index + 1));
    }
  });
});

test("the same object, run twice, goes on from its own checkpoint", async () => {
  const book = ledger(many(5));
  const sync = client(book).syncResponses();
  assert.equal((await all(sync)).length, 5);
  assert.deepEqual(await all(sync), []);
  book.put(partial("new", NOON + MINUTE));
  assert.deepEqual(uuids(await all(sync)), ["new"]);
});

test("asks for nothing before it is iterated", async () => {
  const book = ledger(many(5));
  const { checkpoint } = client(book).syncResponses();
  assert.equal(book.asked.length, 0);
  assert.equal((await run(client(book), { checkpoint })).given.length, 5);
});

test("a checkpoint stays small when the list is long", async () => {
  const rows = Array.from({ length: 3000 }, (_, index) => partial(`${index}`.padStart(36, "0"), NOON - index * 10 * MINUTE));
  const { given, checkpoint } = await run(client(ledger(rows)));
  assert.equal(given.length, 3000);
  assert.ok(checkpoint.length < 2000, `${checkpoint.length} characters`);
});
