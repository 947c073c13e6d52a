// Every walk accepts everything that JSON.parse accepts. Lists and NDJSON lines equal what JSON.parse gives for the
// same bytes; a cell shows the value as it was written, and a summary counts its meaning.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { whole } from "../support/bulk.mjs";
import { readTable } from "../support/csv.mjs";
import { settled } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { raw } from "../support/scripted.mjs";
import { sync, written } from "../support/walks.mjs";

const NPS = { metrics: [{ metric: "nps", question: "nps" }] };
const client = (body, headers) => new Refiner({ apiKey: KEY, fetch: raw(body, headers) });
const lines = (text) => text.split("\n").slice(0, -1);

/** What the host reads from these bytes. */
const read = (body) => JSON.parse(new TextDecoder().decode(Buffer.from(body))).items;

/** Reads a page in every way, and checks that all agree with JSON.parse. */
async function made(body, headers) {
  const refiner = client(body, headers);
  const items = read(body);
  const file = (method, options) => settled(whole(refiner[method]({}, options)));
  for (const method of ["exportResponses", "exportContacts"]) {
    const text = await file(method, { format: "ndjson" });
    assert.deepEqual(lines(text).map((line) => JSON.parse(line)), items);
    assert.deepEqual(JSON.parse(await file(method, { format: "json" })), items);
    assert.equal(readTable(await file(method, { format: "csv" })).rows.length, items.length);
  }
  const summary = await settled(refiner.summarizeResponses({}, NPS));
  const objects = items.filter((item) => typeof item === "object" && item !== null && !Array.isArray(item)).length;
  assert.deepEqual([summary.items, summary.unreadable], [objects, items.length - objects]);
  assert.deepEqual((await settled(sync(refiner))).given, items);
  const { rows } = readTable(await file("exportResponses", { format: "csv" }));
  return { items, rows, nps: summary.metrics[0], ndjson: await file("exportResponses", { format: "ndjson" }) };
}

const FINE = '{"uuid":"r-0","data":{"nps":7}}';
/** A page of three responses: a normal one, this one, and another normal one. */
const among = (item) => written(`[${FINE},${item},${FINE.replace("r-0", "r-2")}]`);

describe("a score", () => {
  // The score as it is written, and how it counts: promoters, passives, detractors or ignored.
  for (const [value, counted] of [
    ["9", "promoters"],
    ['"9"', "promoters"],
    ["9.0", "promoters"],
    ["0.9e1", "promoters"],
    ["90E-1", "promoters"],
    ["1.0", "detractors"],
    ["-0", "detractors"],
    ['" 8 "', "passives"],
    ["9.5", "off_scale"],
    ["9007199254740993", "off_scale"],
    ["1e400", "ignored"],
    ["-1e400", "ignored"],
    [`1${"0".repeat(400)}`, "ignored"],
    ['"1e400"', "ignored"],
    ['"nine"', "not_a_number"],
    ["true", "not_a_number"],
    ['{"nps":9}', "not_a_number"],
    ["null", undefined],
    ["[]", undefined],
  ]) {
    test(`of ${value.slice(0, 20)} is ${counted ?? "none"}`, async () => {
      const { rows, nps, ndjson } = await made(among(`{"uuid":"r-1","data":{"nps":${value}}}`));
      // Digit for digit, where a double would round or overflow.
      assert.equal(lines(ndjson)[1], `{"uuid":"r-1","data":{"nps":${value}}}`);
      const shown = value === "null" || value === "[]" ? "" : value.startsWith('"') ? JSON.parse(value) : value;
      assert.deepEqual(rows.map((row) => row["data.nps"]), ["7", shown, "7"]);
      const { promoters, passives, detractors, ignored } = nps;
      const counts = { promoters, passives: passives - 2, detractors, ...ignored, ignored: ignored.off_scale + ignored.not_a_number };
      assert.equal(nps.n + counts.ignored, counted ? 3 : 2, "an answer is neither counted nor ignored");
      if (counted) assert.equal(counts[counted], 1);
    });
  }
});

