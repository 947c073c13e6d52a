// refiner-wasm export: the file is whole or not there, and an interrupted run goes on where it was.

import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { readTable } from "../support/csv.mjs";
import { startSandbox } from "../support/sandbox.mjs";
import { readWorkbook } from "../support/workbook.mjs";
import { programFor } from "./program.mjs";
import { scratch } from "./scratch.mjs";

const { EXIT_STATUS } = await import(new URL("./cli/status.js", import.meta.resolve("refiner-wasm/package.json")));

const PAGE = ["--include", "all", "--page-length", "100"];
let sandbox, program;

before(async () => {
  sandbox = await startSandbox(["--contacts", "40", "--responses", "700"]);
  program = programFor(sandbox);
});
after(() => sandbox?.stop());
beforeEach(async () => {
  await sandbox.faults();
  await sandbox.clear();
});

const run = (...args) => program.run(["export", ...args]);
const left = async (path) => (await readdir(dirname(path))).sort();

describe("a file", () => {
  test("of each format, by --format or by its name", async (t) => {
    const at = await scratch(t);
    for (const format of ["csv", "ndjson", "json", "xlsx"]) {
      const named = await run("responses", ...PAGE, "--out", at(`a.${format}`));
      assert.deepEqual([named.code, named.stdout, named.stderr], [0, "", `700 items in ${at(`a.${format}`)}\n`]);
      const { code, stdout } = await run("responses", ...PAGE, "--format", format, "--out", at(`${format}.txt`), "--json");
      assert.equal(code, 0);
      const { size } = await stat(at(`${format}.txt`));
      assert.deepEqual(JSON.parse(stdout).data, { file: at(`${format}.txt`), items: 700, bytes: size, continued: false });
    }
    assert.equal((await readFile(at("a.ndjson"), "utf8")).trim().split("\n").length, 700);
    assert.equal(JSON.parse(await readFile(at("a.json"), "utf8")).length, 700);
    assert.equal(readTable(await readFile(at("a.csv"), "utf8")).rows.length, 700);
    assert.equal(readWorkbook(await readFile(at("a.xlsx")))[0].rows.length, 700);
    assert.equal((await left(at("x"))).length, 8);
  });

  test("of contacts, with the parameters as flags", async (t) => {
    const at = await scratch(t);
    const { code } = await run("contacts", "--format", "csv", "--columns", "uuid", "--columns", "email", "--order-by", "email", "--out", at("c"));
    assert.equal(code, 0);
    const { header, rows } = readTable(await readFile(at("c"), "utf8"));
    assert.deepEqual(header, ["uuid", "email"]);
    assert.equal(rows.length, 40);
    assert.match((await sandbox.requests())[0].query, /order_by=email/);
  });

  test("goes to standard output with --out -", async () => {
    const { code, stdout, stderr } = await run("contacts", "--format", "ndjson", "--out", "-");
    assert.deepEqual([code, stderr, stdout.trim().split("\n").length], [0, "", 40]);
  });

  test("replaces an older one only when it is whole", async (t) => {
    const at = await scratch(t);
    await writeFile(at("r.csv"), "the old one");
    await sandbox.faults({ kind: "pass" }, { kind: "status", status: 400 });
    const { code, stderr } = await run("responses", ...PAGE, "--out", at("r.csv"));
    assert.equal(code, EXIT_STATUS.rejected);
    assert.match(stderr, /Then run the same command again to continue\n$/);
    assert.equal(await readFile(at("r.csv"), "utf8"), "the old one");
    assert.equal((await run("responses", ...PAGE, "--out", at("r.csv"))).code, 0);
    assert.equal(readTable(await readFile(at("r.csv"), "utf8")).rows.length, 700);
    assert.deepEqual(await left(at("x")), ["r.csv"]);
  });

  test("reports its progress", async (t) => {
    const at = await scratch(t);
    const { stderr } = await run("responses", ...PAGE, "--out", at("r.csv"), "--progress");
    assert.match(stderr, /^100 of 700 items\n200 of 700 items\n[^]*700 of 700 items\n700 items in /);
  });
});

/** Starts an export that stalls on its fourth page, and waits until it has kept what came before. */
async function stalled(path, args) {
  await sandbox.faults({ kind: "pass" }, { kind: "pass" }, { kind: "pass" }, { kind: "stall" });
  const { child, ended } = program.start(["export", "responses", ...PAGE, ...args, "--out", path, "--progress"]);
  let told = "";
  child.stderr.setEncoding("utf8");
  while (!told.includes("300 of 700")) told += await once(child.stderr, "data");
  // Told before the state is kept: wait for that too.
  const state = `${path}.part.state`;
  const isKept = async () => existsSync(state) && JSON.parse(await readFile(state, "utf8")).items >= 200;
  while (!(await isKept())) await new Promise((resolve) => setImmediate(resolve));
  return { child, ended };
}

