// The whole story: ten thousand events from four tabs at a time, of which two hundred are killed, under users that change, through a
// network and a Refiner that fail, and an hour without a network. What Refiner's own log says decides.

import assert from "node:assert/strict";
import { realGateway } from "../support/tracker/real-gateway.mjs";
import { everyFifth } from "./faults.mjs";
import { drained, pageTest } from "./stage.mjs";

const EVENTS = 10_000;
const TABS = 4;
const KILLS = 200;
/** How many events a tab tracks that will be killed, half of them under a second user. */
const EACH = 60;
const HOUR_MS = 3_600_000;

/** What Refiner does with every fiftieth call: it is too busy, or slow. */
const REFINER = [
  { kind: "status", status: 503, headers: { "retry-after": "0" } },
  { kind: "status", status: 429, headers: { "retry-after": "0" } },
  { kind: "delay", ms: 100 },
];
const faults = Array.from({ length: EVENTS }, (_, call) => (call % 50 === 49 ? REFINER[((call - 49) / 50) % REFINER.length] : { kind: "pass" }));

const gateway = realGateway({ faults });

/** In a page: tracks, and tells what was safe. */
const play = async ({ life, each }) => {
  const tracker = globalThis.open({ maxEvents: 20_000, maxBytes: 20_000_000, flushIntervalMs: life % 3 ? 5 : 5_000 });
  for (const half of [0, 1]) {
    const user = `u-${(life + half) % 5}`;
    const call = (event, written) => written.then(() => globalThis.isSafe(`${user} ${event}`)).catch(() => {});
    const calls = [call(`identify ${life}.${half}`, tracker.identify({ id: user, attributes: { life: `${life}.${half}` } }))];
    for (let count = 0; count < each / 2; count++) {
      const event = `${life}.${half} ${count}`;
      calls.push(call(event, tracker.track(event)));
    }
    if (half === 0) tracker.reset();
    await Promise.all(calls);
  }
};

/** How a tab dies while it plays. @type {((page: import("playwright-core").Page, site: any, started: Promise<void>) => Promise<unknown>)[]} */
const DEATHS = [
  // In the middle of its writes: the first one was safe.
  async (page, _, started) => {
    await started;
    await page.goto("chrome://crash");
  },
  // In the middle of a flush.
  async (page, site, started) => {
    await started;
    const sent = site.nextRequest();
    page.evaluate(() => globalThis.tracker.flush()).catch(() => {});
    await sent;
    await page.goto("chrome://crash");
  },
  // At pagehide, with all that it can still send.
  (page, site) => page.goto(`${site.url}/other.html`),
  // Without a word.
  (page, _, started) => started.then(() => page.close()),
];

/** How an event of the log is told from all others. */
const named = ({ user, action, input }) => `${user} ${action === "track_event" ? input.event : `identify ${input.life}`}`;

pageTest("ten thousand events, each of them once", async ({ site, context, visit }) => {
  site.fault = everyFifth();
  const safe = new Set();
  /** Called at the first event of a tab that is safe, by its life. */
  const onSafe = new Map();
  await context.exposeFunction("isSafe", (event) => {
    safe.add(event);
    onSafe.get(/ (\d+)\./.exec(event)[1])?.();
  });

  /** A tab from its beginning to its violent end. */
  const live = async (life) => {
    const started = new Promise((resolve) => onSafe.set(String(life), resolve));
    const page = await visit();
    const playing = page.evaluate(play, { life, each: EACH }).catch(() => {});
    // A tab dies sooner or later in its writes: after none, or after most of them.
    if (life % 8 > 3) await playing;
    await DEATHS[life % DEATHS.length](page, site, started).catch(() => {});
    await page.close();
  };
  let next = 0;
  const lane = async () => {
    while (next < KILLS) await live(next++);
  };
  await Promise.all(Array.from({ length: TABS }, lane));
  assert.ok(safe.size > (EACH * KILLS) / 2, `only ${safe.size} events were safe: the kills come too early to mean anything`);

  // The hour, by the clock of the pages.
  await context.clock.install();
  const pages = await Promise.all(Array.from({ length: TABS }, () => visit()));
  await context.setOffline(true);
  const sent = site.requests.length;
  const each = Math.ceil(Math.max(EVENTS - safe.size, 400) / TABS);
  await Promise.all(pages.map((page, tab) => page.evaluate(play, { life: KILLS + tab, each })));
  await context.clock.fastForward(HOUR_MS);
  const waiting = await pages[0].evaluate(async () => {
    await globalThis.tracker.flush();
    return globalThis.tracker.stats();
  });
  assert.ok(waiting.queued >= each * TABS, `${waiting.queued} wait`);
  assert.ok(site.requests.length <= sent + TABS, "what was under way when the network went is all that arrives");
  await context.setOffline(false);

  const stats = await drained(pages[0]);
  const log = await site.log();
  const arrived = log.map(named);
  const once = new Set(arrived);
  assert.equal(once.size, arrived.length, "an event arrived twice");
  assert.deepEqual([...safe].filter((event) => !once.has(event)), [], "an event that was safe is lost");
  assert.ok(safe.size >= EVENTS, `${safe.size} events`);
  assert.deepEqual([stats.tracked, stats.delivered, stats.dropped, stats.dead, stats.queued], [arrived.length, arrived.length, 0, 0, 0]);

  // In the order of their tab and user.
  const last = new Map();
  for (const event of arrived.filter((name) => !name.includes("identify"))) {
    const [, tab, count] = /^(.* \d+\.\d) (\d+)$/.exec(event);
    assert.ok(Number(count) > (last.get(tab) ?? -1), `${event} came after ${last.get(tab)}`);
    last.set(tab, Number(count));
  }
  const failed = site.requests.filter(({ fault }) => fault !== undefined).length / site.requests.length;
  assert.ok(failed > 0.19, `${failed} of the requests failed`);
}, { timeout: 600_000, gateway });
