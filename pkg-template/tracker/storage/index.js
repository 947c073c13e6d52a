// @ts-check
// Which place an event is written to: the first that works.
import { newLedger } from "../ledger.js";

/** @typedef {import("../ledger.js").Ledger} Ledger */
/** @typedef {import("../ledger.js").Op} Op */
/** @typedef {import("../ledger.js").Queue} Seen */
/** @typedef {import("./web-storage.js").Store} Store */
/** @typedef {import("../../tracker.js").DropReason} DropReason */
/** @typedef {import("../../tracker.js").TrackerEvents} TrackerEvents */

/** Tells the page. @typedef {<N extends keyof TrackerEvents>(name: N, value: TrackerEvents[N]) => void} Emit */

/**
 * A place where events wait.
 *
 * @typedef {object} Place
 * @property {Store} store
 * @property {boolean} failed Whether it did the last time.
 * @property {Op[]} owed What it has yet to be told.
 * @property {Ledger} ledger Its books, as last seen.
 */

/**
 * @param {Store[]} stores From the best to the last resort, which never fails.
 * @param {Emit} emit Hears what a transaction dropped, and gave up.
 * @param {() => void} forgetTab Called when a place has yet to be told whose events are. Only this page knows it: if it is killed, a later page
 *   of the same tab must not take them for those of its own user.
 */
export function openStorage(stores, emit, forgetTab) {
  /** @type {Place[]} */
  const places = stores.map((store) => ({ store, failed: false, owed: [], ledger: newLedger() }));
  const last = places.length - 1;

  /** Where a new event goes: not before older ones that wait in a worse place. */
  const home = () =>
    Math.max(
      places.findLastIndex(({ ledger }) => ledger.queued),
      places.findIndex(({ failed }, index) => !failed || index === last),
    );

  return {
    /** The books of each place. */
    get ledgers() {
      return places.map(({ ledger }) => ledger);
    },

    /** The name of the place where the next event goes. */
    name: () => places[home()].store.name,

    /** @param {Op[]} ops @returns {Promise<{ place: number, seen: Seen | undefined }>} Which place has them. */
    async append(ops) {
      const others = ops.filter(({ op }) => op !== "add");
      for (let index = home(); ; index++) {
        const place = places[index];
        try {
          const seen = await attempt(place, emit, (store) => store.append(ops));
          // Whose events are, and what the user agreed to, concerns every place: what is known of another may be older than what is there.
          for (const other of places) {
            if (other === place || !others.length) continue;
            other.owed.push(...others);
            await attempt(other, emit).catch(forgetTab);
          }
          return { place: index, seen };
        } catch (error) {
          if (index >= last) throw error;
        }
      }
    },

    /** @param {number} index @param {boolean} withEntries @param {import("../ledger.js").Work} work @returns {Promise<Seen>} */
    transact: (index, withEntries, work) => /** @type {Promise<Seen>} */ (attempt(places[index], emit, (store) => store.transact(withEntries, work))),

    close: () => stores.forEach((store) => store.close?.()),
  };
}

/**
 * Tells a place what it has yet to be told, and does some work there.
 *
 * @param {Place} place
 * @param {Emit} emit
 * @param {(store: Store) => Promise<Seen | undefined>} [work]
 */
async function attempt(place, emit, work) {
  const ops = [...place.owed];
  try {
    if (ops.length) await place.store.append(ops);
    place.owed = place.owed.filter((op) => !ops.includes(op));
    const seen = await work?.(place.store);
    place.failed = false;
    if (seen) {
      place.ledger = seen.ledger;
      for (const [reason, count] of Object.entries(seen.dropped)) emit("drop", { reason: /** @type {DropReason} */ (reason), count });
      for (const letter of seen.letters) emit("dead", letter);
    }
    return seen;
  } catch (error) {
    place.failed = true;
    throw error;
  }
}
