// The command line itself: what it accepts, what it refuses, and its messages.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import contract from "refiner-wasm/contract";
import { programFor } from "./program.mjs";

const { EXIT_STATUS, MEANING } = await import(new URL("./cli/status.js", import.meta.resolve("refiner-wasm/package.json")));
const { jsonPlace } = await import(new URL("./cli/json-place.js", import.meta.resolve("refiner-wasm/package.json")));
const { version } = (await import("refiner-wasm/package.json", { with: { type: "json" } })).default;

// No test of this file may reach a server.
const { run } = programFor({ url: "http://127.0.0.1:9/v1", key: "a-key-that-nobody-may-see" });

test("--help lists commands, flags, environment and every exit status", async () => {
  for (const args of [["--help"], ["-h"], ["run", "--help"], ["--help", "--json"]]) {
    const { code, stdout, stderr } = await run(args);
    assert.deepEqual([code, stderr], [0, ""]);
    for (const word of ["actions", "schema ACTION", "run ACTION", "summarize_responses", "--data", "--dry-run", "--yes", "--all", "REFINER_API_KEY"]) {
      assert.ok(stdout.includes(word), word);
    }
    for (const [kind, status] of Object.entries(EXIT_STATUS)) {
      assert.match(stdout, new RegExp(`^ +${status}  ${kind} +${MEANING[kind].slice(0, 10)}`, "m"));
    }
  }
});

test("every kind of failure has an exit status of its own", () => {
  const statuses = Object.values(EXIT_STATUS);
  assert.equal(new Set(statuses).size, statuses.length);
  assert.deepEqual(Object.keys(MEANING), Object.keys(EXIT_STATUS));
});

test("--version is the package's", async () => {
  assert.deepEqual(await run(["--version"]), { code: 0, signal: null, stdout: `${version}\n`, stderr: "" });
});

test("actions lists each with its effect", async () => {
  const { code, stdout } = await run(["actions"]);
  assert.equal(code, 0);
  const [, ...lines] = stdout.trimEnd().split("\n");
  const known = [...contract.actions, ...contract.operations.filter(({ gives }) => gives === "object")];
  assert.deepEqual(lines.map((line) => line.split(/\s+/).slice(0, 2)), known.map(({ name, effect }) => [name, effect]));
  const { stdout: json } = await run(["actions", "--json"]);
  assert.equal(json.trimEnd().split("\n").length, 1);
  const listed = JSON.parse(json);
  assert.deepEqual(listed.map(({ name }) => name), known.map(({ name }) => name));
  // All entries have the same fields.
  assert.deepEqual([...new Set(listed.map((one) => Object.keys(one).join()))].length, 1);
});

test("schema describes an action completely, by name and alias", async () => {
  const action = contract.actions.find(({ name }) => name === "delete_contact");
  for (const name of ["delete_contact", "REFINER_DELETE_CONTACT"]) {
    const { code, stdout } = await run(["schema", name]);
    assert.equal(code, 0);
    const { input, output, effect, aliases, destroys } = JSON.parse(stdout);
    assert.deepEqual({ input, output, effect, aliases, destroys }, {
      input: action.input,
      output: action.output,
      effect: "destructive",
      aliases: action.aliases,
      destroys: action.destroys,
    });
  }
});

test("schema describes an operation completely", async () => {
  for (const operation of contract.operations) {
    const { code, stdout } = await run(["schema", operation.name, "--json"]);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), operation);
  }
});

describe("a wrong command line is one line on standard error, and exit status 2", () => {
  for (const [args, says] of [
    [[], /which command\?/],
    [["rum"], /rum is no command; did you mean run\?/],
    [["frobnicate"], /there are: actions, schema, run/],
    [["constructor"], /is no command/],
    [["run"], /run needs an ACTION/],
    [["run", "lst_forms"], /lst_forms is no action; did you mean list_forms\?/],
    [["run", "toString"], /is no action/],
    [["run", "sumarize_responses"], /sumarize_responses is no action; did you mean summarize_responses\?/],
    [["run", "export_responses"], /export_responses gives a file, as a stream, and cannot be run as a tool; use the method exportResponses\(\) of Refiner/],
    [["run", "sync_responses"], /use the method syncResponses\(\) of Refiner/],
    [["run", "summarize_responses", "--all"], /--all walks lists, and summarize_responses is none/],
    [["run", "summarize_responses", "--dry-run"], /--dry-run shows one request, and summarize_responses sends several: of list_responses/],
    [["schema", "export_respnses"], /did you mean export_responses\?/],
    [["run", "verify_key", "{}"], /does not take "\{\}"; the input goes into --data/],
    [["actions", "verify_key"], /actions does not take/],
    [["actions", "--yes"], /--yes is a flag of run, not of actions/],
    [["run", "verify_key", "--jsn"], /--jsn is no flag; did you mean --json\?/],
    [["run", "verify_key", "-x"], /-x is no flag/],
    [["run", "verify_key", "--data"], /--data needs a value/],
    [["run", "verify_key", "--data", "{}", "--data", "{}"], /--data is there twice/],
    [["run", "verify_key", "--yes=1"], /--yes takes no value/],
    [["run", "verify_key", "--all"], /--all walks lists/],
    [["run", "list_forms", "--progress"], /--progress is for --all/],
    [["run", "verify_key", "--timeout-ms", "soon"], /--timeout-ms must be a whole number/],
    [["run", "verify_key", "--max-retries=-1"], /--max-retries must be a whole number/],
  ]) {
    test(args.join(" ") || "nothing", async () => {
      const { code, stdout, stderr } = await run(args);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, /^refiner-wasm: [^\n]+\n$/);
      assert.match(stderr, says);
      assert.match(stderr, /See refiner-wasm --help\n$/);
      const json = await run([...args, "--json"]);
      if (args.at(-1) === "--data") return;
      const { error, exitStatus } = JSON.parse(json.stderr);
      assert.deepEqual([json.code, exitStatus, error.kind], [2, 2, "usage"]);
    });
  }
});

