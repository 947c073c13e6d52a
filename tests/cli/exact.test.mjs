// Nothing is replaced or rounded on the way through the command line, in either direction.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { startSandbox } from "../support/sandbox.mjs";
import { programFor } from "./program.mjs";

const root = new URL(".", import.meta.resolve("refiner-wasm/package.json"));
const { EXIT_STATUS } = await import(new URL("cli/status.js", root));
const { compact, indented, itemsOf } = await import(new URL("cli/json-text.js", root));

let sandbox;
let program;
let folder;

before(async () => {
  sandbox = await startSandbox(["--contacts", "5", "--responses", "10"]);
  program = programFor(sandbox);
  folder = await mkdtemp(join(tmpdir(), "refiner-cli-"));
});
after(async () => {
  await sandbox?.stop();
  await rm(folder, { recursive: true });
});
beforeEach(() => sandbox.clear());

describe("what is read comes out as Refiner wrote it", () => {
  const ODD = '{"uuid":"a","n":1e400,"m":-1e999,"long":12345678901234567890,"tiny":1.10,"text":"\\u00e4\\/ \\"]}, ü","half":"\\ud800","deep":[[],{},[{"a":[]}]],"n":2}';
  const SPACED = ODD.replaceAll(',"', ' ,\n\t"').replaceAll('":', '" : ');
  const page = (items, more = "") =>
    `{"note":{"items":[0]},"items":[1,2]${more},"it\\u0065ms" : [ ${items} ],\r\n"pagination":{"items_count":2,"current_page":1,"last_page":1,"next_page_cursor":null}}`;
  const body = (text) => ({ kind: "body", body: text, content_type: "application/json" });

  for (const action of ["list_responses", "list_contacts", "list_segments", "list_forms"]) {
    test(`${action} --all: one item a line`, async () => {
      await sandbox.faults(body(page(`${ODD}, null ,${ODD}`)));
      const { code, stdout, stderr } = await program.run(["run", action, "--all"]);
      assert.deepEqual([code, stderr, stdout], [0, "", `${ODD}\nnull\n${ODD}\n`]);
    });
  }

  test("with the space between its parts left out", async () => {
    const items = `{ "uuid" : "a b" ,\n "x" : [ 1 ,2 ] }`;
    await sandbox.faults(body(`\ufeff${page(items)}`));
    const { stdout } = await program.run(["run", "list_responses", "--all"]);
    assert.equal(stdout, '{"uuid":"a b","x":[1,2]}\n');
  });

  test("one result, indented or in one line", async () => {
    await sandbox.faults(body(SPACED), body(SPACED));
    const plain = await program.run(["run", "get_contact", "--data", '{"id":"a"}']);
    assert.equal(plain.code, 0);
    assert.ok(plain.stdout.startsWith('{\n  "uuid": "a'), plain.stdout);
    for (const exact of ['"n": 1e400,\n', '"m": -1e999', '"long": 12345678901234567890', '"tiny": 1.10', '"half": "\\ud800"']) {
      assert.ok(plain.stdout.includes(exact), exact);
    }
    const json = await program.run(["run", "get_contact", "--data", '{"id":"a"}', "--json"]);
    assert.ok(json.stdout.startsWith('{"data":{"uuid":"a"'), json.stdout);
    assert.match(json.stdout, /"n":1e400,.*"long":12345678901234567890,.*\},"meta":\{"action":"get_contact",.*\}\}\n$/);
    assert.equal(json.stdout.indexOf("\n"), json.stdout.length - 1);
  });

  test("the body of the last attempt, after one that failed", async () => {
    await sandbox.faults({ kind: "status", status: 503, headers: { "retry-after": "0" }, body: { error: "busy" } }, body('{"n":1e400}'));
    const { stdout } = await program.run(["run", "get_contact", "--data", '{"id":"a"}']);
    assert.equal(stdout, '{\n  "n": 1e400\n}\n');
  });

  test("nested as deep as a reply may be", async () => {
    const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    await sandbox.faults(body(page(`{"uuid":"a","x":${deep}}`)), body(`{"uuid":"a","x":${deep}}`));
    const list = await program.run(["run", "list_responses", "--all"]);
    assert.deepEqual([list.code, list.stderr, list.stdout], [0, "", `{"uuid":"a","x":${deep}}\n`]);
    const one = await program.run(["run", "get_contact", "--data", '{"id":"a"}', "--json"]);
    assert.deepEqual([one.code, one.stderr], [0, ""]);
    assert.ok(one.stdout.includes(deep));
  });

  test("is written as JSON.stringify would, where nothing can be lost", () => {
    const value = { a: [], b: {}, c: [1, -2.5, [true, null], { d: "\\\"]}{[,: \\\\" }], "e\n\"": "ü\u2028", f: [[[]], [{}]], items: [1, {}] };
    for (const json of [JSON.stringify(value), JSON.stringify(value, null, 1), ` ${JSON.stringify(value, null, "\t")}\r\n`]) {
      assert.equal(compact(json), JSON.stringify(value));
      assert.equal(indented(json), JSON.stringify(value, null, 2));
      assert.deepEqual(itemsOf(json), ["1", "{}"]);
    }
    for (const odd of ["0", '""', '"\\\\"', "[]", "{}", "null"]) assert.deepEqual([compact(odd), indented(odd)], [odd, odd]);
    assert.deepEqual([itemsOf("{}"), itemsOf('{"items":[1],"items":null}'), itemsOf('{"items":[[],"]"]}')], [[], [], ["[]", '"]"']]);
    assert.throws(() => itemsOf('{"items":[{'));
  });
});

