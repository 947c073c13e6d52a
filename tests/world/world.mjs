// A browser, a network and a gateway in virtual time. Nothing happens by itself: every write, lock, message and timer is a task, and the
// plan says which comes next.

import { killTab, openTab } from "./browser.mjs";
import { check, checkEnd, waiting } from "./checks.mjs";
import { Database, KILLED, LocalDisk } from "./disk.mjs";
import { Gateway } from "./gateway.mjs";
import { Locks } from "./locks.mjs";
import { Net } from "./net.mjs";
import { seeded } from "../support/seeded.mjs";
import { inTab, takeStep } from "./steps.mjs";
import { takeOver } from "./time.mjs";
import { Truth } from "./truth.mjs";
import { Upstream } from "./upstream.mjs";

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

/** How long a message between a gateway and its Durable Objects takes at most, in milliseconds: less than the grace that the gateway gives. */
const SERVER_MS = 2_000;

/** Lets everything that is not waiting for a task go on. */
const idle = () => new Promise((resolve) => setImmediate(resolve));

export class World {
  time = 0;
  /** How far the clock on the wall is off. */
  shift = 0;
  tasks = [];
  timers = [];
  tabs = [];
  tokensFail = false;
  /** The first broken promise, where nobody could throw it. @type {Error | undefined} */
  broken;
  /** The id of each event, by the number in its input. */
  marks = new Map();
  /** How many events were dropped from the memory of tabs that are gone. */
  droppedWithTabs = 0;
  /** The dead letters that were in the memory of a tab. */
  memoryDead = new Set();
  /** What each tab tracked before it knew its user, by the tab's name, which outlives its page. */
  sessions = new Map();
  /** The name of each tab, by what it is called in plans. */
  tabIds = new Map();
  count = 0;
  #cancelled = new WeakSet();

  /** @param {object} knobs See plan.mjs. @param {string | undefined} fault Which fault is planted. */
  constructor(knobs, fault) {
    this.knobs = knobs;
    this.fault = fault;
    this.random = seeded(knobs.seed);
    this.schedule = (task) => {
      if (!task.tab?.isDead) this.tasks.push({ ...task, since: this.time });
    };
    this.database = new Database(this.schedule);
    this.local = new LocalDisk(this.schedule, () => this.knobs.diskFails && this.random() < 0.1);
    this.locks = new Locks(this.schedule);
    this.refiner = new Upstream(this);
    this.gateway = new Gateway(this, this.refiner);
    this.net = new Net(this, this.gateway);
    // When a disk fails, events go elsewhere, and what is there may be sent first.
    this.truth = new Truth({ ordered: !knobs.diskFails });
  }

  /** The time in the browser. */
  now = () => START + this.time + this.shift;

  /** The time at the gateway. */
  serverNow = () => START + this.time;

