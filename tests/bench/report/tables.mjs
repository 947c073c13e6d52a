// The tables: one per benchmark row, with a line per contestant and a column per runtime.

import { KIND_NAMES, PAGES_OF_A_KIND } from "../data/kinds.mjs";
import { fastest, judge, speedupOf } from "./bars.mjs";
import { figure, median, ratio, short, spread, together } from "./stats.mjs";

const OURS = "refiner-wasm";
const MIB = 1024 * 1024;

export const table = (head, rows) => [head, head.map((_, column) => (column ? "--:" : "---")), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** The bars that have measurements; empty if there are none. @param {any} results @param {(section: string | undefined) => boolean} [is] */
export function verdicts(results, is = () => true) {
  const judged = judge(results).filter(({ kept, section }) => kept !== undefined && is(section));
  const rows = judged.map(({ what, where, found, bar, aim, verdict }) => [what, where, found, bar, aim, verdict]);
  return rows.length ? table(["", "where", "measured", "bar", "aim", "verdict"], rows) : "";
}

/** What a row measures, for readers of the tables. */
const ABOUT = {
  call: [
    "One call's overhead",
    "`identify_user` with a fetch that answers at once: microseconds per call. Each client sends the same POST, with its own defaults. Only refiner-wasm checks input and reply.",
    (ms) => ms * 1000,
  ],
  list: [
    "A page of 1,000 responses listed",
    "Milliseconds of a page until there are plain objects, the mean of all kinds. The checkers check what we check, with schemas that are created once and allow unknown keys; typebox and ajv only say whether a page fits, and of zod, “compiled” is `z.compile`. Only `fetch().json()` and refiner-wasm read from a fetch; the others start from the bytes.",
    (ms) => ms / (KIND_NAMES.length * PAGES_OF_A_KIND),
  ],
  summary: [
    "NPS and the distribution of a multiple choice",
    "Milliseconds for all pages of all kinds, from their bytes. The loop is hand-written for these two questions.",
    (ms) => ms,
  ],
  csv: [
    "All responses as one CSV file",
    "Milliseconds for all pages of all kinds, from their bytes to the bytes of the file, page by page: the same columns and cells, with the formula guard. The libraries get their rows from a hand-written function, and their text is then encoded.",
    (ms) => ms,
  ],
};

/**
 * Some of the rows that were timed within one process.
 *
 * @param {any} results
 * @param {(row: string) => boolean} is
 */
export function timed(results, is) {
  const measured = Object.entries(results.rows).filter(([row]) => is(row));
  return measured.map(([row, found]) => {
    const [title, about, scale] = ABOUT[row];
    const all = Object.fromEntries(Object.entries(found).map(([runtime, kinds]) => [runtime, together(kinds)]));
    const tables = [contest(results.runtimes, all, scale), ...(row in speedupOf ? [byKind(results.runtimes, found, speedupOf[row])] : [])];
    return [`### ${title}`, about, ...tables].join("\n\n");
  });
}

/** How much faster ours is than the fastest of its rivals, and than reading JSON if the row does that, on each kind of page. */
function byKind(runtimes, found, rivals) {
  const cell = (kind, runtime) => {
    const times = found[runtime.name]?.[kind];
    if (!times) return missing(runtime);
    const json = times["fetch().json()"];
    const own = json ? `<br>${spread(ratio(json, times[OURS]), "×")} \`json()\`` : "";
    return `${spread(ratio(fastest(times, rivals), times[OURS]), "×")}${own}`;
  };
  const rows = KIND_NAMES.map((kind) => [kind, ...runtimes.map((runtime) => cell(kind, runtime))]);
  return table(["faster than the fastest rival", ...runtimes.map(({ name }) => name)], rows);
}

/** From import to the first answer. */
export function cold(results) {
  const about =
    "Milliseconds from a client's import to its first answer, each time in a new process or page. The package's time includes loading its wasm. The runtime's own fetch was used before. Chromium loads the files from a server on the loopback, uncompressed.";
  return ["### Cold load to the first call", about, contest(results.runtimes, results.cold, (ms) => ms)].join("\n\n");
}

/** A line per contestant, a column per runtime. @param {any[]} runtimes @param {any} found @param {(ms: number) => number} scale */
export function contest(runtimes, found, scale) {
  const names = [...new Set(Object.values(found).flatMap((times) => Object.keys(times)))];
  const cell = (name, runtime) => {
    const times = found[runtime.name]?.[name];
    if (!times) return missing(runtime);
    const own = spread(figure(times.map(scale)));
    if (name === OURS) return own;
    return `${own}<br>${spread(ratio(times, found[runtime.name][OURS]), "× ours")}`;
  };
  return table(
    ["", ...runtimes.map(({ name }) => name)],
    names.map((name) => [name === OURS ? `**${name}**` : name, ...runtimes.map((runtime) => cell(name, runtime))]),
  );
}

const missing = (runtime) => (runtime.missing ? "missing" : "not measured");

const TASKS = {
  summary: "**refiner-wasm**, NPS and the distribution",
  csv: "**refiner-wasm**, CSV into a sink that counts",
  loop: "`fetch().json()` and a loop, NPS and the distribution",
  discard: "`fetch` alone, each body read and discarded",
};

/** A long list, over HTTP. */
export function memory(results) {
  const about = `A list of ${results.list.toLocaleString("en")} responses over HTTP on the loopback, read by a process of its own: seconds, and MiB of that process after a garbage collection. Growth is measured from the start. It includes the runtime’s own fetch, which is used once beforehand, and what the runtime keeps while bodies are read and discarded; the last row of each runtime shows that part. “At most” is the peak that the system saw. Chromium is not measured, because a page cannot see the memory of its process.`;
  const rows = results.runtimes.flatMap((runtime) => {
    const found = results.memory[runtime.name];
    if (!found) return [[runtime.name, missing(runtime), ...Array(6).fill("–")]];
    return Object.entries(TASKS).map(([task, what]) => {
      const runs = found[task];
      const of = (measure) => several(runs.map(measure));
      return [
        `${runtime.name}: ${what}`,
        of(({ ms }) => ms / 1000),
        of(({ before }) => before / MIB),
        of(({ fetched, before }) => (fetched - before) / MIB),
        of(({ early, before }) => (early - before) / MIB),
        of(({ late, before }) => (late - before) / MIB),
        of(({ peak }) => peak / MIB),
        of(({ result }) => (task === "csv" ? result.bytes / MIB : NaN)),
      ];
    });
  });
  const head = ["", "seconds", "at the start", "growth by the first fetch", "after 20 pages", "at the end", "at most", "file"];
  return ["### A long list", about, table(head, rows)].join("\n\n");
}

const several = (numbers) => (numbers.length > 1 && !numbers.includes(NaN) ? spread(figure(numbers)) : short(median(numbers)));

const WORKERS = { forwarder: "a Worker that adds the key and forwards", gateway: "**refiner-wasm/gateway**" };

/** The gateway under load. */
export function gateway({ gateway: { perSecond, seconds, delayMs, users, rounds } }) {
  const about = `\`track_event\` through a Worker in workerd, on the loopback, with one process that sends and one that stands in for Refiner, and all on the processor above: ${perSecond} requests a second for ${seconds} s, whatever the answers take, by ${whole(users)} users in turns. Refiner’s stand-in takes ${whole(delayMs)} ms for each, so about ${whole((perSecond * delayMs) / 1000)} are under way at once. Milliseconds beyond that time, the median of ${rounds.gateway.length} rounds in turns. The gateway verifies the token, checks the input against the contract, and counts the user’s limit with Workers’ rate-limit binding.`;
  const rows = Object.entries(rounds).map(([name, runs]) => {
    const of = (measure) => spread(figure(runs.map(measure)));
    const sum = (measure) => whole(runs.reduce((total, run) => total + measure(run), 0));
    return [WORKERS[name], of(({ median }) => median), of(({ p99 }) => p99), whole(Math.max(...runs.map(({ most }) => most))), sum(({ answers }) => answers), sum(({ lost }) => lost), sum(({ mixed }) => mixed)];
  });
  return ["### The gateway under load", about, table(["", "median", "p99", "at once, at most", "answers", "lost", "of another request"], rows)].join("\n\n");
}

/** The downloads. */
export function sizes({ sizes }) {
  const about = `What a browser downloads, each file compressed separately: brotli 11, gzip 9. The budget for the first call is ${whole(sizes.budget)} bytes.`;
  const row = (what, name) => [what, ...["raw", "gzip", "brotli"].map((form) => whole(sizes[name][form]))];
  const rows = [
    row("for the first call", "first_call"),
    row("on top of that, for the first summary or export", "first_summary"),
    row("of both, the two wasm modules", "wasm"),
  ];
  return ["### Bytes downloaded", about, table(["", "raw", "gzip", "brotli"], rows)].join("\n\n");
}

const whole = (number) => number.toLocaleString("en");
