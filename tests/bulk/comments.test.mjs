// What people wrote, through the package: from the sandbox.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all } from "../support/bulk.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";

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
      const own = written.filter(({ data }) => campOf(data.nps) === camp).map(({ data }) => ` ${data.nps_reason.toLowerCase().replaceAll("’", "'").replaceAll(/[.,!?"–…¡\s-]+/g, " ")} `);
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
    const of = async (page_length, seed) => (await refiner.summarizeResponses({ include: "all", page_length }, { metrics: ["count"], comments: { question: "nps_reason", by: { attribute: "country" }, sample: 10, seed } })).comments;
    const first = await of(1000, 3);
    assert.ok(first.camps.length > 2 && first.camps.every(({ n }) => n > 0));
    assert.deepEqual(await of(7, 3), first);
    assert.notDeepEqual((await of(1000, 4)).sample, first.sample);
  });
});
