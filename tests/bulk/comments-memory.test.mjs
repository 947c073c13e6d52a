// However many comments there are, they take the same memory. A file of its own, because the memory of a module never shrinks.

import assert from "node:assert/strict";
import { test } from "node:test";
import { totalSize } from "../support/memory.mjs";
import { Refiner } from "refiner-wasm";
import { KEY } from "../support/sandbox.mjs";
import { page } from "../support/scripted.mjs";

test("200,000 comments take no more memory than 40,000", async () => {
  const body = (number, last) => {
    const items = Array.from({ length: 2000 }, (_, index) => ({
      uuid: `r-${number}-${index}`,
      completed_at: `2026-${String(1 + (index % 12)).padStart(2, "0")}-01 00:00:00`,
      data: { nps: index % 11, q: `comment ${number} with words${index} that are all w${number}x${index} different, and more` },
    }));
    return JSON.stringify(page(items, { next_page_cursor: number + 1 < last ? String(number + 1) : null, last_page: last, current_page: number + 1 }));
  };
  const grown = async (pages) => {
    const fetch = async (url) => new Response(body(Number(new URL(url).searchParams.get("page_cursor") ?? 0), pages));
    const refiner = new Refiner({ apiKey: KEY, fetch });
    const { comments } = await refiner.summarizeResponses({}, { metrics: [{ metric: "nps", question: "nps" }], comments: { question: "q", sample: 200 } });
    assert.deepEqual([comments.n, comments.sample.length, comments.missed > 0], [pages * 2000, 200, true]);
    return totalSize().at(-1)?.bytes ?? assert.fail("no module was loaded");
  };
  const first = await grown(20);
  assert.equal(await grown(100), first);
  assert.ok(first < 16 * 1024 * 1024, `${first} bytes`);
});
