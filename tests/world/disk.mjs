// The disk that all tabs of a browser share: a database whose transactions are done whole or not at all, and a localStorage. A tab can die
// before and after each of their operations.

import { apply, needsEntries, newLedger, Queue } from "./parts.mjs";

const clone = (value) => JSON.parse(JSON.stringify(value));

/** What IndexedDB holds. Transactions wait in line, as readwrite transactions on the same stores do. */
export class Database {
  inbox = [];
  entries = new Map();
  ledger = newLedger();
  /** How many of the next transactions fail. */
  failing = 0;
  #line = [];

  /** @param {(task: { tab?: object, run: () => void }) => void} schedule */
  constructor(schedule) {
    this.schedule = schedule;
  }

  /** The store of a tab, by the same steps as the real one. */
  store(tab, caps) {
    return {
      name: "indexeddb",
      append: (ops) => this.#enqueue(tab, "append", () => void this.inbox.push(...clone(ops))),
      transact: (withEntries, work) =>
        this.#enqueue(tab, "transact", () => {
          const ops = clone(this.inbox);
          const entries = withEntries || needsEntries(ops) ? [...this.entries.values()].sort((a, b) => a.seq - b.seq) : [];
          const queue = new Queue(clone(this.ledger), clone(entries));
          apply(ops, caps)(queue);
          work(queue);
          if (queue.isChanged) {
            this.inbox = [];
            for (const seq of queue.gone) this.entries.delete(seq);
            for (const entry of queue.put.values()) this.entries.set(entry.seq, clone(entry));
            this.ledger = clone(queue.ledger);
          }
          return queue;
        }),
      close() {},
    };
  }

  #enqueue(tab, kind, work) {
    return new Promise((resolve, reject) => {
      this.#line.push({ tab, kind, work, resolve, reject });
      // Whoever is first in line is served, whichever task comes first.
      this.schedule({ run: () => this.#serve() });
    });
  }

  #serve() {
    const first = this.#line.shift();
    if (!first) return;
    const { tab, work, resolve, reject } = first;
    if (this.failing > 0) {
      this.failing -= 1;
      this.schedule({ tab, run: () => reject(new Error("the disk failed")) });
      return;
    }
    const result = work();
    this.schedule({ tab, run: () => resolve(result) });
  }

  /** A tab dies: what it has asked to commit may still be done; what it was in the middle of is not. @param {() => boolean} coin */
  kill(tab, coin) {
    let survives = true;
    this.#line = this.#line.filter((op) => op.tab !== tab || (op.kind === "append" && (survives &&= coin())));
  }
}

/** Thrown by an operation at which a tab dies. */
export const KILLED = new Error("the tab died here");

/** What localStorage holds, and the view of a tab on it. */
export class LocalDisk {
  /** @type {string | null} */
  text = null;

  #line = [];

  /** @param {(task: object) => void} schedule @param {() => boolean} fails Whether the next write fails. */
  constructor(schedule, fails) {
    this.schedule = schedule;
    this.fails = fails;
  }

  /** @param {{ isDead: boolean, dieAfter: number | undefined, die: () => void }} tab Dies instead of its write after this many. */
  view(tab) {
    return {
      read: () => this.text,
      write: (text) => {
        if (tab.isDead) throw KILLED;
        if (tab.dieAfter !== undefined && tab.dieAfter-- <= 0) {
          tab.die();
          throw KILLED;
        }
        this.text = text;
      },
    };
  }

  /** Work on localStorage, which no other tab does at the same time, and in the middle of which the tab may die. */
  alone(tab, work) {
    return new Promise((resolve, reject) => {
      this.#line.push({ tab, work, resolve, reject });
      this.schedule({ run: () => this.#serve() });
    });
  }

  /** Whoever is first in line. */
  #serve() {
    const first = this.#line.shift();
    if (!first) return;
    try {
      if (this.fails()) throw new Error("no room");
      first.resolve(first.work());
    } catch (error) {
      if (error !== KILLED) first.reject(error);
    }
  }

  kill(tab) {
    this.#line = this.#line.filter((each) => each.tab !== tab);
  }

  /** The books and the events in it. */
  read() {
    const [ledger, entries] = JSON.parse(this.text ?? "null") ?? [newLedger(), []];
    return { ledger, entries };
  }
}
