// Lives many plans, and shows the smallest one that fails. `node tests/world/run.mjs --seeds 10000 [--from 1] [--fault NAME]`

import fc from "fast-check";
import { plan } from "./plan.mjs";
import { live } from "./world.mjs";

/**
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

function option(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const options = { seeds: Number(option("seeds", "10000")), from: Number(option("from", "1")), fault: option("fault"), path: option("path") };
  const start = Date.now();
  const outcome = await explore(options);
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  if (outcome.failed) {
    console.log(JSON.stringify(outcome.plan, null, 1).replace(/\n\s+/g, " ").replaceAll("{ \"do\"", "\n{ \"do\""));
    console.log(outcome.error);
    console.log(`failed after ${outcome.worlds} worlds (${seconds} s). Again: --from ${outcome.seed} --path ${outcome.path}`);
    process.exitCode = 1;
  } else {
    console.log(`${outcome.worlds} worlds, every promise kept (${seconds} s), seed ${options.from}`);
  }
}
