// Lives many plans, and shows the smallest one that fails.
//
//     node tests/world/run.mjs --seeds 10000 [--from 1] [--path PATH] [--fault NAME] [--threads 2]
//
// Plans come in blocks, each with a seed of its own: the first with `from`, the next with the seed after it, and so on.

import { once } from "node:events";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import fc from "fast-check";
import { plan } from "./plan.mjs";
import { live } from "./world.mjs";

/** How many plans a seed stands for. */
const BLOCK = 10_000;

/**
 * Lives the plans of one seed.
 *
 * @param {{ seeds: number, from: number, fault?: string, path?: string }} options
 * @returns {Promise<{ failed: boolean, seed?: number, path?: string, plan?: object, error?: string, worlds: number }>}
 */
export async function explore({ seeds, from, fault, path }) {
  let worlds = 0;
  const property = fc.asyncProperty(plan, async (each) => {
    worlds += 1;
    await live(each, { fault });
  });
  const result = await fc.check(property, { seed: from, numRuns: seeds, ...(path && { path, endOnFailure: false }) });
  if (!result.failed) return { failed: false, worlds };
  return { failed: true, worlds, seed: result.seed, path: result.counterexamplePath, plan: result.counterexample?.[0], error: String(result.errorInstance?.stack ?? result.error) };
}

/**
 * Lives all blocks, several at a time, each in a thread with a clock and timers of its own. Ends at the first that fails.
 *
 * @param {{ seeds: number, from: number, fault?: string, path?: string, threads: number }} options
 * @param {(worlds: number) => void} tell Hears after each block how many worlds were lived.
 */
async function exploreAll({ seeds, from, threads, ...rest }, tell) {
  const blocks = Array.from({ length: Math.ceil(seeds / BLOCK) }, (_, index) => ({ ...rest, from: from + index, seeds: Math.min(BLOCK, seeds - index * BLOCK) }));
  let worlds = 0;
  let failure;
  const lane = async () => {
    const worker = new Worker(new URL(import.meta.url));
    for (let block = blocks.shift(); block && !failure; block = blocks.shift()) {
      worker.postMessage(block);
      const [outcome] = await once(worker, "message");
      worlds += outcome.worlds;
      if (outcome.failed) failure ??= outcome;
      else tell(worlds);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(threads, blocks.length) }, lane));
  return { worlds, failure };
}

async function main() {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string", default: "10000" },
      from: { type: "string", default: "1" },
      threads: { type: "string", default: String(availableParallelism()) },
      path: { type: "string" },
      fault: { type: "string" },
    },
  });
  const options = { ...values, seeds: Number(values.seeds), from: Number(values.from), threads: Number(values.threads) };
  const start = Date.now();
  const seconds = () => ((Date.now() - start) / 1000).toFixed(1);
  const { worlds, failure } = await exploreAll(options, (count) => {
    if (count < options.seeds) console.log(`${count} worlds, every promise kept (${seconds()} s)`);
  });
  if (failure) {
    console.log(JSON.stringify(failure.plan, null, 1).replace(/\n\s+/g, " ").replaceAll("{ \"do\"", "\n{ \"do\""));
    console.log(failure.error);
    console.log(`failed after ${worlds} worlds (${seconds()} s). Again: --from ${failure.seed} --path ${failure.path}`);
    process.exitCode = 1;
  } else {
    console.log(`${worlds} worlds, every promise kept (${seconds()} s), seeds ${options.from} to ${options.from + Math.ceil(options.seeds / BLOCK) - 1}`);
  }
}

if (!isMainThread) parentPort?.on("message", async (block) => parentPort.postMessage(await explore(block)));
else if (import.meta.url === `file://${process.argv[1]}`) await main();
