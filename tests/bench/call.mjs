// What one call costs in time of this process, beside a client written by hand: the same call, a fetch that answers at once.
//
//   node --expose-gc tests/bench/call.mjs

import { Refiner } from "refiner-wasm";

const WARM_UP = 3_000;
const CALLS = 5_000;
const ROUNDS = 5;
const MOST_US = 100;

const REPLY = JSON.stringify({ message: "ok", contact_uuid: "15b1a3ee-d9ab-4d3f-8f1e-2b8f6a5b7c11" });
const INPUT = {
  id: "u-1",
  email: "jane@awesome.com",
  attributes: { plan: "pro", seats: 3, active: true, signed_up_at: "2026-01-01T10:00:00Z" },
  account: { id: "acme", attributes: { tier: "gold", employees: 250 } },
};
const FLAT = {
  id: "u-1",
  email: "jane@awesome.com",
  plan: "pro",
  seats: 3,
  active: true,
  signed_up_at: "2026-01-01T10:00:00Z",
  account: { id: "acme", tier: "gold", employees: 250 },
};

const fetch = async () => new Response(REPLY, { headers: { "content-type": "application/json" } });

/** A thin client as one writes it in an afternoon: a deadline, a check of the status, and no more. */
async function identifyByHand(body) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 30_000);
  try {
    const response = await fetch("https://api.refiner.io/v1/identify-user", {
      method: "POST",
      headers: { Accept: "application/json", Authorization: "Bearer any-key", "Content-Type": "application/json" },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: controller.signal,
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await response.json();
  } finally {
    clearTimeout(timer);
  }
}

const refiner = new Refiner({ apiKey: "any-key", fetch });
const CLIENTS = {
  "fetch alone, body read": async () => (await fetch()).text(),
  "written by hand": () => identifyByHand(FLAT),
  "refiner-wasm": () => refiner.identifyUser(INPUT),
};

/** Microseconds of each of many calls, one after another. */
async function measure(call) {
  const times = new Float64Array(CALLS);
  for (let index = 0; index < CALLS; index++) {
    const start = performance.now();
    await call();
    times[index] = (performance.now() - start) * 1000;
  }
  return times;
}

const found = Object.fromEntries(Object.keys(CLIENTS).map((name) => [name, []]));
for (const call of Object.values(CLIENTS)) for (let count = 0; count < WARM_UP; count++) await call();
// In turns, so that a slow moment of the machine falls on all of them.
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, call] of Object.entries(CLIENTS)) {
    globalThis.gc?.();
    found[name].push(await measure(call));
  }
}

const at = (sorted, share) => sorted[Math.floor((sorted.length - 1) * share)];
const rows = Object.entries(found).map(([name, rounds]) => {
  const all = Float64Array.from(rounds.flatMap((times) => [...times])).sort();
  const medians = rounds.map((times) => at(times.slice().sort(), 0.5));
  return { name, median: at(all, 0.5), p5: at(all, 0.05), p95: at(all, 0.95), p99: at(all, 0.99), low: Math.min(...medians), high: Math.max(...medians) };
});
const byHand = rows.find(({ name }) => name === "written by hand").median;
const ours = rows.find(({ name }) => name === "refiner-wasm").median;

console.log(`identify_user, ${ROUNDS} × ${CALLS.toLocaleString("en")} calls, Node ${process.versions.node}; microseconds\n`);
const columns = ["client", "median", "5 %", "95 %", "99 %", "medians of rounds", "by hand = 1"];
const widths = [24, 9, 9, 9, 9, 19, 13];
const line = (cells) => cells.map((cell, index) => (index ? String(cell).padStart(widths[index]) : String(cell).padEnd(widths[0]))).join("");
console.log(line(columns));
for (const { name, median, p5, p95, p99, low, high } of rows) {
  const cells = [median, p5, p95, p99].map((value) => value.toFixed(1));
  console.log(line([name, ...cells, `${low.toFixed(1)} to ${high.toFixed(1)}`, (median / byHand).toFixed(2)]));
}
console.log(`\na call may cost ${MOST_US} µs at the median: ${ours <= MOST_US ? "kept" : "NOT KEPT"}`);
if (ours > MOST_US) process.exitCode = 1;
