// @ts-check
// A queue in localStorage. One key is one event, so no tab rewrites the queue of another. The key of the ledger is what makes a change
// happen: events behind its last place are not there yet, and those that it lists as gone are gone already.
import { apply, needsEntries, newLedger, Queue } from "../ledger.js";

/** @typedef {import("../ledger.js").DeadLetter} DeadLetter */
/** @typedef {import("../ledger.js").Entry} Entry */
/** @typedef {import("../ledger.js").Ledger} Ledger */

/**
 * @param {string} name
 * @param {Storage} storage
 * @param {import("../ledger.js").Caps} caps
 * @param {<T>(work: () => T) => Promise<T>} alone Runs this while no other tab does.
 * @returns {import("./memory.js").Store}
 */
export function localStore(name, storage, caps, alone) {
  const ledgerKey = `${name}:ledger`;
  const entryKey = `${name}:entry:`;
  const letterKey = `${name}:letter:`;

  /** @param {string} prefix */
  const keys = (prefix) => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "").filter((key) => key.startsWith(prefix));
  /** @param {string} key @returns {any} */
  const read = (key) => JSON.parse(storage.getItem(key) ?? "null");

  /** @param {boolean} withEntries @param {import("../ledger.js").Work} work */
  const now = (withEntries, work) => {
    /** @type {Ledger & { gone?: number[] }} */
    const { gone = [], ...ledger } = read(ledgerKey) ?? newLedger();
    /** @type {Entry[]} */
    const entries = withEntries ? keys(entryKey).map(read) : [];
    const queue = new Queue(ledger, entries.filter((entry) => entry && entry.seq <= ledger.seq && !gone.includes(entry.seq)).sort((a, b) => a.seq - b.seq));
    work(queue);
    if (queue.isChanged) {
      for (const entry of queue.put.values()) storage.setItem(entryKey + entry.seq, JSON.stringify(entry));
      for (const [place, letter] of queue.letters) storage.setItem(letterKey + place, JSON.stringify(letter));
      for (const seq of gone) storage.removeItem(entryKey + seq);
      storage.setItem(ledgerKey, JSON.stringify({ ...ledger, gone: queue.gone }));
      for (const seq of queue.gone) storage.removeItem(entryKey + seq);
    }
    return queue;
  };

  return {
    name: "localstorage",
    append: (ops) => alone(() => now(needsEntries(ops), apply(ops, caps))),
    transact: (withEntries, work) => alone(() => now(withEntries, work)),
    letters: () => alone(() => keys(letterKey).map(read)),
    close() {},
  };
}