describe("an interrupted run", () => {
  for (const format of ["csv", "ndjson"]) {
    for (const signal of ["SIGKILL", "SIGINT", "SIGTERM"]) {
      test(`of ${format}, by ${signal}, goes on where it was, and makes the same file`, async (t) => {
        const at = await scratch(t);
        assert.equal((await run("responses", ...PAGE, "--format", format, "--out", at("whole"))).code, 0);
        const { child, ended } = await stalled(at("file"), ["--format", format]);
        child.kill(signal);
        await ended;
        assert.ok(!existsSync(at("file")));
        await sandbox.faults();
        await sandbox.clear();
        const { code, stdout } = await run("responses", ...PAGE, "--format", format, "--out", at("file"), "--json");
        assert.equal(code, 0);
        const { items, continued } = JSON.parse(stdout).data;
        assert.deepEqual([items, continued], [700, true]);
        assert.deepEqual(await readFile(at("file")), await readFile(at("whole")));
        const asked = (await sandbox.requests()).length;
        assert.ok(asked <= 5, `${asked} pages were asked for again`);
        assert.deepEqual(await left(at("x")), ["file", "whole"]);
      });
    }
  }

  test("whose part has half a row at its end goes on with the whole one", async (t) => {
    const at = await scratch(t);
    assert.equal((await run("responses", ...PAGE, "--out", at("whole.csv"), "--bom")).code, 0);
    const { child, ended } = await stalled(at("file.csv"), ["--bom"]);
    child.kill("SIGKILL");
    await ended;
    await writeFile(at("file.csv.part"), "half a ro", { flag: "a" });
    await sandbox.faults();
    assert.equal((await run("responses", ...PAGE, "--out", at("file.csv"), "--bom")).code, 0);
    assert.deepEqual(await readFile(at("file.csv")), await readFile(at("whole.csv")));
  });

  test("of a workbook begins anew, and says so", async (t) => {
    const at = await scratch(t);
    await sandbox.faults({ kind: "pass" }, { kind: "pass" }, { kind: "status", status: 400 });
    const failed = await run("responses", ...PAGE, "--out", at("r.xlsx"));
    assert.match(failed.stderr, /run the same command again to begin anew/);
    assert.ok(!existsSync(at("r.xlsx")));
    const { code, stderr } = await run("responses", ...PAGE, "--out", at("r.xlsx"));
    assert.equal(code, 0);
    assert.match(stderr, /^\S+r\.xlsx\.part is of an interrupted run, and this format cannot be continued; beginning anew\n700 items in /);
    assert.equal(readWorkbook(await readFile(at("r.xlsx")))[0].rows.length, 700);
  });

  test("that asked for something else is begun anew", async (t) => {
    const at = await scratch(t);
    const { child, ended } = await stalled(at("r.ndjson"), []);
    child.kill("SIGKILL");
    await ended;
    await sandbox.faults();
    const { stderr } = await run("responses", "--include", "completed", "--out", at("r.ndjson"));
    assert.match(stderr, /asked for something else; beginning anew/);
    const items = (await readFile(at("r.ndjson"), "utf8")).trim().split("\n").map((line) => JSON.parse(line));
    assert.ok(items.length > 100 && items.every(({ completed_at }) => completed_at !== null));
  });

  test("whose place Refiner does not know any more is begun anew", async (t) => {
    const at = await scratch(t);
    const { child, ended } = await stalled(at("r.ndjson"), []);
    child.kill("SIGKILL");
    await ended;
    await sandbox.faults({ kind: "status", status: 404 });
    const { code, stderr } = await run("responses", ...PAGE, "--out", at("r.ndjson"));
    assert.equal(code, 0);
    assert.match(stderr, /does not know the place any more; beginning anew/);
    assert.equal((await readFile(at("r.ndjson"), "utf8")).trim().split("\n").length, 700);
  });
});

describe("a run that cannot write", () => {
  test("says why, and leaves no file", async (t) => {
    const at = await scratch(t);
    await mkdir(at("folder"));
    for (const [out, says] of [
      [at("nowhere/r.csv"), /there is no such folder/],
      [at("folder"), /is a folder/],
    ]) {
      const { code, stderr } = await run("responses", "--format", "csv", "--out", out);
      assert.equal(code, EXIT_STATUS.file, stderr);
      assert.match(stderr, says);
    }
    assert.deepEqual(await left(at("x")), ["folder"]);
  });

  test("on a full disk goes on when there is room", async (t) => {
    const at = await scratch(t);
    await writeFile(at("full.mjs"), FULL_AFTER);
    const args = ["export", "responses", ...PAGE, "--out", at("r.ndjson")];
    const full = await program.run(args, { env: { NODE_OPTIONS: `--import ${at("full.mjs")}`, FULL_AFTER: "400000" } });
    assert.equal(full.code, EXIT_STATUS.file, full.stderr);
    assert.match(full.stderr, /there is no space left on the disk\. Check the disk and the path\. Then run the same command again to continue\n$/);
    assert.ok(!existsSync(at("r.ndjson")));
    const { code, stdout } = await program.run([...args, "--json"]);
    assert.deepEqual([code, JSON.parse(stdout).data.continued], [0, true]);
    const uuids = (await readFile(at("r.ndjson"), "utf8")).trim().split("\n").map((line) => JSON.parse(line).uuid);
    assert.deepEqual([uuids.length, new Set(uuids).size], [700, 700]);
  });

  test("while another one writes the same file is refused", async (t) => {
    const at = await scratch(t);
    const { child, ended } = await stalled(at("r.csv"), []);
    const second = await run("responses", ...PAGE, "--out", at("r.csv"));
    assert.equal(second.code, EXIT_STATUS.file);
    assert.match(second.stderr, new RegExp(`another run has \\S+r\\.csv\\.lock \\(process ${child.pid} on `));
    child.kill("SIGKILL");
    await ended;
    // A lock that a killed run left does not count.
    await sandbox.faults();
    assert.equal((await run("responses", ...PAGE, "--out", at("r.csv"))).code, 0);
  });
});

/** A disk that is full after so many bytes: every later write gets half of what it wants to write there, and then fails. */
const FULL_AFTER = `
  import { open } from "node:fs/promises";
  const handle = await open(process.execPath, "r");
  const prototype = Object.getPrototypeOf(handle);
  await handle.close();
  const { write } = prototype;
  let left = Number(process.env.FULL_AFTER);
  prototype.write = function (bytes, offset, length, position) {
    if (left <= 0) throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", syscall: "write" });
    const some = Math.min(length, left);
    left -= some;
    return write.call(this, bytes, offset, some, position);
  };
`;
