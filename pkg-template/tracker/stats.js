// @ts-check
// The sums that a page sees: the books of every place where events wait, and what never got there.
import { waiting } from "./machine.js";

/** @typedef {import("../tracker.js").Stats} Stats */

/**
 * @param {import("./ledger.js").Ledger[]} ledgers
 * @param {import("./machine.js").State} state
 * @param {import("../tracker.js").StorageName} storage
 * @returns {Stats}
 */
export function statsOf(ledgers, state, storage) {
  const held = waiting(state);
  /** @type {Stats} */
  const stats = { tracked: held, delivered: 0, duplicate: 0, dropped: 0, dead: 0, queued: held, droppedBy: {}, storage, consent: state.consent };
  for (const { tracked, delivered, duplicate, dead, queued, dropped } of [...ledgers, { ...EMPTY, tracked: state.tracked, dropped: state.dropped }]) {
    stats.tracked += tracked;
    stats.delivered += delivered;
    stats.duplicate += duplicate;
    stats.dead += dead;
    stats.queued += queued;
    for (const [reason, count] of /** @type {[import("../tracker.js").DropReason, number][]} */ (Object.entries(dropped))) {
      stats.dropped += count;
      stats.droppedBy[reason] = (stats.droppedBy[reason] ?? 0) + count;
    }
  }
  return stats;
}

const EMPTY = { delivered: 0, duplicate: 0, dead: 0, queued: 0 };
