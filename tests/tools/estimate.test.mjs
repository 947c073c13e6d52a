// A result is at most 20,000 tokens, though the package has no tokenizer: its estimate is never below the truth, on pages of six kinds of
// text, and not so far above it that results are needlessly short.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { run } from "refiner-wasm/tools";
import { KIND_NAMES, pagesOf } from "../bench/data/kinds.mjs";
import { KEY } from "../support/sandbox.mjs";
import { page, scripted } from "../support/scripted.mjs";
import { tokensOf } from "../support/tokens.mjs";

const MOST = 20_000;

/** A service that has these items. @param {any[]} items */
function serving(items) {
  const fetch = scripted((/** @type {string} */ url) => {
    const { searchParams } = new URL(url);
    const [length, start] = [Number(searchParams.get("page_length") ?? 100), Number(searchParams.get("page_cursor") ?? 0)];
    const end = start + length;
    const more = end < items.length;
    return Response.json(page(items.slice(start, end), { last_page: more ? 99 : 1, page_length: length, next_page_cursor: more ? String(end) : null }));
  });
  return new Refiner({ apiKey: KEY, fetch });
}

for (const kind of KIND_NAMES) {
  describe(kind, () => {
    for (const [index, bytes] of pagesOf(kind).entries()) {
      test(`page ${index + 1}: as much as fits, and the rest from there`, async () => {
        const { items } = JSON.parse(new TextDecoder().decode(bytes));
        const refiner = serving(items);
        const first = await run(refiner, "list_responses", { page_length: 1000 }, { maxResultBytes: Infinity });
        const tokens = tokensOf(first.data);
        assert.ok(tokens <= MOST, `${tokens}`);
        assert.ok(tokens > MOST / 2, `only ${tokens}: the estimate is too far above the truth`);
        const { returned, total, resume } = first.meta.truncated;
        assert.deepEqual([returned, total], [first.data.items.length, items.length]);
        const next = await run(refiner, "list_responses", { page_length: 1000, ...resume });
        assert.equal(next.data.items[0].uuid, items[returned].uuid);
        assert.ok(tokensOf(next.data) <= MOST && Buffer.byteLength(JSON.stringify(next.data)) <= 60_000);
      });
    }
  });
}
