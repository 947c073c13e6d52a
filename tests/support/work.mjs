// Counts the work of scripts: how often each of their blocks ran. Unlike time, that is the same on every machine.

import { Session } from "node:inspector/promises";

/**
 * Counts from now on. Call it before the scripts are loaded: what is compiled before it is not counted once it is optimized.
 *
 * @param {RegExp} address Of the scripts that count.
 * @returns {Promise<(what: () => Promise<unknown>) => Promise<number>>} Runs something, and gives the number of blocks that it ran, with
 *   each iteration of a loop.
 */
export async function countWork(address) {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const sinceLast = async () => {
    const { result } = await session.post("Profiler.takePreciseCoverage");
    const scripts = result.filter(({ url }) => address.test(url));
    return scripts.flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges)).reduce((sum, { count }) => sum + count, 0);
  };
  return async (what) => {
    await sinceLast();
    await what();
    return sinceLast();
  };
}
