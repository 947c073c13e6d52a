// A sync gives the responses that are new or changed since its checkpoint.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all } from "../support/bulk.mjs";
import { failure } from "../support/failure.mjs";
import { completed, ledger, NOON, partial, viewed } from "../support/ledger.mjs";
import { client, HOUR, many, MINUTE, run, SECOND, uuids } from "../support/runs.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";

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
    // The answer was given a while ago, and arrives only now.
    const date = new Date(Date.now() - 20 * MINUTE).toISOString();
    const late = await refiner.storeResponse({ form_uuid, email: "late@example.com", answers: { nps: 3 }, date });
    const third = await run(refiner, { checkpoint: second.checkpoint });
    assert.deepEqual(uuids(third.given), [uuid, late.uuid]);
    assert.equal(third.given[0].data.nps, 9);
    assert.deepEqual((await run(refiner, { checkpoint: third.checkpoint })).given, []);
  });

  test("a second run requests only what is not known yet", async () => {
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

  test("with since gives what came from then on", async () => {
    const book = ledger(many(10));
    const since = new Date(NOON - 3 * MINUTE).toISOString();
    assert.deepEqual(uuids((await run(client(book), { since })).given), ["r-9", "r-8", "r-7", "r-6"]);
  });

  test("with since: what came before it does not come in the next run either", async () => {
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

  test("overlapMs sets how late an answer may arrive", async () => {
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

  // A limit that index.d.ts documents: finding this response would need a second list.
  test("with views: a view answered after the overlap is not found again", async () => {
    const view = viewed("x", NOON - 3 * HOUR);
    const book = ledger([...many(5), view]);
    const { checkpoint } = await run(client(book), { include: "all" });
    book.put(partial("x", NOON + MINUTE, { nps: 1 }, { first_shown_at: view.first_shown_at, last_shown_at: view.last_shown_at }));
    assert.deepEqual(uuids((await run(client(book), { include: "all", checkpoint })).given), []);
  });

  // With views, Refiner goes by when a survey was last shown, whenever it is answered. The default finds what that
  // would miss.
  test("a view that is answered after the overlap", async () => {
    const view = viewed("x", NOON - 3 * HOUR);
    const book = ledger([...many(5), view]);
    const { checkpoint } = await run(client(book));
    const answered = partial("x", NOON + MINUTE, { nps: 1 }, { first_shown_at: view.first_shown_at, last_shown_at: view.last_shown_at });
    book.put(answered);
    assert.deepEqual(uuids((await run(client(book), { checkpoint })).given), ["x"]);
  });
});

test("the same object, run twice, continues from its own checkpoint", async () => {
  const book = ledger(many(5));
  const sync = client(book).syncResponses();
  assert.equal((await all(sync)).length, 5);
  assert.deepEqual(await all(sync), []);
  book.put(partial("new", NOON + MINUTE));
  assert.deepEqual(uuids(await all(sync)), ["new"]);
});

test("requests nothing before it is iterated", async () => {
  const book = ledger(many(5));
  const { checkpoint } = client(book).syncResponses();
  assert.equal(book.asked.length, 0);
  assert.equal((await run(client(book), { checkpoint })).given.length, 5);
});
