// refiner-wasm sync: each response once, whatever happens to a run.

import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, readdir, rename, rm, truncate, writeFile } from "node:fs/promises";
import { hostname, uptime } from "node:os";
import { dirname } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all } from "../support/bulk.mjs";
import { startSandbox } from "../support/sandbox.mjs";
import { startWire } from "../support/wire.mjs";
import { programFor } from "./program.mjs";
import { scratch } from "./scratch.mjs";

const { EXIT_STATUS } = await import(new URL("./cli/status.js", import.meta.resolve("refiner-wasm/package.json")));

let sandbox, program, refiner, listed;

before(async () => {
  sandbox = await startSandbox(["--contacts", "40", "--responses", "3000"]);
  program = programFor(sandbox);
  refiner = new Refiner({ apiKey: sandbox.key, baseUrl: sandbox.url });
  listed = await all(refiner.listResponses({ include: "partials", page_length: 1000 }));
});
after(() => sandbox?.stop());
beforeEach(async () => {
  await sandbox.faults();
  await sandbox.clear();
});

const start = (at, ...more) => ["sync", "responses", "--out", at("out.ndjson"), "--state", at("state"), ...more];
const linesOf = async (path) => (await readFile(path, "utf8")).split("\n").slice(0, -1).map((line) => JSON.parse(line));
const uuids = (items) => items.map(({ uuid }) => uuid);

/** Answers a survey as a new contact, and returns the uuid of the response. */
async function answer(id) {
  const [form] = (await refiner.listForms({})).items;
  const { uuid } = await refiner.storeResponse({ form_uuid: form.uuid, id, answers: { nps: 9 } });
  return uuid;
}

test("the first run writes everything, and the next what is new", async (t) => {
  const at = await scratch(t);
  const first = await program.run(start(at));
  assert.deepEqual([first.code, first.stdout, first.stderr], [0, "", `${listed.length} new in ${at("out.ndjson")}\n`]);
  assert.deepEqual(await linesOf(at("out.ndjson")), listed);
  const again = await program.run(start(at, "--json"));
  assert.deepEqual([again.code, JSON.parse(again.stdout).data.items], [0, 0]);
  const added = await answer("sync-1");
  assert.equal((await program.run(start(at))).stderr, `1 new in ${at("out.ndjson")}\n`);
  const lines = await linesOf(at("out.ndjson"));
  assert.deepEqual([lines.length, lines.at(-1).uuid], [listed.length + 1, added]);
  assert.deepEqual((await readdir(dirname(at("x")))).sort(), ["out.ndjson", "state"]);
  listed = await all(refiner.listResponses({ include: "partials", page_length: 1000 }));
});

test("nothing is an empty file", async (t) => {
  const at = await scratch(t);
  const { code } = await program.run(start(at, "--search", "nobody wrote this"));
  assert.deepEqual([code, await readFile(at("out.ndjson"), "utf8")], [0, ""]);
});