  /** Starts a timer, of a tab or of a gateway. The result cancels it. */
  wait(tab, ms, run) {
    const timer = { tab, at: this.time + ms, run: () => this.#cancelled.has(timer) || run() };
    this.timers.push(timer);
    return () => {
      this.#cancelled.add(timer);
      this.timers = this.timers.filter((each) => each !== timer);
    };
  }

  /** Nothing that a tab or a gateway has begun goes on. */
  forget(owner) {
    this.tasks = this.tasks.filter((task) => task.tab !== owner);
    this.timers = this.timers.filter((timer) => timer.tab !== owner);
  }

  /** The id of the event that a call to Refiner is about. @param {{ event?: string, mark?: number }} body */
  idOf({ event, mark }) {
    return this.marks.get(mark ?? Number(event.split(" ")[1]));
  }

  /** An event reaches Refiner. @param {string} action @param {{ id: string }} body @param {{ number: number }} life */
  delivered(action, body, life) {
    const id = this.idOf(body);
    this.happened?.push(`${this.time} ${action} ${id} ${body.id}`);
    this.truth.delivered(id, { user: body.id, action, memory: this.memoryOf(life), now: this.serverNow(), isGivenUp: !waiting(this).has(id) });
  }

  /** Which memory a gateway has: Durable Objects outlive it. @param {{ number: number }} life */
  memoryOf(life) {
    return this.knobs.memory === "objects" ? "objects" : life.number;
  }

  /** Does one of the tasks. @param {number} pick Which. */
  async run(pick) {
    if (this.tasks.length === 0) return this.advance(undefined);
    const [task] = this.tasks.splice(pick % this.tasks.length, 1);
    this.happened?.push(`${this.time} ${this.tasks.length} ${this.timers.length}`);
    try {
      task.run();
    } catch (error) {
      if (error !== KILLED) throw error;
    }
    await this.settle();
  }

  /** Lets everything go on that waits for no task, and checks the promises. */
  async settle() {
    await idle();
    check(this);
  }

  /** Time passes: so many milliseconds, or until the next timer. */
  async advance(ms) {
    const next = Math.min(...this.timers.map(({ at }) => at));
    if (ms === undefined && next === Infinity) return;
    const end = ms === undefined ? Math.max(next, this.time) : this.time + ms;
    // A server does not sleep: its timers ring in order, and in time. Those of pages may come late.
    for (;;) {
      await this.#serve(end - SERVER_MS);
      const { life } = this.gateway;
      const [first] = this.timers.filter(({ tab, at }) => tab === life && at <= end).sort((a, b) => a.at - b.at);
      if (!first) break;
      this.time = Math.max(this.time, first.at);
      this.timers = this.timers.filter((timer) => timer !== first);
      first.run();
      await idle();
    }
    this.time = end;
    const due = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
    this.timers = this.timers.filter(({ at }) => at > end);
    for (const { tab, run } of due) this.schedule({ tab, run });
  }

  /** Does what the gateway and its Durable Objects have had to do since before this time. */
  async #serve(before) {
    for (;;) {
      const index = this.tasks.findIndex(({ tab, since }) => tab === this.gateway.life && since < before);
      if (index < 0) return;
      await this.run(index);
    }
  }

  /** All faults end, and what waits is delivered without anybody asking for it. */
  async heal() {
    this.net.faults = [];
    this.refiner.fates = [];
    this.database.failing = 0;
    this.tokensFail = false;
    this.knobs = { ...this.knobs, diskFails: false, objectsFail: false };
    for (const tab of [...this.tabs]) {
      tab.dieAfter = undefined;
      if (!tab.lives) killTab(this, tab);
      else if (tab.consent === "pending") inTab(this, tab, { do: "consent", consent: "granted" });
    }
    // The second visit finds what a dying tab wrote while the first was looking.
    for (const name of ["last", "next"]) {
      openTab(this, name, "granted");
      await idle();
      const end = this.time + 60 * MINUTE;
      while (this.time < end) {
        while (this.tasks.length) await this.run(0);
        const before = this.time;
        await this.advance(undefined);
        if (this.tasks.length === 0 && this.time === before) await this.advance(MINUTE);
      }
    }
    checkEnd(this);
  }
}

/**
 * Lives a plan from its beginning to its end. Throws at the first promise that is broken.
 *
 * @param {{ knobs: object, steps: object[] }} plan
 * @param {{ fault?: string, happened?: string[] }} [options] `happened` gets a line for all that happens.
 */
export async function live({ knobs, steps }, { fault, happened } = {}) {
  const world = new World(knobs, fault);
  world.happened = happened;
  const giveBack = takeOver({ now: world.serverNow, wait: (ms, run) => world.wait(world.gateway.life, ms, run) });
  try {
    world.refiner.start();
    world.gateway.start();
    openTab(world, "a", knobs.consent);
    for (const step of steps) {
      await takeStep(world, step);
      await world.settle();
    }
    await world.heal();
    return world;
  } finally {
    giveBack();
  }
}