describe("a body", () => {
  const body = among('{"uuid":"é🎉","data":{"nps":9,"text":"ünï"}}');
  const plain = async () => (await made(body)).ndjson;

  for (const type of ["text/plain", "text/html; charset=latin1", "application/octet-stream", ""]) {
    test(`of JSON labelled ${type || "as nothing"} is JSON`, async () => {
      assert.equal((await made(body, type ? { "content-type": type } : {})).ndjson, await plain());
    });
  }

  test("with a byte-order mark is read as without, and the mark is in no file", async () => {
    const { rows, nps, ndjson } = await made(`\ufeff${body}`);
    assert.equal(ndjson, await plain());
    assert.equal(rows[1].uuid, "é🎉");
    assert.equal(nps.promoters, 1);
  });

  // Each is invalid UTF-8 in its own way: a stray byte, truncated sequences, an overlong form, a surrogate, beyond
  // Unicode.
  for (const bytes of ["\xff", "\xc3", "\xe2\x82", "\xf0\x9f\x8e", "\xc0\xaf", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\x80\x80"]) {
    test(`with the bytes ${Buffer.from(bytes, "latin1").toString("hex")}, which are not valid UTF-8, shows U+FFFD for them as the host does`, async () => {
      const odd = Buffer.from(among(`{"uuid":"r-1","data":{"nps":9,"text":"a${bytes}b","k${bytes}":1}}`), "latin1");
      const { items, rows, nps } = await made(odd);
      assert.match(items[1].data.text, /^a\ufffd+b$/);
      assert.equal(rows[1]["data.text"] ?? JSON.parse(rows[1].other)["data.text"], items[1].data.text);
      assert.equal(nps.promoters, 1);
      const options = { metrics: [{ metric: "distribution", question: "text" }] };
      const { distribution } = (await client(odd).summarizeResponses({}, options)).metrics[0];
      assert.deepEqual(distribution.map(({ choice }) => choice), [items[1].data.text]);
    });
  }

  test("with white space wherever JSON allows it is read as without", async () => {
    const spaced = `\n${JSON.stringify(JSON.parse(body), null, "\t ").replaceAll("\n", " \r\n")}\n`;
    assert.equal((await made(spaced)).ndjson, await plain());
  });
});

describe("of a key that comes twice, the last value counts", () => {
  for (const [where, item, counted] of [
    ["an answer", '{"uuid":"r-1","data":{"nps":1,"nps":9}}', "promoters"],
    ["an answer, once in escapes", '{"uuid":"r-1","data":{"nps":9,"\\u006eps":1}}', "detractors"],
    ["all answers", '{"uuid":"r-1","data":{"nps":1},"data":{"nps":9}}', "promoters"],
    ["a uuid", '{"uuid":"r-0","uuid":"r-1","data":{"nps":9}}', "promoters"],
  ]) {
    test(where, async () => {
      const { items, rows, nps } = await made(among(item));
      assert.equal(rows[1]["data.nps"], String(items[1].data.nps));
      assert.equal(rows[1].uuid, "r-1");
      assert.equal(nps[counted], 1);
      assert.equal(nps.n, 3);
    });
  }

  test("and an answer that only the first value had is gone", async () => {
    const { rows, nps } = await made(among('{"uuid":"r-1","data":{"nps":9,"why":"x"},"data":{}}'));
    assert.deepEqual([rows[1]["data.nps"], rows[1]["data.why"] ?? "", rows[1].other], ["", "", ""]);
    assert.deepEqual([nps.n, rows[1].state], [2, "viewed"]);
  });

  test("a page's items", async () => {
    const { items } = await made(written(`[${FINE},${FINE}],"items":[{"uuid":"r-9"}]`));
    assert.deepEqual(items, [{ uuid: "r-9" }]);
  });
});

describe("deep", () => {
  for (const depth of [128, 129, 5_000, 100_000]) {
    for (const [what, open, close] of [
      ["lists", "[", "]"],
      ["objects", '{"a":', "}"],
    ]) {
      test(`${depth} ${what}`, async () => {
        const deep = `${open.repeat(depth)}1${close.repeat(depth)}`;
        const line = `{"uuid":"r-1","data":{"nps":9,"x":${deep}}}`;
        const refiner = client(among(line));
        // Compared as text: a comparison of the values would itself recurse that deep.
        assert.equal(lines(await settled(whole(refiner.exportResponses({}, { format: "ndjson" }))))[1], line);
        assert.equal(await settled(whole(refiner.exportContacts({}, { format: "json" }))), `[${FINE},${line},${FINE.replace("r-0", "r-2")}]`);
        const columns = ["uuid", "data.nps", "data.x"];
        const { rows } = readTable(await settled(whole(refiner.exportResponses({}, { format: "csv", columns }))));
        const cell = what === "lists" ? deep.slice(1, -1) : deep;
        assert.deepEqual(Object.values(rows[1]), ["r-1", "9", cell]);
        const report = await settled(refiner.summarizeResponses({}, { ...NPS, group_by: { answer: "x" } }));
        assert.deepEqual([report.items, report.metrics[0].promoters], [3, 1]);
      });
    }
  }
});
