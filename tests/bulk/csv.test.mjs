// CSV: one row per item with the right cells, read by an RFC 4180 reader that is independent of the writer.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all, whole } from "../support/bulk.mjs";
import { readCsv, readTable } from "../support/csv.mjs";
import { failure } from "../support/failure.mjs";
import { ledger, NOON, partial } from "../support/ledger.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";

let sandbox, refiner;

before(async () => {
  sandbox = await startSandbox();
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
});
after(() => sandbox.stop());

/** The text of a cell for a value, without the guard. */
function cell(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map((item) => cell(item?.name ?? item).replace(/[;\\]/g, "\\$&")).join("; ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const state = ({ completed_at, data, last_data_reception_at }) =>
  completed_at ? "completed" : Object.keys(data).length > 0 || last_data_reception_at ? "partial" : "viewed";

/** The value under a column's name. */
function under(item, column) {
  if (column === "state") return state(item);
  for (const free of ["data.", "contact.attributes.", "account.attributes.", "attributes."]) {
    if (column.startsWith(free)) return free.slice(0, -1).split(".").reduce((value, key) => value?.[key], item)?.[column.slice(free.length)];
  }
  return column.split(".").reduce((value, key) => value?.[key], item);
}

/** Compares every cell with its item. */
function check({ header, rows }, items) {
  assert.equal(rows.length, items.length);
  const columns = header.filter((name) => name !== "other");
  for (const [index, item] of items.entries()) {
    for (const column of columns) assert.equal(rows[index][column], cell(under(item, column)), `${column} of row ${index}`);
  }
}

/** A client whose list has these answers, newest first. */
function answering(...answers) {
  const rows = answers.map((data, index) => partial(`r-${index}`, NOON - index * 1000, data));
  return new Refiner({ apiKey: KEY, fetch: ledger(rows).fetch });
}
const QUERY = { include: "all" };
const table = async (stream) => readTable(await whole(stream));

describe("the reader itself", () => {
  test("reads quotes, commas and ends of lines", () => {
    assert.deepEqual(readCsv('a,"b ""c"", d",\r\n"1\r\n2",,é\r\n'), [["a", 'b "c", d', ""], ["1\r\n2", "", "é"]]);
  });

  for (const wrong of ["a,b", "a\nb\r\n", '"a\r\n', 'a"b\r\n', '"a"b\r\n', "a\r\nb,"]) {
    test(`refuses ${JSON.stringify(wrong)}`, () => assert.throws(() => readCsv(wrong)));
  }

  test("refuses a ragged table", () => assert.throws(() => readTable("a,b\r\n1\r\n")));
});

describe("responses", () => {
  test("are a row each, with every answer in its cell", async () => {
    const query = { include: "all", page_length: 1000 };
    const items = await all(refiner.listResponses(query));
    const csv = await table(refiner.exportResponses(query, { format: "csv", guard: false }));
    check(csv, items);
    // Every value is in some column.
    const questions = new Set(items.flatMap(({ data }) => Object.keys(data)));
    assert.ok(questions.size > 10);
    for (const question of questions) assert.ok(csv.header.includes(`data.${question}`), question);
    assert.ok(items.some(({ tags }) => tags?.length > 1), "the seed must have tags to show");
    assert.ok(items.some(({ data }) => data.features?.length > 1));
    assert.ok(items.some(({ data }) => Object.values(data).some((value) => /["\n,]/.test(value))), "and quotes to be doubled");
    assert.deepEqual(new Set(csv.rows.map((row) => row.state)), new Set(["completed", "partial", "viewed"]));
  });

  test("show the contact's traits on request", async () => {
    const query = { with_attributes: true, page_length: 1000 };
    const items = await all(refiner.listResponses(query));
    const csv = await table(refiner.exportResponses(query, { format: "csv", guard: false }));
    check(csv, items);
    assert.ok(csv.header.includes("contact.attributes.country"));
  });

  test("have a column for values that only a later page has, as JSON", async () => {
    const client = answering({ nps: 9 }, { nps: 8 }, { nps: 7, late: 'a "quoted", one' });
    const csv = await table(client.exportResponses({ ...QUERY, page_length: 2 }, { format: "csv" }));
    assert.equal(csv.header.at(-1), "other");
    assert.ok(!csv.header.includes("data.late"));
    assert.deepEqual(csv.rows.map((row) => row["data.nps"]), ["9", "8", "7"]);
    assert.deepEqual(csv.rows.map(({ other }) => other && JSON.parse(other)["data.late"]), ["", "", 'a "quoted", one']);
  });

  test("without items are just a header", async () => {
    const csv = await table(answering().exportResponses(QUERY, { format: "csv" }));
    assert.deepEqual(csv.rows, []);
    assert.ok(csv.header.includes("uuid") && csv.header.includes("state"));
  });

  test("have one header, whatever the page length", async () => {
    const one = await whole(refiner.exportResponses({ form_uuid: await form(), page_length: 1000 }, { format: "csv" }));
    const many = await whole(refiner.exportResponses({ form_uuid: await form(), page_length: 100 }, { format: "csv" }));
    assert.equal(many, one);
    assert.ok(readCsv(one).length > 300);
  });

  const form = async () => (await all(refiner.listForms())).find(({ name }) => name === "Quarterly NPS").uuid;
});

describe("columns", () => {
  const columns = ["data.nps", "uuid", "state", "contact.email", "data.no_such_question"];

  test("that are named are exactly those of the file, in that order", async () => {
    const items = await all(refiner.listResponses({ page_length: 1000 }));
    const csv = await table(refiner.exportResponses({}, { format: "csv", columns, guard: false }));
    assert.deepEqual(csv.header, columns);
    check(csv, items);
    assert.ok(csv.rows.some((row) => row["data.nps"] !== ""));
    assert.ok(csv.rows.every((row) => row["data.no_such_question"] === ""));
  });

  for (const [name, wrong, path] of [
    ["unknown", ["uuid", "nps"], "options.columns[1]"],
    ["there twice", ["uuid", "uuid"], "options.columns[1]"],
    ["no text", [7], "options.columns[0]"],
    ["none", [], "options.columns"],
    ["no list", "uuid", "options.columns"],
  ]) {
    test(`that are ${name} are refused before any request`, async () => {
      await sandbox.clear();
      await failure((async () => whole(refiner.exportResponses({}, { format: "csv", columns: wrong })))(), { kind: "input", path, attempts: 0 });
      assert.equal((await sandbox.requests()).length, 0);
    });
  }
});

describe("the guard against formulas", () => {
  const FORMULAS = ["=1+1", "+1 555", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "'=1+1", "''"];
  const HARMLESS = ["a=1", "-5", "-12.50", "'tis", "5", " =1", ""];
  const cells = async (options) => {
    const client = answering(...[...FORMULAS, ...HARMLESS].map((text) => ({ text })));
    const { rows } = await table(client.exportResponses(QUERY, { format: "csv", columns: ["data.text"], ...options }));
    return rows.map((row) => row["data.text"]);
  };

  test("puts an apostrophe before formulas, and before nothing else", async () => {
    assert.deepEqual(await cells({}), [...FORMULAS.map((text) => `'${text}`), ...HARMLESS]);
    assert.deepEqual(await cells({ guard: true }), await cells({}));
  });

  test("can be switched off", async () => {
    assert.deepEqual(await cells({ guard: false }), [...FORMULAS, ...HARMLESS]);
  });

  test("leaves numbers as they are, and looks into lists", async () => {
    const client = answering({ a: -5, b: ["=1", "2"], c: [-1] });
    const { rows } = await table(client.exportResponses(QUERY, { format: "csv", columns: ["data.a", "data.b", "data.c"] }));
    assert.deepEqual(Object.values(rows[0]), ["-5", "'=1; 2", "-1"]);
  });
});

describe("a byte-order mark", () => {
  for (const [options, expected] of [
    [{ bom: true }, true],
    [{ bom: false }, false],
    [{}, false],
  ]) {
    test(`is ${expected ? "" : "not "}there with ${JSON.stringify(options)}, once`, async () => {
      const client = answering(...Array.from({ length: 6 }, (_, nps) => ({ nps })));
      const text = await whole(client.exportResponses({ ...QUERY, page_length: 2 }, { format: "csv", ...options }));
      assert.equal(text.startsWith("\u{feff}"), expected);
      assert.equal(text.split("\u{feff}").length - 1, expected ? 1 : 0);
      const { header, rows } = readTable(text.replace("\u{feff}", ""));
      assert.equal(header[0], "uuid");
      assert.equal(rows.length, 6);
    });
  }
});

describe("contacts", () => {
  test("are a row each, with every trait in its cell", async () => {
    const items = await all(refiner.listContacts({ page_length: 1000 }));
    const csv = await table(refiner.exportContacts({}, { format: "csv", guard: false }));
    check(csv, items);
    for (const name of ["attributes.country", "account.attributes.plan", "segments"]) {
      assert.ok(csv.rows.some((row) => row[name] !== ""), `the seed must have ${name}`);
    }
  });

  test("take their own columns, and no response's", async () => {
    const { header, rows } = await table(refiner.exportContacts({}, { format: "csv", columns: ["email", "attributes.country"] }));
    assert.deepEqual(header, ["email", "attributes.country"]);
    assert.equal(rows.length, (await refiner.listContacts()).pagination.items_count);
    await failure((async () => whole(refiner.exportContacts({}, { format: "csv", columns: ["data.nps"] })))(), {
      kind: "input",
      path: "options.columns[0]",
    });
  });
});
