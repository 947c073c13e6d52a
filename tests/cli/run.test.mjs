// Runs actions from the command line, against the sandbox.

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { after, before, beforeEach, describe, test } from "node:test";
import { startSandbox } from "../support/sandbox.mjs";
import { startWire } from "../support/wire.mjs";
import { programFor } from "./program.mjs";

const { EXIT_STATUS } = await import(new URL("./cli/status.js", import.meta.resolve("refiner-wasm/package.json")));

let sandbox;
let program;

before(async () => {
  sandbox = await startSandbox(["--contacts", "40", "--responses", "1500"]);
  program = programFor(sandbox);
});
after(() => sandbox?.stop());
beforeEach(() => sandbox.clear());

const run = (args, options) => program.run(args, options);

test("prints the data as JSON for people, and with --json everything about the run in one line", async () => {
  const plain = await run(["run", "verify_key"]);
  assert.deepEqual([plain.code, plain.stderr], [0, ""]);
  assert.equal(JSON.parse(plain.stdout).message, "Authentication successful");
  const json = await run(["run", "verify_key", "--json"]);
  assert.equal(json.stdout.indexOf("\n"), json.stdout.length - 1);
  const { data, meta } = JSON.parse(json.stdout);
  assert.deepEqual(data, JSON.parse(plain.stdout));
  assert.match(meta.executionId, /^[0-9a-f-]{36}$/);
  assert.deepEqual([meta.action, meta.effect, meta.attempts], ["verify_key", "read", 1]);
});

describe("summarize_responses", () => {
  const data = (more = {}) => JSON.stringify({ metrics: ["count", { metric: "nps", question: "nps" }], include: "all", page_length: 500, ...more });
  const args = (...rest) => ["run", "summarize_responses", "--data", ...rest];

  test("prints its report like any other result", async () => {
    const plain = await run(args(data()));
    assert.deepEqual([plain.code, plain.stderr], [0, ""]);
    const report = JSON.parse(plain.stdout);
    assert.deepEqual([report.items, report.pages, report.metrics[0].n], [1500, 3, 1500]);
    const json = await run(args(data(), "--json"));
    assert.equal(json.stdout.indexOf("\n"), json.stdout.length - 1);
    const { data: same, meta } = JSON.parse(json.stdout);
    assert.deepEqual(same, report);
    assert.deepEqual([meta.action, meta.effect, meta.attempts], ["summarize_responses", "read", 3]);
  });

  test("takes its input from standard input, and null for what is absent", async () => {
    const { code, stdout } = await run(args("-"), { input: data({ group_by: "month", compare: null, search: null }) });
    assert.equal(code, 0);
    assert.ok(JSON.parse(stdout).groups.length > 1);
  });

  test("with a wrong input says where, and sends nothing", async () => {
    const { code, stdout, stderr } = await run(args('{"metrics":[{"metric":"mood"}]}'));
    assert.deepEqual([code, stdout], [EXIT_STATUS.input, ""]);
    assert.match(stderr, /^refiner-wasm: summarize_responses: metrics\[0\]\.metric must be one of: [^\n]*\. refiner-wasm schema summarize_responses shows what it takes\n$/);
    assert.deepEqual(await sandbox.requests(), []);
  });

  test("that fails midway has the exit status of its failure, and no place to continue from", async () => {
    await sandbox.faults({ kind: "pass" }, { kind: "status", status: 500 });
    const { code, stdout, stderr } = await run(args(data(), "--max-retries", "0", "--json"));
    assert.deepEqual([code, stdout], [EXIT_STATUS.server, ""]);
    const { error } = JSON.parse(stderr);
    assert.deepEqual([error.kind, error.attempts, error.resume, error.advice], ["server", 2, undefined, "Try again later"]);
  });
});

