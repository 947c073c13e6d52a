// @ts-check
// The sums that a page sees: the books of every place where events wait, and what never got there.
import { countAdds, countDrop } from "./ledger.js";

/** @typedef {import("../tracker.js").Stats} Stats */

/**
 * @param {import("./ledger.js").Ledger[]} ledgers
 * @param {import("./state.js").State} state
 * @param {import("../tracker.js").StorageName} storage
 * @returns {Stats}
 */
export function statsOf(ledgers, state, storage) {
  const held = countAdds(state.held);
  /** @type {Stats} */
  const stats = { tracked: held, delivered: 0, duplicate: 0, dropped: 0, dead: 0, queued: held, droppedBy: {}, storage, consent: state.consent };
  // What another page was told lasts, unless this one asked again.
  if (state.consent === "granted" && ledgers.some(({ denied }) => denied)) stats.consent = "denied";
  for (const ledger of ledgers) for (const name of SUMS) stats[name] += ledger[name];
  for (const dropped of [state.dropped, ...ledgers.map((ledger) => ledger.dropped)]) {
    for (const [reason, count] of Object.entries(dropped)) {
      stats.dropped += count;
      countDrop(stats.droppedBy, /** @type {import("../tracker.js").DropReason} */ (reason), count);
      // What never got as far as the books.
      if (dropped === state.dropped) stats.tracked += count;
    }
  }
  return stats;
}

const SUMS = /** @type {const} */ (["tracked", "delivered", "duplicate", "dead", "queued"]);
