// What people wrote, through the package: from the sandbox, and in little memory.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { totalSize } from "../support/memory.mjs";
import { Refiner } from "refiner-wasm";
import { all } from "../support/bulk.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { page } from "../support/scripted.mjs";

describe("comments of the sandbox's answers", () => {
  let sandbox, refiner, responses;
  before(async () => {
    sandbox = await startSandbox();
    refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
    responses = new Map((await all(refiner.listResponses({ include: "all" }))).map((response) => [response.uuid, response]));
  });
  after(() => sandbox.stop());
  const campOf = (score) => (score === null || score === undefined ? null : score > 8 ? "promoters" : score > 6 ? "passives" : "detractors");

  test("are found again by their uuid, and each camp counts what its own wrote", async () => {
    const { comments } = await refiner.summarizeResponses({ include: "all" }, { metrics: [{ metric: "nps", question: "nps" }], comments: { question: "nps_reason", sample: 40 } });
    assert.equal(comments.sample.length, 40);
    for (const { uuid, text, camp, score, completed_at, cut } of comments.sample) {
      const response = responses.get(uuid);
      assert.deepEqual([text, camp, completed_at, cut], [response.data.nps_reason, campOf(score), response.completed_at, false]);
      assert.equal(score, Number(response.data.nps));
    }
    const written = [...responses.values()].filter(({ data }) => data.nps_reason);
    assert.ok(written.length > 100);
    assert.deepEqual([comments.n, comments.absent], [written.length, responses.size - written.length]);
    for (const { camp, n, terms } of comments.camps) {
      const own = written.filter(({ data }) => campOf(data.nps) === camp).map(({ data }) => ` ${data.nps_reason.toLowerCase().replaceAll(/[.,!?"–’…¡\s]+/g, " ")} `);
      assert.equal(n, own.length, camp);
      assert.ok(terms.length > 3, camp);
      for (const { term, count, z } of terms) {
        const spaced = /^[\p{Script=Latin} ']+$/u.test(term) && !term.includes("'");
        if (spaced) assert.equal(count, own.filter((text) => text.includes(` ${term} `)).length, term);
        assert.ok(count >= 2 && z > 0, term);
      }
    }
    const kinds = new Set(comments.sample.map(({ camp, text }) => `${camp} ${/\p{Script=Hiragana}/u.test(text)}`));
    assert.ok(kinds.size >= 6, [...kinds].join("; "));
  });

  test("are the same for the same seed, whatever the page length", async () => {
    const of = async (page_length, seed) => (await refiner.summarizeResponses({ include: "all", page_length }, { metrics: ["count"], comments: { question: "nps_reason", by: { attribute: "plan" }, sample: 10, seed } })).comments;
    const first = await of(1000, 3);
    assert.ok(first.camps.length > 2 && first.camps.every(({ n }) => n > 0));
    assert.deepEqual(await of(7, 3), first);
    assert.notDeepEqual((await of(1000, 4)).sample, first.sample);
  });
});

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
