// @ts-check
// A queue that lasts as long as its page.
import { apply, newLedger, Queue } from "../ledger.js";

/** @typedef {import("../ledger.js").DeadLetter} DeadLetter */
/** @typedef {import("../ledger.js").Entry} Entry */

/**
 * A place for a queue.
 *
 * @typedef {object} Store
 * @property {import("../../tracker.js").StorageName} name
 * @property {(ops: import("../ledger.js").Op[]) => Promise<Seen | undefined>} append Writes down what happened, at once. The next
 *   transaction sees it, unless this gives what was seen.
 * @property {(withEntries: boolean, work: import("../ledger.js").Work) => Promise<Seen>} transact Does the work in one transaction. The
 *   work may run again if the transaction failed.
 * @property {() => Promise<DeadLetter[]>} letters
 * @property {() => void} close
 */

/** What a transaction saw and did. @typedef {Pick<import("../ledger.js").Queue, "ledger" | "from" | "entries" | "put" | "letters" | "dropped">} Seen */

/** @param {import("../ledger.js").Caps} caps @returns {Store} */
export function memoryStore(caps) {
  let ledger = newLedger();
  /** @type {Entry[]} */
  let entries = [];
  /** @type {DeadLetter[]} */
  const dead = [];

  /** @type {Store["transact"]} */
  const transact = async (_, work) => {
    const queue = new Queue(JSON.parse(JSON.stringify(ledger)), entries);
    work(queue);
    ledger = queue.ledger;
    entries = [...queue.entries.values()];
    for (const [place, letter] of queue.letters) dead[place] = letter;
    return queue;
  };

  return {
    name: "memory",
    append: (ops) => transact(true, apply(ops, caps)),
    transact,
    letters: async () => [...dead],
    close() {},
  };
}
