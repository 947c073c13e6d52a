// Writes BENCHMARKS.md from the measurements. Only the bars are fixed in advance.

import { judge } from "./bars.mjs";
import { median, short } from "./stats.mjs";
import { cold, memory, sizes, table, timed } from "./tables.mjs";

const OURS = "refiner-wasm";

/** All measurements, as tables. */
export function tablesOf(results) {
  return [
    ...timed(results),
    ...(results.memory ? [memory(results)] : []),
    ...(results.cold ? [cold(results)] : []),
    ...(results.sizes ? [sizes(results)] : []),
  ].join("\n\n");
}

/** The bars that have measurements. */
export function verdictsOf(results) {
  const judged = judge(results).filter(({ kept }) => kept !== undefined);
  const rows = judged.map(({ what, where, found, bar, aim, verdict }) => [what, where, found, bar, aim, verdict]);
  return table(["", "where", "measured", "bar", "aim", "verdict"], rows);
}

/** Who is faster than we are, where, and by how much. */
function losses({ rows, runtimes }) {
  const titles = { call: "One call", list: "A page listed", summary: "NPS and distribution", csv: "CSV" };
  return Object.entries(rows).flatMap(([row, found]) => {
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
}

function verdict(judged) {
  const named = ({ what, where }) => (where ? `${what}, ${where}` : what);
  const beside = ({ floor }) => (floor ? `; \`fetch\` alone, each body read and thrown away: ${floor}` : "");
  const missed = judged.filter(({ kept }) => kept === false).map((bar) => `- Missed: ${named(bar)}: ${bar.found}, and the bar is ${bar.bar}${beside(bar)}.`);
  const open = judged.filter(({ kept }) => kept === undefined).map((bar) => `- Not measured: ${named(bar)}.`);
  const kept = `${judged.length - missed.length - open.length} of ${judged.length} bars are kept.`;
  return [kept, [...missed, ...open].join("\n")].filter(Boolean).join("\n\n");
}

/** @param {any} results */
export function documentOf(results) {
  const { machine, data, runtimes, libraries } = results;
  const lost = losses(results);
  const versions = runtimes.map(({ name, version, missing }) => [name, missing ? `missing: ${missing}` : version]);
  return `# Benchmarks

<!-- Made by \`cargo xtask bench\`: do not edit. -->

One run, side by side, on one machine. To repeat it: \`cargo xtask bench\`, which sets up everything, takes about ten minutes and
rewrites this file; a quiet machine gives narrow spreads. \`cargo xtask bench list csv\` runs some rows, \`--on node\` one runtime,
and neither rewrites anything.

- **Data**: ${data.pages} pages of 1,000 responses of ${short(data.bytes / data.pages / 1_000_000)} KB on average, recorded from the sandbox, each with the traits of its contact.
- **Times**: contestants run in turns, in an order that changes; each figure is the median of the rounds, with the lowest and the
  highest in brackets. A ratio is one of medians, and its brackets are the lowest and highest ratio within a round.
- **No network**: in the timed rows, \`fetch\` is a function that answers out of memory: a \`Response\` whose body is one chunk, which
  is handed over and not copied.
- **The same result**: before anything is timed, all contestants must come to the same result: the same objects, counts, cells.
- Where there are two ways to write the other side, the faster one is compared.

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

${tablesOf(results)}
`;
}
