// The tracker against others from npm: the same story of kills and failures, in Chromium, each with a server in its own protocol.

import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import { median } from "../report/stats.mjs";
import { CONTESTANTS } from "./contestants.mjs";
import { openFront } from "./front.mjs";
import { play } from "./play.mjs";
import { bytesOf, bytesOfModule, scriptsOf } from "./scripts.mjs";
import { failuresOf, FULL, QUICK, storyOf } from "./story.mjs";

/** One story for each. */
const SEEDS = [1, 2, 3];

/**
 * @param {string} executablePath Of Chromium.
 * @param {boolean} quick
 */
export async function measureTrackers(executablePath, quick) {
  const size = quick ? QUICK : FULL;
  const seeds = quick ? SEEDS.slice(0, 1) : SEEDS;
  const found = [];
  for (const contestant of CONTESTANTS) {
    const { name, package: from, configured, id, page, smaller: module } = contestant;
    const smaller = module && { module, ...(await bytesOfModule(module)) };
    found.push({ name, version: await versionOf(from), configured, id, smaller, contestant, scripts: await scriptsOf(page), runs: [] });
  }
  const args = ["--disable-background-networking", "--disable-component-update", "--no-first-run"];
  // Chromium's own sandbox refuses to run as root.
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  let version = "";
  for (const seed of seeds) {
    console.log(`trackers: seed ${seed}`);
    // Most of the time they wait. So they do it together.
    await Promise.all(
      found.map(async (each) => {
        const browser = await chromium.launch({ executablePath, args });
        version = browser.version();
        const { loaded, ...run } = await runOf(browser, each, seed, size).finally(() => browser.close());
        each.runs.push(run);
        each.js = await bytesOf(each.scripts, loaded);
      }),
    );
  }
  const contestants = found.map(({ contestant, scripts, ...each }) => each);
  return { seeds, size, chromium: version, contestants };
}

async function runOf(browser, { contestant, scripts }, seed, size) {
  const front = await openFront(scripts, contestant.server, failuresOf(seed));
  try {
    const { called, tracked, waits, stored, kills } = await play(browser, front, storyOf(seed, size), size, contestant);
    const { wire, counted } = await front.recorder.log();
    if (front.errors.length) throw new Error(`${contestant.name}: its server failed`, { cause: front.errors[0] });
    const arrived = new Set(counted);
    const isGone = (number) => !arrived.has(number) && !stored.has(number);
    const { requests, bytes, failed, loaded } = front;
    return {
      seed,
      called: called.size,
      tracked: tracked.size,
      waitMs: median(waits),
      arrived: arrived.size,
      lost: [...tracked].filter(isGone).length,
      // It was handed over, and the tracker had not yet said that it has it.
      unsaid: [...called].filter((number) => !tracked.has(number) && isGone(number)).length,
      repeated: wire.length - new Set(wire).size,
      doubled: counted.length - arrived.size,
      queued: [...stored].filter((number) => !arrived.has(number)).length,
      requests,
      failed,
      bytes,
      kills,
      loaded,
    };
  } finally {
    await front.stop();
  }
}

/** @param {string} name */
async function versionOf(name) {
  return JSON.parse(await readFile(new URL(`../../node_modules/${name}/package.json`, import.meta.url), "utf8")).version;
}
