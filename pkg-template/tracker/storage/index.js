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

/**
 * @param {Store[]} stores From the best to the last resort, which never fails.
 * @param {Tell} tell
 * @param {() => void} forgetTab Called when a place has yet to be told whose events are. Only this page knows it: if it is killed, a later page
 *   of the same tab must not take them for those of its own user.
 */
export function openStorage(stores, tell, forgetTab) {
  /** Each with whether it failed the last time, and what it has yet to be told. */
  const places = stores.map((store) => ({ store, failed: false, owed: /** @type {Op[]} */ ([]) }));
  /** The books of each, as last seen. */
  const ledgers = stores.map(newLedger);

  /** @param {number} index @param {(store: Store) => Promise<Seen | undefined>} [work] */
  const attempt = async (index, work) => {
    const place = /** @type {(typeof places)[number]} */ (places[index]);
    const ops = [...place.owed];
    try {
      if (ops.length) await place.store.append(ops);
      place.owed = place.owed.filter((op) => !ops.includes(op));
      const seen = await work?.(place.store);
      place.failed = false;
      if (seen) {
        ledgers[index] = seen.ledger;
        tell(seen.dropped, seen.letters);
      }
      return seen;
    } catch (error) {
      place.failed = true;
      throw error;
    }
  };

  /** Where a new event goes: not before older ones that wait in a worse place. */
  const home = () =>
    Math.max(
      ledgers.findLastIndex(({ queued }) => queued),
      places.findIndex(({ failed }, index) => !failed || index === stores.length - 1),
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
          // Whose events are, and what the user agreed to, concerns every place: what is known of another may be older than what is there.
          for (const [other, { owed }] of places.entries()) {
            if (other === index || !others.length) continue;
            owed.push(...others);
            await attempt(other).catch(forgetTab);
          }
          return { place: index, seen };
        } catch (error) {
          if (index >= stores.length - 1) throw error;
        }
      }
    },

    /** @param {number} index @param {boolean} withEntries @param {import("../ledger.js").Work} work @returns {Promise<Seen>} */
    transact: (index, withEntries, work) => /** @type {Promise<Seen>} */ (attempt(index, (store) => store.transact(withEntries, work))),

    close: () => stores.forEach((store) => store.close?.()),
  };
}
