// Workbooks: typed cells, text that never runs, one worksheet a survey, and what the file is. Read back by somebody else's reader.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all, quiet } from "../support/bulk.mjs";
import { failure, settled } from "../support/failure.mjs";
import { ledger, NOON, partial } from "../support/ledger.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { never, raw, scripted } from "../support/scripted.mjs";
import { unhandledRejections } from "../support/unhandled.mjs";
import { list, names, written } from "../support/walks.mjs";
import { readWorkbook, shown } from "../support/workbook.mjs";
import { unzip } from "../support/zip.mjs";

const bytesOf = async (stream) => new Uint8Array(Buffer.concat(await settled(all(stream))));

/** The first worksheet of a file with these items, given as JSON text. */
async function sheetOf(items, options = {}, method = "exportResponses") {
  const refiner = new Refiner({ apiKey: KEY, fetch: raw(written(`[${items}]`)) });
  return readWorkbook(await bytesOf(refiner[method]({}, { format: "xlsx", ...options })))[0];
}

/** The cells of one answer each. */
async function answers(...values) {
  const { rows } = await sheetOf(values.map((value) => `{"data":{"q":${value}}}`));
  return rows.map((row) => row["data.q"]);
}

describe("of the sandbox", () => {
  let sandbox, refiner, listed;
  before(async () => {
    sandbox = await startSandbox();
    refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
    listed = await all(refiner.listResponses({ include: "all" }));
  });
  after(() => sandbox.stop());
  beforeEach(() => sandbox.clear());

  test("every response is a row, with the values and types that it has", async () => {
    const [sheet, about, ...more] = readWorkbook(await bytesOf(refiner.exportResponses({ include: "all", page_length: 300 }, { format: "xlsx" })));
    assert.deepEqual([sheet.name, about.name, more], ["Survey responses", "About this file", []]);
    assert.equal(sheet.rows.length, 2000);
    assert.deepEqual(sheet.header.slice(0, 3), ["uuid", "form.uuid", "form.name"]);
    for (const [index, { uuid, first_shown_at, show_counter, contact, data }] of listed.entries()) {
      const row = sheet.rows[index];
      assert.equal(row.uuid.v, uuid);
      assert.deepEqual([row.show_counter.t, row.show_counter.v], ["n", show_counter]);
      const time = first_shown_at?.slice(0, 19).replace("T", " ");
      assert.equal(row.first_shown_at && shown(row.first_shown_at), time);
      assert.equal(row["contact.email"]?.v ?? null, contact.email);
      for (const [question, answer] of Object.entries(data)) {
        if (typeof answer !== "number") continue;
        // A question of a later page has no column, as in a CSV file.
        if (!sheet.header.includes(`data.${question}`)) assert.equal(JSON.parse(row.other.v)[`data.${question}`], answer);
        else assert.deepEqual([row[`data.${question}`].t, row[`data.${question}`].v], ["n", answer]);
      }
    }
  });

  test("the header stays in sight, and filters all rows", async () => {
    const [sheet] = readWorkbook(await bytesOf(refiner.exportContacts({}, { format: "xlsx" })));
    assert.match(sheet.xml, /<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"\/>/);
    assert.equal(sheet.name, "Contacts");
    assert.equal(sheet.filter, sheet.range);
    assert.equal(sheet.rows.length, 300);
  });

  test("the second worksheet says what the file is and how it was filtered, and never the key", async () => {
    const started = Date.now();
    const query = { include: "partials", date_range_start: "2026-01-01", search: "<&\u0001_x0041_" };
    const bytes = await bytesOf(refiner.exportResponses(query, { format: "xlsx", columns: ["uuid", "state"] }));
    const [sheet, { values }] = readWorkbook(bytes);
    const about = Object.fromEntries(values);
    assert.equal(about.Contents, "Survey responses");
    assert.equal(about.Rows, sheet.rows.length);
    assert.equal(about.Columns, "uuid, state");
    for (const [name, value] of Object.entries(query)) assert.equal(about[`Query: ${name}`], value);
    const made = (about["Exported at (UTC)"] - 25_569) * 86_400_000;
    assert.ok(made >= started - 1 && made <= Date.now() + 1, String(made));
    assert.ok(!Buffer.from(bytes).includes(KEY) && !JSON.stringify(values).includes(KEY));
  });

  test("one worksheet a survey, each with its own questions", async () => {
    const forms = await all(refiner.listForms({ list: "all_with_archived" }));
    const sheets = readWorkbook(await bytesOf(refiner.exportResponses({ include: "all" }, { format: "xlsx", sheet_by: "form" })));
    assert.equal(sheets.length, forms.length + 1);
    assert.equal(sheets.at(-1).name, "About this file");
    const about = Object.fromEntries(sheets.at(-1).values);
    for (const [index, { uuid, name }] of forms.entries()) {
      const { header, rows } = sheets[index];
      const expected = listed.filter(({ form }) => form.uuid === uuid);
      assert.deepEqual(rows.map((row) => row.uuid.v), expected.map((one) => one.uuid), name);
      const questions = new Set(expected.flatMap(({ data }) => Object.keys(data)));
      assert.deepEqual(new Set(header.filter((column) => column.startsWith("data."))), new Set([...questions].map((one) => `data.${one}`)));
      assert.equal(about[`Rows: ${name}`], expected.length);
    }
    assert.equal(about.Rows, listed.length);
  });

  test("one worksheet for each survey that the query names, in that order", async () => {
    const [first, second, third] = await all(refiner.listForms({}));
    const query = { form_uuids: [third.uuid, first.uuid], include: "all" };
    const sheets = readWorkbook(await bytesOf(refiner.exportResponses(query, { format: "xlsx", sheet_by: "form" })));
    assert.equal(sheets.length, 3);
    assert.ok(sheets[0].rows.every((row) => row["form.uuid"].v === third.uuid));
    assert.ok(sheets[1].rows.every((row) => row["form.uuid"].v === first.uuid));
    assert.ok(!(await sandbox.requests()).some(({ query }) => query?.includes(second.uuid)));
  });

  test("of nothing has a header, and is a whole workbook", async () => {
    const [sheet, about] = readWorkbook(await bytesOf(refiner.exportResponses({ search: "nobody wrote this" }, { format: "xlsx" })));
    assert.deepEqual([sheet.rows, sheet.header[0], Object.fromEntries(about.values).Rows], [[], "uuid", 0]);
  });
});

describe("cells", () => {
  test("numbers that a double holds are numbers, and others are text with every digit", async () => {
    for (const number of ["0", "9", "-3", "12.5", "1.0", "1e3", "9007199254740992", "-9007199254740992", "0.30000000000000004"]) {
      const [cell] = await answers(number);
      assert.deepEqual([cell.t, cell.v], ["n", Number(number)], number);
    }
    for (const number of ["9007199254740993", "12345678901234567890", "1e400", "-1e400", "1e20", "0.12345678901234567891", "1e-310"]) {
      const [cell] = await answers(number);
      assert.deepEqual([cell.t, cell.v], ["s", number], number);
    }
  });

  test("true and false are booleans, and null is no cell", async () => {
    const [yes, no, none, empty] = await answers("true", "false", "null", '""');
    assert.deepEqual([yes.t, yes.v, no.t, no.v, none, empty], ["b", true, "b", false, undefined, undefined]);
  });

  test("lists and objects are text, as in a CSV file", async () => {
    const [list, object] = await answers('["a","b;c",1]', '{"a":[1, 2]}');
    assert.deepEqual([list.v, object.v], ["a; b\\;c; 1", '{"a":[1,2]}']);
  });

  test("times are dates in the column of a time, and where the cell says all that the text says", async () => {
    const [sheet] = [await sheetOf(['{"completed_at":"2020-09-02T21:53:33.123456Z","data":{"d":"2026-01-31","t":"2026-01-31 10:00:05","ms":"2026-01-31T10:00:05.5Z"}}'])];
    const [row] = sheet.rows;
    assert.equal(shown(row.completed_at), "2020-09-02 21:53:33");
    assert.equal(Math.round((row.completed_at.v - 25_569) * 86_400_000), Date.parse("2020-09-02T21:53:33.123Z"));
    assert.deepEqual([row["data.d"].t, shown(row["data.d"])], ["n", "2026-01-31"]);
    assert.equal(shown(row["data.t"]), "2026-01-31 10:00:05");
    assert.equal(Math.round((row["data.ms"].v - 25_569) * 86_400_000), Date.parse("2026-01-31T10:00:05.500Z"));
    for (const text of ["2026-01-31T10:00:00+02:00", "2026-01-31 10:00:00.123456", "1899-12-31", "1900-02-28", "10000-01-01", "2023-02-29", "2026-1-31"]) {
      const [cell] = await answers(JSON.stringify(text));
      assert.deepEqual([cell.t, cell.v], ["s", text], text);
    }
  });

  test("a time before 1900 is text in the column of a time too, and an identifier that looks like a time stays text", async () => {
    const { rows } = await sheetOf(['{"completed_at":"1899-01-01 00:00:00","contact":{"remote_id":"2026-01-31"}}']);
    assert.deepEqual([rows[0].completed_at.t, rows[0].completed_at.v], ["s", "1899-01-01 00:00:00"]);
    assert.deepEqual([rows[0]["contact.remote_id"].t, rows[0]["contact.remote_id"].v], ["s", "2026-01-31"]);
  });

  test("text that looks like a formula is text, whole, in the style that keeps it text", async () => {
    for (const text of ["=1+1", "+1", "-5+cmd|' /C calc'!A0", "@SUM(A1)", "＝1+1", "\t=1", "\r=1", "=HYPERLINK(\"http://x\")", "'=1"]) {
      const { rows, xml } = await sheetOf([`{"data":{"q":${JSON.stringify(text)}}}`]);
      const cell = rows[0]["data.q"];
      assert.deepEqual([cell.t, cell.v, cell.f], ["s", text, undefined], text);
      assert.match(xml, /s="4" t="inlineStr"/);
      assert.ok(!xml.includes("<f"), text);
    }
  });

  test("text keeps characters that XML cannot hold, and text that looks like their escape", async () => {
    for (const text of ["a\0b", "\u0001\u0008\u000b\u001f", "a\r\nb", "_x0041_", "_x0041_x0042_", "_x0041\u0001", "<&>\"'", "]]>", "\ufffe\uffff", " a ", "\n", "é🎉漢"]) {
      const [cell] = await answers(JSON.stringify(text));
      assert.equal(cell.v, text, JSON.stringify(text));
    }
  });

  test("half a surrogate pair becomes U+FFFD", async () => {
    const [cell, whole] = await answers('"a\\ud83cb"', '"\\ud83c\\udf89"');
    assert.deepEqual([cell.v, whole.v], ["a\ufffdb", "🎉"]);
  });

  test("a text that is too long for a cell is cut, counted, and says so", async () => {
    const fits = "x".repeat(32_767);
    const refiner = new Refiner({ apiKey: KEY, fetch: raw(written(JSON.stringify([fits, `${fits}y`, "🎉".repeat(20_000)].map((q) => ({ data: { q } }))))) });
    const [{ rows }, about] = readWorkbook(await bytesOf(refiner.exportResponses({}, { format: "xlsx" })));
    const [whole, cut, wide] = rows.map((row) => row["data.q"].v);
    assert.equal(whole, fits);
    assert.equal(cut, `${"x".repeat(32_766)}…`);
    assert.equal(wide, `${"🎉".repeat(16_383)}…`);
    assert.equal(about.values.find(([name]) => name.startsWith("Texts cut"))[1], 2);
  });

  test("names of columns are text like any other", async () => {
    const { header } = await sheetOf(['{"data":{"=a<b>\\u0001":1}}']);
    assert.ok(header.includes("data.=a<b>\u0001"));
  });
});

describe("worksheets", () => {
  const form = (uuid, name) => ({ uuid, name });
  /** The names of the worksheets of these surveys. */
  async function sheetNames(...titles) {
    const forms = titles.map((name, index) => form(`f-${index}`, name));
    const fetch = (url) => Promise.resolve(new Response(written(new URL(url).pathname.endsWith("/forms") ? JSON.stringify(forms) : '[{"uuid":"r"}]')));
    const refiner = new Refiner({ apiKey: KEY, fetch });
    return readWorkbook(await bytesOf(refiner.exportResponses({}, { format: "xlsx", sheet_by: "form" }))).map(({ name }) => name).slice(0, -1);
  }

  test("have names that Excel takes, and no two the same", async () => {
    const found = await sheetNames("A/B: what? [x]*\\", "NPS", "nps", "about THIS file", "", "'quoted'", "History", "x".repeat(40), "X".repeat(40), `${"y".repeat(30)}🎉`, "a&b<c>\"", "\ud83c\u0001");
    assert.deepEqual(found, [
      "A B  what   x",
      "NPS",
      "nps (2)",
      "about THIS file (2)",
      "Sheet",
      "quoted",
      "History (2)",
      "x".repeat(31),
      `${"X".repeat(27)} (2)`,
      "y".repeat(30),
      "a&b<c>\"",
      "\ufffd",
    ]);
  });

  test("of a workbook go on in another one after Excel's last row", { timeout: 120_000 }, async () => {
    const [rows, pages] = [1_048_576, 11];
    const items = `[${'{"uuid":"r"},'.repeat(100_000).slice(0, -1)}]`;
    const fetch = list(...Array.from({ length: pages }, (_, index) => written(items, index + 1, pages)));
    const file = new Refiner({ apiKey: KEY, fetch }).exportResponses({}, { format: "xlsx", columns: ["uuid"] });
    const parts = new Map(unzip(Buffer.concat(await all(file))).map(({ name, data }) => [name, data.toString()]));
    const count = (name) => parts.get(name).split("<row ").length - 1;
    assert.equal(count("xl/worksheets/sheet1.xml"), rows);
    assert.equal(count("xl/worksheets/sheet2.xml"), 100_000 * pages - (rows - 1) + 1);
    assert.match(parts.get("xl/worksheets/sheet1.xml").slice(-100), /<autoFilter ref="A1:A1048576"\/><\/worksheet>$/);
    assert.match(parts.get("xl/workbook.xml"), /name="Survey responses".*name="Survey responses \(2\)".*name="About this file"/);
  });
});

describe("the archive", () => {
  test("is deflated by the host, in any order of reading", async () => {
    const file = await bytesOf(new Refiner({ apiKey: KEY, fetch: list(names(1, 50), names(51, 90)) }).exportResponses({}, { format: "xlsx" }));
    const found = unzip(file);
    assert.ok(found.every(({ method }) => method === 8));
    assert.deepEqual(found.map(({ name }) => name), [
      "_rels/.rels",
      "xl/styles.xml",
      "xl/worksheets/sheet1.xml",
      "xl/worksheets/sheet2.xml",
      "xl/workbook.xml",
      "xl/_rels/workbook.xml.rels",
      "[Content_Types].xml",
    ]);
  });

  test("is not compressed where the host cannot deflate, holds the same, and another reader opens it", async () => {
    const make = () => bytesOf(new Refiner({ apiKey: KEY, fetch: list(names(1, 50), names(51, 90)) }).exportResponses({}, { format: "xlsx" }));
    const deflated = unzip(await make());
    for (const broken of [undefined, class {
      constructor() {
        throw new TypeError("no such format");
      }
    }]) {
      const { CompressionStream } = globalThis;
      Object.assign(globalThis, { CompressionStream: broken });
      try {
        const bytes = await make();
        const stored = unzip(bytes);
        // The head of a block has five bytes, and the last block is empty.
        for (const { method, packed, data } of stored) assert.ok(method === 8 && packed - data.length >= 10 && (packed - data.length) % 5 === 0);
        assert.equal(readWorkbook(bytes)[0].rows.length, 90);
        const isSheet = ({ name }) => name === "xl/worksheets/sheet1.xml";
        assert.deepEqual(stored.find(isSheet).data, deflated.find(isSheet).data);
      } finally {
        Object.assign(globalThis, { CompressionStream });
      }
    }
  });
});

describe("a workbook that is not read to its end", () => {
  const pages = (...more) => new Refiner({ apiKey: KEY, fetch: list(names(1, 3), ...more), maxRetries: 0 });

  test("fails as its list fails", async () => {
    const broken = pages(() => new Response("no", { status: 500 }));
    const error = await failure(all(broken.exportResponses({}, { format: "xlsx" })), { kind: "server" });
    assert.deepEqual(error.progress, { pages: 1, items: 3 });
  });

  test("fails with what is wrong in its settings before anything is sent", async () => {
    const fetch = scripted(raw("{}"));
    const refiner = new Refiner({ apiKey: KEY, fetch });
    for (const [method, settings, path] of [
      ["exportResponses", { columns: ["nps"] }, "options.columns[0]"],
      ["exportResponses", { sheet_by: "segment" }, "options.sheet_by"],
      ["exportContacts", { sheet_by: "form" }, "options.sheet_by"],
      ["exportResponses", { bom: true }, "options.bom"],
      ["exportResponses", { columns: Array.from({ length: 16_385 }, (_, index) => `data.q${index}`) }, "options.columns"],
    ]) {
      await failure(all(refiner[method]({}, { format: "xlsx", ...settings })), { kind: "input", path });
    }
    assert.equal(fetch.calls.length, 0);
  });

  test("ends the request in flight when it is cancelled, and when it is aborted", async (t) => {
    const rejections = unhandledRejections(t);
    for (const end of ["cancel", "abort"]) {
      let asked;
      const refiner = pages((url, init) => {
        asked = init.signal;
        return never(url, init);
      });
      const controller = new AbortController();
      const reader = refiner.exportResponses({}, { format: "xlsx", signal: controller.signal }).getReader();
      const read = (async () => {
        while (!(await reader.read()).done);
      })();
      while (!asked) await quiet(1);
      if (end === "cancel") await settled(reader.cancel());
      else controller.abort();
      if (end === "abort") await failure(read, { kind: "aborted" });
      else await settled(read);
      assert.equal(asked.aborted, true);
    }
    await quiet();
    assert.deepEqual(rejections, []);
  });
});
