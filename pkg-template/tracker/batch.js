// @ts-check
// What goes into one request: events of one user, from the first that is not answered for, without a gap. Therefore it does no harm if
// two such requests cross: whichever comes first, the events arrive in order.
import { heldFor } from "./ledger.js";
import { byteLength } from "./input.js";

/** @typedef {import("./ledger.js").Entry} Entry */
/** @typedef {import("./ledger.js").Hold} Hold */
/** @typedef {{ user: string, entries: Entry[] }} Batch */

/** The most bytes of a request: what a browser lets a page send that is being left, less its headers. */
export const MOST_BYTES = 60_000;

/** The most events that the gateway takes at once. */
export const MOST_ENTRIES = 100;

/** An event as it travels. @param {Entry} entry */
function wire({ id, at, action, user, input }) {
  return { id, at, action, input: { id: user, ...input } };
}

/** The body of a request. @param {Entry[]} entries */
export function bodyOf(entries) {
  return JSON.stringify({ entries: entries.map(wire) });
}

/**
 * The first events of each user that fit into a request, by user, in the order of who has waited longest.
 *
 * @param {Entry[]} entries In order.
 * @param {(user: string) => boolean} mayGo
 * @param {number} size The most events of a request.
 * @param {number} room The most bytes, of all together.
 * @returns {Batch[]}
 */
export function batches(entries, mayGo, size, room) {
  /** @type {Map<string, { user: string, entries: Entry[], full?: boolean }>} */
  const found = new Map();
  for (const entry of entries) {
    const { user } = entry;
    if (user === null || !mayGo(user)) continue;
    const batch = found.get(user) ?? { user, entries: [] };
    if (batch.full) continue;
    found.set(user, batch);
    // A little more than it takes beside others.
    const bytes = byteLength(bodyOf([entry]));
    batch.full = batch.entries.length >= size || bytes > room;
    if (!batch.full) {
      room -= bytes;
      batch.entries.push(entry);
    }
  }
  return [...found.values()].filter((batch) => batch.entries.length > 0);
}

/**
 * Whether a user's events may be sent now.
 *
 * @param {Hold[]} holds
 * @param {number} now
 * @param {boolean} [hurry] Whether to wait only if the server asked for it.
 * @param {readonly string[]} [failed] Who may not go in any case (empty: everybody).
 * @returns {(user: string) => boolean}
 */
export function gate(holds, now, hurry, failed = []) {
  const held = holds.filter((hold) => heldFor(hold, now) > 0 && !(hurry && !hold.asked)).map(({ user }) => user).concat(failed);
  return (user) => !held.includes(user) && !held.includes("");
}
