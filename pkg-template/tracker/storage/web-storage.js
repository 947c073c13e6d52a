// @ts-check
// A queue in one piece of text: in localStorage, or in the memory of its page. One write of it is one transaction.
import { apply, Queue } from "../ledger.js";

/** @typedef {import("../ledger.js").Entry} Entry */

/**
 * A place for a queue.
 *
 * @typedef {object} Store
 * @property {import("../../tracker.js").StorageName} name
 * @property {(ops: import("../ledger.js").Op[]) => Promise<Queue | undefined>} append Writes down what happened, at once. The next
 *   transaction sees it, unless this gives what was seen.
 * @property {(withEntries: boolean, work: import("../ledger.js").Work) => Promise<Queue>} transact Does the work in one transaction. The
 *   work may run again if the transaction failed.
 * @property {() => void} [close]
 */

/**
 * @param {import("../../tracker.js").StorageName} name
 * @param {import("../ledger.js").Caps} caps
 * @param {() => string | null | undefined} read
 * @param {(text: string) => void} write
 * @param {<T>(work: () => T) => Promise<T>} alone Runs this while no other tab does, so that no tab writes over what another has written.
 * @returns {Store}
 */
export function textStore(name, caps, read, write, alone) {
  /** @type {Store["transact"]} */
  const transact = (_, work) =>
    alone(() => {
      /** @type {[import("../ledger.js").Ledger | undefined, Entry[]]} */
      const [ledger, entries] = JSON.parse(read() ?? "null") ?? [undefined, []];
      const queue = new Queue(ledger, entries);
      work(queue);
      if (queue.isChanged) write(JSON.stringify([queue.ledger, [...queue.entries.values()]]));
      return queue;
    });

  return { name, append: (ops) => transact(true, apply(ops, caps)), transact };
}
