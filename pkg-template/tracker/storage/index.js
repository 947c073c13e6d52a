// @ts-check
// Which place an event is written to: the first that works.
import { newLedger } from "../ledger.js";

/** @typedef {import("../ledger.js").Ledger} Ledger */
/** @typedef {import("../ledger.js").Op} Op */
/** @typedef {import("./memory.js").Seen} Seen */
/** @typedef {import("./memory.js").Store} Store */

/**
 * Hears what a transaction dropped, and gave up.
 *
 * @typedef {(dropped: import("../ledger.js").Dropped, letters: import("../ledger.js").DeadLetter[]) => void} Tell
 */

/** How long a place that failed is left alone, in milliseconds. */
const REST_MS = 30_000;

/**
 * @param {Store[]} stores From the best to the last resort, which never fails.
 * @param {() => number} clock
 * @param {Tell} tell
 */
export function openStorage(stores, clock, tell) {
  /** The books of each, as last seen. */
  const ledgers = stores.map(newLedger);
  /** @type {number[]} When each failed. */
  const failed = [];
  /** @type {Op[][]} What each has yet to be told. */
  const owed = stores.map(() => []);

  /** @param {number} index @returns {Store} */
  const at = (index) => /** @type {Store} */ (stores[index]);
  /** @param {number} index */
  const rests = (index) => index < stores.length - 1 && Math.abs(clock() - (failed[index] ?? -Infinity)) < REST_MS;

  /** @template T @param {number} index @param {() => Promise<T>} work @returns {Promise<T>} */
  const attempt = async (index, work) => {
    try {
      if (owed[index]?.length) {
        const ops = [...owed[index]];
        await at(index).append(ops);
        owed[index] = owed[index].filter((op) => !ops.includes(op));
      }
      const result = await work();
      delete failed[index];
      return result;
    } catch (error) {
      failed[index] = clock();
      throw error;
    }
  };

  /** @param {number} index @param {Seen} seen */
  const note = (index, { ledger, dropped, letters }) => {
    ledgers[index] = ledger;
    tell(dropped, letters.map(([, letter]) => letter));
  };

  /** Where a new event goes: not before older ones that wait in a worse place. */
  const home = () => {
    const last = ledgers.findLastIndex(({ queued }) => queued > 0);
    const first = stores.findIndex((_, index) => !rests(index));
    return Math.max(last, first);
  };

  return {
    count: stores.length,
    ledgers,
    /** The name of the place where the next event goes. */
    name: () => at(home()).name,

    /**
     * @param {Op[]} ops
     * @returns {Promise<{ place: number, seen: Seen | undefined }>} Which place has them.
     */
    async append(ops) {
      const others = ops.filter(({ op }) => op !== "add");
      for (let index = home(); ; index++) {
        try {
          const seen = await attempt(index, () => at(index).append(ops));
          if (seen) note(index, seen);
          for (const [other, { queued }] of ledgers.entries()) {
            if (other === index || others.length === 0 || (queued === 0 && failed[other] === undefined)) continue;
            owed[other]?.push(...others);
            await attempt(other, async () => {}).catch(() => {});
          }
          return { place: index, seen };
        } catch (error) {
          if (index >= stores.length - 1) throw error;
        }
      }
    },

    /**
     * @param {number} index
     * @param {boolean} withEntries
     * @param {import("../ledger.js").Work} work
     * @returns {Promise<Seen>}
     */
    async transact(index, withEntries, work) {
      const seen = await attempt(index, () => at(index).transact(withEntries, work));
      note(index, seen);
      return seen;
    },

    /** The dead letters of every place that works. */
    async letters() {
      const all = await Promise.all(stores.map((store) => store.letters().catch(() => [])));
      return all.flat();
    },

    close() {
      for (const store of stores) store.close();
    },
  };
}