describe("--data", () => {
  const input = { id: "cli-1", attributes: { plan: "pro", note: "ä\n" } };
  const sent = async () => (await sandbox.requests()).map(({ body }) => JSON.parse(body));

  test("in the command line, a file and standard input", async () => {
    const folder = await mkdtemp(join(tmpdir(), "refiner-cli-"));
    try {
      const file = join(folder, "input.json");
      await writeFile(file, `\ufeff${JSON.stringify(input)}`);
      const json = JSON.stringify(input);
      for (const [data, stdin] of [[json], [`@${file}`], ["-", json]]) {
        const { code, stderr } = await run(["run", "identify_user", "--data", data], { input: stdin });
        assert.equal(code, 0, stderr);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
    assert.deepEqual(await sent(), Array(3).fill({ id: "cli-1", plan: "pro", note: "ä\n" }));
  });

  test("takes what a strict tool was sent", async () => {
    const data = JSON.stringify({ id: "cli-1", email: null, attributes: [{ key: "plan", value: null }], account: null });
    assert.equal((await run(["run", "identify_user", "--data", data])).code, 0);
    assert.deepEqual(await sent(), [{ id: "cli-1", plan: null }]);
  });

  test("without it, the input is empty", async () => {
    assert.equal((await run(["run", "list_forms"])).code, 0);
  });

  test("a whole result is printed, however large", async () => {
    const { stdout } = await run(["run", "list_responses", "--data", '{"include":"all","page_length":1000}']);
    assert.equal(JSON.parse(stdout).items.length, 1000);
    assert.ok(stdout.length > 500_000);
  });
});

describe("a destructive action", () => {
  const args = ["run", "delete_contact", "--data", '{"id":"doomed"}'];

  test("requires --yes, shows the request, and sends nothing", async () => {
    const { code, stdout, stderr } = await run(args);
    assert.deepEqual([code, stdout], [EXIT_STATUS.permission, ""]);
    assert.match(stderr, /^refiner-wasm: [^\n]*nothing was sent[^\n]*DELETE http[^\n]*id=doomed\. Add --yes to do it\n$/);
    const json = JSON.parse((await run([...args, "--json"])).stderr);
    assert.equal(json.error.plan.method, "DELETE");
    assert.equal(json.exitStatus, EXIT_STATUS.permission);
    assert.deepEqual(await sandbox.requests(), []);
  });

  test("is carried out with it", async () => {
    await run(["run", "identify_user", "--data", '{"id":"doomed"}']);
    const { code, stdout } = await run([...args, "--yes"]);
    assert.equal(code, 0);
    assert.equal(JSON.parse(stdout).message, "ok");
  });
});

describe("failures have the exit status of their kind, in one line or as JSON", () => {
  for (const [kind, fault, env, args = []] of [
    ["auth", undefined, { REFINER_API_KEY: "nobody-knows-this-key-0000000000" }],
    ["permission", { kind: "status", status: 403, body: { error: "no\nno\u001b[31m" } }],
    ["conflict", { kind: "status", status: 409 }],
    ["rate_limited", { kind: "status", status: 429, headers: { "retry-after": "60" } }, {}, ["--timeout-ms", "2000"]],
    ["rejected", { kind: "status", status: 422 }],
    ["server", { kind: "status", status: 500 }],
    ["redirect", { kind: "redirect", location: "https://elsewhere.example/" }],
    ["decode", { kind: "html" }],
    ["network", { kind: "reset" }],
    ["timeout", { kind: "stall_before_headers" }, {}, ["--timeout-ms", "300"]],
  ]) {
    test(kind, async () => {
      for (const json of [false, true]) {
        await sandbox.faults(...(fault ? [fault] : []));
        const all = ["run", "verify_key", "--max-retries", "0", ...args, ...(json ? ["--json"] : [])];
        const { code, stdout, stderr } = await run(all, { env });
        assert.deepEqual([code, stdout], [EXIT_STATUS[kind], ""], stderr);
        assert.match(stderr, /^[^\n\u001b]+\n$/);
        assert.ok(!stderr.includes(env?.REFINER_API_KEY ?? sandbox.key));
        if (json) {
          const { error, exitStatus } = JSON.parse(stderr);
          assert.deepEqual([error.kind, exitStatus], [kind, code]);
          assert.ok(error.advice.length > 5);
        } else {
          assert.match(stderr, /^refiner-wasm: verify_key: /);
        }
      }
    });
  }

  test("not_found", async () => {
    const { code } = await run(["run", "get_contact", "--data", '{"id":"nobody"}']);
    assert.equal(code, EXIT_STATUS.not_found);
  });

  test("the error says how long to wait", async () => {
    await sandbox.faults({ kind: "status", status: 429, headers: { "retry-after": "60" } });
    const { stderr } = await run(["run", "verify_key", "--max-retries", "0"]);
    assert.match(stderr, /Try again in 60 seconds\n$/);
  });
});

describe("--all", () => {
  test("prints every item, one per line, and nothing else", async () => {
    const { code, stdout, stderr } = await run(["run", "list_responses", "--all", "--data", '{"include":"all","page_length":400}']);
    assert.deepEqual([code, stderr], [0, ""]);
    const items = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.equal(items.length, 1500);
    assert.equal(new Set(items.map(({ uuid }) => uuid)).size, 1500);
    assert.equal((await sandbox.requests()).length, 4);
  });

  test("reports progress on request", async () => {
    const { stderr } = await run(["run", "list_responses", "--all", "--progress", "--data", '{"include":"all","page_length":1000}']);
    assert.equal(stderr, "1000 of 1500 items\n1500 of 1500 items\n");
  });

  test("that fails midway says where to continue, and its output is valid", async () => {
    await sandbox.reset();
    const pass = { kind: "pass" };
    await sandbox.faults(pass, pass, { kind: "status", status: 500 });
    const args = ["run", "list_contacts", "--all", "--max-retries", "0"];
    const first = await run([...args, "--data", '{"page_length":15}', "--json"]);
    assert.equal(first.code, EXIT_STATUS.server);
    const { error } = JSON.parse(first.stderr);
    const rest = await run([...args, "--data", JSON.stringify({ page_length: 15, ...error.resume })]);
    const lines = (first.stdout + rest.stdout).trimEnd().split("\n");
    assert.equal(lines.length, 40);
    assert.equal(new Set(lines).size, 40);
  });

  test("ends quietly if its reader closes the pipe", async () => {
    const { child, ended } = program.start(["run", "list_responses", "--all", "--data", '{"include":"all","page_length":100}']);
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
    child.stdout.once("data", () => child.stdout.destroy());
    assert.deepEqual(await ended, { code: 0, signal: null });
    assert.equal(stderr, "");
    assert.ok((await sandbox.requests()).length < 15, "it continued without a reader");
  });

  test("requests no more than is read", async () => {
    const { child, ended } = program.start(["run", "list_responses", "--all", "--data", '{"include":"all","page_length":100}']);
    await pause(1000);
    // A pipe and the streams around it buffer some output; the list has 15 pages of about 70 KB.
    const asked = (await sandbox.requests()).length;
    assert.ok(asked > 0 && asked < 12, `${asked} pages were requested, and none was read`);
    let length = 0;
    child.stdout.on("data", (bytes) => (length += bytes.filter((byte) => byte === 10).length));
    assert.equal((await ended).code, 0);
    assert.equal(length, 1500);
  });
});

describe("a signal", () => {
  for (const [signal, status] of [["SIGINT", 130], ["SIGTERM", 143]]) {
    test(`${signal} aborts the request`, async () => {
      const wire = await startWire(() => {});
      try {
        const { child, ended } = program.start(["run", "verify_key"], { REFINER_BASE_URL: wire.url });
        let stderr = "";
        child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
        while (wire.requests.length === 0) await pause(10);
        child.kill(signal);
        assert.deepEqual(await ended, { code: status, signal: null });
        assert.equal(stderr, "refiner-wasm: interrupted\n");
        await wire.requests[0].gone;
      } finally {
        await wire.stop();
      }
    });
  }

  for (const [what, size, before] of [["first page", 1000, 0], ["second page", 500, 500]]) {
    test(`SIGINT while the reader is slow, in the ${what}, says where to continue, and nothing is lost`, async () => {
      const args = ["run", "list_responses", "--all"];
      const input = { include: "all", page_length: size };
      const { child, ended } = program.start([...args, "--data", JSON.stringify(input)]);
      let [stdout, stderr, isSlow] = ["", "", false];
      child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
      await new Promise((resolve) => {
        child.stdout.setEncoding("utf8").on("data", (text) => {
          stdout += text;
          // More of this page than a pipe holds is still to come, and nobody reads it until the program has been told to end.
          if (isSlow || stdout.split("\n").length - 1 <= before) return;
          isSlow = true;
          child.stdout.pause();
          resolve();
        });
      });
      // Read on only once it has said so: otherwise it may write the whole page before it sees the signal.
      const said = once(child.stderr, "data");
      child.kill("SIGINT");
      await said;
      child.stdout.resume();
      assert.equal((await ended).code, 130);
      const [, resume] = /^refiner-wasm: interrupted while a page was written, which then comes again as a whole\. To continue from there, add to --data: (\{.*\})\n$/.exec(stderr) ?? assert.fail(stderr);
      const rest = await run([...args, "--data", JSON.stringify({ ...input, ...JSON.parse(resume) })]);
      assert.equal(rest.code, 0);
      const lines = [...stdout.split("\n").slice(0, -1), ...rest.stdout.split("\n").slice(0, -1)];
      assert.ok(lines.length > 1500 && lines.length < 3000, `${lines.length}`);
      assert.equal(new Set(lines.map((line) => JSON.parse(line).uuid)).size, 1500);
    });
  }

  test("SIGINT ends the wait for standard input", async () => {
    const { child, ended } = program.start(["run", "get_contact", "--data", "-"]);
    await pause(500);
    child.kill("SIGINT");
    assert.equal((await ended).code, 130);
  });
});
