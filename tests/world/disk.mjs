// The disk that all tabs of a browser share: a database whose transactions are done whole or not at all, and a localStorage where a tab
// can die between any two operations.

import { apply, needsEntries, newLedger, Queue } from "./parts.mjs";

const clone = (value) => JSON.parse(JSON.stringify(value));

/** What IndexedDB holds. Transactions wait in line, as readwrite transactions on the same stores do. */
export class Database {
  inbox = [];
  entries = new Map();
  letters = new Map();
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
            for (const [place, letter] of queue.letters) this.letters.set(place, clone(letter));
            this.ledger = clone(queue.ledger);
          }
          return queue;
        }),
      letters: () => this.#enqueue(tab, "transact", () => [...this.letters.values()]),
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

/** Thrown in the middle of an operation at which a tab dies. */
export const KILLED = new Error("the tab died here");

/** What localStorage holds, and the view of a tab on it. */
export class LocalDisk {
  items = new Map();

  /** @param {{ dieAfter: number | undefined, die: () => void }} tab Dies after this many changes. */
  view(tab) {
    const { items } = this;
    const change = (work) => {
      if (tab.isDead) throw KILLED;
      if (tab.dieAfter !== undefined && tab.dieAfter-- <= 0) {
        tab.die();
        throw KILLED;
      }
      work();
    };
    return {
      get length() {
        return items.size;
      },
      key: (index) => [...items.keys()][index] ?? null,
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => change(() => items.set(key, value)),
      removeItem: (key) => change(() => items.delete(key)),
    };
  }

  /** What is in it, by the rules of its keys: the ledger, and the events that it counts. */
  read(name) {
    const { gone = [], ...ledger } = JSON.parse(this.items.get(`${name}:ledger`) ?? "null") ?? newLedger();
    const entries = [...this.items].filter(([key]) => key.startsWith(`${name}:entry:`)).map(([, value]) => JSON.parse(value));
    return { ledger, entries: entries.filter(({ seq }) => seq <= ledger.seq && !gone.includes(seq)) };
  }
}