test("a number that JavaScript cannot hold stays as Refiner wrote it", async (t) => {
  const at = await scratch(t);
  const item = '{"uuid":"r-1","last_data_reception_at":"2026-01-01 10:00:00","completed_at":null,"data":{"big":12345678901234567890,"e":1e400}}';
  const body = `{"items":[${item}],"pagination":{"items_count":1,"current_page":1,"last_page":1,"next_page_cursor":null}}`;
  const wire = await startWire((socket) => {
    socket.end(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`);
  });
  t.after(() => wire.stop());
  const { code, stderr } = await program.run(start(at), { env: { REFINER_BASE_URL: wire.url } });
  assert.equal(code, 0, stderr);
  assert.equal(await readFile(at("out.ndjson"), "utf8"), `${item}\n`);
});

describe("a run that is ended in the middle", () => {
  for (const signal of ["SIGKILL", "SIGINT"]) {
    for (const more of [0, 1]) {
      test(`by ${signal} on page ${4 + more} loses and doubles nothing`, async (t) => {
        const at = await scratch(t);
        const pages = Array.from({ length: 3 + more }, () => ({ kind: "pass" }));
        await sandbox.faults(...pages, { kind: "stall" });
        const { child, ended } = program.start(start(at, "--page-length", "400", "--progress"));
        let told = "";
        child.stderr.setEncoding("utf8");
        while (!/\d+ items\n/.test(told)) told += await once(child.stderr, "data");
        while ((await sandbox.requests()).length < pages.length + 1) await new Promise((resolve) => setImmediate(resolve));
        child.kill(signal);
        await ended;
        assert.equal(typeof JSON.parse(await readFile(at("state"), "utf8")).bytes, "number");
        await sandbox.faults();
        const { code, stderr } = await program.run(start(at, "--page-length", "400"));
        assert.equal(code, 0, stderr);
        const found = uuids(await linesOf(at("out.ndjson")));
        assert.equal(new Set(found).size, found.length, "a response is there twice");
        assert.deepEqual([...found].sort(), uuids(listed).sort());
      });
    }
  }

  test("by a full disk loses and doubles nothing", async (t) => {
    const at = await scratch(t);
    await writeFile(at("full.mjs"), FULL_AFTER);
    const env = { NODE_OPTIONS: `--import ${at("full.mjs")}`, FULL_AFTER: "900000" };
    const full = await program.run(start(at), { env });
    assert.equal(full.code, EXIT_STATUS.file, full.stderr);
    assert.match(full.stderr, /there is no space left on the disk/);
    assert.equal((await program.run(start(at))).code, 0);
    const found = uuids(await linesOf(at("out.ndjson")));
    assert.deepEqual([...found].sort(), uuids(listed).sort());
  });

  test("between the file and its state loses and doubles nothing", async (t) => {
    const at = await scratch(t);
    await sandbox.faults({ kind: "pass" }, { kind: "pass" }, { kind: "status", status: 400 });
    assert.equal((await program.run(start(at))).code, EXIT_STATUS.rejected);
    const { bytes } = JSON.parse(await readFile(at("state"), "utf8"));
    assert.ok(bytes > 0);
    // What a run writes before it is killed, and before it has kept its state.
    await writeFile(at("out.ndjson"), '{"uuid":"was written"}\n{"uuid":"half', { flag: "a" });
    await sandbox.faults();
    assert.equal((await program.run(start(at))).code, 0);
    assert.deepEqual(uuids(await linesOf(at("out.ndjson"))).sort(), uuids(listed).sort());
  });
});

describe("is refused, and changes nothing,", () => {
  test("while another run has the file or the state", async (t) => {
    const at = await scratch(t);
    await sandbox.faults({ kind: "stall" });
    const { child, ended } = program.start(start(at));
    while ((await sandbox.requests()).length < 1) await new Promise((resolve) => setImmediate(resolve));
    for (const args of [start(at), ["sync", "responses", "--out", at("other"), "--state", at("state")], ["sync", "responses", "--out", at("out.ndjson"), "--state", at("other")]]) {
      const { code, stderr } = await program.run(args);
      assert.equal(code, EXIT_STATUS.file);
      assert.match(stderr, new RegExp(`another run has \\S+\\.lock \\(process ${child.pid} on `));
    }
    assert.equal((await sandbox.requests()).length, 1);
    child.kill("SIGKILL");
    await ended;
    await sandbox.faults();
    assert.equal((await program.run(start(at))).code, 0);
  });

  test("of many runs at once all but one", async (t) => {
    const at = await scratch(t);
    // Stale, so that all of them want to remove it: no process has this number.
    await writeFile(at("state.lock"), JSON.stringify({ pid: 2 ** 30, host: hostname(), booted: Date.now() - uptime() * 1000 }));
    const runs = await Promise.all(Array.from({ length: 6 }, () => program.run(start(at))));
    const done = runs.filter(({ code }) => code === 0);
    assert.ok(done.length >= 1);
    for (const { code, stderr } of runs) if (code !== 0) assert.deepEqual([code, /another run has/.test(stderr)], [EXIT_STATUS.file, true], stderr);
    assert.deepEqual(uuids(await linesOf(at("out.ndjson"))).sort(), uuids(listed).sort());
  });

  test("with the state of something else, or no state for a file that is there", async (t) => {
    const at = await scratch(t);
    assert.equal((await program.run(start(at))).code, 0);
    const file = await readFile(at("out.ndjson"));
    for (const [change, says] of [
      [() => start(at, "--include", "all"), /asks for something else/],
      [async () => (await writeFile(at("state"), "{"), start(at)), /is not JSON/],
      [async () => (await writeFile(at("state"), '{"v":2}'), start(at)), /not that of a sync/],
      [async () => (await rm(at("state")), start(at)), /Restore the state/],
    ]) {
      const { code, stderr } = await program.run(await change());
      assert.equal(code, EXIT_STATUS.file);
      assert.match(stderr, says);
      assert.deepEqual(await readFile(at("out.ndjson")), file);
    }
  });

  test("with a file that is shorter than an interrupted run left it", async (t) => {
    const at = await scratch(t);
    await sandbox.faults({ kind: "pass" }, { kind: "pass" }, { kind: "status", status: 400 });
    await program.run(start(at));
    await truncate(at("out.ndjson"), 10);
    const { code, stderr } = await program.run(start(at));
    assert.equal(code, EXIT_STATUS.file);
    assert.match(stderr, /is shorter than the interrupted run left it/);
  });
});

test("a file that was moved away is begun anew with what is new", async (t) => {
  const at = await scratch(t);
  assert.equal((await program.run(start(at))).code, 0);
  await rename(at("out.ndjson"), at("yesterday.ndjson"));
  const { code, stderr } = await program.run(start(at));
  assert.deepEqual([code, stderr], [0, `0 new in ${at("out.ndjson")}\n`]);
  assert.ok(existsSync(at("out.ndjson")));
});

/** A disk that is full after so many bytes. */
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
