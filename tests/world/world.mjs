// A browser, a network and a gateway in virtual time. Nothing happens by itself: every write, lock, message and timer is a task, and the
// plan says which comes next.

import { check, checkEnd, dropsOf, waiting } from "./checks.mjs";
import { Database, KILLED, LocalDisk } from "./disk.mjs";
import { Gateway, tokenOf } from "./gateway.mjs";
import { Locks } from "./locks.mjs";
import { Net } from "./net.mjs";
import { leaseLock, makeTracker, openStorage, textStore } from "./parts.mjs";
import { plant } from "./plants.mjs";
import { Refiner } from "./refiner.mjs";
import { takeOver } from "./time.mjs";
import { Truth } from "./truth.mjs";

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

/** How long a message between a gateway and its Durable Objects takes at most, in milliseconds: less than the grace that the gateway gives. */
const SERVER_MS = 2_000;

/** Numbers from 0 to 1, by a seed (mulberry32). */
function randomness(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

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
  #count = 0;
  #line = [];
  #cancelled = new WeakSet();

  /** @param {object} knobs See plan.mjs. @param {string | undefined} fault Which fault is planted. */
  constructor(knobs, fault) {
    this.knobs = knobs;
    this.fault = fault;
    this.random = randomness(knobs.seed);
    this.schedule = (task) => {
      if (!task.tab?.isDead) this.tasks.push({ ...task, since: this.time });
    };
    this.database = new Database(this.schedule);
    this.local = new LocalDisk();
    this.locks = new Locks(this.schedule);
    this.refiner = new Refiner(this);
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

  open(name, consent) {
    // Until a reset, the next page in a tab is the same tab to the tracker.
    const id = this.tabIds.get(name) ?? `${name} ${++this.#count}`;
    this.tabIds.set(name, id);
    const tab = { name: id, slot: name, page: ++this.#count, isDead: false, consent: consent ?? "granted", user: undefined, held: [], lives: true };
    tab.waiting = this.sessions.get(tab.name) ?? [];
    this.sessions.set(tab.name, tab.waiting);
    tab.die = () => this.kill(tab);
    const caps = { maxEvents: this.knobs.maxEvents, maxBytes: 1_000_000 };
    const wait = (tab.wait = (ms, then) => this.wait(tab, ms, then));
    let text = null;
    const now = async (work) => work();
    const memory = textStore("memory", caps, () => text, (written) => (text = written), now);
    const remember = async (seen) => {
      const { entries, letters } = await seen;
      tab.memory = entries;
      for (const { id } of letters) this.memoryDead.add(id);
      return seen;
    };
    const stores = [{ ...memory, append: (ops) => remember(memory.append(ops)), transact: (all, work) => remember(memory.transact(all, work)) }];
    const alone = (work) => this.#alone(tab, work);
    const local = this.local.view(tab);
    if (this.knobs.places !== "database") stores.unshift(textStore("localstorage", caps, local.read, local.write, alone));
    if (this.knobs.places !== "local") stores.unshift(this.database.store(tab, caps));
    const lock = this.knobs.locks === "web" ? this.locks.of(tab) : leaseLock(() => tab.storage, tab.name, { now: this.now, wait });
    const ports = {
      now: this.now,
      random: this.random,
      wait,
      id: () => `e${++this.#count}`,
      open: (tell) => (tab.storage = openStorage(stores, tell)),
      forgetTab: () => this.tabIds.delete(tab.slot),
      lock,
      network: this.net.of(tab),
      token: ({ id }) => new Promise((resolve, reject) => this.schedule({ tab, run: () => (this.tokensFail ? reject(new Error("no token")) : tokenOf(id).then(resolve)) })),
    };
    const rules = { flushIntervalMs: 5_000, flushAt: 4, maxPending: 3, maxAgeMs: this.knobs.maxAgeMs };
    plant(this.fault, { tab, stores, ports, world: this });
    // The last id that was made is that of the event that is being tracked.
    const makeId = ports.id;
    ports.id = () => (tab.lastId = makeId());
    this.tabs.push(tab);
    const settings = { ...rules, consent, tab: tab.name, stores: stores.length, asksToken: true };
    tab.tracker = makeTracker(settings, ports, (tell) => {
      tab.tell = tell;
      return () => {};
    });
    tab.tracker.on("drop", ({ reason }) => (tab.isFull ||= reason === "pending"));
    return tab;
  }

  /** Work on localStorage, which no other tab does at the same time, and in the middle of which the tab may die. */
  #alone(tab, work) {
    return new Promise((resolve, reject) => {
      this.#line.push({ tab, work, resolve, reject });
      this.schedule({ run: () => this.#serveLine() });
    });
  }

  /** Whoever is first in line. */
  #serveLine() {
    const first = this.#line.shift();
    if (!first) return;
    try {
      if (this.knobs.diskFails && this.random() < 0.1) throw new Error("no room");
      first.resolve(first.work());
    } catch (error) {
      if (error !== KILLED) first.reject(error);
    }
  }

  kill(tab) {
    if (tab.isDead) return;
    tab.isDead = true;
    tab.gone?.();
    this.database.kill(tab, () => this.random() < 0.5);
    this.#line = this.#line.filter((each) => each.tab !== tab);
    this.forget(tab);
    this.net.sending.delete(tab);
    this.locks.kill(tab);
    this.tabs = this.tabs.filter((each) => each !== tab);
    this.truth.died(tab);
    this.droppedWithTabs += dropsOf(tab);
    for (const entry of tab.memory?.values() ?? []) this.truth.events.get(entry.id).isLost = true;
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

  /** One step of the plan. */
  async step(step) {
    const tab = this.tabs.length ? this.tabs[step.tab % this.tabs.length] : undefined;
    switch (step.do) {
      case "run":
        for (const pick of step.picks) await this.#run(pick);
        break;
      case "advance":
        await this.advance(step.ms);
        break;
      case "clock":
        this.shift += step.ms;
        break;
      case "fault":
        this.net.faults.push(...step.faults);
        break;
      case "refiner":
        this.refiner.fates.push(...step.fates);
        break;
      case "restart":
        this.gateway.restart();
        break;
      case "disk":
        if (this.knobs.diskFails) this.database.failing = step.count;
        break;
      case "tokens":
        this.tokensFail = step.fail;
        break;
      case "open":
        // A tab has one page at a time.
        if (!this.tabs.some(({ slot }) => slot === step.name)) this.open(step.name, step.consent);
        break;
      default:
        if (tab) this.#inTab(tab, step);
    }
    await idle();
    check(this);
  }

  #inTab(tab, step) {
    const { truth } = this;
    switch (step.do) {
      case "kill":
        if (step.after !== undefined && this.knobs.places !== "database") tab.dieAfter = step.after;
        else this.kill(tab);
        return;
      case "leave":
        tab.lives = false;
        tab.tell("left");
        this.net.sending.delete(tab);
        tab.gone?.();
        return;
      case "back":
        if (tab.lives) return;
        tab.lives = true;
        return tab.tell("back");
      case "hide":
        return tab.tell("time");
      case "online":
        return tab.tell("online");
      case "identify":
        return this.#track(tab, step.user, (mark) => tab.tracker.identify({ id: step.user, attributes: { mark } }));
      case "track":
        return this.#track(tab, undefined, (mark) => tab.tracker.track(`event ${mark}`));
      case "reset": {
        const reset = truth.reset(tab);
        return void tab.tracker.reset().then(() => truth.safe(reset));
      }
      case "flush":
        return void tab.tracker.flush();
      case "consent": {
        tab.consent = step.consent;
        const held = tab.held.splice(0);
        const done = tab.tracker.setConsent(step.consent);
        if (step.consent === "denied") truth.denied(tab);
        if (step.consent === "pending") tab.held = held;
        else if (step.consent === "granted") done.then(() => held.forEach((event) => truth.safe(event)));
      }
    }
  }

  #track(tab, user, call) {
    const mark = this.marks.size;
    const promise = call(mark);
    this.marks.set(mark, tab.lastId);
    const event = this.truth.called(tab, tab.lastId, user, this.now());
    const wasFull = tab.isFull;
    tab.isFull = false;
    if (tab.consent === "pending") {
      if (!wasFull) tab.held.push(event);
    }
    if (tab.consent === "granted") promise.then(() => this.truth.safe(event));
  }

  async #run(pick) {
    if (this.tasks.length === 0) return this.advance(undefined);
    const [task] = this.tasks.splice(pick % this.tasks.length, 1);
    this.happened?.push(`${this.time} ${this.tasks.length} ${this.timers.length}`);
    try {
      task.run();
    } catch (error) {
      if (error !== KILLED) throw error;
    }
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
      await this.#run(index);
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
      if (!tab.lives) this.kill(tab);
      else if (tab.consent === "pending") this.#inTab(tab, { do: "consent", consent: "granted" });
    }
    // The second visit finds what a dying tab wrote while the first was looking.
    for (const name of ["last", "next"]) {
      this.open(name, "granted");
      await idle();
      const end = this.time + 60 * MINUTE;
      while (this.time < end) {
        while (this.tasks.length) await this.#run(0);
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
    world.gateway.start();
    world.open("a", knobs.consent);
    for (const step of steps) await world.step(step);
    await world.heal();
    return world;
  } finally {
    giveBack();
  }
}
