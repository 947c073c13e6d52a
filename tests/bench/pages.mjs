// What a page of 1,000 responses costs: listed with its check, beside the host's own decoding and parsing; and counted from its
// bytes, beside parsing it and counting in a loop. One run, side by side: the figures are ratios of medians.
//
//   node --expose-gc tests/bench/pages.mjs

import { Refiner } from "refiner-wasm";

const ROUNDS = 9;
const REPEATS = 15;

const response = (index) => ({
  uuid: `cb47c260-ed64-11ea-8187-${String(index).padStart(12, "0")}`,
  first_shown_at: "2026-01-02 21:53:33",
  last_shown_at: "2026-01-02 21:53:33",
  show_counter: 1,
  first_data_reception_at: "2026-01-02 21:54:01",
  last_data_reception_at: "2026-01-02 21:54:10",
  completed_at: "2026-01-02 21:54:10",
  received_at: "2026-01-02 21:54:10",
  dismissed_at: null,
  form: { uuid: "3894dc20-8fe9-11ea-892e-d13af52e06ae", name: "Quarterly NPS" },
  data: { nps: index % 3 === 0 ? String(index % 11) : index % 11, reason: `It ${"really ".repeat(index % 9)}helps.`, tools: ["a", "b"] },
  contact: {
    uuid: "e5365340-ed47-11ea-9a73-61d23f380055",
    remote_id: `user-${index}`,
    email: `user-${index}@example.com`,
    display_name: `User Number ${index}`,
    account: { uuid: "5ab55ab0-ebf3-11ea-a442-4fa2c72e1cf7", remote_id: "acme", display_name: "Acme", domain: null },
  },
});
const page = {
  items: Array.from({ length: 1000 }, (_, index) => response(index)),
  pagination: { items_count: 1000, current_page: 1, last_page: 1, page_length: 1000, next_page_cursor: null },
};
const bytes = new TextEncoder().encode(JSON.stringify(page));
const fetch = async () => new Response(bytes);
const refiner = new Refiner({ apiKey: "any-key", fetch });
const decoder = new TextDecoder();

function countInJavaScript({ items }) {
  const scores = new Array(11).fill(0);
  for (const { data } of items) {
    const score = Number(data?.nps);
    if (Number.isInteger(score) && score >= 0 && score <= 10) scores[score] += 1;
  }
  return scores;
}

const CASES = {
  "decode and JSON.parse": async () => JSON.parse(decoder.decode(bytes)),
  "fetch().json()": async () => (await fetch()).json(),
  "listResponses, checked": async () => refiner.listResponses({ page_length: 1000 }),
  "NPS in JavaScript, fetch().json() and a loop": async () => countInJavaScript(await (await fetch()).json()),
  "NPS by summarizeResponses": async () => refiner.summarizeResponses({}, { metrics: [{ metric: "nps", question: "nps" }] }),
  "CSV by exportResponses": async () => new Response(refiner.exportResponses({}, { format: "csv" })).arrayBuffer(),
};

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const times = Object.fromEntries(Object.keys(CASES).map((name) => [name, []]));
for (const run of Object.values(CASES)) for (let repeat = 0; repeat < 30; repeat++) await run();
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, run] of Object.entries(CASES)) {
    globalThis.gc?.();
    const start = performance.now();
    for (let repeat = 0; repeat < REPEATS; repeat++) await run();
    times[name].push((performance.now() - start) / REPEATS);
  }
}

const base = median(times["decode and JSON.parse"]);
console.log(`one page of 1,000 responses, ${bytes.length} bytes, ${process.version}, ${ROUNDS} rounds of ${REPEATS}`);
console.table(
  Object.fromEntries(
    Object.entries(times).map(([name, all]) => [
      name,
      {
        "median ms": median(all).toFixed(2),
        spread: `${Math.min(...all).toFixed(2)}–${Math.max(...all).toFixed(2)}`,
        "× decode and JSON.parse": (median(all) / base).toFixed(2),
      },
    ]),
  ),
);
