// @ts-check
// Which place an event is written to: the first that works.
import { newLedger } from "../ledger.js";

/** @typedef {import("../ledger.js").Op} Op */
/** @typedef {import("../ledger.js").Queue} Seen */
/** @typedef {import("./web-storage.js").Store} Store */

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
  /** Each with its books as last seen, when it failed, and what it has yet to be told. */
  const places = stores.map((store) => ({ store, failedAt: -Infinity, owed: /** @type {Op[]} */ ([]) }));
  const ledgers = stores.map(newLedger);

  /** @param {number} index @param {(store: Store) => Promise<Seen | undefined>} [work] */
  const attempt = async (index, work) => {
    const place = /** @type {(typeof places)[number]} */ (places[index]);
    const ops = [...place.owed];
    try {
      if (ops.length) await place.store.append(ops);
      place.owed = place.owed.filter((op) => !ops.includes(op));
      const seen = await work?.(place.store);
      place.failedAt = -Infinity;
      if (seen) {
        ledgers[index] = seen.ledger;
        tell(seen.dropped, seen.letters);
      }
      return seen;
    } catch (error) {
      place.failedAt = clock();
      throw error;
    }
  };

  /** Where a new event goes: not before older ones that wait in a worse place. */
  const home = () =>
    Math.max(
      ledgers.findLastIndex(({ queued }) => queued),
      places.findIndex(({ failedAt }, index) => index === stores.length - 1 || Math.abs(clock() - failedAt) > REST_MS),
    );

  return {
    ledgers,
    /** The name of the place where the next event goes. */
    name: () => /** @type {Store} */ (stores[home()]).name,

    /** @param {Op[]} ops @returns {Promise<{ place: number, seen: Seen | undefined }>} Which place has them. */
    async append(ops) {
      const others = ops.filter(({ op }) => op !== "add");
      for (let index = home(); ; index++) {
        try {
          const seen = await attempt(index, (store) => store.append(ops));
          for (const [other, { failedAt, owed }] of places.entries()) {
            if (other === index || !others.length || (!ledgers[other]?.queued && failedAt < 0)) continue;
            owed.push(...others);
            await attempt(other).catch(() => {});
          }
          return { place: index, seen };
        } catch (error) {
          if (index >= stores.length - 1) throw error;
        }
      }
    },

    /** @param {number} index @param {boolean} withEntries @param {import("../ledger.js").Work} work @returns {Promise<Seen>} */
    transact: (index, withEntries, work) => /** @type {Promise<Seen>} */ (attempt(index, (store) => store.transact(withEntries, work))),

    close: () => stores.forEach((store) => store.close()),
  };
}
