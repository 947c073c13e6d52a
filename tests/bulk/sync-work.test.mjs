// The work of a sync grows with what it reads, not with its square, however much lies within the overlap.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { NOON, partial } from "../support/ledger.mjs";
import { run } from "../support/runs.mjs";
import { KEY } from "../support/sandbox.mjs";
import { page } from "../support/scripted.mjs";
import { countWork } from "../support/work.mjs";

// A sync loads these scripts when it begins, and so after this.
const workOf = await countWork(/refiner-wasm\/internal\/(sync|checkpoint)[^/]*\.js$/);

const LENGTH = 50;

/** A list of so many responses, in pages; `at` gives the time of each. */
function listOf(count, at) {
  const fetch = async (url) => {
    const number = Number(new URL(url).searchParams.get("page_cursor") ?? 0);
    const from = number * LENGTH;
    const items = Array.from({ length: Math.min(LENGTH, count - from) }, (_, index) => partial(`r-${from + index}`, at(from + index)));
    const next = from + LENGTH < count ? String(number + 1) : null;
    return Response.json(page(items, { items_count: count, current_page: number + 1, last_page: Math.ceil(count / LENGTH), next_page_cursor: next }));
  };
  return new Refiner({ apiKey: KEY, fetch });
}

/** The blocks that a sync runs in a first run over so many responses, and in a second one that finds them all again. */
async function work(count, at) {
  const refiner = listOf(count, at);
  const go = async () => {
    const { given, checkpoint } = await run(refiner, { page_length: LENGTH });
    assert.equal(given.length, count);
    await run(refiner, { page_length: LENGTH, checkpoint });
  };
  return workOf(go);
}

describe("four times the responses are four times the work", () => {
  for (const [what, at] of [
    ["within the overlap", (index) => NOON - index],
    ["at one time", () => NOON],
    ["beyond the overlap", (index) => NOON - index * 600_000],
    ["in the wrong order", (index) => NOON + index * 600_000],
  ]) {
    test(what, async () => {
      const [few, many] = [await work(2_000, at), await work(8_000, at)];
      assert.ok(few > 40 * 2_000, `not all was counted: ${few}`);
      const growth = many / few;
      assert.ok(growth < 4.5, `${few}, then ${many}: ${growth} times the work`);
    });
  }
});
