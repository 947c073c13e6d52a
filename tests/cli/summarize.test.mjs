// refiner-wasm summarize: the report as a table that fits, as JSON and as CSV; and flags that are the contract's parameters.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, before, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Refiner } from "refiner-wasm";
import contract from "refiner-wasm/contract";
import { readTable } from "../support/csv.mjs";
import { startSandbox } from "../support/sandbox.mjs";
import { programFor } from "./program.mjs";

const inPackage = (file) => import(new URL(file, import.meta.resolve("refiner-wasm/package.json")));
const { EXIT_STATUS } = await inPackage("./cli/status.js");
const { OPERATIONS, flagsFor } = await inPackage("./cli/operations.js");
const { summaryText } = await inPackage("./cli/summary-table.js");
const { summaryCsv } = await inPackage("./cli/summary-csv.js");
const { terminalOf, widthOf } = await inPackage("./cli/terminal.js");
const PROGRAM = fileURLToPath(new URL("./cli/main.js", import.meta.resolve("refiner-wasm/package.json")));

let sandbox, program, refiner;

before(async () => {
  sandbox = await startSandbox(["--contacts", "60", "--responses", "1500"]);
  program = programFor(sandbox);
  refiner = new Refiner({ apiKey: sandbox.key, baseUrl: sandbox.url });
});
after(() => sandbox?.stop());
beforeEach(() => sandbox.clear());

const run = (...args) => program.run(["summarize", "responses", ...args]);

