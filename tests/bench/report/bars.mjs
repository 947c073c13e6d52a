// The promised bars and the aims, and whether the measurements meet them. A bar must be met; an aim is a hope.

import { figure, median, ratio, short, spread } from "./stats.mjs";

const OURS = "refiner-wasm";
const CHECKERS = ["decode, JSON.parse, zod", "decode, JSON.parse, zod, compiled", "decode, JSON.parse, valibot"];
const LOOPS = ["fetch().json(), a loop", "decode, JSON.parse, a loop"];
const LIBRARIES = ["decode, JSON.parse, papaparse", "decode, JSON.parse, csv-stringify"];
/** Those with duties of their own. */
const CLIENTS = ["openai", "stripe", "ky", "axios"];
const MIB = 1024 * 1024;
/** What "flat" means, in MiB: a process's memory always fluctuates a little. Our choice. */
const FLAT = 8;

/** The times of the fastest contestant. */
const fastest = (times, names) => names.map((name) => times[name]).reduce((a, b) => (median(b) < median(a) ? b : a));

const inRow = (row, measure) => (results, runtime) => {
  const times = results.rows[row]?.[runtime];
  return times && measure(times);
};
const speedup = (row, names) => inRow(row, (times) => ratio(fastest(times, names), times[OURS]));
/** For the summary, and for a fetch that discards what it reads: no client can use less than that one. */
const inMemory = (measure) => {
  const by = (task) => (results, runtime) => {
    const runs = results.memory?.[runtime]?.[task];
    return runs && figure(runs.map((run) => measure(run) / MIB));
  };
  return { measure: by("summary"), floor: by("discard") };
};
const inBytes = (name) => (results) => results.sizes && figure([results.sizes[name].brotli / 1024]);

/** What the gateway adds to a Worker that only forwards, round by round. */
const added = (name) => ({ gateway: found }) => found && figure(found.rounds.gateway.map((round, index) => round[name] - found.rounds.forwarder[index][name]));

/** Bars of the package, whatever the runtime. */
const ANYWHERE = [""];

/** Without `on`, a bar applies to every runtime. One with a `section` is shown there. */
const BARS = [
  {
    section: "call",
    what: "one call against the fastest of openai, stripe, ky and axios",
    measure: inRow("call", (times) => ratio(times[OURS], fastest(times, CLIENTS))),
    unit: "×",
    most: 1,
    aim: 0.5,
  },
  {
    section: "call",
    what: "one call against one written by hand with the same duties",
    measure: inRow("call", (times) => ratio(times[OURS], times["by hand, with the same duties"])),
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
    measure: inRow("call", (times) => figure(times[OURS].map((ms) => ms * 1000))),
    unit: " µs",
    most: 100,
  },
  {
    what: "a checked list of 1,000 against decoding and `JSON.parse` of the same bytes",
    on: ["Node 20"],
    measure: inRow("list", (times) => ratio(times[OURS], times["decode, JSON.parse"])),
    unit: "×",
    most: 1.35,
    aim: 1.2,
  },
  { what: "the same list, how much faster than the fastest of zod and valibot", measure: speedup("list", CHECKERS), unit: "×", least: 1, aim: 3 },
  ...[4, 3, 3].map((least, index) => ({
    what: "NPS and a distribution from bytes, how much faster than the faster JavaScript",
    on: [["Node 20", "Node 24", "Chromium"][index]],
    measure: speedup("summary", LOOPS),
    unit: "×",
    least,
    aim: 6,
  })),
  { what: "CSV, how much faster than the faster library", measure: speedup("csv", LIBRARIES), unit: "×", least: 2, aim: 4 },
  {
    what: "growth of the process over 1,000,000 responses summarised",
    on: ["Node 20"],
    ...inMemory(({ before, late }) => late - before),
    unit: " MiB",
    most: 48,
    aim: 24,
  },
  {
    what: `of that, after the first 20 pages (“flat”, give or take ${FLAT} MiB)`,
    on: ["Node 20"],
    ...inMemory(({ early, late }) => late - early),
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
  { what: "both wasm modules, brotli", on: ANYWHERE, measure: inBytes("wasm"), unit: " KiB", most: 75, aim: 60 },
  { what: "first load in a browser, brotli", on: ANYWHERE, measure: inBytes("first_call"), unit: " KiB", most: "budget" },
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

function verdict(results, { section, what, measure, floor, unit, most: asked, least, aim }, where) {
  const most = asked === "budget" ? results.sizes && results.sizes.budget / 1024 : asked;
  const found = measure(results, where);
  const [word, limit, keeps] =
    least === undefined ? ["at most", most, (limit) => found.value <= limit] : ["at least", least, (limit) => found.value >= limit];
  const isRace = least === 1 && unit === "×";
  const bar = isRace ? "to be faster" : `${word} ${short(limit ?? NaN)}${unit}`;
  const row = { section, what, where, bar, aim: aim === undefined ? "–" : `${short(aim)}${unit}` };
  if (!found) return { ...row, found: "–", kept: undefined, verdict: "not measured" };
  const say = (found) => (found.low === found.high ? `${short(found.value)}${unit}` : spread(found, unit));
  const kept = isRace ? found.value > 1 : keeps(limit);
  const met = aim === undefined ? "met" : keeps(aim) ? "met, and the aim" : "met; the aim is missed";
  const under = floor?.(results, where);
  return { ...row, found: say(found), floor: under && say(under), kept, verdict: kept ? met : "**missed**" };
}
