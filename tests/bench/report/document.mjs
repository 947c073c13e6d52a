// Writes BENCHMARKS.md from the measurements. Only the bars are fixed in advance.

import { judge } from "./bars.mjs";
import { calls, callText } from "./calls.mjs";
import { lossesIn } from "./losses.mjs";
import { section, withSection } from "./section.mjs";
import { short } from "./stats.mjs";
import { cold, gateway, memory, sizes, timed, verdicts } from "./tables.mjs";
import { trackers, trackersText } from "./trackers.mjs";
import { yardstick } from "./yardstick.mjs";

/** All measurements, as tables. @param {any} results */
export function tablesOf(results) {
  return [
    ...rowsOf(results),
    ...(results.rows.call ? calls(results) : []),
    ...(results.gateway ? [gateway(results)] : []),
    ...(results.trackers ? [trackers(results)] : []),
  ].join("\n\n");
}

/** Those that have no section of their own. */
function rowsOf(results) {
  return [
    ...timed(results, (row) => row !== "call"),
    ...(results.yardstick ? [yardstick(results)] : []),
    ...(results.memory ? [memory(results)] : []),
    ...(results.cold ? [cold(results)] : []),
    ...(results.sizes ? [sizes(results)] : []),
  ];
}

/** What can be measured by itself, and its text. @type {{ [name: string]: (results: any) => string }} */
const SECTIONS = { call: callText, gateway: gatewayText, tracker: trackersText };

function gatewayText(results) {
  const { machine, libraries } = results;
  return `## The gateway

Measured by \`cargo xtask bench gateway\`, which takes three minutes and rewrites this section, on ${new Date().toISOString().slice(0, 10)}: ${machine.processor}, ${machine.memory},
${machine.system}; ${libraries.filter((name) => /^(refiner-wasm|miniflare) /.test(name)).join(", ")}.

${verdicts(results, (section) => section === "gateway")}

${gateway(results)}`;
}

/** The document with one of its sections made new. @param {string} document @param {string} name @param {any} results */
export const withResults = (document, name, results) => withSection(document, name, SECTIONS[name](results));

/** The sections of what was measured. */
function sectionsOf(results) {
  const isMeasured = { call: results.rows.call, gateway: results.gateway, tracker: results.trackers };
  return Object.entries(SECTIONS).flatMap(([name, text]) => (isMeasured[name] ? [section(name, text(results))] : []));
}

function verdict(judged) {
  const named = ({ what, where }) => (where ? `${what}, ${where}` : what);
  const missed = judged.filter(({ kept }) => kept === false).map((bar) => `- Missed: ${named(bar)}: ${bar.found}, and the bar is ${bar.bar}.`);
  const open = judged.filter(({ kept }) => kept === undefined).map((bar) => `- Not measured: ${named(bar)}.`);
  const kept = `${judged.length - missed.length - open.length} of ${judged.length} bars are kept.`;
  return [kept, [...missed, ...open].join("\n")].filter(Boolean).join("\n\n");
}

/** @param {Record<string, number[]>} bytes */
const kindsOf = (bytes) => Object.entries(bytes).map(([kind, sizes]) => `${kind} ${short(sizes.reduce((sum, size) => sum + size) / 1_000_000)}`).join(", ");

/** @param {any} results */
export function documentOf(results) {
  const { machine, data, runtimes, libraries } = results;
  const versions = runtimes.map(({ name, version, missing }) => [name, missing ? `missing: ${missing}` : version]);
  return `# Benchmarks

<!-- Made by \`cargo xtask bench\`: do not edit. -->

One run, side by side, on one machine. \`cargo xtask bench\` repeats it: it sets up everything, takes about twenty minutes and rewrites
this file; on an idle machine the spreads are narrow. \`cargo xtask bench list csv\` runs some rows and \`--on node\` one runtime;
these do not rewrite the file.

- **Data**: pages of 1,000 responses whose texts are of six kinds, made from a seed (\`tests/bench/data\`). Of each kind there are eight
  pages: short or long answers (1 to 4 words, or 20 to 79), with or without traits, keys in the server's order or shuffled in each object.
  Megabytes of the eight: ${kindsOf(data.bytes)}.
  The long list is recorded from the sandbox.
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

One call, the gateway and the trackers have sections of their own below, which are also measured by themselves, and bars there.

${verdicts(results, (section) => !section)}

## Where others are faster

${lossesIn(results, (row) => row !== "call") || "Nowhere in this run."}

## Rows

${[...rowsOf(results), ...sectionsOf(results)].join("\n\n")}
`;
}
