// The gateway against a Worker that only forwards, in one workerd, under the same load, in turns.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { load } from "./load.mjs";
import { startWorkers } from "./workers.mjs";

const SECRET = "the-secret-of-the-benchmark-0123456789";
/** By Little's law, 500 requests a second that take a second each are 500 at once. */
const FULL = { perSecond: 500, seconds: 8, rounds: 5, delayMs: 1_000, users: 1_000 };
const QUICK = { perSecond: 50, seconds: 1, rounds: 1, delayMs: 100, users: 20 };

/**
 * @param {string} scratch
 * @param {boolean} quick
 */
export async function measureGateway(scratch, quick) {
  const size = quick ? QUICK : FULL;
  const { issueToken } = await import("refiner-wasm/gateway");
  const tokens = [];
  for (let user = 0; user < size.users; user++) tokens.push(await issueToken({ secret: SECRET, sub: `u-${user}` }));

  const folder = join(scratch, "gateway");
  await rm(folder, { recursive: true, force: true });
  const workers = await startWorkers(folder, { secret: SECRET, delayMs: size.delayMs });
  const names = Object.keys(workers.urls);
  const found = Object.fromEntries(names.map((name) => [name, []]));
  let count = 0;
  const requestOf = () => {
    count += 1;
    const user = count % size.users;
    const event = `Event ${count}`;
    const headers = { "content-type": "application/json", authorization: `Bearer ${tokens[user]}` };
    return { headers, event, body: JSON.stringify({ id: `u-${user}`, event }) };
  };
  try {
    // Code gets faster at first: the first second is not counted.
    for (const name of names) await load(workers.urls[name], { ...size, seconds: 1, requestOf });
    for (let round = 0; round < size.rounds; round++) {
      const order = round % 2 ? names.toReversed() : names;
      for (const name of order) found[name].push(await load(workers.urls[name], { ...size, requestOf }));
    }
  } finally {
    await workers.stop();
  }
  return { ...size, rounds: Object.fromEntries(names.map((name) => [name, found[name].map((round) => summary(round, size))])) };
}

/** What a round adds to the time that the upstream takes, in milliseconds. */
function summary({ ms, lost, mixed, most }, { delayMs }) {
  const sorted = ms.map((time) => time - delayMs).sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { median: at(0.5), p99: at(0.99), answers: ms.length, lost, mixed, most };
}