describe("the table", () => {
  test("has every group with its score and interval, as the report has them", async () => {
    const { code, stdout, stderr } = await run("--metric", "nps:nps", "--by", "month");
    assert.deepEqual([code, stderr], [0, ""]);
    const report = await refiner.summarizeResponses({}, { metrics: [{ metric: "nps", question: "nps" }], group_by: "month" });
    const rows = stdout.split("\n").filter((line) => /^(all|\d{4}-\d\d) /.test(line));
    const expected = [{ key: "all", metrics: report.metrics }, ...report.groups].map(({ key, metrics: [{ n, value, interval }] }) => {
      const one = (number) => number.toFixed(1).replace(/^-0\.0$/, "0.0");
      return [key, String(n), ...(value === null ? ["–", "–"] : [one(value), `${one(interval[0])} to ${one(interval[1])}`])];
    });
    assert.deepEqual(rows.map((row) => row.split(/ {2,}/)), expected);
    assert.ok(expected.length > 10);
  });

  test("is at most 80 wide in a pipe, without colors and bars", async () => {
    const { stdout } = await run("--metric", "count", "--metric", "nps:nps", "--metric", "distribution:features", "--by", "form", "--include", "all");
    assert.ok(stdout.split("\n").every((line) => widthOf(line) <= 80));
    assert.doesNotMatch(stdout, /[\x1b●├]/);
    assert.match(stdout, /^Responses\nGROUP/m);
    assert.match(stdout, /^Choices of features\nGROUP +CHOICE +N +SHARE/m);
  });

  for (const [width, env, colors] of [[100, {}, true], [90, { NO_COLOR: "1" }, false], [34, {}, true]]) {
    test(`fits a terminal of ${width}${colors ? "" : ", without colors if NO_COLOR says so"}`, async () => {
      const lines = (await onTerminal(width, env, ["summarize", "responses", "--metric", "nps:nps", "--by", "form"])).split("\r\n");
      assert.equal(lines.some((line) => line.includes("\x1b[")), colors);
      const shown = lines.map((line) => line.replace(/\x1b\[\d+m/g, ""));
      for (const line of shown) assert.ok(widthOf(line) <= width, `${widthOf(line)}: ${line}`);
      assert.equal(shown.some((line) => /├─*●─*┤/.test(line)), width >= 90);
    });
  }

  test("shows text from outside as text, and cuts it between characters", () => {
    const report = { items: 1, unreadable: 0, metrics: [figures()], groups: [{ key: "\x1b[31m\u202eevil\n", label: null, items: 1, metrics: [figures()] }, { key: "漢字".repeat(40), label: null, items: 1, metrics: [figures()] }] };
    const text = summaryText(report, terminalOf({}, {}));
    assert.doesNotMatch(text, /[\x1b\u202e]/);
    for (const line of text.split("\n")) assert.ok(widthOf(line) <= 80, line);
    assert.match(text, /[漢字]…  9/);
  });

  test("shows comparisons with their verdicts, drivers with their weights, and names what it does not know", () => {
    const one = { metric: "nps", question: ["nps"], figure: "value", choice: null, n: [9, 9], values: [1, 2] };
    const report = {
      items: 9,
      unreadable: 0,
      metrics: [figures()],
      groups: [{ key: "acme", label: "Acme Inc.", items: 9, metrics: [figures()] }],
      comparisons: [
        { a: "acme", b: null, against: "rest", ...one, difference: 12.34, interval: [1, 20], p: 0.01, p_adjusted: 0.0001, verdict: "up" },
        { a: "acme", b: null, against: "group", ...one, difference: null, interval: null, p: null, p_adjusted: null, verdict: "too_few" },
        { a: "acme", b: "x", ...one, metric: "csat", difference: -3, interval: [-5, -1], p: 0.03, verdict: "down" },
        { a: "acme", b: "x", ...one, metric: "count", figure: "response_rate", difference: 0.1, interval: [0, 0.2], p: 0.5, p_adjusted: 1, verdict: "no_evidence" },
      ],
      drivers: { weights: [{ name: "price", weight: 0.25, interval: [0.1, 0.4] }], r_squared: 0.5, n: 80 },
      cross_tab: { rows: [] },
    };
    const text = summaryText(report, { ...terminalOf({}, {}), width: 100 });
    for (const line of [
      /^Acme Inc\. +\(rest\) +NPS +up +\+12\.3 +\+1\.0 to \+20\.0 +< 0\.001$/m,
      /^Acme Inc\. +\(none\) +NPS +too few +– +– +–$/m,
      /^Acme Inc\. +x +CSAT +down +-3\.0 +-5\.0 to -1\.0 +0\.030$/m,
      /^Acme Inc\. +x +Responses, response rate +no evidence +\+10\.0 % +0\.0 % to \+20\.0 % +1\.000$/m,
      /^price +0\.250 +0\.100 to 0\.400$/m,
      /explain 50\.0 % of the variance; n 80$/m,
      /^--json also has: cross_tab$/m,
    ]) assert.match(text, line);
    assert.ok(summaryText(report, terminalOf({}, {})).split("\n").every((line) => widthOf(line) <= 80));
    const { rows } = readTable(summaryCsv(report));
    assert.deepEqual(rows.filter(({ verdict }) => verdict).map(({ verdict, p_adjusted }) => [verdict, p_adjusted]), [["up", "0.0001"], ["too_few", ""], ["down", ""], ["no_evidence", "1"]]);
  });
});

/** A score. */
function figures() {
  return { metric: "nps", question: ["nps"], n: 9, value: 11.1, interval: [1, 20], small_sample: true, distribution: [], warning: null };
}

test("--compare shows the difference of the last two periods", async () => {
  const { code, stdout } = await run("--metric", "nps:nps", "--by", "month", "--compare", "last_two");
  assert.equal(code, 0);
  assert.match(stdout, /\nComparisons?\n/);
});

test("--json is the report and how it was made, and --csv a row for each figure", async () => {
  const args = ["--metric", "count", "--metric", "nps:nps", "--by", "month", "--include", "all"];
  const { data, meta } = JSON.parse((await run(...args, "--json")).stdout);
  assert.deepEqual([data.items, meta.action], [1500, "summarize_responses"]);
  const { header, rows } = readTable((await run(...args, "--csv")).stdout);
  assert.deepEqual(header.slice(0, 5), ["group", "label", "metric", "question", "figure"]);
  const scores = rows.filter(({ metric, figure, group }) => metric === "nps" && figure === "value" && group);
  assert.deepEqual(scores.map(({ group, value, n }) => [group, value, n]), data.groups.map(({ key, metrics }) => [key, String(metrics[1].value ?? ""), String(metrics[1].n)]));
  assert.equal((await run(...args, "--csv", "--json")).code, EXIT_STATUS.usage);
});

describe("flags", () => {
  for (const [args, input] of [
    [["--metric", "nps", "--metric", "csat:happy"], { metrics: ["nps", { metric: "csat", question: "happy" }] }],
    [["--metric", '{"metric":"ces","question":"e"}'], { metrics: [{ metric: "ces", question: "e" }] }],
    [["--by-attribute", "plan"], { group_by: { attribute: "plan" } }],
    [["--by-answer", "role"], { group_by: { answer: "role" } }],
    [["--form", "f-1"], { form_uuid: "f-1" }],
    [["--form", "f-1", "--form-uuid", "f-2"], { form_uuids: ["f-1", "f-2"] }],
    [["--compare", "a", "--compare", "b"], { compare: ["a", "b"] }],
    [["--compare", '["a",null]'], { compare: ["a", null] }],
    [["--top", "3", "--utc-offset-minutes=-60", "--time-zone", "Europe/Paris"], { top: 3, utc_offset_minutes: -60, time_zone: "Europe/Paris" }],
    [["--contact-data", "plan=pro", "--contact-data", "note=a=b"], { contact_data: { plan: "pro", note: "a=b" } }],
    [["--response-data", '{"nps":9}'], { response_data: { nps: 9 } }],
    [["--with-attributes", "--search", "{x"], { with_attributes: true, search: "{x" }],
  ]) {
    test(args.join(" "), async () => {
      const { inputOf } = await inPackage("./cli/operation-flags.js");
      const { readArguments } = await inPackage("./cli/flags.js");
      const { given } = readArguments(["summarize", "responses", ...args]);
      assert.deepEqual(inputOf(flagsFor("summarize_responses"), given, { page: 2, form_uuid: "of --data" }), { page: 2, ...(Object.keys(input)[0].startsWith("form") ? {} : { form_uuid: "of --data" }), ...input });
    });
  }

  test("that are wrong are refused like any other input, and nothing is sent", async () => {
    for (const [args, status, says] of [
      [["--metric", "mood"], EXIT_STATUS.input, /metrics\[0\] /],
      [["--metric", "nps:q", "--by", "year"], EXIT_STATUS.input, /group_by /],
      [["--metric", "nps:q", "--top", "many"], EXIT_STATUS.input, /top /],
      [[], EXIT_STATUS.input, /metrics is required/],
      [["--metric", "nps:q", "--contact-data", "plan"], EXIT_STATUS.usage, /--contact-data must be NAME=VALUE/],
      [["--metric", "{nps"], EXIT_STATUS.usage, /--metric is not JSON/],
      [["--metrc", "nps"], EXIT_STATUS.usage, /--metrc is no flag; did you mean --metric\?/],
      [["--search", "a", "--search", "b"], EXIT_STATUS.usage, /--search is there twice/],
      [["--key", "hush"], EXIT_STATUS.usage, /never taken from the command line/],
      [["more"], EXIT_STATUS.usage, /summarize responses does not take "more"/],
    ]) {
      const { code, stdout, stderr } = await run(...args);
      assert.deepEqual([code, stdout], [status, ""], stderr);
      assert.match(stderr, says);
      assert.match(stderr, /^refiner-wasm: [^\n]+\n$/);
      assert.doesNotMatch(stderr, /hush/);
    }
    assert.deepEqual(await sandbox.requests(), []);
  });

  test("of what, is needed and must be known", async () => {
    for (const [args, says] of [
      [["summarize"], /summarize needs to know of what: responses/],
      [["export", "response"], /did you mean responses\?/],
      [["export", "forms"], /there are: responses, contacts/],
      [["export", "responses", "--format", "csv"], /export needs --out FILE/],
      [["sync", "responses", "--out", "x"], /sync needs --state FILE/],
      [["sync", "responses", "--out", "x", "--state", "x"], /must be two files/],
    ]) {
      const { code, stderr } = await program.run(args);
      assert.equal(code, EXIT_STATUS.usage, stderr);
      assert.match(stderr, says);
    }
  });
});

describe("--help", () => {
  /** Parameters whose flags have other names. */
  const SHORT = { metrics: ["metric"], group_by: ["by", "by-attribute", "by-answer"], form_uuids: ["form"], segment_uuids: ["segment"], guard: ["no-guard"] };

  for (const [command, { of, flags, sets }] of Object.entries(OPERATIONS)) {
    test(`of ${command} has a flag for each parameter of the contract, and its own`, async () => {
      const { code, stdout } = await program.run([command, "--help"]);
      assert.equal(code, 0);
      const has = (flag) => assert.match(stdout, new RegExp(`^  --${flag}( |$)`, "m"));
      for (const name of Object.values(of)) {
        const { input } = contract.operations.find((operation) => operation.name === name);
        for (const property of Object.keys(input.properties)) {
          if (sets.includes(property)) continue;
          const usual = property.replaceAll("_", "-").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
          for (const flag of SHORT[property] ?? [usual]) has(flag);
        }
      }
      for (const flag of [...Object.keys(flags), "json"]) has(flag);
      assert.ok(stdout.split("\n").every((line) => line.length <= 110));
    });
  }

  test("names the commands", async () => {
    const { stdout } = await program.run(["--help"]);
    for (const command of Object.keys(OPERATIONS)) assert.match(stdout, new RegExp(`^  refiner-wasm ${command} `, "m"));
  });
});

/** What the program prints on a terminal of this width. */
async function onTerminal(width, env, args) {
  const quoted = [process.execPath, PROGRAM, ...args].map((one) => `'${one}'`).join(" ");
  const all = { PATH: process.env.PATH, TERM: "xterm", REFINER_BASE_URL: sandbox.url, REFINER_API_KEY: sandbox.key, ...env };
  const child = spawn("script", ["-qec", `stty cols ${width}; ${quoted}`, "/dev/null"], { env: all, stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) text += chunk;
  return text;
}
