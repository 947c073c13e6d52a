// Plays the queue in virtual time, with the real code of the gateway on both sides of it.
//
//     node tests/gateway/simulate.mjs            the table of docs/gateway-load.md
//     node tests/gateway/simulate.mjs 1000 10    1,000 events a second for 10 minutes

import { pathToFileURL } from "node:url";
import { openLimits } from "../node_modules/refiner-wasm/gateway/limits/index.js";
import { RefinerPace } from "../node_modules/refiner-wasm/gateway/limits/pace.js";
import { openOnce } from "../node_modules/refiner-wasm/gateway/once/index.js";
import { RefinerOnce } from "../node_modules/refiner-wasm/gateway/once/object.js";
import { accept, consume } from "../node_modules/refiner-wasm/gateway/queue/index.js";
import { seeded } from "../support/seeded.mjs";
import { VirtualQueue, virtualObjects, virtualRefiner } from "../support/virtual-queue.mjs";
import { takeOverTime } from "../support/virtual-time.mjs";

/** What a page sends in one request: who the user is, in two steps, and then what the user does. */
const PAGE = ["identify_user", "identify_user", "track_event", "track_event", "track_event"];

/** How many people use the product at the same time, for each event a second. */
const USERS_PER_EVENT = 20;

const MINUTE = 60_000;

/**
 * Events arrive at a steady rate for some minutes; then the queue has some more minutes to drain.
 *
 * @param {object} options
 * @param {number} options.perSecond Events.
 * @param {number} options.minutes
 * @param {number} [options.drainMinutes]
 * @param {number} [options.duplicates] The share of deliveries whose acknowledgement is lost.
 * @param {number} [options.concurrency] Consumers at most.
 * @param {number} [options.perMinute] What Refiner takes.
 * @param {(now: number, start: number) => object | undefined} [options.away]
 * @param {boolean} [options.keep] Whether to keep each accepted event, for checks.
 */
export async function playWorld({ perSecond, minutes, drainMinutes = 5, duplicates = 0, concurrency = 5, perMinute, away, keep = true }) {
  const time = takeOverTime();
  try {
    const start = time.now();
    const random = seeded(7);
    const refiner = virtualRefiner({ perMinute, away: away && ((now) => away(now, start)) });
    const once = virtualObjects(RefinerOnce);
    const pace = virtualObjects(RefinerPace);
    const letters = [];
    const lines = [];
    const queue = new VirtualQueue({ consume: deliver, concurrency, random });
    queue.duplicates = duplicates;
    const env = {
      REFINER_QUEUE: queue,
      REFINER_ONCE: once,
      REFINER_PACE: pace,
      REFINER_DEAD_LETTERS: { sendBatch: async (batch) => letters.push(...batch.map(({ body }) => body)) },
    };
    // Each consumer runs in an isolate of its own, with limits and memory of its own.
    const idle = [];
    async function deliver(batch) {
      const isolate = idle.pop() ?? { limits: openLimits({ env }), once: openOnce({ env }) };
      await consume(batch, { ...isolate, env, forward: refiner.forward, log: (line) => lines.push(line) });
      idle.push(isolate);
    }

    const accepted = [];
    const counts = { accepted: 0, refused: 0 };
    const users = Math.max(1, Math.round((perSecond * USERS_PER_EVENT) / PAGE.length));
    const orders = new Int32Array(users);
    const visit = async () => {
      const index = Math.floor(random() * users);
      const user = `user-${index}`;
      const entries = PAGE.map((action) => {
        const order = ++orders[index];
        const input = action === "track_event" ? { id: user, event: `${user} ${order}`, made: Date.now() } : { id: user, attributes: { seen: order }, made: Date.now() };
        return { user, id: `${user}-${order}`, at: Date.now(), action, input };
      });
      try {
        await accept({ env, entries });
        counts.accepted += entries.length;
        if (keep) accepted.push(...entries);
      } catch {
        // The page keeps them, and sends them again later.
        counts.refused += entries.length;
      }
    };

    // Up to a hundred times a second, as many visits as are due.
    let due = 0;
    const end = start + minutes * MINUTE;
    const pauseMs = Math.max(10, (1000 * PAGE.length) / perSecond);
    const tick = () => {
      for (due += (perSecond * pauseMs) / PAGE.length / 1000; due >= 1; due -= 1) void visit();
      if (Date.now() < end) setTimeout(tick, pauseMs);
    };
    tick();
    await time.runUntil(end);
    const backlog = queue.backlog;
    const oldestWaitingMs = end - queue.oldest(end);
    await time.runUntil(end + drainMinutes * MINUTE);

    return { accepted, counts, refiner, letters, lines, queue, backlog, exhausted: queue.exhausted, once, pace, oldestMs: oldest(refiner), oldestWaitingMs, minutes };
  } finally {
    time.restore();
  }
}

/** The longest time from an event to its delivery, in milliseconds. */
function oldest({ calls }) {
  return calls.reduce((most, { now, input }) => Math.max(most, now - input.made), 0);
}

/** What the parts of Cloudflare cost beyond what is included, in dollars a million, read in November 2026. */
const PRICES = { queueOperations: 0.4, objectRequests: 0.15, rowsWritten: 1, workerRequests: 0.3 };

/** What a run says of a rate, for the table. */
function summary(perSecond, { counts, refiner, lines, queue, backlog, once, pace, oldestMs, minutes }, oldestWaitingMs) {
  const sum = (name) => lines.reduce((total, line) => total + (line[name] ?? 0), 0);
  const delivered = sum("delivered");
  const used = {
    queueOperations: queue.operations,
    objectRequests: once.counts.requests + pace.counts.requests,
    rowsWritten: once.counts.written,
    // One for each request of a page, and one for each batch.
    workerRequests: (counts.accepted + counts.refused) / PAGE.length + lines.length,
  };
  const dollars = Object.entries(used).reduce((total, [name, count]) => total + (count * PRICES[name]) / 1e6, 0);
  return {
    "events a second": perSecond,
    minutes,
    "taken into the queue": `${Math.round((100 * counts.accepted) / (counts.accepted + counts.refused))} %`,
    "delivered a minute": Math.round(delivered / minutes),
    "calls to Refiner a minute": Math.round(refiner.calls.length / minutes),
    "answered 429": refiner.refused,
    "events a call": (delivered / sum("calls")).toFixed(2),
    "messages waiting at the end": backlog,
    "oldest delivered, s": Math.round(oldestMs / 1000),
    "oldest waiting at the end, s": Math.round(oldestWaitingMs / 1000),
    "Durable Object requests a call": (used.objectRequests / refiner.calls.length).toFixed(2),
    "lease requests a call": (pace.counts.requests / refiner.calls.length).toFixed(3),
    "dollars an hour": ((dollars * 60) / minutes).toFixed(2),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [perSecond, minutes] = process.argv.slice(2).map(Number);
  for (const [rate, long] of perSecond ? [[perSecond, minutes || 5]] : [[10, 30], [50, 30], [1_000, 10], [50_000, 1]]) {
    const world = await playWorld({ perSecond: rate, minutes: long, drainMinutes: 0, keep: false });
    console.table(summary(rate, world, world.oldestWaitingMs));
  }
}
