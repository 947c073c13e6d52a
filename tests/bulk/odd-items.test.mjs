// Odd items: keys that every JavaScript object already has, lone surrogates, values of the wrong type, and very long
// ones. They never fail a page, and are never lost from a file or counted as something else.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { whole } from "../support/bulk.mjs";
import { readTable } from "../support/csv.mjs";
import { failure, settled } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { page, raw, scripted } from "../support/scripted.mjs";
import { written } from "../support/walks.mjs";

/** What each function makes of a page with these items, given as JSON text. */
function of(...items) {
  const refiner = new Refiner({ apiKey: KEY, fetch: raw(written(`[${items}]`)) });
  const file = (method, options) => settled(whole(refiner[method]({}, options)));
  return {
    refiner,
    items: JSON.parse(`[${items}]`),
    lines: async (method = "exportResponses") => (await file(method, { format: "ndjson" })).split("\n").slice(0, -1),
    table: async (method = "exportResponses", options = {}) => readTable(await file(method, { format: "csv", ...options })),
    summary: (options) => settled(refiner.summarizeResponses({}, options)),
  };
}
const other = (row) => (row.other ? JSON.parse(row.other) : {});

describe("names that every object already has", () => {
  const NAMES = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "length"];
  const keys = `{${NAMES.map((name, index) => `"${name}":"v${index}"`)}}`;

  test("are columns and answers like any other", async () => {
    const { table, lines, items } = of(`{"uuid":"r-1","data":${keys},"contact":{"attributes":${keys}}}`);
    const { header, rows } = await table();
    for (const [index, name] of NAMES.entries()) {
      for (const column of [`data.${name}`, `contact.attributes.${name}`]) {
        assert.ok(header.includes(column), column);
        assert.equal(rows[0][column], `v${index}`);
      }
    }
    assert.deepEqual(JSON.parse((await lines())[0]), items[0]);
    assert.deepEqual(Object.keys(JSON.parse((await lines())[0]).data), NAMES);
    assert.equal(/** @type {any} */ ({}).v0, undefined);
  });

  test("are columns of contacts", async () => {
    const { table } = of(`{"uuid":"c-1","attributes":${keys},"account":{"attributes":${keys}}}`);
    const { rows } = await table("exportContacts");
    for (const [index, name] of NAMES.entries()) {
      assert.deepEqual([rows[0][`attributes.${name}`], rows[0][`account.attributes.${name}`]], [`v${index}`, `v${index}`]);
    }
  });

  test("are columns that can be named", async () => {
    const columns = NAMES.map((name) => `data.${name}`);
    const { rows } = await of(`{"data":${keys}}`, '{"data":{}}', '{"data":{"__proto__":{"a":1}}}').table("exportResponses", { columns });
    assert.deepEqual(Object.values(rows[0]), NAMES.map((_, index) => `v${index}`));
    assert.deepEqual(Object.values(rows[1]), NAMES.map(() => ""));
    assert.equal(rows[2]["data.__proto__"], '{"a":1}');
  });

  test("beyond the columns are in the last one, under their own names", async () => {
    const { rows } = await of('{"uuid":"r-1"}', `{"uuid":"r-2",${keys.slice(1, -1)}}`).table();
    assert.deepEqual(Object.entries(other(rows[1])), NAMES.map((name, index) => [name, `v${index}`]));
  });

  for (const name of NAMES) {
    test(`can be the question and the group of a summary: ${name}`, async () => {
      const { summary } = of(`{"data":{"${name}":9},"contact":{"attributes":{"${name}":"${name}"}}}`, '{"data":{}}');
      const { metrics, groups } = await summary({ metrics: [{ metric: "nps", question: name }], group_by: { attribute: name } });
      assert.deepEqual([metrics[0].question, metrics[0].n, metrics[0].promoters], [[name], 1, 1]);
      assert.deepEqual(groups.map(({ key, items }) => [key, items]).toSorted(), [[name, 1], [null, 1]].toSorted());
      const { metrics: choices } = await summary({ metrics: [{ metric: "distribution", question: name }] });
      assert.deepEqual(choices[0].distribution.map(({ choice, count }) => [choice, count]), [["9", 1]]);
    });
  }

  test("are filters like any other", async () => {
    const filter = JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}');
    const fetch = scripted(() => Response.json(page([])));
    const refiner = new Refiner({ apiKey: KEY, fetch });
    const query = { response_data: filter, contact_data: filter };
    await settled(refiner.summarizeResponses(query, { metrics: ["count"] }));
    await settled(whole(refiner.exportResponses(query, { format: "csv" })));
    for (const { url } of fetch.calls) {
      for (const [name, value] of Object.entries(filter)) {
        for (const of of Object.keys(query)) assert.equal(new URL(url).searchParams.get(`${of}[${name}]`), value);
      }
    }
    assert.equal(fetch.calls.length, 2);
  });
});

