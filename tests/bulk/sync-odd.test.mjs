// A sync of a list that is not as it should be, or that goes by when a survey was shown: what is unchanged comes once.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all } from "../support/bulk.mjs";
import { failure, settled } from "../support/failure.mjs";
import { at, ledger, NOON, partial, viewed } from "../support/ledger.mjs";
import { client, HOUR, MINUTE, run, uuids } from "../support/runs.mjs";
import { KEY } from "../support/sandbox.mjs";
import { ok, page, raw, scripted } from "../support/scripted.mjs";

/** Shown at one time, answered at another. */
const shown = (uuid, shownMs, answeredMs, data) => partial(uuid, answeredMs, data, { last_shown_at: at(shownMs) });

/** What each of three runs gives, of a list that changes before the third. */
async function three(book, options, change = () => {}) {
  const given = [];
  let checkpoint;
  for (const before of [() => {}, () => {}, change]) {
    before();
    const next = await run(client(book), { ...options, checkpoint });
    given.push(uuids(next.given));
    checkpoint = next.checkpoint;
  }
  return given;
}

describe('include: "all" goes by when a survey was shown', () => {
  const rows = [shown("old answer", NOON - MINUTE, NOON - 900 * HOUR), viewed("view", NOON), shown("late answer", NOON - 2 * MINUTE, NOON + 50 * HOUR)];

  test("what is unchanged comes once, however long ago it was answered", async () => {
    const old = rows.slice(0, 2);
    assert.deepEqual(await three(ledger(old), { include: "all" }), [["view", "old answer"], [], []]);
    assert.deepEqual(await three(ledger(rows), { include: "all" }), [["view", "old answer", "late answer"], [], []]);
  });

  test("an answer long after the survey was shown does not hide what is shown next", async () => {
    const book = ledger(rows);
    const given = await three(book, { include: "all" }, () => book.put(viewed("next", NOON + MINUTE)));
    assert.deepEqual(given[2], ["next"]);
  });

  for (const [what, to] of [
    ["was shown again", viewed("view", NOON + MINUTE)],
    ["was answered", shown("view", NOON, NOON + MINUTE)],
    ["was dismissed", { ...viewed("view", NOON), dismissed_at: at(NOON + MINUTE) }],
  ]) {
    test(`a view that ${what} comes again`, async () => {
      const book = ledger(rows);
      assert.deepEqual(await three(book, { include: "all" }, () => book.put(to)), [["view", "old answer", "late answer"], [], ["view"]]);
    });
  }
});

test("a response that was answered long ago, and was tagged or not, comes once by default too", async () => {
  assert.deepEqual(await three(ledger([shown("a", NOON, NOON - 900 * HOUR), partial("b", NOON)])), [["b", "a"], [], []]);
});

describe("odd responses come once, and lose no other", () => {
  /** The runs of a list that is one page, whatever is asked. */
  async function runs(items) {
    const refiner = new Refiner({ apiKey: KEY, fetch: scripted(raw(JSON.stringify(page(items)))) });
    const first = await run(refiner);
    const second = await run(refiner, { checkpoint: first.checkpoint });
    return [first.given, second.given];
  }
  const none = { last_data_reception_at: null, last_shown_at: null, received_at: null, first_shown_at: null };

  for (const [what, items] of [
    ["without times", [partial("a", NOON), { ...partial("b", NOON), ...none }, { ...partial("c", NOON), ...none }, partial("d", NOON - MINUTE)]],
    ["without times, at the top", [{ ...partial("a", NOON), ...none }, partial("b", NOON)]],
    ["with no time at all in the list", [{ ...partial("a", NOON), ...none }, { ...partial("b", NOON), ...none }]],
    ["with times that are none", [partial("a", NOON), { ...partial("b", NOON), last_data_reception_at: "yesterday", last_shown_at: 7 }]],
    ["without a uuid", [{ ...partial("a", NOON), uuid: null }, { ...partial("b", NOON), uuid: undefined }, { ...partial("c", NOON), uuid: 7 }]],
    ["with uuids that JavaScript knows", ["__proto__", "constructor", "toString", "hasOwnProperty", "1"].map((uuid) => partial(uuid, NOON))],
    ["that are none", [null, "text", 7, [], partial("a", NOON)]],
  ]) {
    test(what, async () => {
      const [first, second] = await runs(items);
      assert.deepEqual(JSON.stringify(first), JSON.stringify(items));
      assert.deepEqual(second, []);
    });
  }

  test("nested deeper than JSON.stringify can write", async () => {
    const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
    const text = JSON.stringify(page([partial("a", NOON, { q: "DEEP" }), partial("b", NOON)])).replace('"DEEP"', deep);
    const refiner = new Refiner({ apiKey: KEY, fetch: scripted(raw(text)) });
    const first = await run(refiner);
    assert.deepEqual(uuids(first.given), ["a", "b"]);
    assert.deepEqual((await run(refiner, { checkpoint: first.checkpoint })).given, []);
  });
});

test("a list that leads nowhere leaves a checkpoint that a later run can continue from", async () => {
  const row = (uuid) => partial(uuid, NOON, { q: 1 });
  const stuck = ok(page([row("r-1")], { next_page_cursor: "c-1", last_page: 9 }));
  const refiner = new Refiner({ apiKey: KEY, fetch: scripted(stuck) });
  const sync = refiner.syncResponses();
  await failure(all(sync), { kind: "decode", message: /the list does not end/ });
  await failure(all(refiner.syncResponses({ checkpoint: sync.checkpoint })), { kind: "decode", message: /the list does not end/ });
  const mended = new Refiner({ apiKey: KEY, fetch: scripted(ok(page([row("r-2")]))) });
  assert.deepEqual(uuids(await settled(all(mended.syncResponses({ checkpoint: sync.checkpoint })))), ["r-2"]);
});
