// Every table of error kinds has all kinds of the contract, and no others.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import contract from "refiner-wasm/contract";
import { PACKAGE } from "../support/package-files.mjs";

const KINDS = contract.error_kinds.map(({ kind }) => kind).sort();

const { EXIT_STATUS, MEANING } = await import(new URL("./cli/status.js", import.meta.resolve("refiner-wasm/package.json")));
const cli = await import(new URL("./cli/report.js", import.meta.resolve("refiner-wasm/package.json")));
const page = await import("../../www/page/parts/advice.js");

test("there are kinds, each with a description", () => {
  assert.ok(KINDS.length > 10);
  for (const { description } of contract.error_kinds) assert.match(description, /^[A-Z].*\.$/);
});

describe("complete are", () => {
  for (const [what, table, own = []] of [
    ["the exit statuses of the command line", EXIT_STATUS, ["ok", "unexpected", "usage", "file"]],
    ["what they mean", MEANING, ["ok", "unexpected", "usage", "file"]],
    ["the advice of the command line", cli.ADVICE, ["usage", "file"]],
    ["the advice of the demo", page.ADVICE],
  ]) {
    test(what, () => {
      assert.deepEqual(Object.keys(table).filter((kind) => !own.includes(kind)).sort(), KINDS);
      for (const kind of own) assert.ok(kind in table, kind);
      for (const [kind, value] of Object.entries(table)) {
        // A user who interrupted the program needs no advice.
        if (typeof value === "string" && !(table === cli.ADVICE && kind === "aborted")) assert.ok(value.length > 3, `${kind} has no words`);
      }
    });
  }

  test("the README's table, and the type", async () => {
    const readme = await readFile(join(PACKAGE, "README.md"), "utf8");
    const table = readme.split("<!-- error-kinds:begin -->")[1].split("<!-- error-kinds:end -->")[0];
    assert.deepEqual([...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, kind]) => kind).sort(), KINDS);
    const types = await readFile(join(PACKAGE, "generated/types.d.ts"), "utf8");
    const union = types.split("export type ErrorKind =")[1].split(";\n")[0];
    assert.deepEqual([...union.matchAll(/^  \| "(\w+)"/gm)].map(([, kind]) => kind).sort(), KINDS);
  });
});
