// The promised bars and the aims, and whether the measurements meet them. A bar must be met; an aim is a hope.

import { figure, median, ratio, short, spread } from "./stats.mjs";
import { shareOfMachine } from "./yardstick.mjs";

const OURS = "refiner-wasm";
const CHECKERS = ["zod", "zod, compiled", "valibot", "typebox, compiled", "ajv, compiled"].map((name) => `decode, JSON.parse, ${name}`);
const LOOPS = ["fetch().json(), a loop", "decode, JSON.parse, a loop"];
const LIBRARIES = ["decode, JSON.parse, papaparse", "decode, JSON.parse, csv-stringify"];
/** The clients to be faster than. */
const CLIENTS = ["openai", "stripe", "ky", "axios"];
const MIB = 1024 * 1024;
/** What "flat" means, in MiB: a process's memory always fluctuates a little. Our choice. */
const FLAT = 8;

/** The times of the fastest contestant. */
export const fastest = (times, names) => names.map((name) => times[name]).reduce((a, b) => (median(b) < median(a) ? b : a));

/** A row on the kind of page on which it does worst; `worse` tells whether one figure is worse than another. */
const inRow = (row, measure, worse) => (results, runtime) => {
  const kinds = results.rows[row]?.[runtime];
  const found = kinds && Object.entries(kinds).map(([kind, times]) => ({ ...measure(times), kind }));
  return found?.reduce((worst, other) => (worse(other.value, worst.value) ? other : worst));
};
const lower = (one, other) => one < other;
const higher = (one, other) => one > other;
/** How much faster ours is than the fastest of some others. */
export const speedupOf = { list: CHECKERS, summary: LOOPS, csv: LIBRARIES };
const speedup = (row) => inRow(row, (times) => ratio(fastest(times, speedupOf[row]), times[OURS]), lower);
/** What a task takes more than a fetch that discards what it reads, run by run: no client can use less than that one. */
const beyond = (task, measure) => (results, runtime) => {
  const found = results.memory?.[runtime];
  return found && figure(found[task].map((run, index) => (measure(run) - measure(found.discard[index])) / MIB));
};
const inBytes = (name) => (results) => results.sizes && figure([results.sizes[name].brotli / 1024]);

/** What the gateway adds to a Worker that only forwards, round by round. */
const added = (name) => ({ gateway: found }) => found && figure(found.rounds.gateway.map((round, index) => round[name] - found.rounds.forwarder[index][name]));

/** Those whose memory can be seen. */
const PROCESSES = ["Node 20", "Node 24", "Bun", "Deno"];

/** Bars of the package, whatever the runtime. */
const ANYWHERE = [""];

/** Without `on`, a bar applies to every runtime. One with a `section` is shown there. */
const BARS = [
  {
    section: "call",
    what: "one call against the fastest of openai, stripe, ky and axios",
    measure: inRow("call", (times) => ratio(times[OURS], fastest(times, CLIENTS)), higher),
    unit: "×",
    most: 1,
    aim: 0.5,
  },
  {
    section: "call",
    what: "one call against one written by hand with the same duties",
    measure: inRow("call", (times) => ratio(times[OURS], times["by hand, with the same duties"]), higher),
    unit: "×",
    most: 1.8,
    aim: 1.3,
  },
  {
    section: "call",
    what: "import to first answer against a client written by hand, files served with 20 ms of latency",
    on: ["Chromium"],
    measure: ({ first }, runtime) => first?.[runtime] && ratio(first[runtime][OURS], first[runtime]["written by hand"]),
    unit: "×",
    most: 2.2,
    aim: 1.8,
  },
  {
    section: "call",
    what: "one call, with a fetch that answers at once",
    on: ["Node 20"],
    measure: inRow("call", (times) => figure(times[OURS].map((ms) => ms * 1000)), higher),
    unit: " µs",
    most: 100,
  },
  {
    what: "a checked list against `fetch().json()`, worst kind of page",
    measure: inRow("list", (times) => ratio(times[OURS], times["fetch().json()"]), higher),
    unit: "×",
    most: 1.25,
    aim: 1,
  },
  {
    what: "the same list, how much faster than the fastest of zod, valibot, typebox and ajv, worst kind",
    measure: speedup("list"),
    unit: "×",
    least: 1.5,
    aim: 2.5,
  },
  ...[
    { on: ["Node 20", "Node 24", "Chromium"], least: 4 },
    { on: ["Bun", "Deno"], least: 3 },
  ].map((bar) => ({
    what: "NPS and a distribution from bytes, how much faster than the faster JavaScript, worst kind",
    measure: speedup("summary"),
    unit: "×",
    aim: 6,
    ...bar,
  })),
  {
    what: "bytes a second summarised, against native simd-json, worst kind",
    measure: shareOfMachine,
    unit: "×",
    least: 0.4,
    aim: 0.7,
  },
  { what: "CSV, how much faster than the faster library, worst kind", measure: speedup("csv"), unit: "×", least: 3, aim: 5 },
  ...["summary", "csv"].map((task) => ({
    what: `growth of the process over 1,000,000 responses ${task === "csv" ? "exported" : "summarised"}, beyond that of \`fetch\` alone`,
    measure: beyond(task, ({ before, late }) => late - before),
    on: PROCESSES,
    unit: " MiB",
    most: 16,
  })),
  {
    what: `of that, after the first 20 pages (“flat”, give or take ${FLAT} MiB)`,
    measure: beyond("summary", ({ early, late }) => late - early),
    on: PROCESSES,
    unit: " MiB",
    most: FLAT,
  },
  { section: "gateway", what: "the gateway under load, median over a Worker that only forwards", on: ["workerd"], measure: added("median"), unit: " ms", most: 1 },
  { section: "gateway", what: "the same, p99", on: ["workerd"], measure: added("p99"), unit: " ms", most: 3 },
  {
    section: "gateway",
    what: "the same, answers lost or of another request",
    on: ["workerd"],
    measure: ({ gateway: found }) => found && figure([found.rounds.gateway.reduce((sum, { lost, mixed }) => sum + lost + mixed, 0)]),
    unit: "",
    most: 0,
  },
  { what: "both wasm modules, brotli", on: ANYWHERE, measure: inBytes("wasm"), unit: " KiB", most: 85 },
  { what: "first load in a browser, brotli", on: ANYWHERE, measure: inBytes("first_call"), unit: " KiB", most: 52 },
];

/**
 * Each bar with its runtime, and its verdict.
 *
 * @param {any} results
 */
export function judge(results) {
  const everywhere = results.runtimes.map(({ name }) => name);
  return BARS.flatMap(({ on = everywhere, ...bar }) => on.map((where) => verdict(results, bar, where)));
}

function verdict(results, { section, what, measure, unit, most, least, aim }, where) {
  const found = measure(results, where);
  const [word, limit, keeps] =
    least === undefined ? ["at most", most, (limit) => found.value <= limit] : ["at least", least, (limit) => found.value >= limit];
  const bar = `${word} ${short(limit ?? NaN)}${unit}`;
  const row = { section, what, where, bar, aim: aim === undefined ? "–" : `${short(aim)}${unit}` };
  if (!found) return { ...row, found: "–", kept: undefined, verdict: "not measured" };
  const said = found.low === found.high ? `${short(found.value)}${unit}` : spread(found, unit);
  const kept = keeps(limit);
  const met = aim === undefined ? "met" : keeps(aim) ? "met, and the aim" : "met; the aim is missed";
  return { ...row, found: found.kind ? `${said}, ${found.kind}` : said, kept, verdict: kept ? met : "**missed**" };
}
