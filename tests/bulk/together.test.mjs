// Concurrent walks through one client: each has its own pages, its own job in the wasm, and its own end.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all } from "../support/bulk.mjs";
import { settled } from "../support/failure.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { item, leaf, WAYS } from "../support/walks.mjs";

const MANY = 20;

describe("against the sandbox", () => {
  let sandbox, refiner;
  before(async () => {
    sandbox = await startSandbox(["--contacts", "100", "--responses", "500"]);
    refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
  });
  after(() => sandbox.stop());

  test(`${MANY} walks, of different lists and page lengths, each give what they give alone`, async () => {
    const forms = (await all(refiner.listForms())).map(({ uuid }) => uuid);
    const ways = Object.entries(WAYS);
    const walks = Array.from({ length: MANY }, (_, index) => {
      const [name, walk] = ways[index % ways.length];
      const query = name.endsWith("contacts")
        ? { order_by: index % 2 ? "email" : "last_seen_at", page_length: 10 + index }
        : { form_uuid: forms[index % forms.length], include: "all", page_length: 10 + index };
      return () => walk(refiner, query, name === "summary" ? { group_by: "month" } : {});
    });
    const alone = [];
    for (const walk of walks) alone.push(await settled(walk()));
    const together = await settled(Promise.all(walks.map((walk) => walk())));
    for (const [index, { error }] of alone.entries()) assert.equal(error, undefined, String(index));
    assert.ok(new Set(alone.map(({ text, report }) => text ?? JSON.stringify(report))).size > MANY - 3, "the walks must differ");
    assert.deepEqual(together, alone);
  });
});

describe("out of step", () => {
  /** Each `search` is a list of its own. The test decides when pages arrive. */
  function stepping() {
    const waiting = [];
    const fetch = (url, init) =>
      new Promise((resolve, reject) => {
        const query = new URL(url).searchParams;
        const number = Number((query.get("page_cursor") ?? "c-1").slice(2));
        const name = query.get("search");
        init.signal.addEventListener("abort", () => reject(init.signal.reason));
        waiting.push(() => {
          if (name.startsWith("bad") && number === 3) return resolve(new Response("<p>"));
          resolve(Response.json(leaf([item(`${name}-${number}`), item(`${name}-${number}b`)], number, 5)));
        });
      });
    /** Delivers the pages, the latest request first, until there are no more requests. */
    const go = async () => {
      for (let idle = 0; idle < 20; ) {
        await new Promise((resolve) => setImmediate(resolve));
        idle = waiting.length === 0 ? idle + 1 : 0;
        waiting.pop()?.();
      }
    };
    return { fetch, go };
  }

  test(`${MANY} walks, half of which fail in the middle, do not mix`, async () => {
    const { fetch, go } = stepping();
    const refiner = new Refiner({ apiKey: KEY, fetch, maxRetries: 0 });
    const ways = Object.entries(WAYS);
    const names = Array.from({ length: MANY }, (_, index) => `${index % 2 ? "bad" : "good"}${index}`);
    const walks = names.map((search, index) => ways[index % ways.length][1](refiner, { search }));
    await go();
    const ended = await settled(Promise.all(walks));
    for (const [index, { error, uuids }] of ended.entries()) {
      const [way] = ways[index % ways.length];
      const upTo = index % 2 ? 2 : 5;
      const expected = Array.from({ length: upTo }, (_, page) => [`${names[index]}-${page + 1}`, `${names[index]}-${page + 1}b`]).flat();
      assert.equal(error?.kind, index % 2 ? "decode" : undefined, error?.message);
      if (error) assert.deepEqual([error.progress, error.resume], [{ pages: 2, items: 4 }, { page_cursor: "c-3" }]);
      if (!error || way !== "summary") assert.deepEqual(uuids.toSorted(), expected.toSorted());
    }
  });

  test("cancelled walks leave the others alone, and free their jobs for the next ones", async () => {
    const { fetch, go } = stepping();
    const refiner = new Refiner({ apiKey: KEY, fetch, maxRetries: 0 });
    const kept = Array.from({ length: MANY / 2 }, (_, index) => WAYS.csv(refiner, { search: `kept${index}` }));
    const left = Array.from({ length: MANY / 2 }, (_, index) => refiner.exportResponses({ search: `left${index}` }, { format: "csv" }).getReader());
    const reads = left.map((reader) => reader.read());
    await go();
    await settled(Promise.all(reads));
    await settled(Promise.all(left.map((reader) => reader.cancel())));
    const next = Array.from({ length: MANY / 2 }, (_, index) => WAYS.csv(refiner, { search: `next${index}` }));
    await go();
    for (const [name, walks] of Object.entries({ kept, next })) {
      for (const [index, { error, uuids }] of (await settled(Promise.all(walks))).entries()) {
        assert.equal(error, undefined);
        assert.equal(uuids.length, 10);
        for (const uuid of uuids) assert.ok(uuid.startsWith(`${name}${index}-`), `${uuid} is in ${name}${index}`);
      }
    }
  });
});
