// Writes BENCHMARKS.md from the measurements. Only the bars are fixed in advance.

import { judge } from "./bars.mjs";
import { section, withSection } from "./section.mjs";
import { median, short, together } from "./stats.mjs";
import { cold, gateway, memory, sizes, table, timed } from "./tables.mjs";
import { trackers, trackersText } from "./trackers.mjs";
import { yardstick } from "./yardstick.mjs";

const OURS = "refiner-wasm";

/** All measurements, as tables. */
export function tablesOf(results) {
  return [...rowsOf(results), ...(results.gateway ? [gateway(results)] : []), ...(results.trackers ? [trackers(results)] : [])].join("\n\n");
}

/** Those of the client. */
function rowsOf(results) {
  return [
    ...timed(results),
    ...(results.yardstick ? [yardstick(results)] : []),
    ...(results.memory ? [memory(results)] : []),
    ...(results.cold ? [cold(results)] : []),
    ...(results.sizes ? [sizes(results)] : []),
  ];
}

/** What can be measured by itself, and its text. @type {{ [name: string]: (results: any) => string }} */
const SECTIONS = { gateway: gatewayText, tracker: trackersText };

function gatewayText(results) {
  const bars = judge(results).filter(({ where, kept }) => where === "workerd" && kept !== undefined);
  const rows = bars.map(({ what, found, bar, verdict }) => [what, found, bar, verdict]);
  const { machine, libraries } = results;
  return `## The gateway

Measured by \`cargo xtask bench gateway\`, which takes three minutes and rewrites this section, on ${new Date().toISOString().slice(0, 10)}: ${machine.processor}, ${machine.memory},
${machine.system}; ${libraries.filter((name) => /^(refiner-wasm|miniflare) /.test(name)).join(", ")}.

${table(["", "measured", "bar", "verdict"], rows)}

${gateway(results)}`;
}

/** The document with one of its sections made new. @param {string} document @param {string} name @param {any} results */
export const withResults = (document, name, results) => withSection(document, name, SECTIONS[name](results));

/** The sections of what was measured. */
function sectionsOf(results) {
  return [
    ...(results.gateway ? [section("gateway", gatewayText(results))] : []),
    ...(results.trackers ? [section("tracker", trackersText(results))] : []),
  ];
}

/** The bars that have measurements. */
export function verdictsOf(results) {
  const judged = judge(results).filter(({ kept }) => kept !== undefined);
  const rows = judged.map(({ what, where, found, bar, aim, verdict }) => [what, where, found, bar, aim, verdict]);
  return rows.length ? table(["", "where", "measured", "bar", "aim", "verdict"], rows) : "";
}

/** Who is faster than we are, where, and by how much. */
function losses({ rows, runtimes }) {
  const titles = { call: "One call", list: "A page listed", summary: "NPS and distribution", csv: "CSV" };
  return Object.entries(rows).flatMap(([row, found]) => {
    const names = [...new Set(Object.values(found).flatMap((kinds) => Object.keys(together(kinds))))].filter((name) => name !== OURS);
    return names.flatMap((name) => {
      const faster = runtimes.flatMap((runtime) => {
        const kinds = found[runtime.name];
        const times = kinds && together(kinds);
        const factor = times && median(times[OURS]) / median(times[name]);
        return factor > 1 ? [`${runtime.name} (${short(factor)}×)`] : [];
      });
      return faster.length ? [`- ${titles[row]}, “${name}”: ${faster.join(", ")}.`] : [];
    });
  });
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
  const lost = losses(results);
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

${verdict(judge(results))}

${verdictsOf(results)}

## Where others are faster

${lost.length ? lost.join("\n") : "Nowhere in this run."}

## Rows

${[...rowsOf(results), ...sectionsOf(results)].join("\n\n")}
`;
}