describe("a key on the command line is refused, whatever the flag is called, and not repeated", () => {
  for (const flag of ["--api-key", "--apikey", "--api_key", "--key", "--token", "--secret", "--REFINER_API_KEY", "--password"]) {
    for (const args of [["run", "verify_key", flag, "hush-hush"], [`${flag}=hush-hush`, "run", "verify_key"], [flag]]) {
      test(args.join(" "), async () => {
        const { code, stdout, stderr } = await run(args);
        assert.equal(code, 2);
        assert.match(stderr, /^refiner-wasm: a key is never taken from the command line[^\n]*REFINER_API_KEY[^\n]*\n$/);
        assert.ok(!(stdout + stderr).includes("hush-hush"));
      });
    }
  }
});

test("without a key nothing is sent", async () => {
  for (const REFINER_API_KEY of [undefined, ""]) {
    const { code, stderr } = await run(["run", "verify_key"], { env: { REFINER_API_KEY } });
    assert.equal(code, EXIT_STATUS.config);
    assert.match(stderr, /REFINER_API_KEY is not set/);
  }
});

test("an invalid address is a config error", async () => {
  const { code, stderr } = await run(["run", "verify_key"], { env: { REFINER_BASE_URL: "http://example.com/v1" } });
  assert.equal(code, EXIT_STATUS.config);
  assert.match(stderr, /https:\/\/.*Check REFINER_API_KEY and REFINER_BASE_URL/);
});

describe("--dry-run", () => {
  test("shows the request without the key, needs none, and sends nothing", async () => {
    for (const env of [{}, { REFINER_API_KEY: undefined }]) {
      const { code, stdout, stderr } = await run(["run", "delete_contact", "--data", '{"id":"a b"}', "--dry-run"], { env });
      assert.deepEqual([code, stderr], [0, ""]);
      const plan = JSON.parse(stdout);
      assert.deepEqual([plan.method, plan.url], ["DELETE", "http://127.0.0.1:9/v1/contact?id=a%20b"]);
      assert.ok(!stdout.includes("a-key-that-nobody-may-see"));
    }
    const { stdout } = await run(["run", "track_event", "--data", '{"id":"a","event":"b"}', "--dry-run", "--json"]);
    assert.deepEqual(JSON.parse(stdout).plan.body, { id: "a", event: "b" });
  });

  test("checks the input", async () => {
    const { code, stderr } = await run(["run", "track_event", "--data", '{"id":"a"}', "--dry-run"]);
    assert.equal(code, EXIT_STATUS.input);
    assert.match(stderr, /event is required\. refiner-wasm schema track_event shows what it takes/);
  });
});

describe("data that is not JSON", () => {
  for (const [data, says] of [
    ['{"id": "a",}', /--data is not JSON: line 1, column 12: expected a key in double quotes, found "}"/],
    ['{\n  "id": a\n}', /line 2, column 9: expected a value, found "a"/],
    ["{'id': 1}", /line 1, column 2: expected a key in double quotes/],
    ['{"id": "a"', /line 1, column 11: expected "," or "}", found the end/],
    ['{"id" "a"}', /line 1, column 7: expected ":", found "\\""/],
    ["", /--data is empty/],
  ]) {
    test(JSON.stringify(data), async () => {
      const { code, stderr } = await run(["run", "get_contact", "--data", data]);
      assert.equal(code, EXIT_STATUS.input);
      assert.match(stderr, says);
      assert.match(stderr, /^[^\n]+\n$/);
    });
  }

  test("its place equals that of JSON.parse, if the message names one", () => {
    const good = JSON.stringify({ a: [1, -2.5e10, "x\\\n\u1234", null, true, {}], b: { "c d": [[], [{}]] }, e: "" }, null, 1);
    let compared = 0;
    for (let at = 0; at < good.length; at++) {
      for (const character of [..."{}[],:", ""]) {
        const text = good.slice(0, at) + character + good.slice(at + 1);
        let said;
        try {
          JSON.parse(text);
        } catch (error) {
          said = error.message;
        }
        const position = /position (\d+)/.exec(said ?? "")?.[1];
        if (position === undefined || /escape|number/i.test(said)) continue;
        const { line, column } = jsonPlace(text);
        const lines = text.split("\n").slice(0, line - 1);
        const own = lines.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
        // A misspelt word is reported at its beginning.
        assert.ok(own <= Number(position) && Number(position) - own <= 4, `${JSON.stringify(text)}: ${own}, not ${position}`);
        compared++;
      }
    }
    assert.ok(compared > 400, String(compared));
  });

  test("nesting and length do not exhaust it", () => {
    assert.equal(jsonPlace("[".repeat(1e6)).column, 1e6 + 1);
    assert.equal(jsonPlace(`["${"a".repeat(5e6)}"`).column, 5e6 + 4);
  });

  test("a file that is not there", async () => {
    const { code, stderr } = await run(["run", "get_contact", "--data", "@/nowhere/at/all.json"]);
    assert.equal(code, EXIT_STATUS.input);
    assert.match(stderr, /\/nowhere\/at\/all\.json cannot be read: ENOENT/);
  });
});
