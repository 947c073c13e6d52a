// A program for Node, Deno and Bun: reads a long list over HTTP, and prints how much memory it used.
//
//   node --expose-gc memory-in-process.mjs '{ "task": "summary", "url": "http://127.0.0.1:…/v1" }'

import { readFileSync } from "node:fs";
import process from "node:process";
import { Refiner } from "refiner-wasm";
import { LONGEST_TAIL } from "../data/paging.mjs";
import { factsOf, METRICS, Tally } from "../contestants/tally.mjs";

/** After so many pages, memory should no longer grow. */
const EARLY = 20;
const decoder = new TextDecoder();

const { task, url } = JSON.parse(process.argv[2]);
const refiner = new Refiner({ apiKey: "any-key", baseUrl: url });
const collect = globalThis.gc ?? (globalThis.Bun && (() => globalThis.Bun.gc(true)));

let [pages, early, highest] = [0, 0, 0];
const resident = () => {
  const { rss } = process.memoryUsage();
  highest = Math.max(highest, rss);
  return rss;
};
const settled = () => {
  collect?.();
  return resident();
};
const onProgress = () => {
  pages += 1;
  if (pages === EARLY) early = settled();
  else resident();
};

const TASKS = {
  summary: async () => factsOf(await refiner.summarizeResponses({}, { metrics: METRICS, onProgress })),
  async csv() {
    let bytes = 0;
    for await (const chunk of refiner.exportResponses({}, { format: "csv", onProgress })) bytes += chunk.length;
    return { bytes };
  },
  async loop() {
    const tally = new Tally();
    for (let cursor = ""; cursor !== null; onProgress()) {
      const page = await (await fetch(`${url}/responses?page_length=1000${cursor}`)).json();
      tally.add(page);
      const { next_page_cursor: next } = page.pagination;
      cursor = next && `&page_cursor=${next}`;
    }
    return tally.facts();
  },
  /** The cost of reading alone, which no library or application can avoid. */
  async discard() {
    let bytes = 0;
    for (let cursor = ""; cursor !== null; onProgress()) {
      const { body } = await fetch(`${url}/responses?page_length=1000${cursor}`);
      let end = "";
      for await (const chunk of body) {
        bytes += chunk.length;
        end = (end + decoder.decode(chunk.subarray(-LONGEST_TAIL))).slice(-LONGEST_TAIL);
      }
      const next = /"next_page_cursor":"([^"]+)"/.exec(end);
      cursor = next && `&page_cursor=${next[1]}`;
    }
    return { bytes };
  },
};

/** The peak in bytes, as the system reports it; otherwise the largest value that this process saw after a page. */
function peak() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) * 1024 || highest;
  } catch {
    return highest;
  }
}

const before = settled();
// Some runtimes load their own fetch at its first use: its share of the growth is measured separately.
await (await fetch(new URL("/", url))).arrayBuffer();
const fetched = settled();
const start = performance.now();
const result = await TASKS[task]();
const ms = performance.now() - start;
console.log(JSON.stringify({ result, pages, ms, before, fetched, early, late: settled(), peak: peak() }));