describe("--data that cannot be sent as it is written is refused, with its place", () => {
  const refused = async (args, says, input) => {
    const { code, stdout, stderr } = await program.run(["run", "identify_user", "--data", ...args], { input });
    assert.deepEqual([code, stdout], [EXIT_STATUS.input, ""], stderr);
    assert.match(stderr, says);
    assert.deepEqual(await sandbox.requests(), []);
  };

  for (const [what, bytes, says] of [
    ["Latin-1", Buffer.from('{"id":"u",\n "email":"\xe9@x"}', "latin1"), /is not UTF-8: line 2, column 11\b/],
    ["a cut character", Buffer.from([...Buffer.from('{"id":"a'), 0xe2, 0x82]), /is not UTF-8: line 1, column 9\b/],
    ["half a surrogate pair", Buffer.from([...Buffer.from('{"id":"ü'), 0xed, 0xa0, 0x80, 0x22, 0x7d]), /is not UTF-8: line 1, column 9\b/],
    ["a byte that begins nothing", Buffer.from([0xff, 0x7b, 0x7d]), /is not UTF-8: line 1, column 1\b/],
    ["UTF-16", Buffer.from('\ufeff{"id":"a"}', "utf16le"), /is UTF-16; save it as UTF-8/],
  ]) {
    test(`${what}, in a file and in standard input`, async () => {
      const file = join(folder, "input.json");
      await writeFile(file, bytes);
      await refused([`@${file}`], says);
      await refused(["-"], says, bytes);
    });
  }

  test("U+FFFD itself is taken from a file, and from a flag as an escape", async () => {
    const file = join(folder, "input.json");
    await writeFile(file, '{"id":"\ufffd"}');
    for (const data of [`@${file}`, '{"id":"\\ufffd"}']) {
      assert.equal((await program.run(["run", "identify_user", "--data", data])).code, 0);
    }
    assert.deepEqual((await sandbox.requests()).map(({ body }) => JSON.parse(body)), [{ id: "\ufffd" }, { id: "\ufffd" }]);
    await sandbox.clear();
    await refused(['{\n"id":"\ufffd"}'], /--data is not UTF-8: line 2, column 7 \(for the character U\+FFFD itself, write \\ufffd\)/);
  });

  for (const number of ["9007199254740993", "-12345678901234567890", "1e400", "-1e999", `1${"0".repeat(400)}`]) {
    test(`the number ${number.slice(0, 30)}`, async () => {
      await refused([`{"id":"u","attributes":\n{"n":${number}}}`], /--data: line 2, column 6: the number -?1?[\de]+ cannot be sent exactly; give text\./);
    });
  }

  test("other numbers are taken, and so are texts of any", async () => {
    const attributes = '{"a":9007199254740992,"b":-0.1,"c":1.50,"d":1e3,"e":"9007199254740993","f":"1e400","g":100000000000000000000}';
    const { code, stderr } = await program.run(["run", "identify_user", "--data", `{"id":"u","attributes":${attributes}}`, "--dry-run", "--json"]);
    assert.equal(code, 0, stderr);
  });
});
