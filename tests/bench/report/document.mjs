// Writes BENCHMARKS.md from the measurements. Only the bars are fixed in advance.

import { judge } from "./bars.mjs";
import { median, short } from "./stats.mjs";
import { cold, first, gateway, memory, promises, sizes, table, timed } from "./tables.mjs";

const OURS = "refiner-wasm";

/** All measurements, as tables. */
export function tablesOf(results) {
  return [...rowsOf(results), ...callRows(results), ...(results.gateway ? [gateway(results)] : [])].join("\n\n");
}

/** Some of the rows that were timed within one process. */
const rowsNamed = (results, is) => timed({ ...results, rows: Object.fromEntries(Object.entries(results.rows).filter(([name]) => is(name))) });

/** Those of one call. */
function callRows(results) {
  const isMeasured = results.first && Object.keys(results.first).length > 0;
  return [...rowsNamed(results, (name) => name === "call"), ...(isMeasured ? [first(results)] : [])];
}

/** Those of the client, but one call's. */
function rowsOf(results) {
  return [
    ...rowsNamed(results, (name) => name !== "call"),
    ...(results.memory ? [memory(results)] : []),
    ...(results.cold ? [cold(results)] : []),
    ...(results.sizes ? [sizes(results)] : []),
  ];
}

/** Parts of the document that are measured by themselves, each by the row of its name. */
const SECTIONS = {
  call: {
    title: "One call",
    minutes: "four minutes",
    peers: /^(refiner-wasm|ofetch|ky|openai|stripe|axios) /,
    content: (results) => [promises(), lossesIn(results, (row) => row === "call"), ...callRows(results)].filter(Boolean).join("\n\n"),
  },
  gateway: { title: "The gateway", minutes: "three minutes", peers: /^(refiner-wasm|miniflare) /, content: (results) => gateway(results) },
};

const begin = (name) => `<!-- ${name}:begin -->`;
const end = (name) => `<!-- ${name}:end -->`;

/** @param {any} results @param {string} name */
function sectionOf(results, name) {
  const { title, minutes, peers, content } = SECTIONS[name];
  const bars = judge(results).filter(({ section, kept }) => section === name && kept !== undefined);
  const rows = bars.map(({ what, where, found, bar, aim, verdict }) => [what, where, found, bar, aim, verdict]);
  const { machine, libraries, runtimes } = results;
  const versions = [...libraries.filter((library) => peers.test(library)), ...runtimes.flatMap(({ name, version }) => (version ? [`${name} (${version})`] : []))];
  return `${begin(name)}

## ${title}

Measured by \`cargo xtask bench ${name}\`, which takes ${minutes} and rewrites this section, on ${new Date().toISOString().slice(0, 10)}: ${machine.processor}, ${machine.memory},
${machine.system}; ${versions.join(", ")}.

${table(["", "where", "measured", "bar", "aim", "verdict"], rows)}

${content(results)}

${end(name)}`;
}

/** The document with a new section. @param {string} document @param {string} name @param {any} results */
export function withSection(document, name, results) {
  const [before, rest] = document.split(begin(name));
  const after = rest?.split(end(name))[1] ?? "\n";
  return `${before.trimEnd()}\n\n${sectionOf(results, name)}${after}`;
}

/** The bars that have measurements. */
export function verdictsOf(results, is = (/** @type {string | undefined} */ _section) => true) {
  const judged = judge(results).filter(({ kept, section }) => kept !== undefined && is(section));
  const rows = judged.map(({ what, where, found, bar, aim, verdict }) => [what, where, found, bar, aim, verdict]);
  return table(["", "where", "measured", "bar", "aim", "verdict"], rows);
}

/** Who is faster than we are, where, and by how much. @param {any} results @param {(row: string) => boolean} is */
function lossesIn({ rows, runtimes }, is) {
  const titles = { call: "One call", list: "A page listed", summary: "NPS and distribution", csv: "CSV" };
  const lost = Object.entries(rows).filter(([row]) => is(row)).flatMap(([row, found]) => {
    const names = [...new Set(Object.values(found).flatMap((times) => Object.keys(times)))].filter((name) => name !== OURS);
    return names.flatMap((name) => {
      const faster = runtimes.flatMap((runtime) => {
        const times = found[runtime.name];
        const factor = times && median(times[OURS]) / median(times[name]);
        return factor > 1 ? [`${runtime.name} (${short(factor)}×)`] : [];
      });
      return faster.length ? [`- ${titles[row]}, “${name}”: ${faster.join(", ")}.`] : [];
    });
  });
  return lost.length > 0 ? `Others are faster here:\n\n${lost.join("\n")}` : "";
}

function verdict(judged) {
  const named = ({ what, where }) => (where ? `${what}, ${where}` : what);
  const beside = ({ floor }) => (floor ? `; \`fetch\` alone, each body read and discarded: ${floor}` : "");
  const missed = judged.filter(({ kept }) => kept === false).map((bar) => `- Missed: ${named(bar)}: ${bar.found}, and the bar is ${bar.bar}${beside(bar)}.`);
  const open = judged.filter(({ kept }) => kept === undefined).map((bar) => `- Not measured: ${named(bar)}.`);
  const kept = `${judged.length - missed.length - open.length} of ${judged.length} bars are kept.`;
  return [kept, [...missed, ...open].join("\n")].filter(Boolean).join("\n\n");
}

/** @param {any} results */
export function documentOf(results) {
  const { machine, data, runtimes, libraries } = results;
  const sections = Object.keys(SECTIONS).filter((name) => name in results.rows || name in results);
  const versions = runtimes.map(({ name, version, missing }) => [name, missing ? `missing: ${missing}` : version]);
  return `# Benchmarks

<!-- Made by \`cargo xtask bench\`: do not edit. -->

One run, side by side, on one machine. \`cargo xtask bench\` repeats it: it sets up everything, takes about ten minutes and rewrites
this file; on an idle machine the spreads are narrow. \`cargo xtask bench list csv\` runs some rows and \`--on node\` one runtime;
these do not rewrite the file.

- **Data**: ${data.pages} pages of 1,000 responses of ${short(data.bytes / data.pages / 1_000_000)} KB on average, recorded from the sandbox, each with the traits of its contact.
- **Times**: contestants take turns, in a changing order; each figure is the median of the rounds, with the lowest and the highest in
  brackets. A ratio is the ratio of the medians; its brackets hold the lowest and the highest ratio within a round.
- **No network**: in the timed rows, \`fetch\` is a function that answers from memory: a \`Response\` whose body is one chunk, handed
  over without a copy.
- **The same result**: before anything is timed, all contestants must get the same result: the same objects, counts, cells.
- If there are two ways to write a contestant, the comparison uses the faster one.

| | |
| --- | --- |
| processor | ${machine.processor} |
| memory | ${machine.memory} |
| system | ${machine.system} |
| libraries | ${libraries.join(", ")} |
${versions.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}

## Bars

${verdict(judge(results).filter(({ section }) => !section))}

${verdictsOf(results, (section) => !section)}

## Where others are faster

${lossesIn(results, (row) => row !== "call") || "Nowhere in this run."}

## Rows

${[...rowsOf(results), ...sections.map((name) => sectionOf(results, name))].join("\n\n")}
`;
}
