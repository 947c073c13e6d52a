// The whole run: records the data, measures every row in every runtime, and writes the results.
//
//   node run.mjs '{ "scratch": "…", "names": [], "on": [], "quick": false, "document": "BENCHMARKS.md" }'
//
// REFINER_SANDBOX_BIN is the path of the sandbox's program, REFINER_YARDSTICK_BIN that of the yardstick, CHROMIUM that of a browser.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { CLIENTS } from "./cold.mjs";
import { KIND_NAMES, pagesOf } from "./data/kinds.mjs";
import { PAGE_LENGTH } from "./data/paging.mjs";
import { record } from "./data/record.mjs";
import { measureGateway } from "./gateway/run.mjs";
import { ROWS } from "./play.mjs";
import { documentOf, tablesOf, withResults } from "./report/document.mjs";
import { libraries, machine } from "./report/machine.mjs";
import { verdicts } from "./report/tables.mjs";
import { measureMcp } from "./mcp/run.mjs";
import { openChromium } from "./runtimes/chromium.mjs";
import { KEYS, openProcess } from "./runtimes/processes.mjs";
import { measureTrackers } from "./tracker/run.mjs";
import { measureYardstick } from "./yardstick.mjs";

const FULL = { recorded: 100, list: 1_000, colds: 11, memories: 3 };
// More than the number of pages after which memory should stay flat.
const QUICK = { recorded: 2, list: 24, colds: 1, memories: 1 };

const { scratch, names = [], on = [], quick = false, document, section } = JSON.parse(process.argv[2]);
const size = quick ? QUICK : FULL;
const wants = (name) => !names.length || names.includes(name);
const rows = Object.keys(ROWS).filter(wants);

/** Opens a runtime; if it is missing, gives its name and the reason. */
async function open(key) {
  if (key !== "chromium") return openProcess(key);
  const { CHROMIUM } = process.env;
  return CHROMIUM ? openChromium(CHROMIUM) : { name: "Chromium", missing: "there is none on this machine" };
}

/** The server of the long list, in a process of its own; it ends with this one. */
async function serve(folder) {
  const program = fileURLToPath(new URL("data/serve.mjs", import.meta.url));
  const child = spawn(process.execPath, [program, folder, String(size.recorded), String(size.list)], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const first = once(createInterface({ input: child.stdout }), "line");
  const failed = ended.then(() => Promise.reject(new Error("the server of the long list ended at once")));
  const [line] = await Promise.race([first, failed]);
  failed.catch(() => {});
  return {
    url: line.replace("listening on ", ""),
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** Reads the long list. All contestants that count must get the same counts. */
async function remember(runtime, url) {
  const found = { summary: [], csv: [], loop: [], discard: [] };
  for (const task of Object.keys(found)) found[task].push(await runtime.memory(task, url));
  // The bars compare these with `discard`; the loop is there for its counts.
  for (let run = 1; run < size.memories; run++) {
    for (const task of ["summary", "csv", "discard"]) found[task].push(await runtime.memory(task, url));
  }
  const [ours, theirs] = [found.summary, found.loop].map((runs) => JSON.stringify(runs[0].result));
  if (ours !== theirs) throw new Error(`over the long list, the loop counts ${theirs} and the summary ${ours}`);
  if (Object.values(found).some((runs) => runs.some(({ pages }) => pages !== size.list))) throw new Error("the long list was not read to its end");
  return found;
}

/** The first call of each client, in turns. @param {(client: string) => Promise<number>} call */
async function firstly(call) {
  const found = Object.fromEntries(CLIENTS.map((client) => [client, []]));
  for (let run = 0; run < size.colds; run++) for (const client of CLIENTS) found[client].push(await call(client));
  return found;
}

async function main() {
  const folder = resolve(scratch, `pages-${size.recorded}`);
  await mkdir(scratch, { recursive: true });
  if (wants("memory")) {
    console.log(`recording ${size.recorded} pages of responses from the sandbox`);
    await record(folder, size.recorded);
  }
  const bytes = Object.fromEntries(KIND_NAMES.map((kind) => [kind, pagesOf(kind).map(({ length }) => length)]));
  /** @type {any} */
  const results = { data: { bytes }, list: size.list * PAGE_LENGTH, runtimes: [], rows: {} };
  Object.assign(results, { machine: await machine(), libraries: await libraries() });
  for (const row of rows) results.rows[row] = {};
  if (wants("memory")) results.memory = {};
  if (wants("cold")) results.cold = {};
  // The first call is a row of the calls.
  if (wants("call")) results.first = {};
  if (wants("size")) results.sizes = JSON.parse(await readFile(join(scratch, "sizes.json"), "utf8"));

  for (const key of [...KEYS, "chromium"].filter((key) => !on.length || on.includes(key))) {
    const runtime = await open(key);
    const { name, version, missing } = runtime;
    // This Node may be the same version as the other one.
    if (results.runtimes.some((known) => known.name === name)) continue;
    results.runtimes.push({ name, version, missing });
    if (missing) {
      console.log(`${name} is missing: ${missing}`);
      continue;
    }
    try {
      for (const row of rows) {
        console.log(`${name} ${version}: ${row}`);
        const found = await runtime.play({ names: [row], quick });
        results.rows[row][name] = found[row];
      }
      if (results.cold) {
        console.log(`${name} ${version}: cold`);
        results.cold[name] = await firstly(runtime.cold);
      }
      if (results.first && runtime.first) {
        console.log(`${name} ${version}: first`);
        results.first[name] = await firstly(runtime.first);
      }
      if (results.memory && runtime.memory) {
        console.log(`${name} ${version}: memory`);
        const server = await serve(folder);
        results.memory[name] = await remember(runtime, server.url).finally(server.stop);
      }
    } finally {
      await runtime.close();
    }
  }

  const { REFINER_YARDSTICK_BIN } = process.env;
  if (wants("yardstick") && !on.length && REFINER_YARDSTICK_BIN) {
    console.log("native: yardstick");
    results.yardstick = await measureYardstick(REFINER_YARDSTICK_BIN, scratch, quick);
  }

  // It has a runtime of its own.
  if (wants("gateway") && (!on.length || on.includes("workerd"))) {
    console.log("workerd: gateway");
    results.gateway = await measureGateway(scratch, quick);
  }

  // It has browsers of its own.
  if (wants("tracker") && (!on.length || on.includes("chromium"))) {
    const { CHROMIUM } = process.env;
    if (CHROMIUM) results.trackers = await measureTrackers(CHROMIUM, quick);
    else console.log("the trackers are not measured: there is no Chromium on this machine");
  }

  // It is measured beside our own client alone, and has no table in the document.
  if (wants("mcp") && !on.length) console.log(`the MCP server\n\n${await measureMcp(quick)}`);

  await writeFile(join(scratch, "results.json"), JSON.stringify(results));
  const judged = quick ? "A quick run only shows that everything runs: its figures mean nothing." : verdicts(results);
  console.log(`\n${tablesOf(results)}\n\n${judged}\n`);
  if (document) await writeFile(document, documentOf(results));
  if (section) await writeFile(section, withResults(await readFile(section, "utf8"), names[0], results));
}

await main();
