// An unusable page ends every walk with the same error. It keeps what came before, and says where to continue.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { Refiner } from "refiner-wasm";
import { failure, settled } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { raw } from "../support/scripted.mjs";
import { list, names, sync, WAYS, written } from "../support/walks.mjs";
import { reply, startWire } from "../support/wire.mjs";

const client = (fetch, options = {}) => new Refiner({ apiKey: KEY, fetch, maxRetries: 0, ...options });

const second = (items) => written(items, 2, 3);
/** A second page with this text in place of an answer. */
const answer = (text) => second(`[{"uuid":"r-3","data":{"name":"r-3","x":${text}}},{"uuid":"r-4","data":{"name":"r-4"}}]`);

const USELESS = {
  "HTML with 200": "<!doctype html><h1>Sign in</h1>",
  nothing: "",
  "white space": " \r\n",
  "a byte-order mark alone": "\ufeff",
  "UTF-16": Buffer.from(second("[]"), "utf16le"),
  "a list instead of an object": '[{"uuid":"r-3"}]',
  null: "null",
  text: '"items"',
  "an object without items": '{"pagination":{"current_page":2,"last_page":3,"next_page_cursor":"c-3"}}',
  "items that are null": second("null"),
  "items that are an object": second('{"0":{"uuid":"r-3"}}'),
  "items that come twice, and last as a number": second('[],"items":7'),
  "two pages in one": `${second("[]")}${second("[]")}`,
  "100,000 levels that never close": second(`[{"data":{"x":${"[".repeat(100_000)}`),
  "half a page": answer("1").slice(0, 60),
  NaN: answer("NaN"),
  "a line feed within text": answer('"a\nb"'),
  "brackets that do not match": answer('{"a":[1}]'),
  "a comma too many": answer("{},"),
};

// Mistakes that a reader can easily skip on the way to the answers: a page that stays bytes never goes through
// JSON.parse.
const ALMOST = {
  "a wrong escape": answer('"\\x"'),
  "a wrong escape with a u": answer('"\\u12g4"'),
  "a wrong escape in a key": answer('{"\\q":1}'),
  "a number that begins with 0": answer("01"),
  "a number that is two": answer("1-2"),
  "a number without a fraction": answer("1."),
  "commas without a value": answer('{"a":[1,,2]}'),
  "a comma behind the last": answer('{"a":[1,]}'),
  "a key without a value": answer('{"a":{"b"}}'),
  "values without a comma": answer('{"a":[1 2]}'),
  "brackets that close another kind": answer('{"a":{"b":[1}]}'),
};

/** The items before the page are there, once; continuing from the error's cursor gives the rest, and nothing twice. */
async function goesOn(way, body) {
  const { error, uuids } = await settled(WAYS[way](client(list(names(1, 2), body, names(5, 6))), {}));
  await failure(Promise.reject(error), { kind: "decode", action: /^list_(responses|contacts)$/ });
  if (way !== "summary") assert.deepEqual(uuids, names(1, 2));
  assert.deepEqual(error.progress, { pages: 1, items: 2 });
  assert.deepEqual(error.resume, { page_cursor: "c-2" });
  const rest = await settled(WAYS[way](client(list(names(1, 2), names(3, 4), names(5, 6))), error.resume));
  assert.equal(rest.error, undefined);
  assert.deepEqual(rest.uuids.toSorted(), names(3, 6));
}

for (const way of Object.keys(WAYS)) {
  describe(`an unusable second page, for ${way}`, () => {
    for (const [name, body] of Object.entries({ ...USELESS, ...ALMOST })) {
      test(name, () => goesOn(way, body));
    }
  });
}

describe("for a sync", () => {
  for (const [name, body] of Object.entries({ ...USELESS, ...ALMOST })) {
    test(`${name}: its checkpoint continues`, async () => {
      const { error, uuids, checkpoint } = await settled(sync(client(list(names(1, 2), body, names(5, 6)))));
      await failure(Promise.reject(error), { kind: "decode", action: "list_responses", resume: { page_cursor: "c-2" } });
      assert.deepEqual(uuids, names(1, 2));
      const rest = await settled(sync(client(list(names(1, 2), names(3, 4), names(5, 6))), { checkpoint }));
      assert.deepEqual(rest.uuids, names(3, 6));
    });
  }
});

describe("an unusable first page", () => {
  for (const way of Object.keys(WAYS)) {
    test(`leaves nothing of ${way}, and no place to continue`, async () => {
      const { error, text = "" } = await settled(WAYS[way](client(raw("<p>")), {}));
      await failure(Promise.reject(error), { kind: "decode", status: 200, resume: undefined, progress: { pages: 0, items: 0 } });
      assert.equal(text, "");
    });
  }
});

describe("a gzip bomb", () => {
  // 64 KB that unpack to 64 MB, over and over: a gzip stream may have many members.
  const member = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20), { level: 9 });
  const members = 8;

  for (const way of ["summary", "csv", "ndjson", "json"]) {
    test(`ends ${way} near the cap, after the page before it`, async (t) => {
      const wire = await startWire((socket, { index }) => {
        if (index === 0) return socket.end(reply(200, {}, written('[{"uuid":"r-1","data":{"name":"r-1"}}]', 1, 2)));
        socket.write(reply(200, { "content-encoding": "gzip", "content-length": String(member.length * members) }));
        for (let count = 0; count < members; count++) socket.write(member);
      });
      t.after(() => wire.stop());
      const refiner = new Refiner({ apiKey: KEY, baseUrl: wire.url, maxBodyBytes: 1024 * 1024 });
      const before = process.resourceUsage().maxRSS;
      const { error, uuids } = await settled(WAYS[way](refiner, {}));
      await failure(Promise.reject(error), {
        kind: "too_large",
        status: 200,
        attempts: 1,
        progress: { pages: 1, items: 1 },
        resume: { page_cursor: "c-2" },
      });
      if (way !== "summary") assert.deepEqual(uuids, ["r-1"]);
      await settled(wire.requests[1].gone);
      const grown = (process.resourceUsage().maxRSS - before) / 1024;
      assert.ok(grown < 100, `the process grew by ${grown.toFixed()} MB of the 512`);
    });
  }
});
