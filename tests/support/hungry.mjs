// Summaries and exports of odd pages, each of which makes something else in the module grow; and a worker that runs them in a module
// whose memory is limited.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { Refiner, setInsightModule, setModule } from "refiner-wasm/slim";
import { whole } from "./bulk.mjs";
import { limited } from "./limited.mjs";
import { PACKAGE } from "./package-files.mjs";
import { KEY } from "./sandbox.mjs";

/** @param {number} pages Of 64 KiB, for the module of summaries. */
export async function limitMemory(pages) {
  setModule(await readFile(join(PACKAGE, "wasm/refiner_wasm_bg.wasm")));
  setInsightModule(limited(await readFile(join(PACKAGE, "wasm/refiner_insight_bg.wasm")), pages));
}

/** A client whose list has these pages, each given as the text of its items. */
export function clientOf(...pages) {
  const fetch = async (/** @type {string} */ url) => {
    const number = Number(new URL(url).searchParams.get("page") ?? 1);
    const pagination = { items_count: 1, current_page: number, last_page: pages.length, page_length: 1000, next_page_cursor: null };
    return new Response(`{"pagination":${JSON.stringify(pagination)},"items":[${pages[number - 1]}]}`);
  };
  return new Refiner({ apiKey: KEY, fetch });
}

export const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));
export const answers = (data) => `{"data":${JSON.stringify(data)}}`;
const nps = { metric: "nps", question: "q" };
const wide = (question) => ({ metric: "rating", question, scale: { min: 0, max: 100 } });
const columns = times(900, (index) => `data.question_${index}`);

/** Twelve pages, each of 1 MB of texts that are all different. */
const texts = times(12, (page) => times(1000, (index) => answers({ q: `${page} ${index} ${"x".repeat(1000)}` })).join());

/** @type {[string, (client: any) => Promise<unknown>, string[]][]} */
export const HUNGRY = [
  [
    "the texts of a distribution",
    (client) => client.summarizeResponses({}, { metrics: [{ metric: "distribution", question: "q" }] }),
    texts,
  ],
  [
    "short texts, whose counts take more than they do",
    (client) => client.summarizeResponses({}, { metrics: [{ metric: "distribution", question: "q" }] }),
    times(12, (page) => times(20_000, (index) => answers({ q: `${page} ${index}` })).join()),
  ],
  ["the texts of groups", (client) => client.summarizeResponses({}, { metrics: ["count"], group_by: { answer: "q" }, max_groups: 1000 }), [
    ...times(12, (page) => times(80, (index) => answers({ q: `${page} ${index} ${"x".repeat(12_000)}` })).join()),
  ]],
  [
    "the counts of groups",
    (client) => client.summarizeResponses({}, { metrics: times(20, (index) => wide(`q${index}`)), group_by: { answer: "q" } }),
    [times(1000, (index) => answers({ q: index })).join()],
  ],
  [
    "the report of empty periods",
    (client) => client.summarizeResponses({}, { metrics: times(20, (index) => wide(`q${index}`)), group_by: "day" }),
    ['{"last_shown_at":"2020-01-01"},{"last_shown_at":"2026-01-01"}'],
  ],
  ["a page", (client) => client.summarizeResponses({}, { metrics: ["count"] }), [answers({ q: "x".repeat(9_000_000) })]],
  [
    "an answer of nothing but escapes",
    (client) => client.summarizeResponses({}, { metrics: [{ metric: "distribution", question: "q" }] }),
    [answers({ q: "\n".repeat(2_000_000) })],
  ],
  [
    "keys that come twice",
    (client) => client.summarizeResponses({}, { metrics: ["count"] }),
    [`{"data":{"a":1,${times(150_000, (index) => `"${index}":null`).join()},"a":null}}`],
  ],
  [
    "the empty cells of a table",
    (client) => whole(client.exportResponses({}, { format: "csv", columns })),
    [times(100_000, () => "{}").join()],
  ],
  [
    "the values without a column",
    (client) => whole(client.exportResponses({}, { format: "csv" })),
    ["{}", `{${times(150_000, (index) => `"${index}":0`).join()}}`],
  ],
  [
    "cells that are nothing but quotes",
    (client) => whole(client.exportResponses({}, { format: "csv" })),
    [answers({ q: '"'.repeat(1_100_000) })],
  ],
  ["a list in a cell", (client) => whole(client.exportResponses({}, { format: "csv" })), [answers({ q: times(400_000, () => ";") })]],
  [
    "deep nesting with white space",
    (client) => whole(client.exportResponses({}, { format: "ndjson" })),
    [`${"[ ".repeat(700_000)}${"] ".repeat(700_000)}`],
  ],
];

/** Whether the module still works. */
export async function stillWorks() {
  const { metrics } = await clientOf(answers({ q: 9 })).summarizeResponses({}, { metrics: [nps] });
  const file = await whole(clientOf(answers({ q: 9 })).exportResponses({}, { format: "csv", columns: ["data.q"] }));
  return metrics[0].n === 1 && metrics[0].value === 100 && file === "data.q\r\n9\r\n";
}

// As a worker: runs all, one after the other, and tells how each ended.
if (!isMainThread && workerData?.pages) {
  await limitMemory(workerData.pages);
  const ends = [];
  for (const [what, run, pages] of HUNGRY) {
    const end = await run(clientOf(...pages)).then(
      () => "done",
      (error) => error.kind ?? `${error.stack}`,
    );
    ends.push({ what, end, works: await stillWorks().catch((error) => `${error.stack}`) });
  }
  parentPort?.postMessage(ends);
}