describe("a lone surrogate", () => {
  test("stays in a line, and is U+FFFD where text must be UTF-8", async () => {
    const { table, lines, items, summary } = of('{"uuid":"r-1","data":{"q":"a\\ud800b","w":["\\udfff","x"]}}');
    assert.deepEqual(JSON.parse((await lines())[0]), items[0]);
    const { rows } = await table();
    assert.deepEqual([rows[0]["data.q"], rows[0]["data.w"]], ["a\ufffdb", "\ufffd; x"]);
    const { metrics } = await summary({ metrics: [{ metric: "distribution", question: "q" }] });
    assert.deepEqual(metrics[0].distribution.map(({ choice }) => choice), ["a\ufffdb"]);
  });

  test("followed by its other half is a character", async () => {
    const { table, items } = of('{"uuid":"r-1","data":{"q":"\\ud83c\\udf89","\\ud83c\\udf89":1}}');
    const { rows } = await table();
    assert.deepEqual([rows[0]["data.q"], rows[0]["data.🎉"]], ["🎉", "1"]);
    assert.deepEqual(items[0].data, { q: "🎉", "🎉": 1 });
  });

  test("in the name of a question keeps its answers apart, as JSON.parse does", async () => {
    const { table, lines, items } = of('{"uuid":"r-1","data":{"\\ud800":1,"\\udfff":2,"\\ufffd":3}}');
    assert.deepEqual(Object.values(items[0].data), [1, 2, 3]);
    assert.deepEqual(JSON.parse((await lines())[0]), items[0]);
    const { rows } = await table();
    assert.equal(rows[0]["data.\ufffd"], "3");
    assert.deepEqual(other(rows[0]), { "data.\ud800": 1, "data.\udfff": 2 });
  });

  test("is not a column, a question or a filter", async () => {
    const { refiner } = of();
    await failure((async () => whole(refiner.exportResponses({}, { format: "csv", columns: ["data.\ud800"] })))(), { kind: "input" });
    await failure(refiner.summarizeResponses({}, { metrics: [{ metric: "nps", question: "\ud800" }] }), { kind: "input" });
    await failure(refiner.summarizeResponses({ search: "\ud800" }, { metrics: ["count"] }), { kind: "input", path: "search" });
  });
});

describe("of the wrong kind", () => {
  const FINE = '{"uuid":"r-0","data":{"nps":7},"form":{"uuid":"f-1","name":"A"},"contact":{"account":{"remote_id":"acme"}}}';

  for (const [item, rest] of [
    ["null", { item: null }],
    ["7", { item: 7 }],
    ["true", { item: true }],
    ['"r-1"', { item: "r-1" }],
    ["[]", { item: [] }],
    ['[{"uuid":"r-1"}]', { item: [{ uuid: "r-1" }] }],
  ]) {
    test(`an item that is ${item} is a row of its own, and counted as unreadable`, async () => {
      const { table, lines, items, summary } = of(FINE, item, FINE);
      assert.deepEqual((await lines()).map((line) => JSON.parse(line)), items);
      for (const method of ["exportResponses", "exportContacts"]) {
        const { header, rows } = await table(method);
        assert.equal(rows.length, 3);
        assert.deepEqual(other(rows[1]), rest);
        for (const column of header) if (!["other", "state"].includes(column)) assert.equal(rows[1][column], "", column);
      }
      const { items: counted, unreadable, metrics } = await summary({ metrics: [{ metric: "nps", question: "nps" }] });
      assert.deepEqual([counted, unreadable, metrics[0].passives], [2, 1, 2]);
    });
  }

  for (const [what, item, rest] of [
    ["null for every object", '{"uuid":"r-1","form":null,"data":null,"contact":null}', {}],
    ["null for every object within", '{"uuid":"r-1","contact":{"account":null,"attributes":null}}', {}],
    ["an empty list for every object", '{"uuid":"r-1","form":[],"data":[],"contact":[]}', {}],
    ["text for every object", '{"uuid":"r-1","form":"f","data":"d","contact":"c"}', { form: "f", data: "d", contact: "c" }],
    ["a list for the answers", '{"uuid":"r-1","data":[{"nps":9}]}', { data: [{ nps: 9 }] }],
  ]) {
    test(`${what} leaves the cells empty, and is kept in the last column`, async () => {
      const { table, lines, items, summary } = of(FINE, item);
      assert.deepEqual((await lines()).map((line) => JSON.parse(line)), items);
      const { rows } = await table();
      assert.equal(rows[1].uuid, "r-1");
      assert.deepEqual(other(rows[1]), rest);
      for (const column of ["form.uuid", "data.nps", "contact.account.remote_id"]) assert.equal(rows[1][column], "", column);
      for (const group_by of ["form", "account"]) {
        const { groups, metrics, unreadable } = await summary({ metrics: [{ metric: "nps", question: "nps" }], group_by });
        assert.deepEqual([metrics[0].n, unreadable], [1, 0]);
        assert.deepEqual(groups.map(({ items }) => items), [1, 1]);
        assert.ok(groups.some(({ key }) => key === null));
      }
    });
  }

  test("fixed fields keep values of any kind in their cells", async () => {
    const { table } = of('{"uuid":7,"show_counter":"3","completed_at":true,"contact":{"email":["a","b"],"uuid":{"x":1}},"tags":"T"}');
    const { rows } = await table();
    const { uuid, show_counter, completed_at, tags } = rows[0];
    assert.deepEqual([uuid, show_counter, completed_at, tags], ["7", "3", "true", "T"]);
    assert.deepEqual([rows[0]["contact.email"], rows[0]["contact.uuid"]], ["a; b", '{"x":1}']);
  });
});

test("a text of 1 MB is a cell, a line, a choice and a group of 1 MB", async () => {
  const text = 'é"\n'.repeat(350_000);
  const { table, lines, summary } = of(JSON.stringify({ uuid: "r-1", data: { text, nps: 9 } }), '{"uuid":"r-2","data":{"nps":9}}');
  const { rows } = await table();
  assert.equal(rows[0]["data.text"], text);
  assert.equal(rows[1].uuid, "r-2");
  assert.equal(JSON.parse((await lines())[0]).data.text, text);
  const { metrics, groups } = await summary({ metrics: ["nps", "distribution"], question: ["nps"], group_by: { answer: "text" } });
  assert.equal(metrics[0].promoters, 2);
  assert.ok(groups.some(({ key, items }) => key === text && items === 1));
});
