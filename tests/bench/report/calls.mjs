// One call side by side: what each client promises, what a call costs, and what the first one in a page costs.

import { PROMISES } from "../contestants/promises.mjs";
import { lossesIn } from "./losses.mjs";
import { contest, table, timed, verdicts } from "./tables.mjs";

const MIB = 1024 * 1024;
const PEERS = /^(refiner-wasm|ofetch|ky|openai|stripe|axios) /;

/** The tables of the times. @param {any} results */
export function calls(results) {
  const isMeasured = results.first && Object.keys(results.first).length > 0;
  return [...timed(results, (row) => row === "call"), ...(isMeasured ? [first(results)] : [])];
}

/** From import to the first answer in a page, where each file takes its time to come. */
function first(results) {
  const about =
    "Milliseconds from a client's import to its first answer in a new page with an import map and an empty cache. Each file takes 20 ms to be served. The client written by hand is one file, and the page has the rest already.";
  const runtimes = results.runtimes.filter(({ name }) => name in results.first);
  return ["### The first call of a page", about, contest(runtimes, results.first, (ms) => ms)].join("\n\n");
}

/** In words: @param {import("../contestants/promises.mjs").Promises} promises */
function words({ deadlineMs, isOverAll, coversBody, isCutOff, capBytes, retries, hasKey, isForPost, follows }) {
  const scope = isOverAll ? " over all attempts" : retries ? " each attempt" : "";
  return [
    deadlineMs === undefined ? "none" : `${deadlineMs / 1000} s${scope}${coversBody ? ", the body too" : ", not over the body"}`,
    deadlineMs === undefined ? "–" : isCutOff ? "cut off" : "waited for",
    capBytes === undefined ? "none" : `${capBytes / MIB} MiB`,
    retries ? `${retries}${hasKey ? ", with an idempotency key" : ""}` : isForPost ? "none" : "none of a POST",
    follows ? "followed" : "an error",
  ];
}

function promises() {
  const rows = Object.entries(PROMISES).map(([name, promises]) => [name === "refiner-wasm" ? `**${name}**` : name, ...words(promises)]);
  return table(["by default, for this POST", "deadline", "a fetch that ignores its signal", "cap on the body", "retries", "redirects"], rows);
}

/** The section of one call. @param {any} results */
export function callText(results) {
  const { machine, libraries, runtimes } = results;
  const versions = [...libraries.filter((library) => PEERS.test(library)), ...runtimes.map(({ name, version, missing }) => (missing ? `${name} is missing` : `${name} (${version})`))];
  return `## One call

Measured by \`cargo xtask bench call\`, which takes four minutes and rewrites this section, on ${new Date().toISOString().slice(0, 10)}: ${machine.processor}, ${machine.memory},
${machine.system}; ${versions.join(", ")}.

${verdicts(results, (section) => section === "call")}

### What each promises

What each does with the POST of this benchmark, as \`tests/bulk/promises.test.mjs\` sees it with a fetch that stalls, fails, redirects or sends too
much. “With the same duties” is a client written by hand that does on the way what ours does: one deadline over all attempts and the body,
the caller’s signal, a cap on the body, retries within the deadline; and it does not wait for a fetch that ignores its signal. It checks neither
input nor reply. “Written by hand” has a deadline and checks the status. axios is set to its fetch adapter, because its other adapters take no fetch.

${promises()}

${[...calls(results), lossesIn(results, (row) => row === "call")].filter(Boolean).join("\n\n")}`;
}
